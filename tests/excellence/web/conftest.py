"""What tests of Excellence's pages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

from tests.excellence.web.label_factories import LabelCast, make_label_cast
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


@pytest.fixture
def uploads(tmp_path: Path, settings: Settings) -> Path:
    """A folder of its own for uploads."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def label_cast(db: None, uploads: Path) -> LabelCast:
    """Everybody a file of a label has to do with, and an organisation that may apply."""
    return make_label_cast()
