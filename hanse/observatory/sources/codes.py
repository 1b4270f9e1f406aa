"""The codes of a file checked one by one: accepted, repaired with a note, or refused."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from hanse.foundation.beyond_nuts import why_no_region
from hanse.foundation.geography import (
    best_vintage,
    explain_code,
    is_extra_regio,
    regions,
    vintages_of,
)
from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import classification, classification_from_csv
from hanse.observatory.sources.figures import BLANKS, WITHHELD, Problems, flag_bits
from hanse.observatory.sources.reading import Layout

MAX_CODES: Final = 1_000_000
"""More different region, industry or year texts than this are refused: not a table of cells."""

_YEAR: Final = re.compile(r"(1[89]|20|21)\d\d", re.ASCII)
_YEAR_FLOAT: Final = re.compile(r"((1[89]|20|21)\d\d)\.0+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a code text means: `code` when accepted; `kind` and `reason` when refused.

    `repair` says what was mended, "" when the text was right as it stood. `apart` says why a
    known code is none of the kind the column holds; `wanted` is False when the layout does not
    ask for a code that is. Figures with such codes are left out.
    """

    code: str = ""
    kind: str = ""
    reason: str = ""
    repair: str = ""
    apart: str = ""
    wanted: bool = True


CodeCheck = Callable[[str], Verdict]


def _no_vintages(_: Collection[str]) -> Mapping[int, int]:
    return {}


@dataclass(frozen=True, slots=True)
class CodeChecks:
    """The checks one file needs; the seam between readers and reference lists.

    known_in: for the region codes met, NUTS vintage -> how many of them it explains; empty
    when no vintage is selected.
    """

    region: CodeCheck
    industry: CodeCheck
    known_in: Callable[[Collection[str]], Mapping[int, int]] = _no_vintages


@dataclass(slots=True)
class CodeBook:
    """Texts of one column met so far, each with its verdict, numbered in order of appearance."""

    check: CodeCheck
    column: str
    texts: list[str] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def numbers(self, texts: pl.Series) -> pl.Series:
        """The entry number of each text (UInt32)."""
        unique = texts.unique().to_list()
        for text in unique:
            self.number(text)
        if len(unique) == 1:
            return pl.repeat(self._numbers[unique[0]], len(texts), dtype=pl.UInt32, eager=True)
        known = {text: self._numbers[text] for text in unique}
        return texts.replace_strict(
            list(known), pl.Series(list(known.values()), dtype=pl.UInt32), return_dtype=pl.UInt32
        )

    def number(self, text: str) -> int:
        """The entry number of `text`, judged when it is new."""
        if text not in self._numbers:
            self._numbers[text] = len(self.texts)
            self.texts.append(text)
            self.verdicts.append(self.check(text))
            if len(self.texts) > MAX_CODES:
                raise HanseError(
                    f"Column {self.column} holds more than {MAX_CODES:,} different texts.",
                    why="Regions, industries and years are far fewer.",
                    remedy="Check which column the layout names.",
                )
        return self._numbers[text]

    def problem_numbers(self, problems: Problems) -> pl.Series:
        """The problem number of each entry, 0 when accepted."""
        return pl.Series(
            [problems.number(verdict.kind, verdict.reason) for verdict in self.verdicts],
            dtype=pl.UInt32,
        )

    def codes(self) -> pl.Series:
        """The code of each entry; "" when refused."""
        return pl.Series([verdict.code for verdict in self.verdicts], dtype=pl.String)


def own_code(what: str) -> CodeCheck:
    """A check that accepts any text that is not blank: the user's own codes."""

    def check(text: str) -> Verdict:
        code = text.strip(BLANKS)
        if not code:
            return Verdict(kind=f"no {what} code", reason=f"the {what} code is empty")
        return Verdict(code, repair="" if code == text else "spaces taken off")

    return check


def year_check(text: str) -> Verdict:
    """A year as four digits; only annual figures are read."""
    year = text.strip(BLANKS)
    if _YEAR.fullmatch(year):
        return Verdict(year)
    if match := _YEAR_FLOAT.fullmatch(year):
        return Verdict(match[1], repair=f"year {year} read as {match[1]}")
    if not year:
        return Verdict(kind="no year", reason="the year is empty")
    return Verdict(kind="not a year", reason="not a year: only annual figures are read")


def flag_check(text: str) -> Verdict:
    """Flag letters of a column of their own; the code of the verdict is their bits."""
    try:
        return Verdict(str(flag_bits(text.strip(BLANKS))))
    except ValueError as error:
        return Verdict(kind="unknown flag", reason=str(error))


