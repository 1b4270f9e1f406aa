"""The composer: a core and wishes in, different sets of partners out, one of them begun."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hanse.collaboration.consortia.calls import Call, call_of
from hanse.collaboration.consortia.composing.composer import Composition, PartnerSet
from hanse.collaboration.consortia.composing.problem import Wish
from hanse.collaboration.consortia.eligibility import ConsortiumFacts, Standing, check
from hanse.collaboration.web.actions.consortia import consortium_create
from hanse.collaboration.web.consortium_composing import (
    CAPABILITIES,
    candidates_for,
    capability,
    capability_name,
    composed,
    core_choices,
    kind_name,
    landscape,
    problem_of,
    reason_words,
    wish_name,
)
from hanse.collaboration.web.consortium_facts import partner_facts
from hanse.collaboration.web.consortium_pages import RuleLine, rule_lines
from hanse.collaboration.web.forms.composing import ComposeForm
from hanse.collaboration.web.models.profiles import ProfileCode
from hanse.foundation.web.access import person_of
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import Organisation

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner of a set with the reasons for it."""

    organisation: Organisation
    reasons: list[str]

    @property
    def why(self) -> str:
        """The reasons in one text, for its invitation."""
        return " ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class SetCard:
    """One set on the page. covered: wish and by whom. unmet: rules of the call, not met yet."""

    number: int
    found: PartnerSet
    partners: list[Partner]
    covered: list[tuple[str, str]]
    open: list[str]
    countries: list[str]
    unmet: list[RuleLine]


@dataclass(frozen=True, slots=True)
class ComposePage:
    """The page of the composer. sets: None before anything is asked."""

    form: ComposeForm
    sets: list[SetCard] | None
    answer: Composition | None
    core: list[Organisation]
    call: str
    lead: int
    has_figures: bool


@login_required
@require_http_methods(["GET", "POST"])
def consortium_compose(request: HttpRequest) -> HttpResponse:
    """Choose a core and wishes, see sets with reasons, turn one into a consortium.

    `?lead=` and `?core=` put organisations into the form before anything is asked.
    """
    person = person_of(request)
    own = core_choices(person)
    if not own:
        raise PermissionDenied(_("Consortia are composed by people who edit an organisation."))
    if request.method == "POST":
        return _begin(request, own)
    lead = [each for each in own if str(each.pk) == request.GET.get("lead", "")] or own[:1]
    others = candidates_for(person, lead, clusters_only=False)
    form = ComposeForm(
        own,
        others,
        _capabilities(others),
        request.GET if "most" in request.GET else None,
        initial={
            "lead": lead[0].pk,
            "core": request.GET.getlist("core"),
            "fewest": 2,
            "most": 4,
            "clusters_only": True,
        },
    )
    land = landscape(request)
    if not form.is_bound or not form.is_valid():
        page = ComposePage(form, None, None, [], "", 0, bool(land.specialised))
        return render(request, "collaboration/consortium_compose.html", {"page": page})
    said = form.cleaned_data
    core = [said["lead"], *(each for each in said["core"] if each.pk != said["lead"].pk)]
    wishes = [
        *(Wish("capability", code) for code in said["wishes"]),
        *(Wish("country", code) for code in said["countries"]),
    ]
    candidates = candidates_for(person, core, clusters_only=said["clusters_only"])
    call = call_of(said["call"]) if said["call"] else None
    problem = problem_of(core, candidates, wishes, land, fewest=said["fewest"], most=said["most"])
    answer = composed(problem, call)
    cards = _cards(answer, core, candidates, call)
    page = ComposePage(
        form, cards, answer, core, said["call"], said["lead"].pk, bool(land.specialised)
    )
    return render(request, "collaboration/consortium_compose.html", {"page": page})


def _begin(request: HttpRequest, own: list[Organisation]) -> HttpResponse:
    """Make a consortium of a set, in state forming, with everybody of it invited."""
    person = person_of(request)
    lead = next((each for each in own if str(each.pk) == request.POST.get("lead", "")), None)
    name = request.POST.get("name", "").strip()[:_LONGEST]
    if lead is None:
        raise PermissionDenied(_("You do not act for this organisation."))
    keys = [
        int(each) for each in request.POST.getlist("partner") if each.isascii() and each.isdigit()
    ]
    partners = {
        each.pk: each
        for each in Organisation.objects.visible_to(person).filter(
            pk__in=keys, fictitious=lead.fictitious, profile__published=True
        )
        if each.pk != lead.pk
    }
    if not name or not partners:
        messages.error(request, _("Give the consortium a name, and choose a set."))
        return redirect("consortium_compose")
    call = request.POST.get("call", "")
    try:
        made = consortium_create(
            by=person,
            coordinator=lead,
            details={"name": name, "call": call if call_of(call) else ""},
            codes={},
            invited={
                partners[key]: request.POST.get(f"why-{key}", "")
                for key in dict.fromkeys(keys)
                if key in partners
            },
        )
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("consortium_compose")
    messages.success(request, _("The consortium is forming; everybody of the set is invited."))
    return redirect(made)


def _capabilities(candidates: list[Organisation]) -> dict[str, str]:
    """What somebody among the candidates brings: word -> name."""
    rows = (
        ProfileCode.objects.filter(
            profile__organisation__in=[each.pk for each in candidates], kind__in=CAPABILITIES
        )
        .order_by()
        .values_list("kind", "code")
        .distinct()
    )
    words = [capability(kind, code) for kind, code in rows]
    names = {word: capability_name(word) for word in words}
    times = Counter(names.values())
    # A category and an emerging industry may bear the same name.
    return {
        word: f"{name} ({kind_name(word)})" if times[name] > 1 else name
        for word, name in names.items()
    }


def _cards(
    answer: Composition,
    core: list[Organisation],
    candidates: list[Organisation],
    call: Call | None,
) -> list[SetCard]:
    everyone = {each.pk: each for each in (*core, *candidates)}
    names = {key: each.name for key, each in everyone.items()}
    places = country_names()
    chosen = {key for found in answer.sets for key in found.partners}
    listed = [everyone[key] for key in (*(each.pk for each in core), *sorted(chosen))]
    facts = dict(zip((each.pk for each in listed), partner_facts(listed), strict=True))
    cards = []
    for number, found in enumerate(answer.sets, 1):
        members = [*(each.pk for each in core), *found.partners]
        whole = ConsortiumFacts(tuple(facts[key] for key in members), targets=frozenset())
        findings = check(call, whole) if call else []
        cards.append(
            SetCard(
                number,
                found,
                [
                    Partner(everyone[key], [reason_words(each, names) for each in found.why[key]])
                    for key in found.partners
                ],
                [
                    (wish_name(wish), ", ".join(names[key] for key in keys))
                    for wish, keys in found.covered.items()
                ],
                [wish_name(wish) for wish in found.open],
                sorted(places.get(code, code) for code in found.countries),
                rule_lines([each for each in findings if each.standing is not Standing.MET]),
            )
        )
    return cards
