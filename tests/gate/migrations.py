"""Lints the migrations: each must run beside the code before it and be reversible."""

import logging
import os
import sys

import django

from config.servers import ensure_servers
from tests.project.tree import APPS

# No version is released yet, so no installation holds rows that these would lock or refuse.
HARMLESS_BEFORE_RELEASE = [
    "NOT_NULL",
    "ADD_UNIQUE",
    "DROP_TABLE",
    "DROP_COLUMN",
    "CREATE_INDEX",
    "CREATE_INDEX_EXCLUSIVE",
]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    ensure_servers()
    django.setup()
    from django_migration_linter import MigrationLinter

    logging.getLogger("django_migration_linter").setLevel(logging.WARNING)
    linter = MigrationLinter(
        no_cache=True,
        include_apps=list(APPS),
        exclude_migration_tests=HARMLESS_BEFORE_RELEASE,
        quiet=["ok", "ignore", "warning"],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main())
