from django.core.management.base import BaseCommand, CommandParser

from config.translations import APPS, LANGUAGES, extracted, update_catalogue


class Command(BaseCommand):
    help = "Bring locale/<language>/<app>.po up to the strings in source and templates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("apps", nargs="*", metavar="app", help=f"of {', '.join(APPS)}; all when left out")

    def handle(self, *args: object, **options: object) -> None:
        wanted = extracted()
        for app in options["apps"] or APPS:  # type: ignore[attr-defined]
            for language in LANGUAGES:
                added = update_catalogue(language, app, wanted[app])
                self.stdout.write(f"{language}/{app}: {added} to translate of {len(wanted[app])}")
