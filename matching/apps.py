from celery.signals import worker_init
from django.apps import AppConfig


def load_before_forking(**kwargs: object) -> None:
    """Once for all processes of a worker: the first job of each then answers as fast as its later ones."""
    from django.core.management import call_command
    from django.db import connection

    from matching import kept_market
    from matching.engine.embed import default_embedder

    default_embedder().embed(["Otagai"])
    if kept_market.load():
        call_command("compile_kernels")
    connection.close()


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        # Handlers and loaders register themselves, and receivers start to listen.
        from matching import finding, imports, jobs, merging, permissions, receivers  # noqa: F401

        worker_init.connect(load_before_forking)
