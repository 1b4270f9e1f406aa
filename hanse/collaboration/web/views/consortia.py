"""The list of consortia, the profile of each, and what its coordinator says and decides."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.consortia.calls import call_of
from hanse.collaboration.consortia.states import Place, Version
from hanse.collaboration.web.actions import consortia as acting
from hanse.collaboration.web.actions.consortia import (
    consortium_change,
    consortium_create,
    consortium_step,
)
from hanse.collaboration.web.attempts import tried
from hanse.collaboration.web.consortium_pages import (
    CallCheck,
    Frame,
    call_check,
    frame,
    inner_consortium,
    visible_consortium,
)
from hanse.collaboration.web.consortium_permits import offered
from hanse.collaboration.web.consortium_words import STEP_WORDS
from hanse.collaboration.web.forms.consortia import (
    CODE_LABELS,
    ConsortiumFilterForm,
    ConsortiumForm,
    CoordinatorForm,
    call_choices,
    code_names,
)
from hanse.collaboration.web.models.consortia import (
    FORMED,
    Consortium,
    ConsortiumCode,
    ConsortiumCodeKind,
    ConsortiumMember,
    ConsortiumReach,
    edited_by,
)
from hanse.foundation.web.access import person_of
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind

_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """The page of all consortia. own: those of the reader. may_create: whether they act for one."""

    form: ConsortiumFilterForm
    page: Page[Consortium]
    own: list[Consortium]
    invited: list[Consortium]
    may_create: bool
    filtered: bool
    words: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The page of one consortium: only what is public, but for its members.

    countries: names. codes: label and names by kind. reach: firms by year. invitations: the
    reader's organisations that are asked. steps: code and words of those the reader may take.
    journey: where its generation is shown, once everybody may know that it was formed; "" before.
    """

    frame: Frame
    members: list[ConsortiumMember]
    countries: list[str]
    codes: list[tuple[str, list[str]]]
    reach: list[ConsortiumReach]
    call_title: str
    strategy_address: str
    invitations: list[ConsortiumMember]
    steps: list[tuple[str, str]]
    may_change: bool
    may_publish: bool
    journey: str


@require_GET
def consortia(request: HttpRequest) -> HttpResponse:
    """Consortia that are public, and those of one's own organisations."""
    seen = Consortium.objects.visible_to(request.user)
    there = ConsortiumMember.objects.belonging().filter(consortium__in=seen)
    codes = ConsortiumCode.objects.filter(consortium__in=seen).order_by()
    form = ConsortiumFilterForm(
        there.order_by().values_list("organisation__country", flat=True).distinct(),
        codes.filter(kind=ConsortiumCodeKind.SECTOR).values_list("code", flat=True).distinct(),
        codes.filter(kind=ConsortiumCodeKind.TARGET).values_list("code", flat=True).distinct(),
        request.GET,
    )
    wanted = form.cleaned_data if form.is_valid() else {}
    found = seen
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    if wanted.get("country"):
        found = found.filter(
            pk__in=there.filter(organisation__country=wanted["country"]).values("consortium")
        )
    for name, kind in (("sector", "sector"), ("target", "target")):
        if wanted.get(name):
            found = found.filter(
                pk__in=codes.filter(kind=kind, code=wanted[name]).values("consortium")
            )
    found = found.prefetch_related(_members()).annotate(
        member_count=Count("members", filter=Q(members__place=Place.ACCEPTED))
    )
    found = found.order_by("name", "pk")
    mine = edited_by(request.user)
    own = Consortium.objects.filter(
        members__in=ConsortiumMember.objects.belonging().filter(organisation__in=mine)
    ).distinct()
    asked = Consortium.objects.filter(
        members__in=ConsortiumMember.objects.filter(place=Place.INVITED, organisation__in=mine)
    ).distinct()
    signed_in = request.user.is_authenticated
    words = request.GET.copy()
    words.pop("page", None)
    listing = Listing(
        form,
        Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
        list(own) if signed_in else [],
        list(asked) if signed_in else [],
        signed_in and mine.exists(),
        any(wanted.values()),
        words.urlencode(),
    )
    return render(request, "collaboration/consortia.html", {"listing": listing})


@require_GET
def consortium(request: HttpRequest, slug: str) -> HttpResponse:
    """One consortium: what is public, and what its members may do."""
    found = visible_consortium(request.user, slug)
    page = profile_of(request, found)
    return render(request, "collaboration/consortium.html", {"page": page, "frame": page.frame})


def profile_of(request: HttpRequest, found: Consortium) -> Profile:
    """The page of one consortium, for its page and its document."""
    head = frame(request.user, found, "consortium")
    members = list(
        found.members.belonging()
        .select_related("organisation", "organisation__on_record", "organisation__profile")
        .order_by("pk")
    )
    steps = offered(request.user, found) if head.at.parts and not found.source else frozenset()
    approved = found.strategies.visible_to(request.user).filter(state=Version.APPROVED).first()
    names = country_names()
    places = {each.organisation.country for each in members} | set(found.countries)
    call = call_of(found.call) if found.call else None
    return Profile(
        frame=head,
        members=members,
        countries=sorted(names.get(code, code) for code in places),
        codes=_codes(found),
        reach=list(found.reach.all()),
        call_title=call.title if call else found.call,
        strategy_address=approved.get_absolute_url() if approved else "",
        invitations=[each for each in head.at.members if each.place == Place.INVITED],
        steps=[(code, str(words)) for code, words in STEP_WORDS.items() if code in steps],
        may_change="consortium_change" in steps,
        may_publish="consortium_publish" in steps,
        journey=f"{reverse('journey')}#consortia"
        if found.published and found.state in FORMED
        else "",
    )


