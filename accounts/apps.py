from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # Jobs register themselves, and receivers start to listen.
        from accounts import jobs, receivers  # noqa: F401
