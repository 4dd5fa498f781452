from companies.forms.company import CertificateFormSet, CompanyForm, NewCompanyForm
from companies.forms.moves import ActingForm, CloseForm, ReasonForm
from companies.forms.statement import NeedForm, OfferForm

__all__ = [
    "ActingForm",
    "CertificateFormSet",
    "CloseForm",
    "CompanyForm",
    "NeedForm",
    "NewCompanyForm",
    "OfferForm",
    "ReasonForm",
]
