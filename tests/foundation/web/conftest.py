"""The cast for tests of people and organisations."""

import pytest

from tests.foundation.web.factories import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """One person of each kind, and an organisation."""
    return make_cast()
