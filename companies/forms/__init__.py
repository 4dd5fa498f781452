from companies.forms.company import CertificateFormSet, CompanyForm, NewCompanyForm
from companies.forms.moves import ActingForm, CloseForm, ReasonForm, RenewForm
from companies.forms.relations import (
    DecisionForm,
    NoteForm,
    QuestionAnswerForm,
    QuestionForm,
    ReportForm,
    SavedSearchForm,
)
from companies.forms.statement import NeedForm, OfferForm
from companies.forms.team import FindCompanyForm, InviteForm, JoinForm, RoleForm

__all__ = [
    "ActingForm",
    "CertificateFormSet",
    "CloseForm",
    "CompanyForm",
    "DecisionForm",
    "FindCompanyForm",
    "InviteForm",
    "JoinForm",
    "NeedForm",
    "NewCompanyForm",
    "NoteForm",
    "OfferForm",
    "QuestionAnswerForm",
    "QuestionForm",
    "ReasonForm",
    "RenewForm",
    "ReportForm",
    "RoleForm",
    "SavedSearchForm",
]
