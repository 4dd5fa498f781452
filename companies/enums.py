from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Country(models.TextChoices):
    THAILAND = "TH", _("Thailand")
    JAPAN = "JP", _("Japan")

    @property
    def other(self) -> "Country":
        return Country.JAPAN if self is Country.THAILAND else Country.THAILAND

    @property
    def time_zone(self) -> str:
        return "Asia/Bangkok" if self is Country.THAILAND else "Asia/Tokyo"


class CompanyState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for the desk")
    RETURNED = "returned", _("Returned for changes")
    PUBLISHED = "published", _("Published")
    SUSPENDED = "suspended", _("Suspended")
    ARCHIVED = "archived", _("Archived")


class NeedState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class CloseReason(models.TextChoices):
    MATCHED = "matched", _("A partner was found")
    WITHDRAWN = "withdrawn", _("No longer needed")


class WithdrawCause(models.TextChoices):
    """Why a need is no longer there without a partner; kept for statistics, told to nobody outside."""

    PLANS = "plans", _("Our plans changed")
    INSIDE = "inside", _("We do it ourselves")
    NO_FIT = "no_fit", _("No company fitted")
    TERMS = "terms", _("Price or terms did not suit")
    OTHER = "other", pgettext_lazy("why a need ended", "Another reason")


class SearchPlace(models.TextChoices):
    DIRECTORY = "directory", _("Companies")
    NEEDS = "needs", _("Needs board")


class HowOften(models.TextChoices):
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every Monday")
    NEVER = "never", _("No mail")


class Direction(models.TextChoices):
    GIVES = "gives", _("gives")
    SEEKS = "seeks", _("seeks")


class ExportLevel(models.TextChoices):
    NONE = "none", _("No exports")
    INDIRECT = "indirect", _("Exports through others")
    DIRECT = "direct", _("Exports directly")


class SpokenLanguage(models.TextChoices):
    THAI = "th", _("Thai")
    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")
    CHINESE = "zh", _("Chinese")
    MALAY = "ms", _("Malay")

    @classmethod
    def called(cls, codes: Iterable[str]) -> list[str]:
        """In the reader's language; a code without a name stays as it is."""
        known = dict(cls.choices)
        return [str(known.get(code, code)) for code in codes]


class AgencyKind(models.TextChoices):
    NATIONAL = "national", _("National agency")
    LOCAL = "local", _("Prefecture or city")
    ITC_CENTRE = "itc_centre", _("ITC centre")


class MemberRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")


class JoinRequestState(models.TextChoices):
    ASKED = "asked", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class InvitationState(models.TextChoices):
    SENT = "sent", _("Invitation sent")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Taken back")


class AppointmentRole(models.TextChoices):
    DESK_OFFICER = "desk_officer", _("Desk officer")
    REGISTRAR = "registrar", _("Registrar")
    COORDINATOR = "coordinator", _("Coordinator")
    CENTRE_OFFICER = "centre_officer", _("ITC centre officer")


class BandKind(models.TextChoices):
    LOT = "lot", _("Lot size")
    TOLERANCE = "tolerance", _("Tolerance")
    EMPLOYEES = "employees", _("Employees")
    CAPITAL_THB = "capital_thb", _("Capital in THB")
    CAPITAL_JPY = "capital_jpy", _("Capital in JPY")


class ConditionCode(models.TextChoices):
    """What a statement can state in figures or names; the order is that of the form and the evidence."""

    TOLERANCE = "tolerance", pgettext_lazy("condition", "Tolerance")
    ROUGHNESS = "roughness", pgettext_lazy("condition", "Surface roughness")
    DIAMETER = "diameter", pgettext_lazy("condition", "Diameter")
    LENGTH = "length", pgettext_lazy("condition", "Length")
    WIDTH = "width", pgettext_lazy("condition", "Width")
    THICKNESS = "thickness", pgettext_lazy("condition", "Thickness")
    COATING = "coating", pgettext_lazy("condition", "Coating thickness")
    SHEET = "sheet", pgettext_lazy("condition", "Plate size")
    MATERIAL = "material", pgettext_lazy("condition", "Material")
    LOT = "lot", pgettext_lazy("condition", "Lot size")
    CAPACITY = "capacity", pgettext_lazy("condition", "Monthly quantity")
    CAPACITY_MASS = "capacity_mass", pgettext_lazy("condition", "Monthly weight")
    CAPACITY_AREA = "capacity_area", pgettext_lazy("condition", "Monthly area")
    LEAD_TIME = "lead_time", pgettext_lazy("condition", "Lead time")
    CERTIFICATE = "certificate", pgettext_lazy("condition", "Certificate")
    CLEANROOM = "cleanroom", pgettext_lazy("condition", "Clean-room class")
    FORCE = "force", pgettext_lazy("condition", "Press or clamping force")
    TEMPERATURE = "temperature", pgettext_lazy("condition", "Temperature in use")
    VOLTAGE = "voltage", pgettext_lazy("condition", "Voltage")
    FREQUENCY = "frequency", pgettext_lazy("condition", "Frequency")

    @property
    def is_words(self) -> bool:
        return self in (ConditionCode.MATERIAL, ConditionCode.CERTIFICATE)


