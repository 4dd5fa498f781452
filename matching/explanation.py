"""How matching works, for officers: the first part of docs/matching*.md, as staff read it in the product."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

DOCS = settings.BASE_DIR / "docs"
SOURCES = {"en": "matching.md", "th": "matching.th.md", "ja": "matching.ja.md"}
# CommonMark without HTML of the text's own: tags come out as the characters they are written with.
MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Section:
    anchor: str
    title: str


@dataclass(frozen=True)
class Explanation:
    title: str
    sections: list[Section]
    body: SafeString


def read(language: str) -> Explanation:
    """What stands between the title and the first rule; KeyError for a language without a text."""
    return explanation_of((DOCS / SOURCES[language]).read_text(encoding="utf-8"))


def explanation_of(text: str) -> Explanation:
    """Raises ValueError for a text without a title or without a rule after it."""
    tokens = MARKDOWN.parse(text)
    kinds = [token.type for token in tokens]
    title = kinds.index("heading_open")
    end = kinds.index("hr", title)
    # A heading is three tokens: where it opens, its words, where it closes.
    body = tokens[title + 3 : end]
    sections: list[Section] = []
    for place, token in enumerate(body):
        if token.type == "heading_open":
            anchor = f"part-{len(sections) + 1}"
            token.attrSet("id", anchor)
            sections.append(Section(anchor, body[place + 1].content))
    html = MARKDOWN.renderer.render(body, MARKDOWN.options, {})
    return Explanation(tokens[title + 1].content, sections, mark_safe(html))
