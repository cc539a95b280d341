from django.urls import include, path

urlpatterns = [
    path("api/mizan/", include("mizan.urls")),
    path("api/async/", include("mizan.async_urls", namespace="mizan-async")),
    path("", include("mizan.routes")),
]
