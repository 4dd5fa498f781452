from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/consents/", views.change_consent, name="consent-change"),
    path("notices/", views.notice_list, name="notice-list"),
    path("notices/read/", views.read_all_notices, name="notice-read-all"),
    path("notices/<int:pk>/open/", views.open_notice, name="notice-open"),
    path("how-it-works/", views.how_it_works, name="how-it-works"),
    path("help/", views.help_page, name="help"),
    path("terms/", views.terms, name="terms"),
    path("privacy/", views.privacy, name="privacy"),
]
