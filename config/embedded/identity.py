"""Under which user the servers run: PostgreSQL refuses root.

An ordinary user runs them as itself. Root runs them inside a user namespace in which it appears as
user 1000: files stay root's, and folders of mode 700 stay closed. Where user namespaces are refused
(most containers), root falls back to the system user `nobody`, with binaries and data outside the
checkout, because that user may not enter root's folders.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
SYSTEM_USER = "nobody"


@dataclass(frozen=True)
class Identity:
    prefix: tuple[str, ...] = ()
    system_user: str = ""

    @property
    def uid(self) -> int:
        """Owner of the servers' files, as seen from outside."""
        return pwd.getpwnam(self.system_user).pw_uid if self.system_user else os.getuid()

    def popen(self, command: Sequence[str], **options: Any) -> "subprocess.Popen[Any]":
        # A session of its own: Ctrl-C in the terminal must not reach the servers before their clients.
        options = {"cwd": "/"} | options | self._user()
        return subprocess.Popen([*self.prefix, *command], start_new_session=True, **options)

    def run(self, command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self.prefix, *command], capture_output=True, text=True, cwd="/", **self._user()
        )

    def give(self, folder: Path) -> None:
        """Make `folder` usable by the servers."""
        if self.system_user:
            account = pwd.getpwnam(self.system_user)
            os.chown(folder, account.pw_uid, account.pw_gid)

    def _user(self) -> dict[str, Any]:
        if not self.system_user:
            return {}
        account = pwd.getpwnam(self.system_user)
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@cache
def current_identity() -> Identity:
    if os.getuid() != 0:
        return Identity()
    if namespaces_are_allowed():
        return Identity(prefix=NAMESPACE)
    return Identity(system_user=SYSTEM_USER)


def namespaces_are_allowed() -> bool:
    if shutil.which(NAMESPACE[0]) is None:
        return False
    return subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0
