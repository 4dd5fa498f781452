"""What people of the demonstration write, in their own language."""

import random
from collections import defaultdict
from pathlib import Path

from companies.imports.tables import read_json_lines

FILE = Path(__file__).parent.parent / "demonstration" / "words.jsonl"


class Words:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self._texts: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for row in read_json_lines(FILE):
            self._texts[row["kind"], row["lang"]].append((row["code"], row["text"]))

    def of(self, kind: str, lang: str, code: str | None = None) -> str:
        """One of the sentences for this; empty where there is none."""
        found = [text for known, text in self._texts[kind, lang] if code in (None, known)]
        return self.dice.choice(found) if found else ""
