"""The site's own settings, with the clock of the benchmark before everything else."""

from hanse.site.settings import *  # noqa: F403
from hanse.site.settings import MIDDLEWARE as OF_THE_SITE

MIDDLEWARE = ["benchmarks.site.timing.Timing", *OF_THE_SITE]
