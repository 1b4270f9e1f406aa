"""A server on loopback and a puller for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.observatory.sources.dissemination.pulling import Puller
from tests.observatory.sources.misbehaving_server import EurostatLike


@pytest.fixture
def server() -> Iterator[EurostatLike]:
    """A data set served as Eurostat would."""
    with EurostatLike() as running:
        yield running


@pytest.fixture
def puller(server: EurostatLike, tmp_path: Path) -> Puller:
    """Pulls from `server` into a folder of its own."""
    return Puller(server, tmp_path)
