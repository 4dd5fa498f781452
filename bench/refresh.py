"""From an owner's POST to the suggestions in the database, at the size of two countries.

`python bench/refresh.py` builds the market of bench/search.py, reads it once as every night, gives every firm its list,
starts the product's own web, relay and worker, and posts offers of firms, one after the other. It prints as JSON the
milliseconds until the firm's list of partners is renewed, those of the answer to the POST, those of scoring one firm
alone, and what reading the market and mapping its file take. Others' lists that the offer enters are renewed meanwhile,
as in daily life. `--keep FOLDER` leaves the database there and takes what it finds there.
"""

import itertools
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import search_market, serving  # noqa: E402
from bench.search import arguments, build  # noqa: E402

TOKEN = "a" * 32
PATIENCE = 1800.0
POLL = 0.01
A_BATCH = 5000
NEEDS_AT_ONCE = 256


@contextmanager
def running(environment: dict[str, str]) -> Iterator[None]:
    """Relay and worker as `./start` has them."""
    from config.processes import process_table, resolved

    commands = [resolved(each.command) for each in process_table("") if each.name != "web"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen(command, cwd=ROOT, env=environment, **quiet) for command in commands]
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def reading() -> float:
    """Seconds, though another process may have read the market before."""
    from matching import kept_market, standing

    kept_market.place().unlink(missing_ok=True)
    started = time.monotonic()
    standing.current()
    return time.monotonic() - started


def add_lists() -> None:
    """Of every firm that can have one, the partners that all pairs give it, without evidence."""
    from django.utils import timezone

    from matching import market, standing
    from matching.engine.allpairs import best_pairs
    from matching.models import PartnerSearch, Suggestion
    from matching.shelf import Listing, partner_of

    if PartnerSearch.objects.exists():
        return
    now, read = timezone.now(), standing.current()[0].market
    found, best = best_pairs(read, market.live_weights(), workers=2), best_partners(read)
    lists = {
        int(firm): Listing(
            {partner_of(pair, int(firm)): pair.p_both for pair in pairs}, best.get(int(firm), {})
        )
        for firm, pairs in found.by_company().items()
    }
    # Which lists an offer enters hangs on the chance of both alone.
    rows = (
        Suggestion(
            company_id=firm,
            partner_id=partner,
            rank=rank,
            p_company_accepts=listing.chances[partner],
            p_partner_accepts=listing.chances[partner],
            p_both=listing.chances[partner],
            evidence={},
            computed_at=now,
        )
        for firm, listing in lists.items()
        for rank, partner in enumerate(listing.wanted, start=1)
    )
    while batch := list(itertools.islice(rows, A_BATCH)):
        Suggestion.objects.bulk_create(batch)
    PartnerSearch.objects.bulk_create(
        (
            PartnerSearch(company_id=firm, asked_at=now, done_at=now, best_partners=listing.best)
            for firm, listing in lists.items()
        ),
        batch_size=A_BATCH,
    )
    search_market.tidy()


def forget_backlog() -> None:
    """Lists that an earlier run of the bench left to be renewed."""
    from outbox.enums import JobState
    from outbox.models import Job

    Job.objects.filter(state=JobState.WAITING).delete()


def best_partners(read: Any) -> dict[int, dict[int, list[tuple[int, float]]]]:
    """Firm -> open need -> those that fit it best."""
    import numpy as np

    from matching.engine.fit import fit_needs_to_offers
    from matching.engine.market import COUNTRIES, met_by
    from matching.engine.pairs import best_of_owners
    from matching.evidence import key_of
    from matching.shelf import PARTNERS_A_NEED, ranked

    found: dict[int, dict[int, list[tuple[int, float]]]] = {}
    for country in COUNTRIES:
        needs, facing = read.groups[country, "need"], met_by(country, "need")
        offers, firms = read.groups[facing], [int(firm.id) for firm in read.companies[facing[0]]]
        for start in range(0, len(needs), NEEDS_AT_ONCE):
            rows = slice(start, start + NEEDS_AT_ONCE)
            fits = fit_needs_to_offers(needs, offers, read.taxonomy, rows)
            best = best_of_owners(fits, offers.owners, len(firms), axis=1)
            top = np.argpartition(-best, PARTNERS_A_NEED, axis=1)[:, :PARTNERS_A_NEED]
            for need, places, row in zip(needs.statements[rows], top, best, strict=True):
                partners = ranked((firms[place], round(float(row[place]), 4)) for place in places)
                found.setdefault(int(need.company_id), {})[key_of(need.id)] = partners
    return found


