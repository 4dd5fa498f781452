"""A small market in which one Thai need is met by one Japanese offer and by no other."""

from companies.models import Capability, Company, Location
from matching import runs
from matching.models import Corridor, Run
from outbox.models import Job
from outbox.worker import run_job
from tests.factories.companies import (
    CompanyFactory,
    JapaneseCompanyFactory,
    NeedFactory,
    OfferFactory,
    grinding,
    location_in,
)

NEED = "ต้องการเจียระไนเซ็นเตอร์เลสเพลา Ø2–6 มม. Ra 0.1"
OFFER = "センタレス研削 φ1.5~φ20mm、Ra0.05、1,000本から。"


# One need met and nothing the other way is a modest chance.
LEAST = 0.01


def seeker(**changes) -> Company:
    company = CompanyFactory(languages=["th", "en"], **changes)
    NeedFactory(company=company, text=NEED, capabilities=[capability()])
    return company


def maker(**changes) -> Company:
    company = JapaneseCompanyFactory(languages=["ja", "en"], export_level="direct", **changes)
    OfferFactory(company=company, text=OFFER, capabilities=[capability()])
    return company


def place_elsewhere() -> Location:
    """A second prefecture."""
    near = location_in("JP")
    names = {"name_th": "โตเกียว", "name_ja": "東京都", "name_en": "Tokyo"}
    return Location.objects.create(
        code="JP-13", country="JP", region=near.region, latitude=35, longitude=139, **names
    )


def capability() -> Capability:
    return Capability.objects.filter(slug="centerless-grinding").first() or grinding()


def work_off(*kinds: str) -> int:
    """Do every ready job of these kinds (or of all), as a worker would; how many there were."""
    count = 0
    while job := waiting(kinds):
        run_job(job.pk)
        count += 1
    return count


def waiting(kinds: tuple[str, ...]) -> Job | None:
    ready = Job.objects.ready().order_by("pk")
    return (ready.filter(kind__in=kinds) if kinds else ready.filter(kind__startswith="matching.")).first()


def run_to_the_end(corridor: Corridor | None = None, **limits) -> Run:
    run = runs.start(
        corridor=corridor, by=None, limits=runs.Limits(**{"minimum_probability": LEAST} | limits)
    )
    work_off(runs.PREPARE, runs.SCORE_SHARD, runs.FINISH)
    run.refresh_from_db()
    return run
