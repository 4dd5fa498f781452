from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self) -> None:
        # Jobs and loaders register themselves.
        from agreements import imports, jobs  # noqa: F401
