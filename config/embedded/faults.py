"""What goes wrong with embedded servers, as one sentence that says what to do."""

from pathlib import Path


class EmbeddedServerError(Exception):
    pass


def last_lines(log: Path, count: int = 5) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