class ConditionSource(models.TextChoices):
    READ = "read", _("Read from the text")
    AUTHOR = "author", _("Said by its author")


class Material(models.TextChoices):
    """Families of materials; grades (SUS304, A5052) are written alike in every language."""

    STAINLESS = "stainless", _("Stainless steel")
    ALUMINIUM = "aluminium", _("Aluminium")
    COPPER = "copper", _("Copper")
    BRASS = "brass", _("Brass")
    BRONZE = "bronze", _("Bronze")
    TOOL_STEEL = "tool_steel", _("Tool steel")
    ALLOY_STEEL = "alloy_steel", _("Alloy steel")
    CARBON_STEEL = "carbon_steel", _("Carbon steel")
    CAST_IRON = "cast_iron", _("Cast iron")
    TITANIUM = "titanium", _("Titanium")
    NICKEL_ALLOY = "nickel_alloy", _("Nickel alloy")
    MAGNESIUM = "magnesium", _("Magnesium")
    ZINC = "zinc", _("Zinc")
    CARBIDE = "carbide", _("Tungsten carbide")
    PEEK = "peek", "PEEK"
    POM = "pom", "POM"
    ABS = "abs", "ABS"
    POLYCARBONATE = "polycarbonate", _("Polycarbonate")
    NYLON = "nylon", _("Nylon")
    PPS = "pps", "PPS"
    PTFE = "ptfe", "PTFE"
    POLYPROPYLENE = "polypropylene", _("Polypropylene")
    POLYETHYLENE = "polyethylene", _("Polyethylene")
    ACRYLIC = "acrylic", _("Acrylic")
    PBT = "pbt", "PBT"
    LCP = "lcp", "LCP"
    POLYIMIDE = "polyimide", _("Polyimide")
    EPOXY = "epoxy", _("Epoxy")
    PVC = "pvc", "PVC"
    TPU = "tpu", "TPU"
    SILICONE = "silicone", _("Silicone")
    NBR = "nbr", "NBR"
    EPDM = "epdm", "EPDM"
    FKM = "fkm", "FKM"
    NATURAL_RUBBER = "natural_rubber", _("Natural rubber")
    ALUMINA = "alumina", _("Alumina")
    ZIRCONIA = "zirconia", _("Zirconia")
    QUARTZ = "quartz", _("Quartz")
    GLASS = "glass", _("Glass")
    CERAMIC = "ceramic", _("Ceramic")
    CFRP = "cfrp", "CFRP"
    GRAPHITE = "graphite", _("Graphite")


class Standard(models.TextChoices):
    """Certificates a text can name, by the codes of the reference table; written alike in every language."""

    ISO9001 = "iso9001", "ISO 9001"
    ISO14001 = "iso14001", "ISO 14001"
    ISO45001 = "iso45001", "ISO 45001"
    ISO50001 = "iso50001", "ISO 50001"
    IATF16949 = "iatf16949", "IATF 16949"
    ISO13485 = "iso13485", "ISO 13485"
    AS9100 = "as9100", "AS9100 (JIS Q 9100)"
    NADCAP = "nadcap", "Nadcap"
    ISO27001 = "iso27001", "ISO 27001"
    ISO17025 = "iso17025", "ISO 17025"
    ISO3834 = "iso3834", "ISO 3834"
    CQI9 = "cqi9", "CQI-9"
    IPC610 = "ipc610", "IPC-A-610"
    IPC620 = "ipc620", "IPC-A-620"
    JSTD001 = "jstd001", "J-STD-001"
    HACCP = "haccp", "HACCP"
    UL = "ul", "UL"
    CE = "ce", _("CE marking")
    ROHS = "rohs", "RoHS"
    REACH = "reach", "REACH"
    TIS = "tis", _("TIS")
    PSE = "pse", "PSE"
    JIS_MARK = "jis-mark", _("JIS mark")


class ReportReason(models.TextChoices):
    FALSE_FACTS = "false_facts", _("What it says about itself is not true")
    NOT_THE_FIRM = "not_the_firm", _("It is not the company it claims to be")
    UNWANTED = "unwanted", _("It sends advertising or unwanted messages")
    CONDUCT = "conduct", _("It behaved improperly in talks or business")
    RIGHTS = "rights", _("It uses pictures, texts or marks of others")
    OTHER = "other", _("Something else")


