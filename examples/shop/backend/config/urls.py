"""The Mizan endpoints, the pages, uploaded pictures; the front end answers everything else."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path, re_path

from config.frontend import frontend

urlpatterns = [
    path("api/mizan/", include("mizan.urls")),
    path("", include("mizan.routes")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    re_path("^(?P<path>.*)$", frontend),
]
