from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/consents/", views.change_consent, name="consent-change"),
    path("settings/notices/", views.mail_choices, name="mail-choices"),
    path("settings/data/", views.personal_data, name="personal-data"),
    path("settings/data/ask/", views.copy_ask, name="copy-ask"),
    path("settings/data/<int:pk>/", views.copy_download, name="copy-download"),
    path("settings/delete/", views.account_delete, name="account-delete"),
    path("notices/", views.notice_list, name="notice-list"),
    path("notices/read/", views.read_all_notices, name="notice-read-all"),
    path("notices/<int:pk>/open/", views.open_notice, name="notice-open"),
    path("how-it-works/", views.how_it_works, name="how-it-works"),
    path("help/", views.help_page, name="help"),
    path("terms/", views.terms, name="terms"),
    path("privacy/", views.privacy, name="privacy"),
]
