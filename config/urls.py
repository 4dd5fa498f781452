"""Every address of the product; readers' pages carry their language in front."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from agreements.views.landing import home
from config.views import set_theme

urlpatterns = [
    # The admin's own sign-in knows neither the limiter nor the second factor.
    path("admin/login/", secure_admin_login(admin.site.login)),
    path("admin/", admin.site.urls),
    path("theme/", set_theme, name="theme"),
    path("api/", include("config.api.urls")),
    path("", include("outbox.urls")),
]
urlpatterns += i18n_patterns(
    path("", home, name="home"),
    path("account/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("companies.urls")),
    path("", include("matching.urls")),
    path("", include("agreements.urls")),
)

handler400 = "config.views.bad_request"
handler404 = "config.views.page_not_found"
handler500 = "config.views.server_error"
