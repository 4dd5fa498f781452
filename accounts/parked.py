"""What a signed-out person sent waits in their session for an hour, and stands in its form again after sign-in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme

KEY = "parked_form"
KEPT_SECONDS = 3600
# Long texts fit many times over; a flood does not.
MOST_SIGNS = 200_000
NEVER_KEPT = {"csrfmiddlewaretoken"}
NEVER_FILLED = {"file", "password", "submit", "button", "image", "reset"}
Fields = dict[str, list[str]]
View = Callable[..., HttpResponse]


def reads_parked_form(view: View) -> View:
    """Marks a view that takes its waiting form itself, because its page alone knows all fields."""
    view.reads_parked_form = True  # type: ignore[attr-defined]
    return view


def park(request: HttpRequest) -> str | None:
    """Keeps the form; answers with the page it stood on, or None if it is too long or holds a password."""
    fields = {name: values for name, values in request.POST.lists() if name not in NEVER_KEPT}
    signs = sum(len(value) for values in fields.values() for value in values)
    if not fields or signs > MOST_SIGNS or any("password" in name for name in fields):
        return None
    page = page_of(request)
    request.session[KEY] = {"page": page, "action": request.path, "fields": fields, "at": now()}
    request.session.set_expiry(KEPT_SECONDS)
    return page


def page_of(request: HttpRequest) -> str:
    """Where the form stood: the page that sent it, if it is ours, else the address it went to."""
    referrer = request.headers.get("HX-Current-URL") or request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(referrer, allowed_hosts={request.get_host()}):
        return request.path
    parts = urlsplit(referrer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def take(request: HttpRequest) -> tuple[str, Fields] | None:
    """Action and fields of the form that waits for this page; it is handed out once."""
    kept = request.session.get(KEY)
    if not kept or (kept["page"] != request.get_full_path() and now() - kept["at"] <= KEPT_SECONDS):
        return None
    del request.session[KEY]
    if request.session.get("_session_expiry") == KEPT_SECONDS:
        request.session.set_expiry(None)
    is_fresh = now() - kept["at"] <= KEPT_SECONDS
    return (kept["action"], kept["fields"]) if is_fresh else None


def now() -> float:
    return timezone.now().timestamp()


def refill(page: str, path: str, action: str, fields: Fields) -> str:
    """The page with its form as it was sent; `path` is the address of forms that name none."""
    filler = Filler(page, path, action, fields)
    filler.feed(page)
    filler.close()
    return "".join(filler.pieces())


@dataclass
class Filler(HTMLParser):
    """Notes which parts of a page read otherwise: tags as they are written, texts as they were typed."""

    page: str
    path: str
    action: str
    fields: Fields
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    is_inside: bool = False
    is_done: bool = False
    text_from: int = -1
    choice: str = ""
    # What is closed around the form, to be opened with it.
    around: list[tuple[str, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [0]
        for line in self.page.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.waiting = {name: list(values) for name, values in self.fields.items()}

    @property
    def place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def pieces(self) -> Iterator[str]:
        at = 0
        for start, end, text in sorted(self.edits):
            yield self.page[at:start]
            yield text
            at = end
        yield self.page[at:]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in ("dialog", "details") and not self.is_inside:
            self.around.append((tag, self.place, len(self.get_starttag_text() or "")))
        elif tag == "form" and not self.is_done and (known.get("method") or "").lower() == "post":
            self.is_inside = ((known.get("action") or "").partition("?")[0] or self.path) == self.action
            if self.is_inside:
                self.open_around()
        elif self.is_inside:
            self.fill(tag, known)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("dialog", "details") and self.around and self.around[-1][0] == tag:
            self.around.pop()
        elif tag == "form" and self.is_inside:
            self.is_inside, self.is_done = False, True
        elif tag == "textarea" and self.text_from >= 0:
            self.edits.append((self.text_from, self.place, "\n" + escape(self.next_value(self.choice))))
            self.text_from = -1
        elif tag == "select":
            self.choice = ""

    def fill(self, tag: str, known: dict[str, str | None]) -> None:
        name = known.get("name") or ""
        if tag == "option" and self.choice:
            self.mark(tag, known, "selected", known.get("value") in self.fields[self.choice])
        elif name not in self.fields and not self.was_unticked(tag, known):
            return
        elif tag == "select":
            self.choice = name
        elif tag == "textarea":
            self.choice, self.text_from = name, self.place + len(self.get_starttag_text() or "")
        elif tag == "input" and known.get("type") in ("checkbox", "radio"):
            self.mark(tag, known, "checked", (known.get("value") or "on") in self.fields.get(name, []))
        elif tag == "input" and known.get("type") not in NEVER_FILLED:
            self.write(tag, {**known, "value": self.next_value(name)})

    def was_unticked(self, tag: str, known: dict[str, str | None]) -> bool:
        """A box that is not ticked sends nothing at all."""
        return tag == "input" and known.get("type") == "checkbox"

    def next_value(self, name: str) -> str:
        waiting = self.waiting.get(name)
        return waiting.pop(0) if waiting else ""

    def mark(self, tag: str, known: dict[str, str | None], attribute: str, is_on: bool) -> None:
        rest = {name: value for name, value in known.items() if name != attribute}
        self.write(tag, {**rest, attribute: None} if is_on else rest)

    def write(self, tag: str, known: dict[str, str | None]) -> None:
        written = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in known.items()
        )
        length = len(self.get_starttag_text() or "")
        self.edits.append((self.place, self.place + length, f"<{tag}{written}>"))

    def open_around(self) -> None:
        for tag, place, length in self.around:
            written = self.page[place : place + length]
            if " open" not in written:
                opened = "open data-asked" if tag == "dialog" else "open"
                self.edits.append((place, place + length, f"<{tag} {opened}{written[len(tag) + 1 :]}"))
