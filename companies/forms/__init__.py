from companies.forms.company import CompanyForm, NewCompanyForm
from companies.forms.moves import ActingForm, CloseForm, ReasonForm
from companies.forms.plant import CertificateForm, MachineForm, certificates_of, machines_of
from companies.forms.relations import DecisionForm, NoteForm, QuestionAnswerForm, QuestionForm, ReportForm
from companies.forms.statement import NeedForm, OfferForm
from companies.forms.team import FindCompanyForm, InviteForm, JoinForm, RoleForm

__all__ = [
    "ActingForm",
    "CertificateForm",
    "CloseForm",
    "CompanyForm",
    "DecisionForm",
    "FindCompanyForm",
    "InviteForm",
    "JoinForm",
    "MachineForm",
    "NeedForm",
    "NewCompanyForm",
    "NoteForm",
    "OfferForm",
    "QuestionAnswerForm",
    "QuestionForm",
    "ReasonForm",
    "ReportForm",
    "RoleForm",
    "certificates_of",
    "machines_of",
]
