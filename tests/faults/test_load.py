"""Many people at once on the real processes, and what becomes of their seconds with the broker frozen."""

import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.faults.lab import Lab, wait_for
from tests.faults.test_run import is_quiet, manage
from tests.faults.visitors import Visitor, served, sign_ins

pytestmark = [pytest.mark.faults, pytest.mark.deep]
PATHS = (
    "/th/",
    "/en/companies/",
    "/ja/companies/?q=%E3%82%81%E3%81%A3%E3%81%8D",
    "/th/today/",
    "/th/partners/",
    "/th/my-company/",
    "/ja/register/",
    "/api/v1/companies/?limit=25",
)
AT_ONCE = 8
STORM_SECONDS = 60.0
TIMES = 5
# A request that asked the broker would wait for its sockets' five seconds or longer.
BROKER_SECONDS = 4.0


@pytest.fixture(scope="module")
def site(lab: Lab) -> Iterator[str]:
    lab.begin()
    manage(lab, "load_reference")
    manage(lab, "load_demonstration")
    manage(lab, "run_matching", "--unless-within", "7", "--inline")
    wait_for(lambda: is_quiet(lab), "what loading asked for is done")
    with served(lab) as address:
        yield address


def seconds_of(act: Callable[..., object], *arguments: object) -> float:
    started = time.monotonic()
    act(*arguments)
    return time.monotonic() - started


def signed_in(site: str, number: int) -> Visitor:
    visitor = Visitor(site)
    visitor.sign_in(*sign_ins()[number % len(sign_ins())])
    return visitor


def quantile(sorted_seconds: list[float], share: float) -> float:
    return sorted_seconds[min(int(len(sorted_seconds) * share), len(sorted_seconds) - 1)]


def test_a_storm_of_readers_meets_no_fault(site, record_property):
    visitors = [signed_in(site, number) for number in range(AT_ONCE)]
    seconds: list[float] = []
    faults: list[Exception] = []
    until = time.monotonic() + STORM_SECONDS

    def read(visitor: Visitor) -> None:
        turn = 0
        while time.monotonic() < until:
            path = PATHS[turn % len(PATHS)]
            turn += 1
            try:
                seconds.append(seconds_of(visitor.get, path))
            except OSError as fault:
                faults.append(fault)

    threads = [threading.Thread(target=read, args=[visitor]) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds.sort()
    record_property(f"{AT_ONCE} readers at once, pages a second", f"{len(seconds) / STORM_SECONDS:.1f}")
    for share in (0.5, 0.95, 0.99):
        record_property(f"{AT_ONCE} readers at once, p{share * 100:.0f}", f"{quantile(seconds, share):.2f} s")
    assert faults == []
    assert seconds


def daily_work(site: str, round_: str) -> dict[str, float]:
    """The middle of several tries at signing in, browsing and publishing."""
    taken: dict[str, list[float]] = {"signing in": [], "browsing": [], "publishing a need": []}
    for number in range(TIMES):
        visitor = Visitor(site)
        who = sign_ins()[number % len(sign_ins())]
        taken["signing in"].append(seconds_of(visitor.sign_in, *who))
        taken["browsing"].append(seconds_of(visitor.get, "/th/companies/"))
        text = f"หาโรงงานรับกลึงเพลาสแตนเลส {round_} {number}"
        taken["publishing a need"].append(seconds_of(visitor.publish_need, text))
    return {name: sorted(each)[TIMES // 2] for name, each in taken.items()}


def test_daily_work_keeps_its_seconds_while_the_broker_is_frozen(lab, site, record_property):
    daily_work(site, "warm")
    usual = daily_work(site, "usual")
    lab.signal_broker(signal.SIGSTOP)
    try:
        frozen = daily_work(site, "frozen")
    finally:
        lab.signal_broker(signal.SIGCONT)
    for name, seconds in usual.items():
        record_property(f"{name}, usual and with the broker frozen", f"{seconds:.2f} s, {frozen[name]:.2f} s")
    assert {name for name, seconds in frozen.items() if seconds - usual[name] > BROKER_SECONDS} == set()


def test_partners_are_there_soon_after_a_need_is_published(lab, site, record_property):
    wait_for(lambda: is_quiet(lab), "earlier needs are worked off")
    visitor = signed_in(site, 0)
    waits = []
    for number in range(TIMES):
        visitor.publish_need(f"หาผู้รับชุบแข็งเฟือง รุ่นที่ {number}")
        waits.append(seconds_of(lambda: wait_for(lambda: nobody_looks(lab), "partners are found")))
    waits.sort()
    record_property(
        "partners after publishing a need, median and longest",
        f"{waits[TIMES // 2]:.2f} s, {waits[-1]:.2f} s",
    )


def nobody_looks(lab: Lab) -> bool:
    looking = "SELECT 1 FROM matching_partnersearch WHERE done_at IS NULL OR done_at < asked_at LIMIT 1"
    return not lab.execute(looking)
