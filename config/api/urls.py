"""Version 1 of the API, its schema, and the page to browse it; languages come by Accept-Language."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.api import schema as schema  # makes the token known to the schema

apps = [path("", include(f"{app}.api")) for app in ("companies", "matching", "agreements")]
urlpatterns = [
    path("v1/", include((apps, "api-v1"))),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api"),
]
