"""A short private folder for Unix sockets, whose paths may not pass 107 bytes (103 on macOS)."""

import os
import stat
import tempfile
from pathlib import Path

from config.embedded.identity import Identity

LONGEST_FOLDER = 80


def socket_folder(record: Path, identity: Identity) -> Path:
    """The folder named in the file `record`, or a new one (otagai-<uid>-<8 characters>, mode 700)."""
    if record.exists() and _is_private(folder := Path(record.read_text().strip()), identity.uid):
        return folder
    parent = tempfile.gettempdir()
    if len(parent) + 24 > LONGEST_FOLDER:
        parent = "/tmp"
    folder = Path(tempfile.mkdtemp(prefix=f"otagai-{os.getuid()}-", dir=parent))
    identity.give(folder)
    record.write_text(str(folder))
    return folder


def _is_private(folder: Path, uid: int) -> bool:
    """A folder somebody else made under the recorded name is never used."""
    try:
        seen = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(seen.st_mode) and seen.st_uid == uid and not stat.S_IMODE(seen.st_mode) & 0o077
