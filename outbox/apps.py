from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        # Handlers register themselves, and the watchdog listens for a worker's start.
        from outbox import mail, watchdog  # noqa: F401
