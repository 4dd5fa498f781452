from django.urls import path

from outbox import views

app_name = "outbox"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("mail/", views.mail_list, name="mail-list"),
    path("mail/<int:number>/", views.mail_detail, name="mail-detail"),
]
