"""Keeping what an organisation thinks of itself on the way to the next level."""

from collections.abc import Mapping

from django.utils import timezone

from hanse.excellence.criteria.points import check_scores
from hanse.excellence.criteria.scheme import LabelScheme
from hanse.excellence.web.models.benchmarking_answers import LevelEstimate
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.permits import require


@action
def level_estimate_keep(
    *,
    by: User,
    organisation: Organisation,
    scheme: LabelScheme,
    points: Mapping[str, int],
    efforts: Mapping[str, float | None],
) -> LevelEstimate:
    """Keep the estimates of an organisation for a scheme, instead of those kept before.

    points: criterion -> points. efforts: criterion -> factor on the scheme's efforts, None where
    no step is possible. Raises `HanseError` for points that the scheme does not have.
    """
    require(by, "level_estimate_keep", organisation)
    check_scores(scheme, points)
    kept, _is_new = LevelEstimate.objects.update_or_create(
        organisation=organisation,
        scheme=scheme.code,
        scheme_version=scheme.version,
        defaults={
            "points": dict(points),
            "efforts": dict(efforts),
            "by": by,
            "at": timezone.now(),
        },
    )
    record(kept, {"points": sorted(points), "efforts": sorted(efforts)})
    return kept