def owners(count: int) -> list[tuple[Any, str]]:
    """(firm, cookies of an owner) of as many firms of both countries that offer something."""
    from django.test import Client

    from accounts.models import User
    from companies.models import Company, Membership

    found = []
    dice = random.Random(6)
    offering = Company.objects.published().filter(offers__isnull=False).distinct()
    keys = [list(offering.filter(country=country).values_list("pk", flat=True)) for country in ("TH", "JP")]
    for number in range(count):
        firm = Company.objects.get(pk=dice.choice(keys[number % 2]))
        user, is_new = User.objects.get_or_create(
            email=f"refresh-{firm.pk}@bench.example", defaults={"name": "Owner"}
        )
        if is_new:
            Membership.objects.create(user=user, company=firm, role="owner")
        client = Client()
        client.force_login(user)
        found.append((firm, "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())))
    return found


def bodies(country: str, count: int) -> list[dict[str, Any]]:
    """Offers of that country anew, so that they are as varied as those that stand."""
    from companies.models import CollaborationType, Offer

    usual = CollaborationType.objects.order_by("position").values_list("pk", flat=True)[0]
    rows = (
        Offer.objects.filter(company__country=country, capabilities__isnull=False).distinct().order_by("-pk")
    )
    return [
        {
            "lang": row.lang,
            "collaboration_type": row.collaboration_type_id or usual,
            "text": f"{row.text} {number}",
            "capabilities": [capability.slug for capability in row.capabilities.all()],
        }
        for number, row in enumerate(rows.prefetch_related("capabilities")[:count])
    ]


def posted(site: serving.Web, firm: Any, cookies: str, body: dict[str, Any]) -> tuple[float, float]:
    """Milliseconds to the answer, and to the list."""
    from django.utils import timezone

    from matching.models import PartnerSearch

    headers = {
        "Cookie": f"{cookies}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/json",
    }
    at, started = timezone.now(), time.monotonic()
    site.ask(serving.Asked("offer", "/api/v1/offers/", headers, json.dumps(body), to=(201,)))
    answered = time.monotonic()
    done = PartnerSearch.objects.filter(company=firm, asked_at__gte=at, done_at__gte=at)
    while not done.exists():
        if time.monotonic() - started > PATIENCE:
            raise RuntimeError("the list of partners was not renewed; does the worker run?")
        time.sleep(POLL)
    return 1000 * (answered - started), 1000 * (time.monotonic() - started)


def scoring(firms: Sequence[Any]) -> dict[str, Any]:
    """In this process, on the file that the worker wrote."""
    from matching import kept_market, market, standing
    from matching.engine.allpairs import score_company

    started = time.monotonic()
    found, _changed = standing.current()
    mapping = time.monotonic() - started
    weights, taken = market.live_weights(), []
    for firm in firms:
        view = standing.View.of([firm.pk])
        worlds = view.worlds_around(firm.pk)
        started = time.monotonic()
        for world in worlds:
            score_company(world, weights, str(firm.pk))
        taken.append(1000 * (time.monotonic() - started))
    return {
        "statements": sum(len(group) for group in found.market.groups.values()),
        "file_mb": round(kept_market.place().stat().st_size / 2**20),
        "mapping_seconds": round(mapping, 1),
        "score_ms": spread(taken[2:]),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=20, method="inclusive")
    return {"p50": round(statistics.median(values)), "p95": round(cuts[-1])}


def measure(environment: dict[str, str], bind: str, count: int) -> dict[str, Any]:
    people = owners(count)
    offers = {country: bodies(country, count) for country in ("TH", "JP")}
    seconds = reading()
    add_lists()
    forget_backlog()
    with ExitStack() as stack:
        stack.enter_context(running(environment))
        site = stack.enter_context(serving.web(environment, bind))
        first, *others = [
            posted(site, firm, cookies, offers[firm.country][number])
            for number, (firm, cookies) in enumerate(people)
        ]
    return {
        "reading_seconds": round(seconds, 1),
        "first_ms": round(first[1]),
        "post_ms": spread([answered for answered, _listed in others]),
        "post_to_suggestions_ms": spread([listed for _answered, listed in others]),
        "posts": len(others),
        **scoring([firm for firm, _cookies in people]),
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--posts", type=int, default=61)
    given = parser.parse_args()
    with serving.database(given.keep) as environment:
        build(environment, given.keep, given.firms, given.statements)
        os.environ.update(environment)
        import django

        django.setup()
        print(json.dumps(measure(dict(os.environ), given.bind, given.posts), indent=1))


if __name__ == "__main__":
    main()
