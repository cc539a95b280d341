"""`path("", include("mizan.routes"))` serves the pages that were given a `route=`."""

from django.urls import path

from mizan.pages import as_view
from mizan.registry import registry

app_name = "mizan-pages"

urlpatterns = [
    path(function.options.route.removeprefix("/"), as_view(function), name=function.name)
    for function in registry.functions.values()
    if function.options.route is not None
]
