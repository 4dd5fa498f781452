from companies.forms.company import CertificateFormSet, CompanyForm, NewCompanyForm
from companies.forms.moves import ActingForm, CloseForm, ReasonForm, ReturnForm
from companies.forms.relations import DecisionForm, NoteForm, QuestionAnswerForm, QuestionForm, ReportForm
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
    "ReportForm",
    "ReturnForm",
    "RoleForm",
]
