"""Checks that no entry of the register was changed, taken out or cut off."""

from django.core.management.base import BaseCommand, CommandError

from agreements.chain import find_break


class Command(BaseCommand):
    help = "Check the register's hash chain and the heads written down outside the database."

    def handle(self, *args: object, **options: object) -> None:
        if broken := find_break():
            raise CommandError(f"The register does not hold at entry {broken.event_id}: {broken.reason}.")
        self.stdout.write("The register is whole.")
