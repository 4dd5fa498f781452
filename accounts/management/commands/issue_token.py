"""A key for a machine: its secret is written to standard output, once."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.enums import TokenScope
from accounts.models import User
from accounts.tokens import issue_token

CAPACITY = re.compile(r"(membership|appointment):[0-9]{1,9}")


class Command(BaseCommand):
    help = "Issue an API token for a person; it is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="Whose rights the token has.")
        parser.add_argument("name", help="What the token is for.")
        parser.add_argument("--write", action="store_true", help="May also change things.")
        parser.add_argument(
            "--capacity", default="", help="membership:ID or appointment:ID; else the person's first."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["capacity"] and not CAPACITY.fullmatch(options["capacity"]):
            raise CommandError("A capacity is written membership:ID or appointment:ID.")
        user = User.objects.filter(email=options["email"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active person with the address {options['email']}.")
        scopes = [TokenScope.READ] + ([TokenScope.WRITE] if options["write"] else [])
        token, secret = issue_token(user, options["name"], scopes, options["capacity"])
        self.stderr.write(f"Token {token.pk} for {user.email}. It is shown only now; keep it safe.")
        self.stdout.write(secret)
