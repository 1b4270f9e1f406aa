"""How generated tests run everywhere: the same examples every time, and never against the clock."""

import gc

from hypothesis import HealthCheck, settings

settings.register_profile(
    "hanse",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("hanse")


def pytest_unconfigure() -> None:
    """Take Hypothesis's callback off the garbage collector at the end of a run.

    Through it every imported module would outlive the interpreter, and DuckDB prints pages on the
    types of its own that then seem to leak.
    """
    gc.callbacks[:] = [
        each for each in gc.callbacks if not each.__module__.startswith("hypothesis")
    ]
