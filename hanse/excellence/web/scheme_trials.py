"""A version of the label scheme tried on the files of the site, before anybody adopts it."""

from dataclasses import dataclass

from django.db.models import Prefetch

from hanse.excellence.criteria.scheme import LabelScheme
from hanse.excellence.label.simulation import Scored, Simulation, simulate
from hanse.excellence.web.models.label_assessments import ScoreSheet, points_of
from hanse.excellence.web.models.labels import Application, Label


@dataclass(frozen=True, slots=True)
class Trial:
    """What a new version would mean for files scored under another. applications: by number."""

    simulation: Simulation
    applications: dict[int, Application]
    files: int

    @property
    def counts(self) -> dict[str, int]:
        """How many files there are, and of each kind of effect."""
        return {"files": self.files, **{str(k): n for k, n in self.simulation.counts.items()}}


def tried(old: LabelScheme, new: LabelScheme) -> Trial:
    """Try `new` on all files scored under `old`; a fixed number of queries."""
    scored, applications = _scored(old)
    return Trial(simulate(old, new, scored), applications, len(scored))


def _scored(old: LabelScheme) -> tuple[list[Scored], dict[int, Application]]:
    """Files with settled points under a version, the latest points of each."""
    settled = ScoreSheet.objects.settled().filter(is_settled=True).prefetch_related("scores")
    applications = {
        each.pk: each
        for each in Application.objects.filter(scheme=old.code, scheme_version=old.version)
        .filter(score_sheets__is_settled=True)
        .distinct()
        .select_related("organisation")
        .prefetch_related(Prefetch("score_sheets", settled, to_attr="settled_sheets"))
    }
    holding = {each.organisation_id: each.level for each in Label.objects.held()}
    scored = [
        Scored(
            file=each.pk,
            level=each.level,
            holds=holding.get(each.organisation_id, ""),
            scores=points_of(
                max(each.settled_sheets, key=lambda s: (s.round, s.version))  # type: ignore[attr-defined]
            ),
        )
        for each in applications.values()
    ]
    return scored, applications
