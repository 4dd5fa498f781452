from django.urls import path

from companies.views import acting, joining, my_company, statements, team, verification
from companies.views.company import company_detail
from companies.views.directory import company_list

app_name = "companies"
urlpatterns = [
    path("companies/", company_list, name="company-list"),
    path("companies/<slug:slug>/", company_detail, name="company-detail"),
    path("my-company/", my_company.my_company, name="my-company"),
    path("my-company/new/", my_company.company_create, name="company-create"),
    path("my-company/find/", joining.company_find, name="company-find"),
    path("my-company/team/", team.team_detail, name="team"),
    path("invitations/<str:secret>/", joining.invitation_detail, name="invitation-detail"),
    path("desk/join-requests/", joining.join_request_list, name="join-request-list"),
    path("my-company/edit/", my_company.company_edit, name="company-edit"),
    path("my-company/offers/new/", statements.offer_create, name="offer-create"),
    path("my-company/needs/new/", statements.need_create, name="need-create"),
    path("offers/<int:pk>/edit/", statements.offer_edit, name="offer-edit"),
    path("needs/<int:pk>/edit/", statements.need_edit, name="need-edit"),
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
    path("companies/<int:pk>/join/", joining.join_ask, name="join-ask"),
    path("join-requests/<int:pk>/withdraw/", joining.join_withdraw, name="join-withdraw"),
    path("join-requests/<int:pk>/accept/", joining.join_accept, name="join-accept"),
    path("join-requests/<int:pk>/refuse/", joining.join_refuse, name="join-refuse"),
    path("invitations/<int:pk>/accept/", joining.invitation_accept, name="invitation-accept"),
    path("my-company/team/invite/", team.invitation_create, name="invitation-create"),
    path("my-company/team/leave/", team.team_leave, name="team-leave"),
    path("my-company/team/invitations/<int:pk>/resend/", team.invitation_resend, name="invitation-resend"),
    path("my-company/team/invitations/<int:pk>/revoke/", team.invitation_revoke, name="invitation-revoke"),
    path("my-company/team/<int:pk>/role/", team.member_role, name="member-role"),
    path("my-company/team/<int:pk>/remove/", team.member_remove, name="member-remove"),
    path("my-company/team/<int:pk>/hand-over/", team.member_hand_over, name="member-hand-over"),
    path("acting-as/", acting.act_as, name="acting-as"),
]
