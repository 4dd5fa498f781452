from celery.signals import worker_init
from django.apps import AppConfig


def load_encoder(**kwargs: object) -> None:
    """Once, before the pool forks: a worker's first job then answers as fast as its later ones."""
    from matching.engine.embed import default_embedder

    default_embedder().embed(["Otagai"])


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        # Handlers and loaders register themselves, and receivers start to listen.
        from matching import finding, imports, jobs, merging, permissions, receivers  # noqa: F401

        worker_init.connect(load_encoder)
