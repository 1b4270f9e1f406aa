"""The calendar of a person's agreements: an address that opens it without signing in, and its days.

Calendars cannot sign in. The address holds the number of the account and a code that only this site
can make; it changes with the password, so a new password closes the old address.
"""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from hanse.collaboration.agreements.calendar_files import Deadline, deadlines_calendar
from hanse.collaboration.agreements.states import CONCLUDED, RUNNING
from hanse.collaboration.web.models.agreement_files import Obligation
from hanse.collaboration.web.models.agreements import Agreement, AgreementQuerySet
from hanse.foundation.web.models.people import User

_SALT = "hanse.collaboration.agreements.calendar"


def calendar_address(person: User) -> str:
    """The address of the calendar of `person`, for nobody else."""
    path = reverse("agreements_calendar", args=[person.pk, _code(person)])
    return f"{settings.ORIGIN}{path}"


def owner_of(number: int, code: str) -> User | None:
    """Whose calendar an address is; None for a code that is not, or not any more, theirs."""
    person = User.objects.filter(pk=number, is_active=True).first()
    if person is None or not constant_time_compare(code, _code(person)):
        return None
    return person


def _code(person: User) -> str:
    key = salted_hmac(_SALT, f"{person.pk}:{person.password}", algorithm="sha256")
    return key.hexdigest()[:40]


def calendar_of(person: User) -> bytes:
    """What is owed under the agreements of the person's organisations, and when they end."""
    running = Agreement.objects.of_editors(person).filter(
        state__in=[each.value for each in CONCLUDED], record_key__isnull=True
    )
    return deadlines_calendar(
        _("Agreements"),
        urlsplit(settings.ORIGIN).hostname or "localhost",
        [*_obligations(running), *_ends(running)],
    )


def _obligations(agreements: AgreementQuerySet) -> list[Deadline]:
    rows = Obligation.objects.filter(
        agreement__in=agreements, met_on__isnull=True, due__isnull=False
    ).select_related("agreement", "party__organisation")
    return [
        Deadline(
            key=f"obligation-{each.pk}",
            title=each.words,
            words=_("%(agreement)s; owed by %(who)s")
            % {
                "agreement": each.agreement.title,
                "who": each.party.organisation.name if each.party else _("all parties"),
            },
            address=f"{settings.ORIGIN}{each.agreement.get_absolute_url()}",
            due=each.due,
            changed=each.at,
        )
        for each in rows
        if each.due is not None
    ]


def _ends(agreements: AgreementQuerySet) -> list[Deadline]:
    rows = agreements.filter(state__in=[each.value for each in RUNNING], ends_on__isnull=False)
    return [
        Deadline(
            key=f"agreement-end-{each.pk}",
            title=_("Ends: %(agreement)s") % {"agreement": each.title},
            words=_("Extend it in time, if you want it to go on."),
            address=f"{settings.ORIGIN}{each.get_absolute_url()}",
            due=each.ends_on,
            changed=datetime.fromtimestamp(each.changed.timestamp(), UTC),
            notice_days=each.notice_days,
        )
        for each in rows
        if each.ends_on is not None
    ]
