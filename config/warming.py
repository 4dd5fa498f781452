"""What the web process loads before it forks: then its processes share it, and no visitor waits for it."""

import gc
from collections.abc import Callable

Load = Callable[[], None]
BEFORE_SERVING: list[Load] = []
# Objects more than were freed, before the youngest are looked through; a page makes some ten thousand.
YOUNG = 20_000
# A full look through all that lives stops every request of the process meanwhile.
YOUNG_LOOKS, MIDDLE_LOOKS = 20, 50


def before_serving(load: Load) -> Load:
    """Registers something slow to load that needs no database: connections must not outlive the fork."""
    BEFORE_SERVING.append(load)
    return load


def warm_up() -> None:
    for load in BEFORE_SERVING:
        load()
    spare_collector()


def spare_collector() -> None:
    """What is loaded stays for good: the collector of cycles leaves it out, and forks share its pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, YOUNG_LOOKS, MIDDLE_LOOKS)
