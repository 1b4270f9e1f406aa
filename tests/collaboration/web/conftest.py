"""What tests of Collaboration's pages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

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


@pytest.fixture
def uploads(tmp_path: Path, settings: Settings) -> Path:
    """A folder of its own for uploads."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"
