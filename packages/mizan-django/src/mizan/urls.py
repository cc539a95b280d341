"""`path("api/mizan/", include("mizan.urls"))`. Under ASGI, `mizan.async_urls` does the same."""

from django.urls import path, re_path

from mizan import views

app_name = "mizan"

urlpatterns = [
    path("session/", views.session, name="session"),
    path("ctx/<str:name>/", views.context, name="context"),
    path("call/", views.call, name="call"),
    re_path("", views.unknown),
]
