"""One's own pages: profile, consents, memberships, copies of one's data, erasure."""

from dataclasses import dataclass
from typing import Final

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.foundation.web.access import person_of
from hanse.foundation.web.actions import people, privacy
from hanse.foundation.web.consent_texts import PURPOSES, Purpose
from hanse.foundation.web.forms.people import ErasureForm, ProfileForm
from hanse.foundation.web.models.consents import Consent, DataExport
from hanse.foundation.web.models.organisations import JoinRequest, Membership
from hanse.foundation.web.models.people import ROLE_NAMES, User
from hanse.foundation.web.navigation import Entry, administrator_pages
from hanse.foundation.web.signing_in import remember

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Agreement:
    """A purpose, and the person's standing consent to it."""

    code: str
    purpose: Purpose
    consent: Consent | None

    @property
    def is_current(self) -> bool:
        """Whether the consent is to the wording of now."""
        return self.consent is not None and self.consent.version == self.purpose.version


@dataclass(frozen=True, slots=True)
class Me:
    """The page about oneself."""

    person: User
    roles: list[str]
    memberships: list[Membership]
    requests: list[JoinRequest]
    agreements: list[Agreement]
    exports: list[DataExport]
    sessions: int
    administrator_pages: list[Entry]


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Everything the site holds about the reader, and what they may do with it."""
    person = person_of(request)
    standing = {each.purpose: each for each in Consent.objects.standing().filter(person=person)}
    page = Me(
        person,
        [str(ROLE_NAMES[role]) for role in sorted(person.granted_roles)],
        list(Membership.objects.current().filter(person=person).select_related("organisation")),
        list(JoinRequest.objects.open().filter(person=person).select_related("organisation")),
        [Agreement(code, purpose, standing.get(code)) for code, purpose in PURPOSES.items()],
        list(DataExport.objects.filter(person=person).defer("archive")[:_SHOWN]),
        UserSession.objects.filter(user=person).count(),
        administrator_pages() if person.is_administrator else [],
    )
    return render(request, "foundation/me.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def my_profile(request: HttpRequest) -> HttpResponse:
    """Change one's name, language and theme."""
    person = person_of(request)
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        people.profile_change(by=person, **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        response = redirect(translate_url(reverse("me"), person.language))
        remember(response, person)
        return response
    return render(request, "foundation/my_profile.html", {"form": form})


@login_required
@require_POST
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Give a consent, or withdraw it. Raises `Http404` for an unknown purpose."""
    if purpose not in PURPOSES:
        raise Http404(_("There is no such consent."))
    person = person_of(request)
    if "withdraw" in request.POST:
        if PURPOSES[purpose].required:
            messages.error(request, _("No account without this; you can erase your account."))
        else:
            people.consent_withdraw(by=person, purpose=purpose)
            messages.success(request, _("Your consent is withdrawn."))
    else:
        people.consent_give(by=person, purpose=purpose)
        messages.success(request, _("Your consent is kept."))
    return redirect("me")


@login_required
@require_POST
def export_ask(request: HttpRequest) -> HttpResponse:
    """Make a copy of one's data; a small one comes at once."""
    export = privacy.export_ask(by=person_of(request))
    if export.made:
        return _archive(export)
    messages.success(request, _("Your data are being put together. Look here in a minute."))
    return redirect("me")


@login_required
@require_GET
def export_download(request: HttpRequest, number: int) -> HttpResponse:
    """A copy of one's data that was made in the background."""
    own = DataExport.objects.filter(person=person_of(request), made__isnull=False)
    return _archive(get_object_or_404(own, pk=number))


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's account, after a fresh sign-in."""
    person = person_of(request)
    reasons = privacy.why_not_erase(person)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            privacy.account_erase(by=person)
        except ValidationError as problem:
            reasons = problem.messages
        else:
            logout(request)
            return render(request, "foundation/erased.html")
    return render(request, "foundation/erase.html", {"form": form, "reasons": reasons})


def _archive(export: DataExport) -> HttpResponse:
    response = HttpResponse(export.archive, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="my-data-{export.made:%Y-%m-%d}.zip"'
    response["Cache-Control"] = "no-store"
    return response
