from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        # A loader registers itself.
        from config.paper import loading  # noqa: F401
