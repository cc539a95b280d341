"""Serves a built front end, so that one process and one address are the whole demonstration."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.static import serve


@ensure_csrf_cookie
def frontend(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file of that name, or the application, which reads the address itself."""
    if settings.FRONTEND is None:
        raise Http404("Set SHOP_FRONTEND to the folder of a built front end.")
    root = Path(settings.FRONTEND).resolve()
    if not path or not (root / path).is_file():
        path = "index.html"
    return serve(request, path, document_root=str(root))
