from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "companies"

    def ready(self) -> None:
        from companies import (
            jobs,  # noqa: F401
            receivers,  # noqa: F401
        )
        from companies.imports import demonstration, people, reference, showcase  # noqa: F401
