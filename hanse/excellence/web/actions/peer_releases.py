"""Publishing a release of the comparison with peers."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from hanse.excellence.benchmark.indicators import comparison
from hanse.excellence.benchmark.releases import make_release
from hanse.excellence.criteria.questionnaire import newest_questionnaire
from hanse.excellence.web.benchmark_figures import protected_counts
from hanse.excellence.web.models.peer_releases import PeerRelease
from hanse.excellence.web.participants import participants
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


@action
def peer_release_publish(*, by: User, on: date) -> PeerRelease:
    """Decide what is shown from `on` of all confirmed answers, and keep it. Officers only.

    Raises `ValidationError` when nobody has been benchmarked, or a release of that day or a later
    one exists: releases follow each other, because each looks at what was shown before.
    """
    if not PeerRelease.objects.may_be_made_by(by):
        raise PermissionDenied(_("The programme's secretariat publishes releases."))
    last = PeerRelease.objects.select_for_update().order_by("-on").first()
    if last is not None and last.on >= on:
        raise ValidationError(
            _("The release of %(day)s is in force; the next one must be of a later day.")
            % {"day": last.on.isoformat()}
        )
    version = newest_questionnaire().version
    taking_part = participants(version, on)
    if not taking_part:
        raise ValidationError(_("No confirmed benchmarking can be compared yet."))
    before = last.release if last is not None and last.questionnaire == version else None
    rules = comparison(version)
    made = PeerRelease(on=on, questionnaire=version, made_by=by)
    made.counts = protected_counts(taking_part, rules)
    made.keep(make_release(taking_part, rules, before, on=on))
    made.save()
    record(made, {"participants": made.participants, "questionnaire": version})
    return made
