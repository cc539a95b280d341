"""`path("api/mizan/", include("mizan.async_urls"))`, for ASGI."""

from django.urls import path, re_path

from mizan import async_views as views

app_name = "mizan"

urlpatterns = [
    path("session/", views.session, name="session"),
    path("ctx/<str:name>/", views.context, name="context"),
    path("call/", views.call, name="call"),
    re_path("", views.unknown),
]
