"""Points: each expert's own, hidden until all are in; then all of them, settled together."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hanse.excellence.criteria.points import Result, result
from hanse.excellence.criteria.scheme import Criterion
from hanse.excellence.label.agreement import Agreement, agreement
from hanse.excellence.label.sight import Part
from hanse.excellence.web.actions import label_scores as actions
from hanse.excellence.web.autosave import kept, saves_itself
from hanse.excellence.web.forms.label_assessments import PointsForm
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_frame import frame, opened, turned_away
from hanse.excellence.web.models.label_assessments import Score, ScoreSheet, points_of
from hanse.excellence.web.models.label_files import EvidenceFile, SelfScore
from hanse.foundation.web.access import person_of


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A criterion to give points on, with what the organisation says of itself."""

    criterion: Criterion
    name: str
    claimed: SelfScore | None
    files: list[EvidenceFile]


@dataclass(frozen=True, slots=True)
class Column:
    """The points of one expert."""

    name: str
    points: dict[str, Score]


@dataclass(frozen=True, slots=True)
class PointsRow:
    """A criterion with the points of everybody. apart: whether experts differ."""

    criterion: Criterion
    name: str
    claimed: int | None
    named: list[tuple[str, Score | None]]
    settled: Score | None
    threshold: int
    apart: bool
    unexplained: bool

    @property
    def given(self) -> list[Score | None]:
        """The experts' points, in the order of the columns."""
        return [score for _name, score in self.named]

    @property
    def is_open(self) -> bool:
        """Whether it waits to be settled, or for a word on why."""
        return self.settled is None or self.unexplained

    @property
    def is_missed(self) -> bool:
        """Whether the settled points lie below the minimum."""
        return self.settled is not None and self.settled.points < self.threshold


@login_required
@require_http_methods(["GET", "POST"])
def label_scores(request: HttpRequest, number: int) -> HttpResponse:
    """One's own points as an expert."""
    file = opened(request, number)
    file.require(Part.OWN_POINTS)
    desk = file.desk
    sheet = desk.sheets.get(desk.number)
    may_change = "scores_save" in desk.offered() and not (sheet and sheet.handed_in)
    if request.method == "POST" and not may_change:
        return turned_away(request, desk, "scores_save")
    given = _given(sheet)
    form = PointsForm(desk.criteria, given, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.scores_save(
                by=person_of(request),
                application=file.application,
                points=form.points,
                on=desk.on,
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            if saves_itself(request):
                return kept(request, wanting=_waiting(form))
            messages.success(request, _("Your points are noted. Nobody else sees them yet."))
            return redirect("label_scores", number)
    if saves_itself(request):
        return kept(request, wanting=_("Not saved: look at what is marked after saving."))
    rows = [
        (own, points, words)
        for own, (_criterion, points, words) in zip(_own_rows(desk), form.rows(), strict=True)
    ]
    context = {
        "frame": frame(file, "label_scores"),
        "form": form,
        "rows": rows,
        "may_change": may_change,
        "sheet": sheet,
        "saves_itself": may_change,
        "done": len(given),
        "wanted": len(desk.criteria),
    }
    return render(request, "excellence/label_scores.html", context)


def _waiting(form: PointsForm) -> str:
    """What is written beside criteria that have no points yet is not kept: say so; "" if none."""
    waiting = sum(bool(words.value()) and not points.value() for _c, points, words in form.rows())
    return (
        ngettext(
            "The rest is saved; %(n)s text is not, until its points are given.",
            "The rest is saved; %(n)s texts are not, until their points are given.",
            waiting,
        )
        % {"n": waiting}
        if waiting
        else ""
    )


@login_required
@require_http_methods(["GET", "POST"])
def label_consensus(request: HttpRequest, number: int) -> HttpResponse:
    """Everybody's points side by side, how far they agree, and the settled ones."""
    file = opened(request, number)
    file.require(Part.ALL_POINTS)
    desk, application = file.desk, file.application
    may_change = "consensus_save" in desk.offered()
    if request.method == "POST" and not may_change:
        return turned_away(request, desk, "consensus_save")
    columns = _columns(desk)
    rows = _points_rows(desk, columns)
    form = None
    if may_change and desk.settled is not None:
        given = _given(desk.settled)
        form = PointsForm(desk.criteria, given, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            changed = {
                code: value for code, value in form.points.items() if given.get(code) != value
            }
            try:
                if changed:
                    actions.consensus_save(
                        by=person_of(request),
                        application=application,
                        points=changed,
                        on=desk.on,
                    )
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, _("The settled points are saved."))
                return redirect("label_consensus", number)
    outcome: Result | None = None
    if desk.settled is not None:
        outcome = result(application.rules, application.level, points_of(desk.settled))
    edit = list(zip(rows, form.rows(), strict=True)) if form else []
    context = {
        "frame": frame(file, "label_consensus"),
        "columns": columns,
        "rows": rows,
        "edit_open": [each for each in edit if each[0].is_open],
        "edit_settled": [each for each in edit if not each[0].is_open],
        "form": form,
        "agreement": _agreement(desk),
        "outcome": outcome,
        "level": application.aim,
        "versions": list(
            application.score_sheets.settled().filter(round=application.round, is_settled=True)
        ),
        "agreed": [
            str(each.person)
            for each in (desk.settled.agreements.select_related("person") if desk.settled else ())
        ],
    }
    return render(request, "excellence/label_consensus.html", context)


def _given(sheet: ScoreSheet | None) -> dict[str, tuple[int, str]]:
    if sheet is None:
        return {}
    return {each.criterion: (each.points, each.words) for each in sheet.scores.all()}


def _own_rows(desk: Desk) -> list[OwnRow]:
    language = get_language() or "en"
    return [
        OwnRow(
            each,
            each.name_in(language),
            desk.self_scores.get(each.code),
            [file for file in desk.evidence if each.code in file.criteria],
        )
        for each in desk.criteria
    ]


def _columns(desk: Desk) -> list[Column]:
    names = {each.person_id: str(each.person) for each in desk.everybody}
    return [
        Column(names.get(person, ""), {score.criterion: score for score in sheet.scores.all()})
        for person, sheet in desk.sheets.items()
        if sheet.handed_in is not None
    ]


def _points_rows(desk: Desk, columns: list[Column]) -> list[PointsRow]:
    language, application = get_language() or "en", desk.application
    settled: ScoreSheet | None = desk.settled
    kept = {each.criterion: each for each in settled.scores.all()} if settled else {}
    unexplained = set(desk.unexplained)
    rows = []
    for each in desk.criteria:
        given = [column.points.get(each.code) for column in columns]
        claimed = desk.self_scores.get(each.code)
        rows.append(
            PointsRow(
                criterion=each,
                name=each.name_in(language),
                claimed=claimed.points if claimed else None,
                named=[(c.name, c.points.get(each.code)) for c in columns],
                settled=kept.get(each.code),
                threshold=application.rules.threshold(application.level, each),
                apart=len({score.points for score in given if score is not None}) > 1,
                unexplained=each.code in unexplained,
            )
        )
    return rows


def _agreement(desk: Desk) -> Agreement | None:
    sheets = [points_of(each) for each in desk.sheets.values() if each.handed_in]
    if len(sheets) < 2:
        return None
    codes = [each.code for each in desk.criteria]
    table = [[points.get(code, float("nan")) for code in codes] for points in sheets]
    return agreement(table)
