"""What tests of the API share."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.urls import get_resolver

from hanse.observatory.web.api.service import AddressThrottle, api


def throttles() -> list[AddressThrottle]:
    """The throttle of each address of the API."""
    assert get_resolver().url_patterns  # every pillar has added its part
    return [
        throttle
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        for throttle in operation.throttle_objects
        if isinstance(throttle, AddressThrottle)
    ]


@pytest.fixture(autouse=True)
def as_often_as_needed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test is told to wait, but for those of the limit itself."""
    cache.clear()
    for throttle in throttles():
        monkeypatch.setattr(throttle, "num_requests", 10**9)
    yield
    cache.clear()
