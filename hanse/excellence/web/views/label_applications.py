"""Applying for a label: the way in, eligibility shown live, and the secretariat's checks."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hanse.excellence.criteria.scheme import Level as SchemeLevel
from hanse.excellence.label.actors import Actor
from hanse.excellence.label.eligibility import judge
from hanse.excellence.label.procedure import procedure
from hanse.excellence.label.sight import Part
from hanse.excellence.web.actions import label_applications as actions
from hanse.excellence.web.forms.label_applications import ApplicationForm, MarksForm, SupportForm
from hanse.excellence.web.label_case import Checked, case_of, way_for
from hanse.excellence.web.label_frame import Frame, frame, opened, turned_away
from hanse.excellence.web.label_words import rule_in_words, said
from hanse.excellence.web.models.label_ties import Support
from hanse.excellence.web.models.labels import Application
from hanse.excellence.web.schemes import label_scheme
from hanse.foundation.web.access import person_of
from hanse.foundation.web.attempts import attempt
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.numbers import number_sent
from hanse.foundation.web.views.organisations import visible_organisation

_TONES: Final = {True: "good", False: "bad", None: "warn"}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in words, how it stands, and what is missing. ours: set by Hanse.

    found: as the secretariat found it, None before its check.
    """

    text: str
    word: str
    tone: str
    wanting: str
    ours: bool
    found: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LevelDoor:
    """A level one may apply for. why_not: why it is not open now, "" where it is."""

    level: SchemeLevel
    is_renewal: bool
    why_not: str
    rules: list[RuleLine]
    wanting: int


@dataclass(frozen=True, slots=True)
class Apply:
    """The page where an application begins."""

    organisation: Organisation
    doors: list[LevelDoor]
    under_way: Application | None
    supports: list[Support]
    support_form: SupportForm


@dataclass(frozen=True, slots=True)
class EligibilityPage:
    """The eligibility of one file."""

    rules: list[RuleLine]
    form: ApplicationForm | None
    marks: MarksForm | None
    improvements: list[str]
    why_not: str

    @property
    def mark_rows(self) -> list[tuple[RuleLine, BoundField, BoundField]]:
        """Each rule with the two fields of its check."""
        if self.marks is None:
            return []
        return [
            (line, met, note)
            for line, (met, note) in zip(self.rules, self.marks.pairs(), strict=True)
        ]


@login_required
@require_http_methods(["GET", "POST"])
def label_apply(request: HttpRequest, slug: str) -> HttpResponse:
    """The levels an organisation can apply for, with what is missing for each; begin with one."""
    organisation = _own_organisation(request, slug)
    today = timezone.localdate()
    scheme = label_scheme(today)
    if request.method == "POST":
        level = request.POST.get("level", "")
        if level not in {each.code for each in scheme.levels}:
            messages.error(request, _("Choose a level."))
            return redirect("label_apply", slug)
        try:
            application = actions.application_start(
                by=person_of(request),
                organisation=organisation,
                scheme=scheme,
                level=level,
                on=today,
            )
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
            return redirect("label_apply", slug)
        messages.success(request, _("Your application is begun. Nobody else sees it yet."))
        return redirect("label_eligibility", application.pk)
    rules = procedure(scheme.code, scheme.version)
    case = case_of(organisation, scheme)
    doors = []
    for aim in scheme.levels:
        way = way_for(organisation, scheme, aim, rules, today)
        judged = judge(scheme, aim, rules, case, today, renewal=way.renews is not None)
        doors.append(
            LevelDoor(
                level=aim,
                is_renewal=way.renews is not None,
                why_not=said(way.wanting) if way.wanting else "",
                rules=[rule_line(Checked(each, None)) for each in judged],
                wanting=sum(each.met is not True for each in judged),
            )
        )
    page = Apply(
        organisation,
        doors,
        Application.objects.open().of(organisation).first(),
        list(organisation.supports.filter(ended__isnull=True).select_related("supporter")),
        SupportForm(organisation),
    )
    return render(request, "excellence/label_apply.html", {"page": page})


