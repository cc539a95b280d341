"""`path("api/mizan/", include("mizan.urls"))`."""

from django.urls import path, re_path

from mizan import views

app_name = "mizan"

urlpatterns = [
    path("session/", views.session, name="session"),
    path("ctx/<str:name>/", views.context, name="context"),
    path("call/", views.call, name="call"),
    re_path("", views.unknown),
]
