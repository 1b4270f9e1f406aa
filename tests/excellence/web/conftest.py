"""What tests of Excellence's pages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.foundation.web.factories import Cast, make_cast


@pytest.fixture(autouse=True)
def keys_of_this_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the keys that sign badges, of this test alone."""
    monkeypatch.setenv("HANSE_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


@pytest.fixture(autouse=True)
def no_limits_from_before() -> Iterator[None]:
    """Forget how often other tests signed in."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """One person of each kind, and an organisation."""
    return make_cast()
