from companies.models.absence import Absence
from companies.models.agency import Agency, Appointment, Membership
from companies.models.closures import SpecialClosure
from companies.models.company import Certificate, Company, CompanyEvent
from companies.models.finding import FindingChange, Meaning
from companies.models.intake import (
    CompanySource,
    ImportFile,
    ImportHeading,
    ImportProgress,
    ImportRow,
)
from companies.models.joining import Invitation, JoinRequest, TeamEvent
from companies.models.merging import Merge, MergeChange
from companies.models.plant import Machine, ProfileDraft
from companies.models.reference import (
    Band,
    Capability,
    CapabilityEvent,
    Certification,
    Cluster,
    CollaborationType,
    Location,
    Region,
)
from companies.models.relations import Block, CompanyDay, Question, Report, ReportEvent
from companies.models.saved_search import SavedSearch
from companies.models.shortlist import Shortlisted
from companies.models.showcase import Catalogue, Picture, ShowcaseEvent, ShowcaseItem
from companies.models.statement import Need, NeedEvent, NeedReminder, Offer, Statement
from companies.models.telephone import DeskEntry, PaperInvitation
from companies.models.verification import CompanyCheck

__all__ = [
    "Absence",
    "Agency",
    "Appointment",
    "Band",
    "Block",
    "Capability",
    "CapabilityEvent",
    "Catalogue",
    "Certificate",
    "Certification",
    "Cluster",
    "CollaborationType",
    "Company",
    "CompanyCheck",
    "CompanyDay",
    "CompanyEvent",
    "CompanySource",
    "DeskEntry",
    "FindingChange",
    "ImportFile",
    "ImportHeading",
    "ImportProgress",
    "ImportRow",
    "Invitation",
    "JoinRequest",
    "Location",
    "Machine",
    "Meaning",
    "Membership",
    "Merge",
    "MergeChange",
    "Need",
    "NeedEvent",
    "NeedReminder",
    "Offer",
    "PaperInvitation",
    "Picture",
    "ProfileDraft",
    "Question",
    "Region",
    "Report",
    "ReportEvent",
    "SavedSearch",
    "Shortlisted",
    "ShowcaseEvent",
    "ShowcaseItem",
    "SpecialClosure",
    "Statement",
    "TeamEvent",
]
