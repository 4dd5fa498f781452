from django.urls import path

from agreements.views import register, registrar

app_name = "agreements"
urlpatterns = [
    path("register/", register.agreement_list, name="agreement-list"),
    path("register/export.<str:kind>", register.agreement_export, name="agreement-export"),
    path("register/mous/", register.mou_list, name="mou-list"),
    path("register/<int:pk>/", register.agreement_detail, name="agreement-detail"),
    path("documents/<int:pk>/", register.document_download, name="document-download"),
    path("registrar/agreements/", registrar.registrar_list, name="registrar-list"),
    path("registrar/agreements/new/", registrar.agreement_create, name="agreement-create"),
    path("registrar/agreements/<int:pk>/edit/", registrar.agreement_edit, name="agreement-edit"),
    path("registrar/agreements/<int:pk>/send/", registrar.agreement_send, name="agreement-send"),
    path("registrar/agreements/<int:pk>/sign/", registrar.agreement_sign, name="agreement-sign"),
    path("registrar/agreements/<int:pk>/cancel/", registrar.agreement_cancel, name="agreement-cancel"),
    path(
        "registrar/agreements/<int:pk>/terminate/", registrar.agreement_terminate, name="agreement-terminate"
    ),
]
