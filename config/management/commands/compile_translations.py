from django.core.management.base import BaseCommand, CommandError

from config.translations import LANGUAGES, ConflictingTranslations, compile_catalogue


class Command(BaseCommand):
    help = "Merge locale/<language>/<app>.po into the catalogue Django reads."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        for language in LANGUAGES:
            try:
                path, count = compile_catalogue(language)
            except ConflictingTranslations as conflict:
                raise CommandError(str(conflict)) from conflict
            self.stdout.write(f"{language}: {count} strings, {path.name}")
