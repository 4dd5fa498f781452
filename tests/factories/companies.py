"""Firms, their words and their people; places and capabilities as few as a test needs."""

from datetime import timedelta

import factory
from django.utils import timezone

from accounts.tokens import digest_of
from companies.enums import AppointmentRole, CompanyState, MemberRole, NeedState
from companies.models import (
    Agency,
    Appointment,
    Capability,
    Cluster,
    CollaborationType,
    Company,
    ImportFile,
    ImportProgress,
    Invitation,
    Location,
    Membership,
    Need,
    Offer,
    Region,
)
from companies.search import refresh_search
from tests.factories.accounts import UserFactory


def named(name):
    return {"name_th": f"{name} ไทย", "name_ja": f"{name} 日本", "name_en": name}


def location_in(country):
    code = {"TH": "TH-13", "JP": "JP-20"}[country]
    region, _ = Region.objects.get_or_create(
        country=country, code=f"region-{country.lower()}", defaults=named(f"Region {country}")
    )
    defaults = {"country": country, "region": region, "latitude": 14, "longitude": 100}
    place, _ = Location.objects.get_or_create(code=code, defaults=defaults | named(f"Place {country}"))
    return place


class CapabilityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Capability

    slug = factory.Sequence(lambda n: f"capability-{n}")
    level = 2
    name_th = factory.LazyAttribute(lambda o: f"{o.slug} ไทย")
    name_ja = factory.LazyAttribute(lambda o: f"{o.slug} 日本")
    name_en = factory.LazyAttribute(lambda o: o.slug)


def grinding():
    """The one capability with synonyms: centerless grinding."""
    return CapabilityFactory(
        slug="centerless-grinding",
        level=3,
        name_th="งานเจียระไนแบบไร้ศูนย์",
        name_ja="センタレス研削",
        name_en="Centerless grinding",
        synonyms_th=["เจียรเซ็นเตอร์เลส"],
        synonyms_ja=["心なし研削"],
        synonyms_en=["centreless grinding"],
    )


class ClusterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cluster
        django_get_or_create = ("code",)

    code = "MC"
    level = 1
    name_th, name_ja, name_en = "เครื่องจักรกล", "機械", "Machinery"


class CollaborationTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CollaborationType
        django_get_or_create = ("code",)

    code = "contract_mfg"
    name_th, name_ja, name_en = "รับจ้างผลิต", "受託製造", "Contract manufacturing"
    gives_th, gives_ja, gives_en = "รับจ้างผลิต", "受託します", "Makes to order"
    seeks_th, seeks_ja, seeks_en = "หาผู้รับจ้างผลิต", "委託先を探しています", "Seeks a maker"


class CompanyFactory(factory.django.DjangoModelFactory):
    """A published Thai firm."""

    class Meta:
        model = Company
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"firm-{n}")
    country = "TH"
    state = CompanyState.PUBLISHED
    name_native = factory.Sequence(lambda n: f"บริษัท ทดสอบ{n} จำกัด")
    name_roman = factory.Sequence(lambda n: f"Firm {n} Co., Ltd.")
    location = factory.LazyAttribute(lambda o: location_in(o.country))
    profile_lang = factory.LazyAttribute(lambda o: "th" if o.country == "TH" else "ja")
    profile = "รับงานกลึงและกัด"
    contact_name = factory.LazyAttribute(lambda o: f"CANARY-person-{o.slug}")
    contact_email = factory.LazyAttribute(lambda o: f"canary-{o.slug}@example.com")
    contact_phone = factory.LazyAttribute(lambda o: f"CANARY-phone-{o.slug}")
    address = factory.LazyAttribute(lambda o: f"CANARY-address-{o.slug}")
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def searchable(self, create, given, **_):
        if create:
            refresh_search(self)


class SubmittedCompanyFactory(CompanyFactory):
    state = CompanyState.SUBMITTED
    submitted_at = factory.LazyFunction(timezone.now)
    published_at = None


class JapaneseCompanyFactory(CompanyFactory):
    country = "JP"
    name_native = factory.Sequence(lambda n: f"株式会社試験{n}")
    profile = "切削加工の会社です。"


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer
        skip_postgeneration_save = True

    company = factory.SubFactory(CompanyFactory)
    lang = factory.LazyAttribute(lambda o: o.company.profile_lang)
    text = factory.Sequence(lambda n: f"We can make part {n}")

    @factory.post_generation
    def capabilities(self, create, given, **_):
        if create and given:
            self.capabilities.set(given)


class NeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Need
        skip_postgeneration_save = True

    company = factory.SubFactory(CompanyFactory)
    lang = factory.LazyAttribute(lambda o: o.company.profile_lang)
    text = factory.Sequence(lambda n: f"We look for part {n}")
    state = NeedState.OPEN
    opened_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def capabilities(self, create, given, **_):
        if create and given:
            self.capabilities.set(given)


class DraftNeedFactory(NeedFactory):
    state = NeedState.DRAFT
    opened_at = None


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    company = factory.SubFactory(CompanyFactory)
    role = MemberRole.OWNER


class InvitationFactory(factory.django.DjangoModelFactory):
    """Sent today; `secret` is what its link ends in."""

    class Meta:
        model = Invitation

    class Params:
        secret = factory.Sequence(lambda n: f"secret-{n}")

    company = factory.SubFactory(CompanyFactory)
    email = factory.Sequence(lambda n: f"guest{n}@example.com")
    role = MemberRole.EDITOR
    language = "th"
    digest = factory.LazyAttribute(lambda o: digest_of(o.secret))
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"agency-{n}")
    kind = "national"
    country = "TH"
    name_th = "กรม"
    name_ja = "振興局"
    name_en = factory.LazyAttribute(lambda o: o.code)


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    role = AppointmentRole.DESK_OFFICER


class ImportFileFactory(factory.django.DjangoModelFactory):
    """A list whose one column waits to be confirmed."""

    class Meta:
        model = ImportFile
        skip_postgeneration_save = True

    agency = factory.SubFactory(AgencyFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    name = "list.xlsx"
    stored_name = factory.Sequence(lambda n: f"stored-{n}")
    source = "DIP list"
    layout = {"sheet": "list", "row": 1, "body": 2, "titles": [[0, "รหัส", ["K1", "K2"]]]}
    columns = {"0": "external_id"}

    @factory.post_generation
    def progress(self, create, given, **_):
        if create:
            ImportProgress.objects.create(file=self)
