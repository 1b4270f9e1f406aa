"""Ratings of an organisation's services put together, year by year; never one firm's alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hanse.collaboration.directory.ratings import (
    HIGHEST,
    LEAST_RATERS,
    QUESTIONS,
    RatedTogether,
    rated_together,
)
from hanse.collaboration.web.models.directory_services import ServiceRating
from hanse.excellence.web.answer_offers import AnswerOffer
from hanse.foundation.web.figures import shaped
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.tables import Cell, Column, Table


@dataclass(frozen=True, slots=True)
class YearRated:
    """A year. together: None where too few firms rated; table: the means by question."""

    year: int
    together: RatedTogether | None
    table: Table | None


def years_rated(organisation: Organisation) -> Sequence[YearRated]:
    """The years with ratings of any service of `organisation`, the latest first."""
    found: dict[int, list[ServiceRating]] = {}
    for each in ServiceRating.objects.filter(service__organisation=organisation):
        found.setdefault(each.year, []).append(each)
    years = []
    for year in sorted(found, reverse=True):
        together = rated_together(each.fact for each in found[year])
        years.append(YearRated(year, together, _table(year, together) if together else None))
    return years


def rated_in(organisation: Organisation, year: int) -> RatedTogether | None:
    """What the ratings of a year say together; None with fewer than `LEAST_RATERS` firms."""
    ratings = ServiceRating.objects.filter(service__organisation=organisation, year=year)
    return rated_together((each.fact for each in ratings), LEAST_RATERS)


def satisfaction_offers(organisation: Organisation, year: int) -> Iterator[AnswerOffer]:
    """What the ratings of the reference year say of satisfaction, for the benchmarking.

    Nothing below `LEAST_RATERS` firms. year: the reference year of the benchmarking.
    """
    together = rated_in(organisation, year)
    if together:
        text = _(
            "Ratings of your services on this site, %(year)d: %(share)s of %(raters)d firms were "
            "satisfied or very satisfied."
        ) % {
            "year": year,
            "share": shaped(together.satisfied, "percent", decimals=0),
            "raters": together.raters,
        }
        yield AnswerOffer("members_satisfied", text)


def _table(year: int, together: RatedTogether) -> Table:
    return Table(
        caption=_("Answers of %(year)d, from 1 to %(highest)d")
        % {"year": year, "highest": HIGHEST},
        columns=[
            Column("question", _("Question")),
            Column("mean", _("Mean"), "decimal", decimals=1),
        ],
        rows=[
            {"question": Cell(_(words)), "mean": Cell(together.means[code])}
            for code, words in QUESTIONS.items()
        ],
    )
