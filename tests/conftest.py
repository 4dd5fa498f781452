"""The cast: the same few people in every test, and a browser for each of them."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.db import connections, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client, override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from companies.enums import AppointmentRole, MemberRole
from companies.models import Agency, Company
from tests.factories.accounts import UserFactory
from tests.factories.companies import (
    AgencyFactory,
    AppointmentFactory,
    CompanyFactory,
    JapaneseCompanyFactory,
    MembershipFactory,
)
from tests.template import migrated

WRITTEN_BY_MIGRATIONS = {"django_content_type", "auth_permission"}
# Found by what a case does, never by how long a busy machine takes for it.
hypothesis_settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    settings = connections["default"].settings_dict
    settings["TEST"]["TEMPLATE"] = migrated(settings)


@pytest.fixture(autouse=True, scope="session")
def tables_are_emptied_quickly() -> Iterator[None]:
    """Between transactional tests TRUNCATE takes half a second, and as long what it has Django write again.

    Without triggers, so that the one rewrite of events there is passes; what a trigger would tell those who keep
    figures of cases is told them here.
    """

    def sql_flush(
        self: DatabaseOperations, _style: object, tables: list[str], **_options: object
    ) -> list[str]:
        emptied = [self.quote_name(table) for table in tables if table not in WRITTEN_BY_MIGRATIONS]
        with transaction.atomic(), self.connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("; ".join(f"DELETE FROM {table}" for table in emptied))
            cursor.execute("SELECT otagai_case_changed(0)")
        # Nothing is left for Django to do.
        return []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture(autouse=True, scope="session")
def static_files_as_they_are_written() -> Iterator[None]:
    """What an earlier ./start has collected would be served in place of the files of this checkout. Looked for when
    asked for: every `Client` would list them all."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**django_settings.STORAGES, "staticfiles": plain}
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The last test may have left another language behind."""
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def thai_firm(db: None) -> Company:
    return CompanyFactory(
        slug="somchai-works",
        name_native="บริษัท สมชายเวิร์ค จำกัด",
        name_roman="Somchai Works Co., Ltd.",
    )


@pytest.fixture
def japanese_firm(db: None) -> Company:
    return JapaneseCompanyFactory(
        slug="yuki-seiki",
        name_native="株式会社ユキ精機",
        name_roman="Yuki Seiki Co., Ltd.",
        name_kana="ゆきせいき",
    )


@pytest.fixture
def other_firm(db: None) -> Company:
    return CompanyFactory(
        slug="outsider-parts",
        name_native="บริษัท คนนอกพาร์ท จำกัด",
        name_roman="Outsider Parts Co., Ltd.",
    )


@pytest.fixture
def dip(db: None) -> Agency:
    return AgencyFactory(code="dip", name_en="Department of Industrial Promotion")


@pytest.fixture
def smrj(db: None) -> Agency:
    return AgencyFactory(code="smrj", country="JP", name_en="SME Support Japan")


@pytest.fixture
def somchai(thai_firm: Company) -> User:
    """Owner of a published Thai firm."""
    user = UserFactory(email="somchai@test.example", name="สมชาย", language="th")
    return MembershipFactory(user=user, company=thai_firm).user


@pytest.fixture
def malee(thai_firm: Company) -> User:
    """Somchai's editor."""
    user = UserFactory(email="malee@test.example", name="มาลี", language="th")
    return MembershipFactory(user=user, company=thai_firm, role=MemberRole.EDITOR).user


@pytest.fixture
def yuki(japanese_firm: Company) -> User:
    """Owner of a published Japanese firm."""
    user = UserFactory(email="yuki@test.example", name="優希", language="ja", time_zone="Asia/Tokyo")
    return MembershipFactory(user=user, company=japanese_firm).user


@pytest.fixture
def outsider(other_firm: Company) -> User:
    """Owner of another Thai firm."""
    user = UserFactory(email="outsider@test.example", name="คนนอก", language="th")
    return MembershipFactory(user=user, company=other_firm).user


@pytest.fixture
def dao(dip: Agency) -> User:
    """Officer at the DIP desk."""
    user = UserFactory(email="dao@test.example", name="ดาว", language="th")
    return AppointmentFactory(user=user, agency=dip).user


@pytest.fixture
def kenji(smrj: Agency) -> User:
    """Officer at the Japan desk."""
    user = UserFactory(email="kenji@test.example", name="健二", language="ja", time_zone="Asia/Tokyo")
    return AppointmentFactory(user=user, agency=smrj).user


@pytest.fixture
def arisa(dip: Agency) -> User:
    """Registrar at DIP."""
    user = UserFactory(email="arisa@test.example", name="Arisa")
    return AppointmentFactory(user=user, agency=dip, role=AppointmentRole.REGISTRAR).user


@pytest.fixture
def root(db: None) -> User:
    """Keeps the reference data."""
    return UserFactory(email="root@test.example", name="Root", is_system=True, is_superuser=True)


@pytest.fixture
def nobody(db: None) -> Client:
    """Someone who has not signed in."""
    return Client()


@pytest.fixture
def client_for(db: None) -> Callable[[User], Client]:
    """A browser in which the person has signed in."""

    def sign_in(user: User) -> Client:
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return sign_in
