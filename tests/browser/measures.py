"""What every page is held to: width, console, origin of its parts, weight, targets, size of text."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

from tests.browser.house import DESIGN, House, Place

SERIOUS = ("serious", "critical")
HEAVIEST = 150_000
TARGET = 44
BODY_TEXT, SMALLEST_TEXT = 16, 14
# A page of specimens, six of each, is no page that anybody loads on a slow line.
FREE_OF_WEIGHT = {DESIGN}

PROBE = """({target, body, smallest}) => {
  const faults = [];
  const page = document.documentElement;
  const seen = (element) => element.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && element.getClientRects().length > 0;
  const name = (element) => element.outerHTML.replace(/\\s+/g, " ").slice(0, 110);
  if (page.scrollWidth > page.clientWidth)
    faults.push(`${page.scrollWidth - page.clientWidth} px wider than the window`);
  const runsInText = (element) => getComputedStyle(element).display === "inline"
    && [...element.parentElement.childNodes].some((node) => node !== element && node.textContent.trim());
  const pressed = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  for (const element of document.querySelectorAll(pressed)) {
    if (!seen(element) || element.closest(".sr, .skip, [inert]") || runsInText(element)) continue;
    const area = (element.closest("label") ?? element).getBoundingClientRect();
    if (area.width < 2 || area.bottom < 0) continue;
    if (Math.round(area.height) < target || Math.round(area.width) < target)
      faults.push(`target of ${Math.round(area.width)} by ${Math.round(area.height)} px: ${name(element)}`);
  }
  for (const element of document.querySelectorAll("body, input, select, textarea, main p, main li, main dd")) {
    const size = parseFloat(getComputedStyle(element).fontSize);
    const isAside = element.closest(".meta, .help, .sr, small, .demo, figcaption, .chips, [class*=__], footer");
    const isTyped = element.matches("body, input, select, textarea");
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
    if (seen(element) && (size < smallest || (size < body && (isTyped || (own.length > 80 && !isAside)))))
      faults.push(`text of ${size} px: ${name(element)}`);
  }
  return faults;
}"""


AXE = Axe()
# What passes is not told: a long list of it costs half of the time.
VIOLATIONS = {"resultTypes": ["violations"]}
# Pictures that firms put in do not count.
PARTS = """() => performance.getEntriesByType("resource").map((entry) => entry.name)
  .filter((name) => !name.startsWith("data:"))"""
PICTURE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)$")


@dataclass
class Witness:
    """One window's page, and what its console said since it was last asked."""

    page: Page
    said: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.on("console", self.hear)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(f"console: {message.text}")

    def parts(self) -> list[str]:
        """Addresses of what the page asked for."""
        return list(self.page.evaluate(PARTS))

    def weight(self, html: bytes) -> int:
        """Bytes on the wire, as the product compresses text."""
        counted = {part for part in self.parts() if "/static/" in part or not PICTURE.search(part)}
        return len(gzip.compress(html)) + sum(self.size(part) for part in counted)

    def size(self, address: str) -> int:
        if address not in self.sizes:
            self.sizes[address] = len(gzip.compress(self.page.request.get(address).body()))
        return self.sizes[address]


def visit(witness: Witness, place: Place, language: str) -> list[str]:
    """Opens the page; each fault begins with its address."""
    page, address = witness.page, place.in_language(language)
    witness.said.clear()
    answer = reach(page, place, language)
    if answer.status != 200:
        return [f"{address}: answered {answer.status}"]
    limits = {"target": TARGET, "body": BODY_TEXT, "smallest": SMALLEST_TEXT}
    faults = [*page.evaluate(PROBE, limits), *witness.said]
    faults += [f"third party: {part}" for part in witness.parts() if not part.startswith(origin_of(page))]
    if place.name not in FREE_OF_WEIGHT and (weight := witness.weight(answer.body())) > HEAVIEST:
        faults.append(f"{weight} bytes")
    return [f"{address}: {fault}" for fault in faults]


def reach(page: Page, place: Place, language: str) -> Response:
    """The answer that brought what is looked at: of the address, or of its form."""
    answer = page.goto(place.in_language(language))
    if place.pressed:
        for name, text in place.typed.items():
            put(page, name, text)
        with page.expect_response(lambda response: response.request.is_navigation_request()) as sent:
            page.locator(place.pressed).click()
        page.wait_for_load_state()
        answer = sent.value
    assert answer is not None, "a page without a document of its own"
    return answer


def put(page: Page, name: str, text: str) -> None:
    """`text` is "on" for a box."""
    control = page.locator(f"main [name={name}]").first
    if control.get_attribute("type") == "checkbox":
        control.check(force=True)
    else:
        control.fill(text)


def origin_of(page: Page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}/"


def axe_faults(page: Page) -> list[str]:
    return [
        f"{page.url}: {fault['id']} at {', '.join(node['html'][:120] for node in fault['nodes'][:3])}"
        for fault in AXE.run(page, options=VIOLATIONS).response["violations"]
        if fault["impact"] in SERIOUS
    ]


@contextmanager
def windows_of(house: House, open_window, **look: object) -> Iterator[dict[str, Witness]]:
    """One for each person of the house and one for nobody, closed at the end."""
    people = {**house.people, "nobody": None}
    windows = {name: Witness(open_window(user, **look)) for name, user in people.items()}
    yield windows
    for witness in windows.values():
        witness.page.context.close()
