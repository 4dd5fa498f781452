from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self) -> None:
        # Jobs and loaders register themselves, and receivers start to listen.
        from agreements import imports, jobs, merging, receivers  # noqa: F401
