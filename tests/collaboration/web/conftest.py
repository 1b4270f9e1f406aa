"""What tests of Collaboration's pages share."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.foundation.web.factories import Cast, make_cast


@pytest.fixture(autouse=True)
def no_limits_from_before() -> Iterator[None]:
    """Forget how often other tests asked."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """One person of each kind, and an organisation."""
    return make_cast()