@login_required
@require_POST
def support_change(request: HttpRequest, slug: str) -> HttpResponse:
    """State a support, or end one."""
    organisation = _own_organisation(request, slug)
    if "end" in request.POST:
        support = get_object_or_404(
            organisation.supports.filter(ended__isnull=True),
            pk=number_sent(request.POST["end"]),
        )
        attempt(
            request,
            _("The support is ended."),
            actions.support_end,
            support=support,
            on=timezone.localdate(),
        )
        return redirect("label_apply", slug)
    form = SupportForm(organisation, request.POST)
    if form.is_valid():
        attempt(
            request,
            _("Experts who work for it will not be proposed."),
            actions.support_state,
            organisation=organisation,
            **form.cleaned_data,
        )
    else:
        messages.error(request, _("Choose an organisation and what it does."))
    return redirect("label_apply", slug)


@login_required
@require_http_methods(["GET", "POST"])
def label_eligibility(request: HttpRequest, number: int) -> HttpResponse:
    """The rules and what is missing; the manager's statements, the secretariat's checks."""
    file = opened(request, number)
    file.require(Part.ELIGIBILITY)
    desk, application = file.desk, file.application
    offered = desk.offered()
    posted = request.POST if request.method == "POST" else None
    form = marks = None
    described = list(application.improvements.all())
    if "application_change" in offered:
        form = ApplicationForm(
            posted,
            improvements=0 if application.is_renewal else application.aim.improvements,
            described=described,
            initial={"language": application.language or "en"},
        )
    if "eligibility_mark" in offered:
        marks = MarksForm(desk.eligibility.checked, posted)
    if posted is not None:
        if form is None and marks is None:
            office = Actor.SECRETARIAT in desk.actors
            return turned_away(
                request, desk, "eligibility_mark" if office else "application_change"
            )
        try:
            if form is not None and form.is_valid():
                actions.application_change(
                    by=person_of(request),
                    application=application,
                    language=form.cleaned_data["language"],
                    improvements=form.improvements,
                    on=desk.on,
                )
                messages.success(request, _("Your changes are saved."))
                return redirect("label_eligibility", number)
            if marks is not None and marks.is_valid():
                actions.eligibility_mark(
                    by=person_of(request),
                    application=application,
                    marks=marks.marks,
                    on=desk.on,
                )
                messages.success(request, _("The checks are saved."))
                return redirect(application)
        except ValidationError as problem:
            (marks or form).add_error(None, problem)  # type: ignore[union-attr]
    way = desk.eligibility.way
    page = EligibilityPage(
        rules=[rule_line(each) for each in desk.eligibility.checked],
        form=form,
        marks=marks,
        improvements=[each.text for each in described],
        why_not=said(way.wanting) if way.wanting and form else "",
    )
    context: dict[str, Frame | EligibilityPage] = {
        "frame": frame(file, "label_eligibility"),
        "page": page,
    }
    return render(request, "excellence/label_eligibility.html", context)


def rule_line(checked: Checked) -> RuleLine:
    """A rule as pages show it."""
    judged, mark = checked.judged, checked.mark
    words = {True: _("met"), False: _("not met"), None: _("not known")}
    return RuleLine(
        text=rule_in_words(judged),
        word=words[judged.met],
        tone=_TONES[judged.met],
        wanting=said(judged.wanting) if judged.wanting else "",
        ours=judged.basis == "hanse",
        found=mark.met if mark else None,
        note=mark.note if mark else "",
    )


def _own_organisation(request: HttpRequest, slug: str) -> Organisation:
    """An organisation the reader is an editor of. Raises `Http404` or `PermissionDenied`."""
    organisation = visible_organisation(request, slug)
    if not organisation.memberships.editors().filter(person=person_of(request)).exists():
        raise PermissionDenied(_("This page is for the editors of the organisation."))
    return organisation
