"""`path("", include("mizan.routes"))` serves the pages that were given a `route=`."""

from django.urls import path

from mizan.pages import as_view
from mizan.registry import registry
from mizan.serving import refuse_skipped_decorators

app_name = "mizan-pages"

# Once more: pages may stand in modules that were imported since.
refuse_skipped_decorators(registry)

urlpatterns = [
    path(function.options.route.removeprefix("/"), as_view(function), name=function.name)
    for function in registry.functions.values()
    if function.options.route is not None
]
