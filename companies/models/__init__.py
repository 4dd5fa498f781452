from companies.models.agency import Agency, Appointment, Membership
from companies.models.company import Certificate, Company, CompanyEvent
from companies.models.finding import FindingChange, Meaning
from companies.models.joining import Invitation, JoinRequest, TeamEvent
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
from companies.models.shortlist import Shortlisted
from companies.models.statement import Need, NeedEvent, Offer, Statement

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
    "CompanyDay",
    "CompanyEvent",
    "FindingChange",
    "Invitation",
    "JoinRequest",
    "Location",
    "Machine",
    "Meaning",
    "Membership",
    "Need",
    "NeedEvent",
    "Offer",
    "ProfileDraft",
    "Question",
    "Region",
    "Report",
    "ReportEvent",
    "Shortlisted",
    "Statement",
    "TeamEvent",
]
