"""Which servers a process uses: those named in the environment, else the embedded ones."""

import atexit
import os
import sys
from collections.abc import Sequence

from config.embedded.faults import EmbeddedServerError
from config.embedded.running import Servers
from config.env import VAR_DIR

# Commands of manage.py that open no connection.
SERVERLESS = {
    "help",
    "check",
    "compile_kernels",
    "compile_translations",
    "extract_translations",
    "collectstatic",
    "evaluate_matching",
    "evaluate_retrieval",
    "spectacular",
    "diffsettings",
    "makemessages",
    "compilemessages",
    "version",
}


def are_named() -> bool:
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def needs_servers(arguments: Sequence[str]) -> bool:
    command = arguments[1] if len(arguments) > 1 else "help"
    asks_for_help = bool({"-h", "--help", "--version"} & set(arguments[1:]))
    return not asks_for_help and command not in SERVERLESS


def ensure_servers() -> None:
    """Before settings load: find or start the embedded servers, and stop them with this process.

    An address given in the environment wins; the other one is then the embedded server's.
    """
    if are_named():
        return
    try:
        held = Servers(VAR_DIR)
        urls = held.open()
    except EmbeddedServerError as fault:
        sys.exit(str(fault))
    atexit.register(held.close)
    os.environ.setdefault("DATABASE_URL", urls.database)
    os.environ.setdefault("REDIS_URL", urls.broker)
