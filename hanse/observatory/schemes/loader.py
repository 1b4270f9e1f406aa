"""Schemes of cluster categories: read from data files, checked, and spread over the industries."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hanse.foundation.csv_rows import CsvRows, read_csv_rows
from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import (
    Classification,
    classification,
    classification_from_csv,
    classification_names,
)
from hanse.observatory.schemes.member_rows import MEMBERS, MemberRows, reading_notes

_HOME: Final = Path(__file__).resolve().parent
_ROUNDING: Final = 1e-6
_YES: Final = {"true", "yes", "1"}
_NO: Final = {"false", "no", "0"}


@dataclass(frozen=True, slots=True)
class Category:
    """One category: `kind` is traded, local, emerging, technology, or the user's own word."""

    code: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Leaves of a classification that a scheme places, does not place, places more than once."""

    placed: tuple[str, ...]
    unplaced: tuple[str, ...]
    several: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Scheme:
    """Categories and the industries that make them up.

    members: contract `MEMBERS`; an industry may stand at any level of `classification`.
    overlapping: an industry may count in several categories in full. Otherwise its weights
    add up to 1.
    complete: every leaf of the classification is placed.
    decided_by: who decided which industry belongs where.
    """

    code: str
    title: str
    classification: str
    overlapping: bool
    categories: Mapping[str, Category]
    members: pl.DataFrame
    source: str
    licence: str
    decided_by: str
    notes: str
    complete: bool = False

    def leaf_members(self, tree: Classification) -> pl.DataFrame:
        """`members` spread over the leaves of `tree`, sorted by industry and category.

        A leaf takes the members of its nearest placed ancestor or of itself. In an overlapping
        scheme that holds category by category, so that a weight given to a class replaces the
        one its division has in the same category and leaves other categories alone.
        Raises `HanseError` when a member is not in `tree`.
        """
        given: dict[str, dict[str, float]] = {}
        for industry, category, weight in self.members.iter_rows():
            given.setdefault(industry, {})[category] = weight
        strangers = [industry for industry in given if industry not in tree.items]
        if strangers:
            raise HanseError(
                f"Scheme {self.code} places {strangers[0]}, which {tree.title} does not have.",
                why=f"The scheme is written for {self.classification or 'no classification'}.",
                remedy="Use the scheme and the data with the same classification.",
            )
        rows: list[tuple[str, str, float]] = []
        for leaf in tree.leaves():
            found: dict[str, float] = {}
            for code in (leaf, *tree.ancestors(leaf)):
                for category, weight in given.get(code, {}).items():
                    found.setdefault(category, weight)
                if found and not self.overlapping:
                    break
            rows.extend((leaf, category, weight) for category, weight in found.items())
        return pl.DataFrame(rows, schema=MEMBERS, orient="row").sort("industry", "category")

    def coverage(self, tree: Classification) -> Coverage:
        """Which leaves of `tree` the scheme places, in tree order."""
        times: dict[str, int] = {}
        for leaf in self.leaf_members(tree)["industry"]:
            times[leaf] = times.get(leaf, 0) + 1
        leaves = tree.leaves()
        return Coverage(
            placed=tuple(leaf for leaf in leaves if leaf in times),
            unplaced=tuple(leaf for leaf in leaves if leaf not in times),
            several=tuple(leaf for leaf in leaves if times.get(leaf, 0) > 1),
        )


def scheme_names() -> tuple[str, ...]:
    """Codes of the schemes that come with Hanse."""
    return tuple(sorted(path.stem for path in _HOME.glob("*.toml")))


def scheme_path(name: str) -> Path:
    """The TOML file of a scheme that comes with Hanse; its members are in the CSV beside it.

    Raises `HanseError` for another name.
    """
    if name not in scheme_names():
        raise HanseError(
            f"There is no scheme {name}.",
            remedy=f"Use one of {', '.join(scheme_names())}, or load your own from a file.",
        )
    return _HOME / f"{name}.toml"


@cache
def scheme(name: str) -> Scheme:
    """A scheme that comes with Hanse, by code; read once. Raises `HanseError` for another."""
    return load_scheme(scheme_path(name))


@dataclass(frozen=True)
class Columns:
    """Which column of a bare CSV holds what; None: the usual name, when the file has it."""

    industry: str = "industry"
    category: str = "category"
    weight: str | None = None
    label: str | None = None
    kind: str | None = None
    where: Mapping[str, str] = field(default_factory=dict)


def load_scheme(
    path: Path,
    *,
    industry: str = "industry",
    category: str = "category",
    weight: str | None = None,
    label: str | None = None,
    kind: str | None = None,
    where: Mapping[str, str] | None = None,
    tree: Classification | None = None,
    overlapping: bool = False,
    code: str = "",
    title: str = "",
) -> Scheme:
    """The user's scheme: a TOML description beside its CSV, or a bare CSV.

    With a TOML file the other arguments are not used: it says everything itself. For a bare CSV
    they name its columns. Without a column for weights every weight is 1, without one for
    labels a category is called by its code. In a kind column of yes and no, yes gives the
    column's name and no gives "local" for a column named traded, otherwise "not" and the name.
    where: column -> the value wanted; rows with another are left out.
    tree: the classification of the industry codes; without one they are taken as they stand.

    Raises `HanseError` with file and line for an unknown code, a weight outside (0, 1], a
    member given twice, a category without members or with two labels, weights of an industry
    that do not add up to 1 where categories may not overlap, and a missing column.
    """
    if path.suffix == ".toml":
        return _described(path)
    columns = Columns(industry, category, weight, label, kind, where or {})
    table = read_csv_rows(path)
    categories, members, lines = _bare_rows(table, columns, tree)
    loaded = Scheme(
        code=code or path.stem,
        title=title or path.stem,
        classification=tree.code if tree else "",
        overlapping=overlapping,
        categories=categories,
        members=members,
        source=str(path),
        licence="",
        decided_by="the file's authors",
        notes=reading_notes(table),
    )
    _check(loaded, tree, table, lines)
    return loaded


class _CategoryText(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str = Field(min_length=1)
    kind: str = Field(min_length=1)


class _Description(BaseModel):
    """A scheme's TOML file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str = Field(min_length=1)
    classification: str = Field(min_length=1)
    overlapping: bool = False
    complete: bool = False
    source: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    decided_by: str = Field(min_length=1)
    notes: str = ""
    members: str = ""
    categories: dict[str, _CategoryText] = Field(min_length=1)


