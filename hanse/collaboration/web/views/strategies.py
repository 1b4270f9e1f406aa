"""The joint strategy: written in sections, compared, put to approval and approved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.consortia.states import STEPS, Version, unmet
from hanse.collaboration.consortia.strategy import SECTIONS, complete, differences, read
from hanse.collaboration.web.actions.strategies import (
    SectionChangedError,
    strategy_approve,
    strategy_begin,
    strategy_section_save,
    strategy_send_back,
    strategy_submit,
    strategy_take_back,
)
from hanse.collaboration.web.consortium_pages import (
    Frame,
    frame,
    inner_consortium,
    visible_consortium,
)
from hanse.collaboration.web.consortium_permits import facts_of, offered
from hanse.collaboration.web.consortium_words import VERSION_TONES, said
from hanse.collaboration.web.forms.consortia import SendBackForm
from hanse.collaboration.web.models.consortia import Consortium, ConsortiumMember
from hanse.collaboration.web.models.strategies import StrategyVersion
from hanse.collaboration.web.strategy_words import (
    DifferenceLine,
    SectionBox,
    SectionForm,
    difference_lines,
    section_boxes,
    section_form,
)
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

_TAKEN: Final[dict[str, tuple[Callable[..., None], str]]] = {
    "submit": (strategy_submit, "strategy_submit"),
    "take_back": (strategy_take_back, "strategy_take_back"),
}


@dataclass(frozen=True, slots=True)
class Approval:
    """Whether a member has approved. own: whether the reader acts for it."""

    organisation: Organisation
    given: Any
    own: bool


@dataclass(frozen=True, slots=True)
class StrategyPage:
    """A version of the strategy.

    share: of sections that are complete. approvals: by member. waiting: what keeps it from being
    put to approval. changes: against the version before. versions: all that the reader may see.
    """

    frame: Frame
    version: StrategyVersion
    tone: str
    boxes: list[SectionBox]
    share: float
    approvals: list[Approval]
    steps: frozenset[str]
    waiting: list[str]
    changes: list[DifferenceLine]
    before: StrategyVersion | None
    versions: list[tuple[StrategyVersion, str]]
    send_back: SendBackForm | None

    @property
    def own_open(self) -> list[Approval]:
        """Members that the reader acts for and that have not approved."""
        return [each for each in self.approvals if each.own and not each.given]


@login_required
@require_GET
def consortium_strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest version; or how to begin one."""
    found = inner_consortium(person_of(request), slug)
    version = found.strategies.first()
    if version is not None:
        return render_version(request, found, version)
    head = frame(request.user, found, "consortium_strategy")
    context = {"frame": head, "may_begin": "strategy_begin" in offered(request.user, found)}
    return render(request, "collaboration/strategy_none.html", context)


@require_GET
def strategy_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, and how it differs from the one before."""
    found = visible_consortium(request.user, slug)
    version = get_object_or_404(found.strategies.visible_to(request.user), number=number)
    return render_version(request, found, version)


def render_version(
    request: HttpRequest,
    found: Consortium,
    version: StrategyVersion,
    send_back: SendBackForm | None = None,
) -> HttpResponse:
    """The page of a version."""
    page = version_page(request, found, version, send_back)
    return render(
        request, "collaboration/strategy_version.html", {"page": page, "frame": page.frame}
    )


def version_page(
    request: HttpRequest,
    found: Consortium,
    version: StrategyVersion,
    send_back: SendBackForm | None = None,
) -> StrategyPage:
    """What the page of a version says; to outsiders its text alone."""
    head = frame(request.user, found, "consortium_strategy")
    document = version.document
    inside = head.at.inside
    steps = offered(request.user, found, version) if inside else frozenset()
    before = found.strategies.filter(number__lt=version.number).first() if inside else None
    changes = difference_lines(differences(before.document, document)) if before else []
    ready = "strategy_submit" in steps
    versions = list(found.strategies.visible_to(request.user))
    return StrategyPage(
        head,
        version,
        VERSION_TONES[version.state],
        section_boxes(version, editable="strategy_section_save" in steps),
        complete(document),
        _approvals(head, version) if inside else [],
        steps,
        [said(each) for each in unmet("strategy_submit", facts_of(found, version))]
        if ready
        else [],
        changes,
        before,
        [(each, VERSION_TONES[each.state]) for each in versions],
        (send_back or SendBackForm()) if "strategy_send_back" in steps else None,
    )


@login_required
@require_POST
def strategy_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a version."""
    person = person_of(request)
    found = inner_consortium(person, slug)
    try:
        version = strategy_begin(by=person, consortium=found)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("consortium_strategy", found.slug)
    messages.success(request, _("Version %(number)d is begun.") % {"number": version.number})
    return redirect(version)


