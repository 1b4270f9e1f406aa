"""What tests of Excellence's pages share."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

from hanse.excellence.web.models.credentials import Credential
from tests.excellence.web.label_factories import LabelCast, make_label_cast
from tests.excellence.web.register_rows import TODAY, make_register
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
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The register and badges take it to be `TODAY`."""
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    monkeypatch.setattr("hanse.excellence.web.publishing.now", lambda: noon)
    return TODAY


@pytest.fixture
def badges(db: None, today: date) -> dict[str, Credential]:
    """The signed badges of a made-up register, by number of the label."""
    return make_register()


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
