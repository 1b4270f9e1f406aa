"""What is known of an organisation that applies, and its rules of eligibility judged on it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hanse.excellence.criteria.scheme import LabelScheme
from hanse.excellence.criteria.scheme import Level as SchemeLevel
from hanse.excellence.label.eligibility import Case, Held, Judged, Way, judge, way_to
from hanse.excellence.label.procedure import Procedure
from hanse.excellence.web.answers_known import answers_for, latest_benchmarking
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.label_files import RuleMark
from hanse.excellence.web.models.labels import Application, Label
from hanse.foundation.web.models.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule as the data say, and as the secretariat found it; mark None before that."""

    judged: Judged
    mark: RuleMark | None

    @property
    def differs(self) -> bool:
        """Whether the secretariat found otherwise than the data say."""
        return self.mark is not None and self.judged.met not in {None, self.mark.met}


class Eligibility:
    """The rules for an application on a day."""

    def __init__(self, application: Application, on: date) -> None:
        self.application = application
        self.on = on

    @cached_property
    def way(self) -> Way:
        """Whether the labels held lead to this application."""
        application = self.application
        return way_for(
            application.organisation,
            application.rules,
            application.aim,
            application.procedure,
            self.on,
        )

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Every rule, judged."""
        application = self.application
        case = case_of(
            application.organisation,
            application.rules,
            improvements=application.improvements.exclude(text="").count(),
        )
        return judge(
            application.rules,
            application.aim,
            application.procedure,
            case,
            self.on,
            renewal=application.is_renewal,
        )

    @cached_property
    def checked(self) -> list[Checked]:
        """Every rule with what the secretariat found."""
        marks = {each.rule: each for each in self.application.rule_marks.all()}
        return [Checked(each, marks.get(each.code)) for each in self.judged]

    def facts(self) -> dict[str, object]:
        """What conditions ask. Rules whose data are missing count as statements missing."""
        marks = [each.mark for each in self.checked]
        fits = self.way.wanting is None and self.way.renews == self.application.renews_id
        return {
            "standing_fits": fits,
            "statements_missing": sum(each.met is None for each in self.judged),
            "rules_unchecked": sum(mark is None for mark in marks),
            "rules_unmet": sum(mark is not None and not mark.met for mark in marks),
        }


def case_of(organisation: Organisation, scheme: LabelScheme, *, improvements: int = 0) -> Case:
    """What the site knows of an organisation: its latest answers, and its interviews."""
    latest = latest_benchmarking(organisation)
    interviews = (
        Benchmarking.objects.confirmed()
        .of(organisation)
        .exclude(interviewed=None)
        .values_list("interviewed", flat=True)
    )
    return Case(
        answers=answers_for(latest, scheme.questionnaire) if latest else {},
        year=latest.reference_year if latest else 0,
        benchmarked=[day for day in interviews if day is not None],
        improvements=improvements,
    )


def way_for(
    organisation: Organisation,
    scheme: LabelScheme,
    level: SchemeLevel,
    procedure: Procedure,
    on: date,
) -> Way:
    """Whether the labels of an organisation lead to an application for `level` on a day."""
    held = [
        Held(each.pk, each.level, each.where, each.term)
        for each in Label.objects.held().of(organisation)
    ]
    return way_to(scheme, level, held, on, opens_months=procedure.limits.renewal_opens_months)
