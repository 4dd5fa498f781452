"""What the web process loads before it forks: then its processes share it, and no visitor waits for it."""

from collections.abc import Callable

Load = Callable[[], None]
BEFORE_SERVING: list[Load] = []


def before_serving(load: Load) -> Load:
    """Registers something slow to load that needs no database: connections must not outlive the fork."""
    BEFORE_SERVING.append(load)
    return load


def warm_up() -> None:
    for load in BEFORE_SERVING:
        load()
