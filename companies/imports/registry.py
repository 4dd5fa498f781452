"""Where each app says what it loads; the two commands run all of it in one transaction.

An app writes `@loads_reference("decline reasons", order=20)` on a function without arguments in its
`imports.py` (or a module of its `imports` package) and imports that module in `AppConfig.ready`.
Lower orders run first; companies use 0 to 9. A loader may run again and then changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

Load = Callable[[], None]


@dataclass(frozen=True)
class Loader:
    order: int
    name: str
    load: Load


REFERENCE: dict[str, Loader] = {}
DEMONSTRATION: dict[str, Loader] = {}


def loads_reference(name: str, *, order: int = 50) -> Callable[[Load], Load]:
    return registered_in(REFERENCE, name, order)


def loads_demonstration(name: str, *, order: int = 50) -> Callable[[Load], Load]:
    return registered_in(DEMONSTRATION, name, order)


def registered_in(loaders: dict[str, Loader], name: str, order: int) -> Callable[[Load], Load]:
    def register(load: Load) -> Load:
        loaders[name] = Loader(order, name, load)
        return load

    return register


def run_loaders(loaders: dict[str, Loader], told: Callable[[str], object] = lambda line: None) -> None:
    """All of them or none: one transaction."""
    with transaction.atomic():
        for loader in sorted(loaders.values(), key=lambda one: (one.order, one.name)):
            loader.load()
            told(loader.name)
