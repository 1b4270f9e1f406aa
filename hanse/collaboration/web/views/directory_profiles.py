"""The page of an organisation in the directory, its editing in sections, its tier."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.web.actions import directory_profiles as actions
from hanse.collaboration.web.directory_page import CheckLine, check_lines, profile_page
from hanse.collaboration.web.directory_permits import permitted
from hanse.collaboration.web.forms.directory_profiles import (
    ProfileCodesForm,
    ProfileFactsForm,
    ProfileTextsForm,
    TierForm,
)
from hanse.collaboration.web.models.directory_tiers import TierDecision
from hanse.collaboration.web.models.profiles import CodeKind, Profile, TierChoice
from hanse.collaboration.web.models.records import RecordedOrganisation
from hanse.collaboration.web.views.directory_services import own_firms
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.models.people import User
from hanse.foundation.web.views.organisations import editable_organisation, visible_organisation

SECTIONS: Final[dict[str, str | Promise]] = {
    "facts": gettext_lazy("Facts"),
    "texts": gettext_lazy("Texts"),
    **{kind.value: kind.label for kind in CodeKind},
}
_PLURALS: Final[dict[str, str | Promise]] = {
    CodeKind.INDUSTRY.value: gettext_lazy("Industries"),
    CodeKind.CATEGORY.value: gettext_lazy("Cluster categories"),
    CodeKind.EMERGING.value: gettext_lazy("Emerging industries"),
    CodeKind.TECHNOLOGY.value: gettext_lazy("Technology fields"),
    CodeKind.PRIORITY.value: gettext_lazy("Smart-specialisation priorities"),
    CodeKind.SERVICE.value: gettext_lazy("Services"),
    CodeKind.TARGET.value: gettext_lazy("Target countries"),
}


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section being edited. sections: code, label and whether it is this one, of each."""

    organisation: Organisation
    section: str
    label: str
    sections: Sequence[tuple[str, str, bool]]
    form: forms.BaseForm
    suggestions: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TierPage:
    """An officer's look at an entry. may_validate: whether the checks let it be validated."""

    organisation: Organisation
    profile: Profile
    form: TierForm
    checks: Sequence[CheckLine]
    decisions: Sequence[TierDecision]


@require_GET
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """What the directory says of an organisation."""
    organisation = visible_organisation(request, slug)
    found = (
        Profile.objects.visible_to(request.user)
        .filter(organisation=organisation)
        .prefetch_related("texts", "codes")
        .first()
    )
    if found:
        found.organisation = organisation
    may_edit = permitted(request.user, "profile_facts_change", organisation)
    if found is None and not may_edit and not _is_on_record(organisation):
        raise Http404(_("This organisation has no profile in the directory."))
    page = profile_page(
        organisation,
        found,
        on=timezone.localdate(),
        may_edit=may_edit,
        may_decide=found is not None
        and found.published
        and permitted(request.user, "profile_tier_decide"),
        may_rate=_is_of_another_firm(request, organisation),
    )
    return render(request, "collaboration/profile.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def profile_change(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """Change one section of a profile."""
    organisation = editable_organisation(request, slug)
    if section not in SECTIONS:
        raise Http404(_("There is no such section of a profile."))
    held = Profile.objects.filter(organisation=organisation).first()
    form = _section_form(request, organisation, held, section)
    if request.method == "POST" and form.is_valid():
        _save(request, organisation, form)
        messages.success(request, _("Your changes are saved."))
        onwards = section if isinstance(form, ProfileCodesForm) and form.suggestions else ""
        if onwards and "add" in request.POST:
            return redirect("profile_change", slug, section)
        return redirect("profile", slug)
    page = SectionPage(
        organisation,
        section,
        str(_PLURALS.get(section, SECTIONS[section])),
        [(code, str(_PLURALS.get(code, SECTIONS[code])), code == section) for code in SECTIONS],
        form,
        form.suggestions if isinstance(form, ProfileCodesForm) else (),
    )
    return render(request, "collaboration/profile_change.html", {"page": page})


@login_required
@require_POST
def profile_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """All of this still holds."""
    organisation = editable_organisation(request, slug)
    try:
        actions.profile_confirm(by=person_of(request), organisation=organisation)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("Thank you: the entry counts as fresh again."))
    return redirect("profile", slug)


@login_required
@require_POST
def profile_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a profile to everybody, or take it back."""
    organisation = editable_organisation(request, slug)
    published = "publish" in request.POST
    try:
        actions.profile_publish(
            by=person_of(request), organisation=organisation, published=published
        )
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("profile", slug)


@login_required
@require_http_methods(["GET", "POST"])
def profile_validate(request: HttpRequest, slug: str) -> HttpResponse:
    """An officer looks at an entry and decides on its tier."""
    if not permitted(request.user, "profile_tier_decide"):
        raise PermissionDenied(_("This page is for the officers of the programme."))
    organisation = visible_organisation(request, slug)
    found = get_object_or_404(
        Profile, organisation=organisation, published=True, organisation__kind="cluster"
    )
    found.organisation = organisation
    today = timezone.localdate()
    form = TierForm(request.POST or None, initial={"tier": found.tier})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.profile_tier_decide(
                by=person_of(request),
                organisation=organisation,
                tier=TierChoice(given["tier"]),
                on=today,
                page_active=given["page_active"],
                remark=given["remark"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect("profile", slug)
    page = TierPage(
        organisation,
        found,
        form,
        check_lines(found, today),
        list(TierDecision.objects.filter(organisation=organisation).select_related("by")[:10]),
    )
    return render(request, "collaboration/profile_validate.html", {"page": page})


def _is_of_another_firm(request: HttpRequest, organisation: Organisation) -> bool:
    """Whether the reader is an editor of a firm that could have used the services."""
    person = request.user
    return isinstance(person, User) and any(
        firm.pk != organisation.pk for firm in own_firms(person)
    )


def _is_on_record(organisation: Organisation) -> bool:
    return RecordedOrganisation.objects.filter(organisation=organisation).exists()


def _section_form(
    request: HttpRequest, organisation: Organisation, held: Profile | None, section: str
) -> ProfileFactsForm | ProfileTextsForm | ProfileCodesForm:
    data = request.POST if request.method == "POST" else None
    if section == "facts":
        is_cluster = organisation.kind == OrganisationKind.CLUSTER
        return ProfileFactsForm(data, instance=held, is_cluster=is_cluster)
    if section == "texts":
        texts = {each.language: each.summary for each in held.texts.all()} if held else {}
        return ProfileTextsForm(data, texts=texts)
    chosen = list(held.codes.filter(kind=section).values_list("code", flat=True)) if held else []
    return ProfileCodesForm(data, kind=CodeKind(section), chosen=chosen)


def _save(
    request: HttpRequest,
    organisation: Organisation,
    form: ProfileFactsForm | ProfileTextsForm | ProfileCodesForm,
) -> None:
    person = person_of(request)
    if isinstance(form, ProfileFactsForm):
        actions.profile_facts_change(
            by=person, organisation=organisation, details=form.cleaned_data
        )
    elif isinstance(form, ProfileTextsForm):
        actions.profile_texts_change(by=person, organisation=organisation, texts=form.texts)
    else:
        actions.profile_codes_change(
            by=person, organisation=organisation, kind=form.kind, codes=form.chosen
        )
