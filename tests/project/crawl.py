"""Every page one browser can reach by links, and every list of the API with its entries."""

import re
from collections import deque
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.test import Client

LINK = re.compile(r'(?:href|hx-get|action)="(/[^"#]*)')
LEADS_AWAY = re.compile(r"^/static/|^/admin/|^/api/|^/../account/")
# Of one page with its filters, so many variants; a list of lists has no end.
VARIANTS = 2
LANGUAGES = ("th", "ja", "en")
API_LISTS = (
    "companies",
    "offers",
    "needs",
    "suggestions",
    "matches",
    "runs",
    "agreements",
    "mous",
    "corridors",
    "reasons",
    "locations",
    "clusters",
    "capabilities",
    "certifications",
    "collaboration-types",
)


def pages(browser: Client, starts: Iterable[str], languages: Iterable[str]) -> dict[str, str]:
    """Text, title, headers and all, by address; `starts` need no link that leads to them."""
    others = {f"/{language}/" for language in LANGUAGES} - {f"/{language}/" for language in languages}
    waiting = deque(f"/{language}{start}" for language in languages for start in starts)
    seen: dict[str, str] = {}
    variants: dict[str, int] = {}
    while waiting:
        address = waiting.popleft()
        path = urlsplit(address).path
        if address in seen or path[:4] in others or LEADS_AWAY.search(path):
            continue
        variants[path] = variants.get(path, 0) + 1
        if variants[path] > VARIANTS:
            continue
        seen[address] = read(browser, address)
        waiting.extend(link.replace("&amp;", "&") for link in LINK.findall(seen[address]))
    return seen


def read(browser: Client, address: str) -> str:
    response = browser.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n\n{body.decode(errors='replace')}"


def api(browser: Client, keys: Iterable[int]) -> dict[str, str]:
    """Lists, and under each an entry for every one of `keys`, listed or not."""
    addresses = [f"/api/v1/{name}/" for name in API_LISTS]
    addresses += [f"{address}{key}/" for address in addresses for key in keys]
    return {address: read(browser, address) for address in addresses}
