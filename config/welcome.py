"""The words at the end of a start: the address, and who may sign in."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

READY_SECONDS = 90.0


def welcome(address: str, sign_in: Path, is_alive: Callable[[], bool]) -> bool:
    """Wait for the first page, then print. False when it never came."""
    if not is_answered(address, is_alive):
        print("  The pages do not answer yet; see var/log/otagai.log.", flush=True)
        return False
    print(f"\nOtagai is at {address}/\n", flush=True)
    if sign_in.exists():
        print("Demonstration data: every company is fictional. One sign-in for each role:\n")
        print("\n".join(first_of_each_role(sign_in.read_text())))
        print(f"\nAll of them are in {sign_in}. Mail it sends is at {address}/mail/\n", flush=True)
    return True


def first_of_each_role(lines: str) -> list[str]:
    """Of lines of role, address and password with tabs between."""
    found: dict[str, str] = {}
    for line in lines.splitlines():
        role, address, password = line.split("\t")
        found.setdefault(role, f"  {role.replace('_', ' '):18}{address:40}{password}")
    return list(found.values())


def is_answered(address: str, is_alive: Callable[[], bool]) -> bool:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and is_alive():
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
    return False
