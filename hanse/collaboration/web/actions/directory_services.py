"""Services with their terms, and the ratings of firms that used them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanse.collaboration.directory.ratings import HIGHEST, LOWEST, QUESTIONS
from hanse.collaboration.web.directory_permits import require
from hanse.collaboration.web.models.directory_services import Service, ServiceRating
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.models.people import User

DETAILS: Final = ("code", "title", "terms", "price_note")


@action
def service_save(
    *,
    by: User,
    organisation: Organisation,
    details: Mapping[str, Any],
    service: Service | None = None,
) -> Service:
    """Offer a service, or change one. details: `DETAILS` -> value."""
    require(by, "service_save", organisation)
    saved = service or Service(organisation=organisation)
    if saved.organisation_id != organisation.pk:
        raise ValidationError(_("This service is another organisation's."))
    for name in DETAILS:
        setattr(saved, name, details[name])
    saved.save()
    record(organisation, {"service": saved.title})
    return saved


@action
def service_end(*, by: User, service: Service, on: date) -> None:
    """Offer a service no more. Raises `ValidationError` where it is not offered any more."""
    require(by, "service_end", service.organisation)
    if service.ended is not None:
        raise ValidationError(_("This service is not offered any more."))
    service.ended = on
    service.save()
    record(service.organisation, {"service": service.title})


@action
def service_rate(
    *,
    by: User,
    firm: Organisation,
    service: Service,
    year: int,
    answers: Mapping[str, int],
    on: date,
) -> ServiceRating:
    """Rate a service that a firm used in a year; a second time changes the first.

    answers: question -> 1 to 5. Raises `ValidationError` for answers or years out of range, for
    who is no firm, and for a firm's own services.
    """
    require(by, "service_rate", firm)
    if firm.kind != OrganisationKind.FIRM or firm.pk == service.organisation_id:
        raise ValidationError(_("Services are rated by the firms that used them."))
    if not on.year - 1 <= year <= on.year:
        raise ValidationError(_("Rate services of this year or of last year."))
    if set(answers) != set(QUESTIONS) or not all(
        LOWEST <= value <= HIGHEST for value in answers.values()
    ):
        raise ValidationError(_("Answer every question from 1 to 5."))
    rating, _made = ServiceRating.objects.update_or_create(
        firm=firm, service=service, year=year, defaults={**answers, "rated_by": by}
    )
    # The log of the firm: the organisation that is rated must not read there who rated it.
    record(firm, {"service": service.pk, "year": year})
    return rating
