from companies.forms.company import CertificateFormSet, CompanyForm, NewCompanyForm
from companies.forms.moves import ActingForm, CloseForm, ReasonForm
from companies.forms.relations import DecisionForm, QuestionAnswerForm, QuestionForm, ReportForm
from companies.forms.statement import NeedForm, OfferForm

__all__ = [
    "ActingForm",
    "CertificateFormSet",
    "CloseForm",
    "CompanyForm",
    "DecisionForm",
    "NeedForm",
    "NewCompanyForm",
    "OfferForm",
    "QuestionAnswerForm",
    "QuestionForm",
    "ReasonForm",
    "ReportForm",
]
