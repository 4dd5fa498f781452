"""The people of the demonstration, who can sign in at once, and the file that says how."""

import secrets
from pathlib import Path

from allauth.account.models import EmailAddress
from django.utils import translation

from accounts.enums import TimeZone
from accounts.models import User
from companies.enums import AppointmentRole, Country, HowOften, MemberRole, SearchPlace
from companies.imports.demonstration import FOLDER
from companies.imports.registry import loads_demonstration
from companies.imports.tables import Row, read_json_lines
from companies.models import Agency, Appointment, Cluster, Company, Membership, SavedSearch
from config import env

MEMBER_ROLES = {"sme_owner": MemberRole.OWNER, "sme_editor": MemberRole.EDITOR}
APPOINTMENT_ROLES = {
    "match_officer": AppointmentRole.DESK_OFFICER,
    "jp_coordinator": AppointmentRole.DESK_OFFICER,
    "itc_officer": AppointmentRole.CENTRE_OFFICER,
    "agreement_admin": AppointmentRole.REGISTRAR,
}
MARKS = {
    "system_admin": {"is_system": True, "is_superuser": True},
    "auditor": {"is_auditor": True},
}
ROLES = {*MEMBER_ROLES, *APPOINTMENT_ROLES, *MARKS, "interpreter"}
JAPAN_DESKS = {"JP": "smrj", "JP-20": "nagano"}


@loads_demonstration("people of the demonstration", order=1)
def load_people() -> None:
    rows = list(read_json_lines(FOLDER / "users.jsonl"))
    kept = kept_passwords()
    passwords = {row["email"]: kept.get(row["email"]) or secrets.token_urlsafe(9) for row in rows}
    there = {user.email: user for user in User.objects.filter(email__in=passwords)}
    for row in rows:
        email, password = row["email"], passwords[row["email"]]
        if email not in there:
            load_person(row, password)
        elif email not in kept:
            there[email].set_password(password)
            there[email].save(update_fields=["password"])
    write_sign_in(rows, passwords)


def load_person(row: Row, password: str) -> None:
    role = row.code("role", ROLES)
    give_capacity(new_person(row, password, MARKS.get(role, {})), row, role)


def new_person(row: Row, password: str, marks: dict[str, bool]) -> User:
    language = row["ui_language"]
    user = User.objects.create_user(
        row["email"],
        password,
        name=row["display_native"],
        name_roman=row["display_en"],
        language=language,
        time_zone=TimeZone.TOKYO if is_in_japan(row) else TimeZone.BANGKOK,
        is_demonstration=True,
        **marks,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def is_in_japan(row: Row) -> bool:
    return (row["company"] or "").startswith("jp-") or row["role"] == "jp_coordinator"


def give_capacity(user: User, row: Row, role: str) -> None:
    if role in MEMBER_ROLES:
        known = {one.external_id: one for one in Company.objects.filter(external_id=row["company"])}
        company = row.found("company", known)
        Membership.objects.create(user=user, company=company, role=MEMBER_ROLES[role])
        save_search(user, company)
    elif role in APPOINTMENT_ROLES:
        agency = Agency.objects.get(code=agency_code(row, role))
        appointment = Appointment.objects.create(user=user, agency=agency, role=APPOINTMENT_ROLES[role])
        if role == "match_officer" and row["scope"] != "all":
            codes = set(Cluster.objects.values_list("code", flat=True))
            appointment.clusters.set(row.codes("scope", codes))  # type: ignore[arg-type]


def save_search(user: User, company: Company) -> None:
    """One to try out: the firms of the other country, without mails."""
    other = Country(company.country).other
    with translation.override(user.language):
        name = str(other.label)
    SavedSearch.objects.create(
        user=user,
        company=company,
        place=SearchPlace.DIRECTORY,
        query=f"country={other.value}",
        name=name,
        how_often=HowOften.NEVER,
    )


def agency_code(row: Row, role: str) -> str:
    if role == "jp_coordinator":
        return row.found("scope", JAPAN_DESKS)
    return f"itc-{row['scope'].lower()}" if role == "itc_officer" else "dip"


def kept_passwords() -> dict[str, str]:
    """What an earlier load wrote: passwords are random once per installation."""
    file = sign_in_file()
    if not file.exists():
        return {}
    lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    return {email: password for _, email, password in lines}


def write_sign_in(rows: list[Row], passwords: dict[str, str]) -> None:
    file = sign_in_file()
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    lines = (f"{row['role']}\t{row['email']}\t{passwords[row['email']]}\n" for row in rows)
    file.write_text("".join(lines), encoding="utf-8")


def sign_in_file() -> Path:
    return env.VAR_DIR / "demo-sign-in.txt"