@login_required
@require_http_methods(["GET", "POST"])
def strategy_section(request: HttpRequest, slug: str, number: int, section: str) -> HttpResponse:
    """Write a section. When two write at once, the second sees both texts and nothing is lost."""
    person = person_of(request)
    found = inner_consortium(person, slug)
    version = get_object_or_404(found.strategies, number=number)
    if section not in SECTIONS:
        raise Http404
    if not StrategyVersion.objects.editable_by(person).filter(pk=version.pk).exists():
        raise PermissionDenied(_("This version is not written any more; begin a new one."))
    rule = SECTIONS[section]
    row = get_object_or_404(version.sections.select_related("changed_by"), code=section)
    form = section_form(rule, row.content, seen=row.revision)
    if request.method == "POST":
        form, seen = SectionForm.sent(rule, request.POST)
        content, faults = read(rule, form.entered)
        if faults:
            form = form.with_faults(faults)
        elif "more" in request.POST:
            form = section_form(rule, content, seen=seen)
        else:
            try:
                strategy_section_save(
                    by=person, version=version, code=section, content=content, seen=seen
                )
            except SectionChangedError as clash:
                form = form.with_rival(clash.section, rule)
            except ValidationError as problem:
                messages.error(request, " ".join(problem.messages))
            else:
                messages.success(request, _("The section is saved."))
                return redirect(version)
    head = frame(person, found, "consortium_strategy")
    context = {
        "form": form,
        "section": rule,
        "title": _(rule.title),
        "help": _(rule.help),
        "version": version,
        "frame": head,
    }
    return render(request, "collaboration/strategy_section.html", context)


@login_required
@require_POST
def strategy_take(request: HttpRequest, slug: str, number: int, step: str) -> HttpResponse:
    """Put a version to approval, take it back, approve it, or ask for changes."""
    person = person_of(request)
    found = inner_consortium(person, slug)
    version = get_object_or_404(found.strategies, number=number)
    try:
        if step in _TAKEN:
            _TAKEN[step][0](by=person, version=version)
        elif step == "approve":
            strategy_approve(
                by=person, version=version, organisation=_acting(request, person, found)
            )
        elif step == "send_back":
            form = SendBackForm(request.POST)
            if not form.is_valid():
                return render_version(request, found, version, form)
            strategy_send_back(
                by=person,
                version=version,
                organisation=_acting(request, person, found),
                remark=form.cleaned_data["remark"],
            )
        else:
            raise Http404
    except ValidationError as problem:
        for each in problem.messages:
            messages.error(request, each)
    else:
        messages.success(request, _done(step, StrategyVersion.objects.get(pk=version.pk)))
    return redirect(version)


def _acting(request: HttpRequest, person: User, found: Consortium) -> Organisation:
    """The member that the reader acts for, named by the form where there are several."""
    mine: list[ConsortiumMember] = [
        each for each in frame(person, found, "").at.members if each.place == "accepted"
    ]
    named = request.POST.get("organisation", "")
    for each in mine:
        if str(each.organisation_id) == named:
            return each.organisation
    if not mine:
        raise PermissionDenied(_("You do not act for this organisation."))
    return mine[0].organisation


def _approvals(head: Frame, version: StrategyVersion) -> list[Approval]:
    if version.state == Version.DRAFT:
        return []
    given = {each.organisation_id: each.given for each in version.approvals.all()}
    mine = {each.organisation_id for each in head.at.members}
    members = head.consortium.members.belonging().select_related("organisation").order_by("pk")
    return [
        Approval(each.organisation, given.get(each.organisation_id), each.organisation_id in mine)
        for each in members
    ]


def _done(step: str, version: StrategyVersion) -> str:
    if step == "submit":
        return _("All members are asked to approve it.")
    if step == "approve" and version.state == Version.APPROVED:
        return _("Every member has approved: the strategy is in force.")
    if step == "approve":
        return _("Your approval is noted.")
    assert step in {"take_back", "send_back"}, STEPS
    return _("It is a draft again.")
