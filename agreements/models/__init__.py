from agreements.models.agreement import Agreement, AgreementEvent, AgreementType, Document, Party, Signatory
from agreements.models.government import GovernmentMou

__all__ = [
    "Agreement",
    "AgreementEvent",
    "AgreementType",
    "Document",
    "GovernmentMou",
    "Party",
    "Signatory",
]
