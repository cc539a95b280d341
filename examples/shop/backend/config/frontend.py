"""Serves a built front end, so that one process and one address are the whole demonstration."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.static import serve


def frontend(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file of that name, or the application, which reads the address itself."""
    if settings.FRONTEND is None:
        raise Http404("Set SHOP_FRONTEND to the folder of a built front end.")
    root = Path(settings.FRONTEND).resolve()
    if path and (root / path).is_file():
        return serve(request, path, document_root=str(root))
    return application(request, str(root))


# Files set no cookie: they may arrive late, or be cached for everybody.
@ensure_csrf_cookie
def application(request: HttpRequest, root: str) -> HttpResponseBase:
    return serve(request, "index.html", document_root=root)
