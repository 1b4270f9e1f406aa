"""The profile and the strategy of a consortium as PDF."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hanse.collaboration.web.typesetting import rows_section, sections_pdf, text_section
from hanse.collaboration.web.views.consortia import Profile
from hanse.collaboration.web.views.strategies import StrategyPage
from hanse.foundation.web.figures import shaped


def profile_pdf(page: Profile, on: date) -> bytes:
    """The profile of a consortium, in the reader's language."""
    consortium = page.frame.consortium
    facts = [
        (_("State"), consortium.get_state_display()),
        (_("Begins"), date_format(consortium.begins) if consortium.begins else ""),
        (_("Ends"), date_format(consortium.ends) if consortium.ends else ""),
        (_("Countries"), ", ".join(page.countries)),
        *((label, ", ".join(names)) for label, names in page.codes),
        (_("Call"), page.call_title),
        (_("Source"), consortium.source),
    ]
    rows = [
        [
            each.organisation.name,
            each.organisation.country_name,
            " · ".join(filter(None, [str(each.get_role_display()), each.function])),
        ]
        for each in page.members
    ]
    sections = [
        text_section(_("Objectives"), consortium.objectives),
        rows_section(_("Members"), [_("Organisation"), _("Country"), _("Function")], rows),
        text_section(_("Previous initiatives"), consortium.previous),
        rows_section(
            _("Small and medium-sized firms reached"),
            [_("Year"), _("SMEs reached")],
            [[str(each.year), shaped(each.smes, "count")] for each in page.reach],
        ),
    ]
    return sections_pdf(
        {
            "kicker": _("Consortium"),
            "title": consortium.name,
            "lead": consortium.title,
            "facts": [[label, str(value)] for label, value in facts if value],
            "sections": [each for each in sections if each["text"] or each["rows"]],
        },
        fictitious=consortium.fictitious,
        on=on,
    )


def strategy_pdf(page: StrategyPage, on: date) -> bytes:
    """A version of the strategy, in the reader's language."""
    version, consortium = page.version, page.frame.consortium
    facts = [
        (_("Version"), str(version.number)),
        (_("State"), version.get_state_display()),
        (_("Approved by all"), date_format(version.approved) if version.approved else ""),
        (
            _("Approved by"),
            ", ".join(each.organisation.name for each in page.approvals if each.given),
        ),
    ]
    sections = [
        {"title": box.title, "text": box.text, "heads": box.heads, "rows": box.rows}
        for box in page.boxes
    ]
    return sections_pdf(
        {
            "kicker": _("Joint internationalisation strategy"),
            "title": consortium.name,
            "lead": consortium.title,
            "facts": [[label, str(value)] for label, value in facts if value],
            "sections": sections,
        },
        fictitious=consortium.fictitious,
        on=on,
    )
