"""Who is told that two firms became one, or are two again."""

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.notices import notify, path_of, sort_notices
from companies.desks import officers
from companies.models import Company, Merge

sort_notices(NoticeKind.ACCOUNT, ["companies/notices/merge", "companies/notices/unmerge"])
sort_notices(NoticeKind.DESK, ["companies/notices/merge_desk", "companies/notices/unmerge_desk"])


def tell_of(row: Merge, move: str, by: User) -> None:
    """The people of both teams, and the officer's colleagues."""
    for user in people_of(row):
        notify(user, f"companies/notices/{move}", names_for(row, user), path_of("companies:my-company"))
    page = path_of("companies:merge-detail", row.pk)
    for user in officers(row.kept.country):
        if user != by:
            context = names_for(row, user) | {"who": str(by)}
            notify(user, f"companies/notices/{move}_desk", context, page)


def people_of(row: Merge) -> list[User]:
    """In the team of either firm now: whoever was in both stands in one."""
    teams = User.objects.filter(
        is_active=True, memberships__ended_at=None, memberships__company__in=[row.gone, row.kept]
    )
    return list(teams.order_by("pk").distinct())


def names_for(row: Merge, user: User) -> dict[str, object]:
    return {"gone": name_for(row.gone, user), "kept": name_for(row.kept, user)}


def name_for(company: Company, user: User) -> str:
    return company.name_native if user.language == company.native_lang else company.name_roman
