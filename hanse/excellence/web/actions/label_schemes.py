"""Adopting a version of the label scheme."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanse.excellence.criteria.scheme import scheme, scheme_versions
from hanse.excellence.web.label_permits import require_officer
from hanse.excellence.web.models.scheme_adoptions import SchemeAdoption
from hanse.excellence.web.scheme_trials import tried
from hanse.excellence.web.schemes import scheme_code, scheme_in_force
from hanse.excellence.web.turns import SCHEMES, wait_for_turn
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


@action
def scheme_adopt(*, by: User, version: str, begins: date, reason: str, on: date) -> SchemeAdoption:
    """Have a version of the site's scheme in force from a day on; officers record it.

    Applications begun before keep their version, and labels stay as they were earned. What it
    would mean for files scored under the version it follows is tried and kept with it. Raises
    `ValidationError` for a version there is not or that is in force then, a day that is past or
    taken, and without reasons.
    """
    require_officer(by)
    wait_for_turn(SCHEMES)
    code = scheme_code()
    if version not in scheme_versions(code):
        raise ValidationError(_("There is no such version."))
    if begins < on:
        raise ValidationError(_("Choose today or a day to come."))
    if not reason.strip():
        raise ValidationError(_("Say why: everybody may read it."))
    before = scheme_in_force(begins)
    assert before is not None  # the version asked for exists, so one is in force
    if before.version == version:
        raise ValidationError(_("This version is in force on that day."))
    if SchemeAdoption.objects.of(code).filter(begins=begins).exists():
        raise ValidationError(_("Another version was adopted from that day on."))
    made = SchemeAdoption.objects.create(
        scheme=code,
        version=version,
        begins=begins,
        reason=reason.strip(),
        effects=tried(before, scheme(code, version)).counts,
        by=by,
    )
    record(
        None,
        {"version": [before.version, version], "begins": begins.isoformat(), **made.counts},
    )
    return made
