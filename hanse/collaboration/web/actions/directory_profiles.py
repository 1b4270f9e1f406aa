"""Making, changing, publishing and confirming profiles, and deciding on their tier."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.directory.freshness import reminder_due
from hanse.collaboration.directory.tiers import may_be_validated
from hanse.collaboration.web.directory_codes import code_names
from hanse.collaboration.web.directory_facts import checks_of
from hanse.collaboration.web.directory_permits import require
from hanse.collaboration.web.models.directory_tiers import TierDecision
from hanse.collaboration.web.models.profiles import (
    CodeKind,
    Profile,
    ProfileCode,
    ProfileText,
    TierChoice,
)
from hanse.foundation.web.audit import action, differences, record
from hanse.foundation.web.languages import OFFICIAL
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.models.people import User

FACTS: Final = ("legal_form", "address", "founded_year", "staff_fte", "recognised_by")


@action
def profile_facts_change(
    *, by: User, organisation: Organisation, details: Mapping[str, Any]
) -> Profile:
    """Change the facts of a profile; it is made where there is none. details: field -> value."""
    require(by, "profile_facts_change", organisation)
    unknown = details.keys() - set(FACTS)
    if unknown:
        raise TypeError(f"A profile has no {', '.join(sorted(unknown))}.")
    profile = _profile(organisation)
    before = _facts(profile)
    for name, value in details.items():
        setattr(profile, name, value)
    profile.save()
    record(organisation, differences(before, _facts(profile)))
    return profile


@action
def profile_texts_change(
    *, by: User, organisation: Organisation, texts: Mapping[str, str]
) -> Profile:
    """Say what an organisation is in several languages. texts: language -> text; "" takes it out.

    Languages that are not named stay. Raises `ValidationError` for one that is not official.
    """
    require(by, "profile_texts_change", organisation)
    unknown = texts.keys() - set(OFFICIAL)
    if unknown:
        raise ValidationError(_("Choose an official language of the European Union."))
    profile = _profile(organisation)
    for language, text in texts.items():
        if text.strip():
            ProfileText.objects.update_or_create(
                profile=profile, language=language, defaults={"summary": text.strip()}
            )
        else:
            ProfileText.objects.filter(profile=profile, language=language).delete()
    profile.save()
    record(organisation, {"languages": sorted(texts)})
    return profile


@action
def profile_codes_change(
    *, by: User, organisation: Organisation, kind: CodeKind, codes: Collection[str]
) -> Profile:
    """Name exactly `codes` of a kind. Raises `ValidationError` for codes there are not."""
    require(by, "profile_codes_change", organisation)
    unknown = sorted(set(codes) - set(code_names(kind)))
    if unknown:
        raise ValidationError(_("There is no code %(codes)s.") % {"codes": ", ".join(unknown)})
    profile = _profile(organisation)
    before = sorted(profile.codes.filter(kind=kind).values_list("code", flat=True))
    profile.codes.filter(kind=kind).exclude(code__in=codes).delete()
    ProfileCode.objects.bulk_create(
        ProfileCode(profile=profile, kind=kind, code=code) for code in set(codes) - set(before)
    )
    profile.save()
    record(organisation, {kind.value: [before, sorted(set(codes))]})
    return profile


@action
def profile_publish(*, by: User, organisation: Organisation, published: bool) -> Profile:
    """Show a profile to everybody, or take it back; publishing confirms it.

    Raises `ValidationError` for a profile without a text in any language.
    """
    require(by, "profile_publish", organisation)
    profile = _profile(organisation)
    if published and not profile.texts.exists():
        raise ValidationError(_("Write a text in at least one language first."))
    profile.published = published
    if published:
        profile.confirmed = timezone.now()
    profile.save()
    record(organisation, {"published": published})
    return profile


@action
def profile_confirm(*, by: User, organisation: Organisation) -> Profile:
    """Say that all of a profile still holds. Raises `ValidationError` where there is none."""
    require(by, "profile_confirm", organisation)
    profile = Profile.objects.filter(organisation=organisation).first()
    if profile is None:
        raise ValidationError(_("There is no profile to confirm."))
    profile.confirmed = timezone.now()
    profile.save()
    record(organisation)
    return profile


@action
def profile_tier_decide(
    *,
    by: User,
    organisation: Organisation,
    tier: TierChoice,
    on: date,
    page_active: bool,
    remark: str = "",
) -> TierDecision:
    """Decide on the tier of a cluster organisation, with the checks as they stand.

    page_active: whether the officer saw activity on its web page on that day. Raises
    `ValidationError` where the validated tier is granted while a check is not met, where an entry
    is set back without a reason, and for organisations that have no tier.
    """
    require(by, "profile_tier_decide", organisation)
    profile = Profile.objects.filter(organisation=organisation, published=True).first()
    if organisation.kind != OrganisationKind.CLUSTER or profile is None:
        raise ValidationError(_("Tiers are for cluster organisations with a published profile."))
    profile.organisation = organisation
    profile.page_active = on if page_active else None
    checks = checks_of(profile, on)
    if tier == TierChoice.VALIDATED and not may_be_validated(tuple(checks)):
        raise ValidationError(_("A check is not met: the entry can only be provisional."))
    if tier == TierChoice.PROVISIONAL and profile.tier != tier and not remark.strip():
        raise ValidationError(_("Say why: the organisation will read it."))
    before = profile.tier
    profile.tier = tier
    profile.save()
    outcomes = {each.code: each.outcome.value for each in checks}
    decision = TierDecision.objects.create(
        organisation=organisation, tier=tier, on=on, checks=outcomes, remark=remark, by=by
    )
    record(organisation, {"tier": [before, tier.value], "checks": outcomes})
    for editor in organisation.memberships.editors().select_related("person"):
        notify(
            editor.person.email,
            "profile_tier",
            {"organisation": organisation, "decision": decision, "link": _link(profile)},
            language=editor.person.language,
            pillar="collaboration",
        )
    return decision


@action
def profiles_remind(*, by: User | None = None, on: date) -> int:
    """Ask editors to confirm entries that age; how many entries. A daily job."""
    reminded = 0
    waiting = Profile.objects.filter(published=True, organisation__withdrawn=None)
    for profile in waiting.select_related("organisation"):
        since = (profile.confirmed or profile.created).date()
        if not reminder_due(since, profile.reminded, on):
            continue
        editors = profile.organisation.memberships.editors().select_related("person")
        for editor in editors:
            notify(
                editor.person.email,
                "profile_reminder",
                {"organisation": profile.organisation, "since": since, "link": _link(profile)},
                language=editor.person.language,
                pillar="collaboration",
            )
        if editors:
            Profile.objects.filter(pk=profile.pk).update(reminded=on)
            reminded += 1
    record(None, {"on": on.isoformat(), "reminded": reminded})
    return reminded


@action
def profiles_see_activity(*, by: User | None = None, on: date) -> int:
    """Note when each organisation was last seen to do something; how many changed. A daily job.

    What counts are its events in the audit log that a person of the site caused.
    """
    changed = 0
    seen = dict(
        AuditEvent.objects.filter(by__isnull=False, organisation__profile__isnull=False)
        .order_by()
        .values_list("organisation")
        .annotate(Max("at"))
    )
    for profile in Profile.objects.filter(organisation__in=seen):
        day = seen[profile.organisation_id].date()
        if profile.active is None or profile.active < day:
            changed += Profile.objects.filter(pk=profile.pk).update(active=day)
    record(None, {"on": on.isoformat(), "changed": changed})
    return changed


def _profile(organisation: Organisation) -> Profile:
    return Profile.objects.get_or_create(organisation=organisation)[0]


def _facts(profile: Profile) -> dict[str, Any]:
    given = model_to_dict(profile, fields=FACTS)
    return {**given, "staff_fte": None if profile.staff_fte is None else str(profile.staff_fte)}


def _link(profile: Profile) -> str:
    return f"{settings.ORIGIN}{reverse('profile', args=[profile.organisation.slug])}"
