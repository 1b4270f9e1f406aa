"""A stand-in for Eurostat on loopback that publishes tables given to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from tests.observatory.sources.misbehaving_server import EurostatLike, fault_body

Figure = tuple[str, str, str]
"""Value, flag and confidentiality as the file writes them."""


@dataclass
class Table:
    """A data set: its dimensions in the order of the key, time last, and its cells."""

    dimensions: tuple[str, ...]
    cells: dict[tuple[str, ...], Figure] = field(default_factory=dict)
    _codes: dict[str, list[str]] = field(default_factory=dict)
    _by_industry: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def put(self, *key: str, value: str = "", flag: str = "", secret: str = "") -> Self:
        """Set the cell of `key`, codes in the order of the dimensions, then the year."""
        assert len(key) == len(self.dimensions) + 1, key
        self.cells[key] = (value, flag, secret)
        self._codes, self._by_industry = {}, {}
        return self

    def codes(self) -> dict[str, list[str]]:
        """The codes that occur, as the service lists them."""
        if not self._codes:
            names = (*self.dimensions, "TIME_PERIOD")
            columns = zip(*self.cells, strict=True)
            self._codes = {
                name: sorted(set(found)) for name, found in zip(names, columns, strict=True)
            }
        return self._codes

    def of_industries(self, wanted: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Figure]]:
        """The cells of some industries."""
        if not self._by_industry:
            place = self.dimensions.index("nace_r2")
            for key in self.cells:
                self._by_industry.setdefault(key[place], []).append(key)
        for industry in wanted:
            for key in self._by_industry.get(industry, ()):
                yield key, self.cells[key]


class StatisticsOffice(EurostatLike):
    """Serves each of `tables`, data set code in capitals -> table.

    It turns to the table a request names before it answers: for one client that asks one thing
    at a time.
    """

    tables: Mapping[str, Table]

    @classmethod
    def publishing(cls, tables: Mapping[str, Table], *, most_cells: int = 10**9) -> Self:
        """An office that publishes `tables` and refuses requests for more than `most_cells`."""
        office = cls(most_cells=most_cells)
        office.tables = tables
        return office

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body of any request."""
        steps = urlsplit(path).path.split("/")
        named = [name for name in self.tables if name in steps]
        if not named:
            return 404, fault_body("100", "ERR_NOT_FOUND_4: not available for dissemination")
        self.dataset = named[0]
        self.codes = self.tables[self.dataset].codes()
        return super().answer(path)

    def rows(self, wanted: Mapping[str, Sequence[str]]) -> list[str]:
        """The rows of the table at hand that the request covers."""
        chosen = [set(codes) for codes in wanted.values()]
        return [
            self.row(self.stamp(), key, *figure)
            for key, figure in self.tables[self.dataset].of_industries(wanted["nace_r2"])
            if all(code in codes for code, codes in zip(key, chosen, strict=True))
        ]
