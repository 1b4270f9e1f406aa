"""Tables for pages: columns, cells with their status, sorting and pages by address."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from hanse.foundation.web.figures import Kind, Writing, writing_now, written

Status = Literal["observed", "estimated", "withheld", "missing"]

_NEIGHBOURS: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its cells, its heading, and how its figures are written.

    definition: address of the page that defines it; "" for none. sortable: whether its heading
    offers to sort by it. of: how many stars there are, where the kind is stars.
    """

    key: str
    label: str
    kind: Kind = "text"
    decimals: int | None = None
    definition: str = ""
    sortable: bool = False
    of: int = 3

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

    def text(self, column: Column, writing: Writing | None = None) -> str:
        """The cell as the reader's language writes it; "" where there is no figure.

        writing: that of the reader's language, where it has been looked up.
        """
        if isinstance(self.value, str):
            return self.value
        return written(self.value, column.kind, column.decimals, writing or writing_now())


Row = Mapping[str, Cell]


class RowMadeLate(dict[str, Cell]):
    """A row whose cells are made when they are asked for.

    A table of hundreds of rows is sorted by one column, and shows a page of them.
    """

    def __init__(self, make: Callable[[str], Cell]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> Cell:
        cell = self[key] = self._make(key)
        return cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page.

    rows: cells by column key; a row header is the first column. sort: the key it is sorted by,
    with "-" before it when descending. page, pages: from 1. total: rows on all pages. downloads:
    format and address. empty: what to say when there are no rows. name: what the words `sort` and
    `page` of the address begin with, and the anchor, where a page has several such tables.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    sort: str = ""
    page: int = 1
    pages: int = 1
    total: int | None = None
    downloads: Sequence[tuple[str, str]] = field(default=())
    empty: str = ""
    name: str = ""


def sorted_page(
    rows: Sequence[Row],
    words: Mapping[str, str],
    columns: Sequence[Column],
    *,
    caption: str,
    sort: str = "",
    per_page: int = 25,
    downloads: Sequence[tuple[str, str]] = (),
    empty: str = "",
    name: str = "",
) -> Table:
    """The table with all `rows` sorted, and cut to a page, as `words` of the address ask.

    words: `request.GET`. sort: the order where the address does not say one. An unknown key or page
    is no error: the table then comes in its usual order, and from its nearest page.
    """
    asked = words.get(f"{name}sort", "")
    sortable = {column.key for column in columns if column.sortable}
    order = asked if asked.removeprefix("-") in sortable else sort
    pages = max(-(-len(rows) // per_page), 1)
    page = page_asked(words, pages, name=name)
    ordered = in_order(rows, order)
    return Table(
        caption=caption,
        columns=columns,
        rows=ordered[(page - 1) * per_page : page * per_page],
        sort=order,
        page=page,
        pages=pages,
        total=len(rows),
        downloads=downloads,
        empty=empty,
        name=name,
    )


def page_asked(words: Mapping[str, str], pages: int, *, name: str = "") -> int:
    """The page that `words` of the address ask for, held between 1 and `pages`."""
    asked = words.get(f"{name}page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    return min(max(number, 1), max(pages, 1))


def in_order(rows: Sequence[Row], sort: str) -> list[Row]:
    """Rows by the column `sort`, descending with "-" before it; those without a figure come last.

    Rows that are equal keep their order.
    """
    if not sort:
        return list(rows)
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    known = [row for row in rows if row[key].value is not None]
    none = [row for row in rows if row[key].value is None]
    return [*sorted(known, key=lambda row: _rank(row[key]), reverse=descending), *none]


def pages_shown(page: int, pages: int) -> list[int | None]:
    """Pages to offer: the first, the last and those beside `page`; None where some are left out."""
    near = range(page - _NEIGHBOURS, page + _NEIGHBOURS + 1)
    wanted = sorted({1, pages, *(each for each in near if 1 <= each <= pages)})
    shown: list[int | None] = []
    for each in wanted:
        last = shown[-1] if shown else 0
        if last is not None and each - last == 2:
            shown.append(each - 1)
        elif last is not None and each - last > 2:
            shown.append(None)
        shown.append(each)
    return shown


def _rank(cell: Cell) -> tuple[int, float, str]:
    if isinstance(cell.value, str):
        plain = unicodedata.normalize("NFKD", cell.value.casefold())
        return 1, 0.0, "".join(letter for letter in plain if not unicodedata.combining(letter))
    return 0, float(cell.value or 0), ""