class ReportState(models.TextChoices):
    OPEN = "open", pgettext_lazy("report", "Waiting for the desk")
    HANDLED = "handled", pgettext_lazy("report", "Handled")
    DISMISSED = "dismissed", pgettext_lazy("report", "No reason to act")


class ShowcaseKind(models.TextChoices):
    PRODUCT = "product", pgettext_lazy("showcase", "Product")
    CASE = "case", pgettext_lazy("showcase", "Case study")


class PictureUse(models.TextChoices):
    ITEM = "item", _("Picture of a product or case study")
    PLANT = "plant", _("Photo of the company")
    LOGO = "logo", _("Logo")


class CapacityUnit(models.TextChoices):
    PIECES = "pieces", pgettext_lazy("capacity", "pieces a month")
    KILOGRAMS = "kg", pgettext_lazy("capacity", "kg a month")
    SQUARE_METRES = "m2", pgettext_lazy("capacity", "m² a month")
    HOURS = "hours", pgettext_lazy("capacity", "machine hours a month")
    SHOTS = "shots", pgettext_lazy("capacity", "shots a month")


class Audience(models.TextChoices):
    """Who may see a group of facts or a part of the showcase, the widest first; each includes those after it."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Verified companies and officers")
    CONNECTED = "connected", _("Connected partners only")

    @property
    def rank(self) -> int:
        return list(Audience).index(self)


class FactGroup(models.TextChoices):
    """Facts whose audience the firm chooses."""

    MACHINES = "machines", _("Machines")
    RANGES = "ranges", _("Materials, tolerance, sizes and lots")
    CAPACITY = "capacity", _("Spare capacity and lead time")
    EMPLOYEES = "employees", _("Employees")
    CAPITAL = "capital", _("Capital")
    FOUNDED = "founded", _("Year of foundation")
    CERTIFICATE_NUMBERS = "certificate_numbers", _("Numbers of certificates")
    REGISTRATION_NUMBER = "registration_number", _("Registration number")
    WEBSITE = "website", _("Website")

    @property
    def usual_audience(self) -> Audience:
        return Audience.MEMBERS if self is FactGroup.CAPACITY else Audience.PUBLIC


class ImportState(models.TextChoices):
    MAPPING = "mapping", pgettext_lazy("import", "Columns to confirm")
    CHECKING = "checking", pgettext_lazy("import", "Being checked")
    CHECKED = "checked", pgettext_lazy("import", "Checked")
    WRITING = "writing", pgettext_lazy("import", "Being imported")
    DONE = "done", pgettext_lazy("import", "Imported")
    CANCELLED = "cancelled", pgettext_lazy("import", "Stopped")
    FAILED = "failed", pgettext_lazy("import", "Could not be read")


class RowVerdict(models.TextChoices):
    FAULTY = "faulty", pgettext_lazy("import row", "To mend")
    CONFLICT = "conflict", pgettext_lazy("import row", "Edited by the company")
    NEW = "new", pgettext_lazy("import row", "New")
    CHANGED = "changed", pgettext_lazy("import row", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("import row", "Unchanged")


class Arrival(models.TextChoices):
    """As what imported firms arrive."""

    SUBMITTED = "submitted", _("Waiting for the desk, to be verified one by one")
    PUBLISHED = "published", _("Published, because the source has verified them")


class Check(models.TextChoices):
    """What a desk looks at before it publishes a firm."""

    NUMBER = "number", pgettext_lazy("check", "Registration number agrees with the register")
    PLACE = "place", pgettext_lazy("check", "The company is at the place it names")
    CONTACT = "contact", pgettext_lazy("check", "The contact person answered")
    WEBSITE = "website", pgettext_lazy("check", "The website is the company's own")
    DUPLICATES = "duplicates", pgettext_lazy("check", "Companies with a similar name were looked at")
    LEAKS = "leaks", pgettext_lazy("check", "Anonymous needs do not give the company away")


class ReturnReason(models.TextChoices):
    NUMBER = "number", pgettext_lazy("return", "The registration number is missing or wrong")
    NAME = "name", pgettext_lazy("return", "The name is not as registered")
    PLACE = "place", pgettext_lazy("return", "The place or address is not right")
    CONTACT = "contact", pgettext_lazy("return", "The contact person cannot be reached")
    PROFILE = "profile", pgettext_lazy("return", "The text about the company says too little")
    TWICE = "twice", pgettext_lazy("return", "The company is here already")
    OTHER = "other", pgettext_lazy("return", "Something else, see the note")