@login_required
@require_http_methods(["GET", "POST"])
def consortium_new(request: HttpRequest) -> HttpResponse:
    """Begin a consortium."""
    person = person_of(request)
    own = list(edited_by(person).order_by("name", "pk"))
    if not own:
        raise PermissionDenied(_("Consortia are begun by people who edit an organisation."))
    leader = CoordinatorForm(own, request.POST or None)
    form = ConsortiumForm(request.POST or None)
    if request.method == "POST" and leader.is_valid() and form.is_valid():
        try:
            made = consortium_create(
                by=person,
                coordinator=leader.cleaned_data["coordinator"],
                details=form.details(),
                codes=form.codes(),
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The consortium is begun. Now invite members."))
            return redirect("consortium_members", made.slug)
    context = {"form": form, "leader": leader, "consortium": None}
    return render(request, "collaboration/consortium_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def consortium_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is said of a consortium; two who do so at once are told of each other."""
    person = person_of(request)
    found = inner_consortium(person, slug)
    if "consortium_change" not in offered(person, found):
        raise PermissionDenied(_("The coordinator changes the profile."))
    form = ConsortiumForm(request.POST or None, instance=found)
    seen = _number(request.POST.get("seen", ""), found.revision)
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            consortium_change(
                by=person, consortium=found, details=form.details(), codes=form.codes(), seen=seen
            )
        except ValidationError as problem:
            form.add_error(None, problem)
            now = Consortium.objects.get(pk=found.pk)
            if now.revision != seen:
                seen, theirs = now.revision, _rivals(now, form)
        else:
            messages.success(request, _("The profile is saved."))
            return redirect("consortium", found.slug)
    context = {"form": form, "consortium": found, "seen": seen, "theirs": theirs}
    return render(request, "collaboration/consortium_form.html", context)


@login_required
@require_POST
def consortium_take(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Take a step from one state of the consortium to the next."""
    person = person_of(request)
    found = inner_consortium(person, slug)
    if step not in STEP_WORDS:
        raise Http404
    tried(
        request,
        lambda: consortium_step(by=person, consortium=found, step=step),
        lambda after: _("The consortium is now: %(state)s.") % {"state": after.get_state_display()},
    )
    return redirect("consortium", found.slug)


@login_required
@require_POST
def consortium_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the profile to everybody, or to members alone."""
    person = person_of(request)
    found = inner_consortium(person, slug)
    published = request.POST.get("published") == "on"
    tried(
        request,
        lambda: acting.consortium_publish(by=person, consortium=found, published=published),
        _("Everybody sees the profile.") if published else _("Only members see the profile now."),
    )
    return redirect("consortium", found.slug)


@login_required
@require_GET
def consortium_call(request: HttpRequest, slug: str) -> HttpResponse:
    """How the consortium stands to a call; of another call by `?call=`, at once with htmx."""
    found = inner_consortium(request.user, slug)
    code = request.GET.get("call", found.call)
    shown: CallCheck | None = call_check(found, code) if code else None
    context: dict[str, Any] = {
        "check": shown,
        "consortium": found,
        "choices": call_choices(),
        "chosen": code,
    }
    if request.headers.get("HX-Request"):
        return render(request, "collaboration/call_check.html", context)
    context["frame"] = frame(request.user, found, "consortium_call")
    return render(request, "collaboration/consortium_call.html", context)


def _members() -> Prefetch:  # type: ignore[type-arg]  # its parameters say nothing here
    return Prefetch(
        "members",
        ConsortiumMember.objects.belonging().select_related("organisation").order_by("pk"),
        to_attr="belonging",
    )


def _codes(found: Consortium) -> list[tuple[str, list[str]]]:
    named: dict[str, list[str]] = {}
    for each in found.codes.all():
        named.setdefault(each.kind, []).append(code_names(each.kind).get(each.code, each.code))
    return [
        (str(label), sorted(named[kind.value]))
        for kind, label in CODE_LABELS.items()
        if kind.value in named
    ]


def _rivals(now: Consortium, form: ConsortiumForm) -> list[tuple[str, str]]:
    """What somebody else said of fields where the form says something else."""
    details = form.details()
    return [
        (str(form.fields[name].label), str(getattr(now, name) or _("nothing")))
        for name, mine in details.items()
        if getattr(now, name) != mine
    ]


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def asked_of(found: Consortium) -> Any:
    """Organisations that can be asked to join: made-up ones among themselves."""
    there = found.members.open().values("organisation")
    return (
        Organisation.objects.filter(withdrawn__isnull=True, fictitious=found.fictitious)
        .exclude(pk__in=there)
        .exclude(on_record__isnull=False)
        .exclude(kind=OrganisationKind.FIRM)
        .order_by("name", "pk")
    )
