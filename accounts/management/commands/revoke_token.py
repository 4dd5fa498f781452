"""Takes a machine's key back, at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import ApiToken
from accounts.tokens import revoke_token


class Command(BaseCommand):
    help = "Revoke an API token by its number or its first characters."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("token", help="Number, or the first ten characters.")

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["token"]
        key = {"pk": given} if given.isdigit() else {"start": given[:10]}
        found = list(ApiToken.objects.filter(revoked_at=None, **key))
        if len(found) != 1:
            raise CommandError(f"{len(found)} tokens that are not revoked are called {given}.")
        revoke_token(found[0])
        self.stdout.write(f"Token {found[0].pk} ({found[0].name}) is revoked.")
