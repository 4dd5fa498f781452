"""What the register holds of one person, for their copy; the register itself is a record and stays."""

from pathlib import Path

from accounts.copies import Portion, records_of
from accounts.models import User
from agreements.models import AgreementEvent, Document


def portion_of(user: User) -> Portion:
    """What the person did, and the documents they put in."""
    documents = Document.objects.filter(uploaded_by=user)
    return Portion(
        {
            "documents": records_of(documents, "id", "name", "size", "sha256", "uploaded_at"),
            "agreement_events": records_of(
                AgreementEvent.objects.filter(by=user), "agreement_id", "move", "at"
            ),
        },
        {f"{document.pk}-{safe_name(document.name)}": Path(document.file.path) for document in documents},
    )


def safe_name(name: str) -> str:
    return name.replace("/", "_").replace("\\", "_")