def confidentiality_check(text: str) -> Verdict:
    """SDMX confidentiality status, one letter: F is free to publish, any other is confidential."""
    mark = text.strip(BLANKS).upper()
    if mark in {"", "F"}:
        return Verdict("0")
    if re.fullmatch("[A-Z]", mark):
        return Verdict(str(WITHHELD))
    return Verdict(kind="unknown confidentiality status", reason=f"unknown status {mark}")


def checks_for(layout: Layout) -> CodeChecks:
    """The checks `layout` asks for; `HanseError` for an unknown vintage or classification."""
    industry = own_code("industry")
    if layout.classification:
        industry = industry_check(layout.classification)
    if layout.nuts is None:
        return CodeChecks(own_code("region"), industry)
    return CodeChecks(region_check(layout.nuts, layout.levels), industry, _known_in)


def region_check(vintage: int, levels: Collection[int] = ()) -> CodeCheck:
    """Codes of one NUTS vintage and of extra-regio; spelling is repaired, with a note.

    Repaired: blanks, lower case, and a country written as ISO has it (GR for EL, GB for UK).
    Set apart: aggregates, mostly of countries, and countries without regions in this vintage.
    levels: the NUTS levels wanted, () for all.
    """
    known = regions(vintage)

    def wanted(code: str) -> bool:
        return not levels or (code in known and known[code].level in levels)

    def check(text: str) -> Verdict:
        tidy = re.sub(r"\s", "", text).upper()
        country = {"GR": "EL", "EL": "GR", "GB": "UK"}.get(tidy[:2], tidy[:2])
        for code in (text, tidy, country + tidy[2:]):
            if code in known or is_extra_regio(code):
                repair = "" if code == text else f"region {text!r} is {code}"
                return Verdict(code, repair=repair, wanted=wanted(code))
        if not tidy:
            return Verdict(kind="no region code", reason="the region code is empty")
        for code in (tidy, country + tidy[2:]):
            if apart := why_no_region(code, vintage):
                return Verdict(code, apart=apart)
        kind = "region code of another vintage" if vintages_of(tidy) else "unknown region code"
        return Verdict(kind=kind, reason=explain_code(tidy, vintage))

    return check


def industry_check(name: str) -> CodeCheck:
    """Codes and aggregates of a classification; other spellings are repaired, with a note.

    `name` is a classification that comes with Hanse, or the path of the user's own CSV.
    """
    own = name.lower().endswith(".csv")
    known = classification_from_csv(Path(name)) if own else classification(name)

    def check(text: str) -> Verdict:
        if not text.strip(BLANKS):
            return Verdict(kind="no industry code", reason="the industry code is empty")
        reason = known.explain_code(text)
        if not reason:
            return Verdict(text)
        try:
            code = known.canonical(text)
        except HanseError:
            return Verdict(kind="unknown industry code", reason=reason)
        return Verdict(code, repair=f"industry {text!r} is {code}")

    return check


def _known_in(codes: Collection[str]) -> Mapping[int, int]:
    return best_vintage(code for code in codes if not is_extra_regio(code)).known


def check_vintage(path: Path, checks: CodeChecks, layout: Layout, book: CodeBook) -> None:
    """Raise `HanseError` when another NUTS vintage than `layout.nuts` fits the file clearly better.

    Clearly: it explains at least half of all codes more; or at least three more, and either
    every code that any vintage explains or 5 % of all codes more. Single codes of another
    vintage are a matter of rejections.
    """
    codes = {
        verdict.code or re.sub(r"\s", "", text).upper()
        for text, verdict in zip(book.texts, book.verdicts, strict=True)
        if (verdict.code and not verdict.apart) or verdict.kind == "region code of another vintage"
    }
    known = checks.known_in(codes)
    if layout.nuts is None or not known:
        return
    chosen = known.get(layout.nuts, 0)
    best = max(known, key=lambda vintage: (known[vintage], vintage))
    gain = known[best] - chosen
    total = len(codes)
    if gain >= 1 and (
        2 * gain >= total or (gain >= 3 and (known[best] == total or 20 * gain >= total))
    ):
        raise HanseError(
            f"The region codes are of NUTS {best}, not {layout.nuts}.",
            where=str(path),
            why=f"Of {total} region codes NUTS {best} has {known[best]}, "
            f"NUTS {layout.nuts} has {chosen}.",
            remedy=f"Set the vintage of this source to {best}; "
            "figures can be converted to another vintage afterwards.",
        )
