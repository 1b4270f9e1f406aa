"""Tables for pages: columns, cells with their status, sorting and pages by address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from hanse.foundation.web.figures import Kind, shaped

Status = Literal["observed", "estimated", "withheld", "missing"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its cells, its heading, and how its figures are written.

    definition: address of the page that defines it; "" for none. sortable: whether its heading
    offers to sort by it.
    """

    key: str
    label: str
    kind: Kind = "text"
    decimals: int | None = None
    definition: str = ""
    sortable: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the cells are set flush right in tabular figures."""
        return self.kind not in {"text", "stars"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a figure or a text, where it leads, and what is known of it."""

    value: float | str | None
    address: str = ""
    status: Status = "observed"
    flag: str = ""

    def text(self, column: Column) -> str:
        """The cell as the reader's language writes it; "" where there is no figure."""
        if isinstance(self.value, str):
            return self.value
        return shaped(self.value, column.kind, decimals=column.decimals)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page.

    rows: cells by column key; a row header is the first column. sort: the key it is sorted by,
    with "-" before it when descending. page, pages: from 1. downloads: format and address.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Cell]]
    sort: str = ""
    page: int = 1
    pages: int = 1
    total: int | None = None
    downloads: Sequence[tuple[str, str]] = field(default=())
    empty: str = ""
