"""How strong an organisation's region is in its categories, as the current edition says."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from hanse.collaboration.web.directory_codes import SCHEMES
from hanse.collaboration.web.models.profiles import CodeKind
from hanse.foundation.problems import HanseError
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.tables import Cell, Column, Row, Table
from hanse.observatory.questions.listed import of_region
from hanse.observatory.questions.lists import lists
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.cells import stars_cell
from hanse.observatory.web.reading import held_open, shelf

SCHEME: Final = SCHEMES[CodeKind.CATEGORY]
_MOST: Final = 8
_FIGURES: Final = (
    "employment_persons",
    "employment_persons_status",
    "location_quotient",
    "stars",
    "stars_reason",
)


@dataclass(frozen=True, slots=True)
class Strength:
    """region: name, with the address of its page; table: its categories; synthetic: made up."""

    region: str
    address: str
    year: int
    table: Table
    synthetic: bool


def current_reader() -> Reader | None:
    """The current edition; None where nothing is published."""
    try:
        return held_open(shelf().edition(""))
    except HanseError:
        return None


def strength(organisation: Organisation, categories: set[str]) -> Strength | None:
    """The strongest categories of the region, and those the profile names; None without figures.

    A region finer than those of the edition counts as the one it lies in.
    """
    reader = current_reader()
    if reader is None or not organisation.region:
        return None
    known = lists(reader)
    code = next(
        (
            organisation.region[:length]
            for length in range(len(organisation.region), 1, -1)
            if organisation.region[:length] in known.regions
        ),
        "",
    )
    if not code or SCHEME not in known.schemes:
        return None
    rows = of_region(reader, SCHEME, code, known.latest, _FIGURES).to_dicts()
    rows = [row for row in rows if (SCHEME, row["category"]) in known.categories]
    rows.sort(
        key=lambda row: (
            row["category"] not in categories,
            -(row.get("stars") or 0),
            -(row.get("location_quotient") or 0.0),
        )
    )
    traded = {
        c for (s, c), each in known.categories.items() if s == SCHEME and each.kind == "traded"
    }
    shown = [row for row in rows if row["category"] in categories or row["category"] in traded]
    shown = shown[: max(_MOST, len(categories))]
    if not shown:
        return None
    stars = len(reader.manifest["rating"]["criteria"])
    table_rows: list[Row] = [
        {
            "label": Cell(
                known.categories[SCHEME, row["category"]].label,
                reverse("cluster", args=[SCHEME, row["category"], code]),
            ),
            "own": Cell(_("yes") if row["category"] in categories else ""),
            "stars": stars_cell(row),
            "location_quotient": Cell(row.get("location_quotient")),
            "employment_persons": Cell(
                row.get("employment_persons"), status=row["employment_persons_status"]
            ),
        }
        for row in shown
    ]
    place = known.regions[code]
    table = Table(
        caption=_("Categories of %(region)s, %(year)d")
        % {"region": place.name, "year": known.latest},
        columns=[
            Column("label", _("Category")),
            Column("own", _("In the profile")),
            Column("stars", _("Stars"), "stars", of=stars),
            Column("location_quotient", _("Location quotient"), "decimal"),
            Column("employment_persons", _("Persons employed"), "count"),
        ],
        rows=table_rows,
    )
    return Strength(
        place.name,
        reverse("region", args=[code]),
        known.latest,
        table,
        bool(reader.manifest.get("synthetic")),
    )
