"""Settings of the laboratory's worker and relay: the product's own, and one more kind of job."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as PRODUCT_APPS

INSTALLED_APPS = [*PRODUCT_APPS, "tests.faults.effects.EffectsConfig"]
