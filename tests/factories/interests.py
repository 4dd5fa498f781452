"""Two firms that could meet, and an expression of interest sent by one."""

from companies.models import Company
from matching import interests
from matching.models import Interest
from tests.factories.accounts import UserFactory
from tests.factories.companies import JapaneseCompanyFactory

WORDS = interests.Words(
    cooperation="ขอให้ช่วยเจียระไนเพลา", unclear="ใบรับรองที่ต้องใช้", about="โรงงานในระยอง 40 คน", lang="th"
)


def sent(sender: Company, partner: Company | None = None, **changes) -> Interest:
    """A corridor must be open; the rest may be named."""
    details = {"by": UserFactory(), "words": WORDS} | changes
    return interests.send(sender=sender, partner=partner or JapaneseCompanyFactory(), **details)
