"""Fixtures of the Observatory's tests."""

from collections.abc import Iterator

import pytest

from tests.observatory.panels import Bench


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """Tables in any engine; its DuckDB connection closes with the module."""
    bench = Bench()
    yield bench
    bench.connection.close()
