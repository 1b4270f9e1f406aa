"""Tables of the journey: organisations, relations, groups and years."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hanse.collaboration.journey.network import Figures, GroupFigures, YearFigures
from hanse.collaboration.journey.relations import Pair
from hanse.collaboration.journey.words import GENERATION_WORDS
from hanse.collaboration.web.journey_reading import DASH, Party, Whole
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.figures import shaped
from hanse.foundation.web.tables import Cell, Column, Table, sorted_page


def organisations_table(
    known: Figures,
    parties: Mapping[int, Party],
    words: Mapping[str, str],
    downloads: Sequence[tuple[str, str]],
) -> Table:
    """One row an organisation: ties, reach, bridging and community."""
    columns = [
        Column("name", _("Organisation"), sortable=True),
        Column("country", _("Country"), sortable=True),
        Column("ties", _("Ties"), "count", sortable=True),
        Column("reach", _("Reach"), "percent", sortable=True),
        Column("bridging", _("Bridging"), "percent", sortable=True),
        Column("community", _("Community"), "count", sortable=True),
    ]
    rows = [
        {
            "name": Cell(
                parties[each.organisation].name,
                reverse("organisation_journey", args=[parties[each.organisation].slug]),
            ),
            "country": Cell(country(parties[each.organisation].country)),
            "ties": Cell(float(each.ties)),
            "reach": Cell(each.reach),
            "bridging": Cell(each.bridging),
            "community": Cell(
                None if each.community < 0 else float(each.community + 1),
                status="missing" if each.community < 0 else "observed",
            ),
        }
        for each in known.nodes
    ]
    return sorted_page(
        rows,
        words,
        columns,
        caption=_("Organisations of the network"),
        sort="-ties",
        downloads=downloads,
        empty=_("No organisation matches."),
    )


def relations_table(
    pairs: Sequence[Pair], of: Whole, words: Mapping[str, str], *, caption: str, about: int = 0
) -> Table:
    """One row a relation with its generation. about: whose relations; 0 names both."""
    columns = [
        Column("with", _("With") if about else _("Organisations"), sortable=True),
        Column("generation", _("Generation"), sortable=True),
        Column("since", _("Reached on")),
        Column("records", _("Records"), "count", sortable=True),
        Column("last", _("Last on record")),
        Column("strength", _("Strength"), "decimal", 2, sortable=True),
    ]
    rows = []
    for pair in pairs:
        relation, number = of.related[pair], of.generation(pair)
        named = [of.parties[key] for key in pair if key != about]
        top = of.steps[pair][-1] if of.steps[pair] else None
        rows.append(
            {
                "with": Cell(DASH.join(each.name for each in named), relation_address(pair, of)),
                "generation": Cell(f"{number}. {_(GENERATION_WORDS[number])}"),
                "since": _day(top.on if top else None),
                "records": Cell(float(len(relation.evidence))),
                "last": _day(relation.last),
                "strength": Cell(relation.strength),
            }
        )
    return sorted_page(
        rows,
        words,
        columns,
        caption=caption,
        sort="-strength",
        empty=_("Nothing is on record yet."),
    )


def groups_table(
    groups: Sequence[GroupFigures], labels: Mapping[str, str], caption: str, head: str, name: str
) -> Table:
    """One row a group: ties inside and across."""
    columns = [
        Column("group", head),
        Column("organisations", _("Organisations"), "count"),
        Column("inside", _("Ties inside"), "count"),
        Column("across", _("Ties across"), "count"),
        Column("density", _("Density inside"), "percent"),
    ]
    rows = [
        {
            "group": Cell(labels.get(each.group, each.group)),
            "organisations": Cell(float(each.organisations)),
            "inside": Cell(float(each.inside)),
            "across": Cell(float(each.across)),
            "density": Cell(
                each.density, status="observed" if each.density is not None else "missing"
            ),
        }
        for each in sorted(groups, key=lambda g: (-g.organisations, g.group))
    ]
    return Table(caption, columns, rows, total=len(rows), name=name)


def years_table(years: Sequence[YearFigures]) -> Table:
    """One row a year."""
    columns = [
        Column("year", _("End of")),
        Column("organisations", _("Organisations"), "count"),
        Column("ties", _("Ties"), "count"),
        Column("density", _("Density"), "percent"),
        Column("reach", _("Reach"), "percent"),
        Column("components", _("Parts"), "count"),
        Column("largest", _("In the largest part"), "percent"),
    ]
    rows = [
        {
            "year": Cell(shaped(each.year, "year")),
            "organisations": Cell(float(each.organisations)),
            "ties": Cell(float(each.ties)),
            "density": Cell(each.density),
            "reach": Cell(each.reach),
            "components": Cell(float(each.components)),
            "largest": Cell(each.largest),
        }
        for each in reversed(years)
    ]
    return Table(_("The network over the years"), columns, rows, total=len(rows), name="years")


def relation_address(pair: Pair, of: Whole) -> str:
    """The page of a relation."""
    one, other = (of.parties[key].slug for key in pair)
    return reverse("relation", args=[one, other])


def country(code: str) -> str:
    """The name of a country."""
    return country_names().get(code, code)


def _day(day: date | None) -> Cell:
    return Cell(date_format(day) if day else _("not known"))
