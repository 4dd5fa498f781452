from companies.models.agency import Agency, Appointment, Membership
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
from companies.models.shortlist import Shortlisted
from companies.models.statement import Need, NeedEvent, Offer, Statement
from companies.models.verification import CompanyCheck

__all__ = [
    "Agency",
    "Appointment",
    "Band",
    "Block",
    "Capability",
    "CapabilityEvent",
    "Certificate",
    "Certification",
    "Cluster",
    "CollaborationType",
    "Company",
    "CompanyCheck",
    "CompanyDay",
    "CompanyEvent",
    "CompanySource",
    "FindingChange",
    "ImportFile",
    "ImportHeading",
    "ImportProgress",
    "ImportRow",
    "Invitation",
    "JoinRequest",
    "Location",
    "Meaning",
    "Membership",
    "Need",
    "NeedEvent",
    "Offer",
    "Question",
    "Region",
    "Report",
    "ReportEvent",
    "Shortlisted",
    "Statement",
    "TeamEvent",
]