def _described(path: Path) -> Scheme:
    try:
        text = _Description.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise HanseError(
            "The file cannot be opened.", where=str(path), why=error.strerror or str(error)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HanseError(
            "The description of the scheme is not TOML.", where=str(path), why=str(error)
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise HanseError(
            f"The description of the scheme does not hold: {first['msg'].lower()}.",
            where=f"{path}, {'.'.join(str(part) for part in first['loc'])}",
        ) from error
    tree = _tree_of(text.classification, path)
    table = read_csv_rows(path.parent / (text.members or f"{path.stem}.csv"))
    categories = {
        code: Category(code, found.label, found.kind) for code, found in text.categories.items()
    }
    rows = MemberRows(table, tree)
    for line, (industry, category, weight) in table.select(("industry", "category", "weight")):
        if category not in categories:
            raise HanseError(
                f"Category {category or '(empty)'} is not in the description of the scheme.",
                where=table.where(line),
                remedy=f"Add it to {path.name}, or use one of {', '.join(list(categories)[:8])}.",
            )
        rows.add(line, industry, category, weight)
    loaded = Scheme(
        code=path.stem,
        title=text.title,
        classification=tree.code,
        overlapping=text.overlapping,
        categories=categories,
        members=rows.frame(),
        source=text.source,
        licence=text.licence,
        decided_by=text.decided_by,
        notes=" ".join(filter(None, (text.notes, reading_notes(table)))),
        complete=text.complete,
    )
    _check(loaded, tree, table, rows.lines)
    return loaded


def _tree_of(name: str, path: Path) -> Classification:
    if name in classification_names():
        return classification(name)
    if name.endswith(".csv"):
        return classification_from_csv(path.parent / name)
    raise HanseError(
        f"There is no classification {name}.",
        where=f"{path}, classification",
        remedy=f"Use one of {', '.join(classification_names())}, or name a CSV file beside it.",
    )


def _bare_rows(
    table: CsvRows, columns: Columns, tree: Classification | None
) -> tuple[dict[str, Category], pl.DataFrame, dict[tuple[str, str], int]]:
    usual = {"weight": columns.weight, "label": columns.label, "kind": columns.kind}
    named = {what: name or what for what, name in usual.items() if name or what in table.columns}
    wanted = (columns.industry, columns.category, *named.values(), *columns.where)
    rows = MemberRows(table, tree)
    categories: dict[str, Category] = {}
    for line, cells in table.select(wanted):
        industry, category, *rest = cells
        told = dict(zip(named, rest, strict=False))
        if tuple(cells[len(cells) - len(columns.where) :]) != tuple(columns.where.values()):
            continue
        if not category:
            raise HanseError("The row names no category.", where=table.where(line))
        this = Category(
            category,
            told.get("label") or category,
            _kind(told.get("kind", ""), named.get("kind", "")),
        )
        if categories.setdefault(category, this) != this:
            first = categories[category]
            raise HanseError(
                f"Category {category} is {this.label} ({this.kind}) here, but "
                f"{first.label} ({first.kind}) above.",
                where=table.where(line),
            )
        rows.add(line, industry, category, told.get("weight", "1"))
    if not categories:
        raise HanseError(
            "No row of the file is a member of the scheme.",
            where=str(table.path),
            why=", ".join(f"{column} is {value}" for column, value in columns.where.items()),
        )
    return categories, rows.frame(), rows.lines


def _kind(text: str, column: str) -> str:
    if text.lower() in _YES:
        return column.lower()
    if text.lower() in _NO:
        return "local" if column.lower() == "traded" else f"not {column.lower()}"
    return text


def _check(
    loaded: Scheme,
    tree: Classification | None,
    table: CsvRows,
    lines: Mapping[tuple[str, str], int],
) -> None:
    empty = sorted(loaded.categories.keys() - set(loaded.members["category"]))
    if empty:
        raise HanseError(
            f"Category {', '.join(empty)} has no industries.",
            where=str(table.path),
            remedy="Give it members, or take it out of the scheme.",
        )
    spread = loaded.leaf_members(tree) if tree else loaded.members
    if not loaded.overlapping:
        sums = spread.group_by("industry", maintain_order=True).agg(pl.col("weight").sum())
        wrong = sums.filter((pl.col("weight") - 1).abs() > _ROUNDING)
        if wrong.height:
            code, total = wrong.row(0)
            above = (code, *tree.ancestors(code)) if tree else (code,)
            line = max(
                (number for (industry, _), number in lines.items() if industry in above), default=1
            )
            raise HanseError(
                f"The weights of {code} add up to {total:g}, not to 1.",
                where=table.where(line),
                why="The scheme's categories do not overlap.",
                remedy="Correct the weights, or say that the scheme is overlapping.",
            )
    if loaded.complete and tree:
        missing = loaded.coverage(tree).unplaced
        if missing:
            raise HanseError(
                f"{len(missing)} industries are in no category, the first is {missing[0]} "
                f"({tree.items[missing[0]].label}).",
                where=str(table.path),
                why="The scheme says that it is complete.",
            )
