"""Tables brought to the directory: read, judged, matched, and kept in the page until confirmed."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from hanse.collaboration.directory.duplicates import Duplicates, Known
from hanse.collaboration.directory.import_rows import Codes, Row, counted, organisation_rows
from hanse.collaboration.directory.tables import LARGEST_BYTES, MOST_ROWS, RawTable, read_table
from hanse.collaboration.web.directory_codes import country_code, industry_code
from hanse.excellence.web.label_words import said
from hanse.foundation.problems import HanseError
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _marked
from hanse.foundation.web.countries import why_not_region
from hanse.foundation.web.models.organisations import Organisation

CODES = Codes(country_code, industry_code, why_not_region)


@dataclass(frozen=True, slots=True)
class Line:
    """A row in words. match: an organisation it may be; asks: whether somebody is to decide."""

    line: int
    name: str
    state: str
    notes: Sequence[str]
    match: Organisation | None
    asks: bool
    new: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """All rows of a file with their counts, and those to be taken over."""

    lines: Sequence[Line]
    counts: dict[str, int]
    taken: Sequence[dict[str, Any]]

    @property
    def total(self) -> int:
        """Rows of the file."""
        return sum(self.counts.values())

    @property
    def may_be_taken(self) -> bool:
        """Whether any row is taken over, or would be if somebody said that it is another one."""
        return bool(self.taken) or any(each.asks for each in self.lines)


def table_of(file: "UploadedFile[Any]") -> RawTable:
    """The table somebody brought. Raises `ValidationError` for people where it cannot be read."""
    if (file.size or 0) > LARGEST_BYTES:
        raise ValidationError(_("The file is larger than 1 MB. Split it into several files."))
    try:
        return read_table(str(file.name), file.read())
    except HanseError as problem:
        raise ValidationError(_said(problem)) from problem


def packed(table: RawTable) -> str:
    """A table as the page keeps it between preview and confirmation."""
    return json.dumps([list(table.columns), [[line, list(cells)] for line, cells in table.rows]])


def unpacked(text: str) -> RawTable:
    """The table of `packed`; all of it is judged again. Raises `ValidationError`."""
    try:
        columns, rows = json.loads(text)
        table = RawTable(
            tuple(str(each) for each in columns),
            tuple((int(line), tuple(str(cell) for cell in cells)) for line, cells in rows),
        )
    except (ValueError, TypeError) as problem:
        raise ValidationError(
            _("The table did not come through. Choose the file again.")
        ) from problem
    if len(table.rows) > MOST_ROWS:
        raise ValidationError(_("The table has too many rows."))
    return table


def judged_organisations(table: RawTable, new: Collection[int]) -> Judged:
    """Rows of organisations, against each other and against those of the site.

    new: lines that somebody said are new although they are like one there is.
    """
    try:
        rows = organisation_rows(table, CODES)
    except HanseError as problem:
        raise ValidationError(_said(problem)) from problem
    known = {each.pk: each for each in Organisation.objects.filter(withdrawn__isnull=True)}
    laid_out = Duplicates(
        Known(
            each.pk, tuple(filter(None, (each.name, each.native_name))), each.country, each.website
        )
        for each in known.values()
    )
    lines, taken = [], []
    for row in rows:
        match, asks = None, False
        if not row.faults:
            names = filter(None, (row.values["name"], row.values["native_name"]))
            found = laid_out.find(list(names), row.values["country"], row.values["website"])
            match = known[found.key] if found else None
            asks = found is not None and not found.sure
            if match and not asks:
                row.faults.append(
                    Sentence(
                        _marked("It is in the directory already: {name}."), {"name": match.name}
                    )
                )
            elif match and row.line not in new:
                row.faults.append(
                    Sentence(_marked("It is like one there is: {name}."), {"name": match.name})
                )
        lines.append(_line(row, match, asks, row.line in new))
        if not row.faults:
            taken.append(row.values)
    return Judged(lines, dict(counted(rows)), taken)


def judged_lines(rows: Sequence[Row]) -> Judged:
    """Rows without a look at what there is."""
    return Judged(
        [_line(row, None, asks=False, new=False) for row in rows],
        dict(counted(rows)),
        [row.values for row in rows if not row.faults],
    )


def _line(row: Row, match: Organisation | None, asks: bool, new: bool) -> Line:
    notes = [said(each) for each in (*row.faults, *row.repairs)]
    return Line(row.line, row.values.get("name", ""), row.state, notes, match, asks, new)


def _said(problem: HanseError) -> str:
    return " ".join(filter(None, (problem.what, problem.where, problem.why, problem.remedy)))
