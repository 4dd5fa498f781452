from companies.forms.company import CompanyForm, NewCompanyForm
from companies.forms.moves import ActingForm, CloseForm, ReasonForm, RenewForm, ReturnForm, SuspendForm
from companies.forms.plant import CertificateForm, MachineForm, certificates_of, machines_of
from companies.forms.relations import (
    DecisionForm,
    NoteForm,
    QuestionAnswerForm,
    QuestionForm,
    ReportForm,
    SavedSearchForm,
)
from companies.forms.showcase import CatalogueForm, ItemForm, PicturesForm
from companies.forms.statement import NeedForm, OfferForm
from companies.forms.team import FindCompanyForm, InviteForm, JoinForm, RoleForm

__all__ = [
    "ActingForm",
    "CatalogueForm",
    "CertificateForm",
    "CloseForm",
    "CompanyForm",
    "DecisionForm",
    "FindCompanyForm",
    "InviteForm",
    "ItemForm",
    "JoinForm",
    "MachineForm",
    "NeedForm",
    "NewCompanyForm",
    "NoteForm",
    "OfferForm",
    "PicturesForm",
    "QuestionAnswerForm",
    "QuestionForm",
    "ReasonForm",
    "RenewForm",
    "ReportForm",
    "ReturnForm",
    "RoleForm",
    "SavedSearchForm",
    "SuspendForm",
    "certificates_of",
    "machines_of",
]
