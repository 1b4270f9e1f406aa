"""Where two organisations take their next step, for a reader who acts for one of them."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.web.evidence_sources import address_of
from hanse.collaboration.web.models.interests import Interest
from hanse.foundation.web.models.organisations import Organisation


def agreement_with(own: Organisation, other: Organisation) -> str:
    """Where an agreement with `other` is drafted, both being named already."""
    return f"{reverse('agreement_create')}?{urlencode({'as': own.pk, 'with': other.slug})}"


def consortium_with(own: Organisation, other: Organisation) -> str:
    """Where a consortium is composed around the two."""
    return f"{reverse('consortium_compose')}?{urlencode({'lead': own.pk, 'core': other.pk})}"


def onward(code: str, own: Organisation, other: Organisation, known: Sequence[Evidence]) -> str:
    """The page on which the step `code` of the rules is taken; "" where no page is for it.

    known: what is on record between the two, by first day.
    """
    match code:
        case "exchange":
            return reverse("exchanges")
        case "agreement":
            return agreement_with(own, other)
        case "consortium":
            return consortium_with(own, other)
        case "widen" | "review":
            formed = [each for each in known if each.kind is EvidenceKind.CONSORTIUM]
            if not formed:
                return ""
            # More members are asked in where the members stand.
            return f"{address_of(formed[-1])}{'members/' if code == 'widen' else ''}"
        case "revive" | "project":
            talks = Interest.objects.open().between(own, other).first()
            if talks:
                return talks.get_absolute_url()
            return f"{reverse('interest_send', args=[other.slug])}?{urlencode({'as': own.pk})}"
        case _:
            return ""
