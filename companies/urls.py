from django.urls import path

from companies.views import acting, conditions, my_company, questions, relations, statements, verification
from companies.views.company import company_detail
from companies.views.directory import company_list

app_name = "companies"
urlpatterns = [
    path("companies/", company_list, name="company-list"),
    path("companies/<slug:slug>/", company_detail, name="company-detail"),
    path("companies/<slug:slug>/report/", relations.company_report, name="company-report"),
    path("my-company/blocked/", relations.block_list, name="block-list"),
    path("questions/", questions.question_list, name="question-list"),
    path("desk/questions/", questions.desk_question_list, name="desk-question-list"),
    path("desk/reports/", relations.report_list, name="report-list"),
    path("my-company/", my_company.my_company, name="my-company"),
    path("my-company/new/", my_company.company_create, name="company-create"),
    path("my-company/edit/", my_company.company_edit, name="company-edit"),
    path("my-company/offers/new/", statements.offer_create, name="offer-create"),
    path("my-company/needs/new/", statements.need_create, name="need-create"),
    path("offers/<int:pk>/edit/", statements.offer_edit, name="offer-edit"),
    path("needs/<int:pk>/edit/", statements.need_edit, name="need-edit"),
    path("conditions/read/", conditions.condition_read, name="condition-read"),
    path("desk/companies/", verification.verification_list, name="verification-list"),
    path("my-company/submit/", my_company.company_submit, name="company-submit"),
    path("offers/<int:pk>/withdraw/", statements.offer_withdraw, name="offer-withdraw"),
    path("needs/<int:pk>/open/", statements.need_open, name="need-open"),
    path("needs/<int:pk>/pause/", statements.need_pause, name="need-pause"),
    path("needs/<int:pk>/renew/", statements.need_renew, name="need-renew"),
    path("needs/<int:pk>/close/", statements.need_close, name="need-close"),
    path("desk/companies/<int:pk>/publish/", verification.company_publish, name="company-publish"),
    path("desk/companies/<int:pk>/return/", verification.company_return, name="company-return"),
    path("desk/companies/<int:pk>/suspend/", verification.company_suspend, name="company-suspend"),
    path("companies/<slug:slug>/block/", relations.company_block, name="company-block"),
    path("companies/<slug:slug>/unblock/", relations.company_unblock, name="company-unblock"),
    path("my-company/archive/", my_company.company_archive, name="company-archive"),
    path("desk/questions/<int:pk>/answer/", questions.question_answer, name="question-answer"),
    path("desk/reports/<int:pk>/decide/", relations.report_decide, name="report-decide"),
    path("acting-as/", acting.act_as, name="acting-as"),
]
