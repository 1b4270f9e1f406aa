"""How generated tests run everywhere: the same examples every time, and never against the clock."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "hanse",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("hanse")
