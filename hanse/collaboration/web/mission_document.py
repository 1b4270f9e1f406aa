"""The report of a mission, the list of its participants and their badges as PDF."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from hanse.collaboration.web.mission_pages import sector_names
from hanse.collaboration.web.mission_report import MissionReport
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.collaboration.web.typesetting import (
    rows_section,
    sections_pdf,
    text_section,
    typeset,
)
from hanse.foundation.web.figures import shaped


def report_pdf(report: MissionReport, on: date, *, whole: bool) -> bytes:
    """The report. whole: with the budget, for organisers."""
    mission = report.mission
    facts = [
        *_facts(mission),
        (_("Organisations that applied"), shaped(report.applied, "count")),
        (_("Organisations that took part"), shaped(report.taking_part, "count")),
        (_("People"), shaped(report.people, "count")),
        (_("Did not come"), shaped(report.absent, "count") if report.absent else ""),
        (_("Meetings held"), shaped(report.meetings.held, "count")),
        (
            _("Stars for meetings, of 5"),
            shaped(report.meetings.stars, decimals=1) if report.meetings.stars is not None else "",
        ),
        (
            _("Sum of the amounts told, in euro"),
            _euros(report.amount) if report.amount is not None else "",
        ),
    ]
    if whole:
        facts += [
            (_("Planned, in euro"), _euros(report.planned))
            if report.planned is not None
            else ("", ""),
            (_("Spent, in euro"), _euros(report.spent)) if report.spent is not None else ("", ""),
        ]
    sections = [
        text_section(_("What it is about"), mission.about),
        rows_section(_("Participants"), [_("Side"), _("Organisations")], _pairs(report.sides)),
        rows_section(_("Countries"), [_("Country"), _("Organisations")], _pairs(report.countries)),
        rows_section(
            _("Outcomes"),
            [_("Outcome"), _("Confirmed by both"), _("Stated by one")],
            [[each.label, str(each.confirmed), str(each.stated)] for each in report.outcomes],
        ),
        rows_section(
            _("Questions afterwards"),
            [_("Months after"), _("Asked"), _("Answered")],
            [[str(each.months), str(each.asked), str(each.answered)] for each in report.rounds],
        ),
    ]
    return sections_pdf(
        {
            "kicker": _("Mission report"),
            "title": mission.title,
            "lead": mission.theme,
            "facts": [[label, words] for label, words in facts if words],
            "sections": [each for each in sections if each["text"] or each["rows"]],
        },
        fictitious=mission.fictitious,
        on=on,
    )


def participants_pdf(mission: Mission, places: Iterable[MissionParticipant], on: date) -> bytes:
    """The list of participants to print: who comes, from where, what they offer and need."""
    listed = list(places)
    rows = [
        [
            each.organisation.name,
            each.organisation.country_name,
            str(each.get_side_display()),
            "\n".join(_delegate(one.name, one.function) for one in each.delegates.all()),
        ]
        for each in listed
    ]
    sections = [
        rows_section(
            _("Participants"), [_("Organisation"), _("Country"), _("Side"), _("People")], rows
        )
    ]
    for each in listed:
        texts = [
            (_("Sectors"), ", ".join(sector_names(each.sectors))),
            (_("Offers"), each.offers),
            (_("Needs"), each.needs),
            (_("Wants to meet"), each.wishes),
        ]
        told = [f"{label}: {words}" for label, words in texts if words]
        if told:
            sections.append(text_section(each.organisation.name, "\n\n".join(told)))
    return sections_pdf(
        {
            "kicker": _("Participants"),
            "title": mission.title,
            "lead": mission.theme,
            "facts": [[label, words] for label, words in _facts(mission) if words],
            "sections": sections,
        },
        fictitious=mission.fictitious,
        on=on,
    )


def badges_pdf(mission: Mission, places: Iterable[MissionParticipant], on: date) -> bytes:
    """A badge for each delegate, ten a page; one without a name for who named nobody."""
    badges = []
    for each in places:
        people = [(one.name, one.function) for one in each.delegates.all()] or [("", "")]
        badges += [
            {
                "name": name,
                "function": function,
                "organisation": each.organisation.name,
                "country": each.organisation.country_name,
                "side": str(each.get_side_display()),
            }
            for name, function in people
        ]
    return typeset(
        "badges.typ",
        {
            "title": mission.title,
            "when": _days(mission),
            "empty": _("Nobody has confirmed yet."),
            "badges": badges,
        },
        fictitious=mission.fictitious,
        on=on,
    )


def _facts(mission: Mission) -> list[tuple[str, str]]:
    place = ", ".join(filter(None, [mission.city, mission.host_country_name]))
    return [
        (_("Where"), place),
        (_("When"), _days(mission)),
        (_("Organiser"), mission.organiser.name),
        (_("State"), str(mission.get_state_display())),
    ]


def _days(mission: Mission) -> str:
    if mission.begins is None:
        return ""
    if mission.ends is None or mission.ends == mission.begins:
        return date_format(mission.begins)
    return f"{date_format(mission.begins)} \N{EN DASH} {date_format(mission.ends)}"


def _pairs(counts: list[tuple[str, int]]) -> list[list[str]]:
    return [[label, str(count)] for label, count in counts]


def _euros(amount: Decimal) -> str:
    return number_format(amount, decimal_pos=2, force_grouping=True)


def _delegate(name: str, function: str) -> str:
    return f"{name}, {function}" if function else name
