"""Expressions of interest between two organisations, and the messages they exchange."""

from collections.abc import Collection, Iterator
from typing import ClassVar, Final

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.matching.states import OPEN_INTEREST, InterestState
from hanse.collaboration.matching.steps import Part
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.offer_words import INTEREST_STATE_CHOICES
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

MESSAGE: Final = 4000
_OPEN: Final = sorted(each.value for each in OPEN_INTEREST)
_SIDES: Final = [(Part.SENDER.value, _("sender")), (Part.RECEIVER.value, _("receiver"))]


class InterestQuerySet(models.QuerySet["Interest"]):
    """Asks for expressions of interest. They concern two organisations and nobody else."""

    def visible_to(self, person: Somebody) -> "InterestQuerySet":
        """Those between one's organisations and others; no office sees more."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        own = Organisation.objects.of(person).filter(withdrawn__isnull=True)
        return self.filter(models.Q(sender__in=own) | models.Q(receiver__in=own))

    def editable_by(self, person: Somebody) -> "InterestQuerySet":
        """Those of organisations that `person` is an editor of."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        editing = Organisation.objects.filter(
            pk__in=person.memberships.editors().values("organisation"), withdrawn__isnull=True
        )
        return self.filter(models.Q(sender__in=editing) | models.Q(receiver__in=editing))

    def open(self) -> "InterestQuerySet":
        """Those that have not come to their end."""
        return self.filter(state__in=_OPEN)

    def waiting_for(self, organisations: Collection[Organisation]) -> "InterestQuerySet":
        """Those on which one of `organisations` is to act: to answer, or to confirm."""
        unanswered = models.Q(
            receiver__in=organisations, state__in=[InterestState.SENT, InterestState.SEEN]
        )
        stated = models.Q(state=InterestState.IN_TALKS) & (
            models.Q(receiver__in=organisations, said_by=Part.SENDER)
            | models.Q(sender__in=organisations, said_by=Part.RECEIVER)
        )
        return self.filter(unanswered | stated)

    def of(self, organisation: Organisation) -> "InterestQuerySet":
        """Those that an organisation sent or received."""
        return self.filter(models.Q(sender=organisation) | models.Q(receiver=organisation))

    def between(self, one: Organisation, other: Organisation) -> "InterestQuerySet":
        """Those between two organisations, whoever sent them."""
        return self.filter(
            models.Q(sender=one, receiver=other) | models.Q(sender=other, receiver=one)
        )

    def evidence(self) -> Iterator[Evidence]:
        """What these show: a contact once accepted, a shared project once both agreed.

        Never public. Until both say that they cooperate it is for the two organisations alone, and
        officers learn no more than a count. Withdrawn and declined interest shows nothing.
        """
        shown = self.filter(answered__isnull=False).exclude(state=InterestState.DECLINED)
        fields = ("pk", "sender_id", "receiver_id", "answered", "agreed", "ended")
        for pk, sender, receiver, answered, agreed, ended in shown.order_by("pk").values_list(
            *fields
        ):
            parties = tuple(sorted((sender, receiver)))
            address = reverse("interest", args=[pk])
            over = timezone.localdate(ended) if ended else None
            yield Evidence(
                EvidenceKind.CONTACT,
                parties,
                timezone.localdate(answered),
                timezone.localdate(agreed) if agreed else over,
                ("interest", pk),
                str(_("Expression of interest, accepted")),
                address,
                public=False,
                confidential=not agreed,
            )
            if agreed:
                yield Evidence(
                    EvidenceKind.SHARED_PROJECT,
                    parties,
                    timezone.localdate(agreed),
                    over,
                    ("interest", pk),
                    str(_("Cooperation that both organisations stated")),
                    address,
                    public=False,
                )


class Interest(models.Model):
    """Interest of one organisation in another, in an offer of it or in itself.

    said_by: the side that stated cooperation and waits for the other to confirm. answered: when it
    was accepted or declined. offer: None where the interest is in the organisation as such.
    """

    sender = models.ForeignKey(
        Organisation, models.CASCADE, related_name="interests_sent", verbose_name=_("from")
    )
    receiver = models.ForeignKey(
        Organisation, models.CASCADE, related_name="interests_received", verbose_name=_("to")
    )
    offer = models.ForeignKey(
        Offer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interests",
        verbose_name=_("offer or need"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=INTEREST_STATE_CHOICES, default=InterestState.SENT
    )
    said_by = models.CharField(
        _("cooperation stated by"), max_length=10, choices=_SIDES, blank=True
    )
    sent_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        related_name="interests_sent",
        verbose_name=_("sent by"),
    )
    sent = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    seen = models.DateTimeField(_("seen"), null=True, blank=True, editable=False)
    answered = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    talks_since = models.DateTimeField(_("in talks since"), null=True, blank=True, editable=False)
    agreed = models.DateTimeField(_("cooperation agreed"), null=True, blank=True, editable=False)
    ended = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    reason = models.TextField(_("reason of the end"), max_length=1000, blank=True)
    moved = models.DateTimeField(_("last moved"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = InterestQuerySet.as_manager()

    personal: ClassVar = Personal(
        keep="that two organisations were in contact; the sender's name goes"
    )

    class Meta:
        verbose_name = _("expression of interest")
        verbose_name_plural = _("expressions of interest")
        ordering: ClassVar = ["-moved", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["sender", "state"]),
            models.Index(fields=["receiver", "state"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(sender=models.F("receiver")),
                name="no_interest_in_oneself",
                violation_error_message=_("An organisation has no interest in itself."),
            ),
            models.UniqueConstraint(
                fields=["sender", "receiver", "offer"],
                condition=models.Q(state__in=_OPEN, offer__isnull=False),
                name="one_open_interest_in_an_offer",
            ),
            models.UniqueConstraint(
                fields=["sender", "receiver"],
                condition=models.Q(state__in=_OPEN, offer__isnull=True),
                name="one_open_interest_as_such",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender}, {self.receiver}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: its number, as either side's log is read by one side alone."""
        return f"interest {self.pk}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("interest", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it has not come to its end."""
        return self.state in _OPEN

    def other(self, organisation: Organisation) -> Organisation:
        """The other of the two."""
        return self.receiver if organisation.pk == self.sender_id else self.sender


class MessageQuerySet(models.QuerySet["InterestMessage"]):
    """Asks for messages."""

    def visible_to(self, person: Somebody) -> "MessageQuerySet":
        """Those of threads that `person` may see."""
        return self.filter(interest__in=Interest.objects.visible_to(person))


class InterestMessage(models.Model):
    """A message in the thread of an interest, from one of the two organisations."""

    interest = models.ForeignKey(
        Interest, models.CASCADE, related_name="messages", verbose_name=_("expression of interest")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("from")
    )
    author = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        related_name="interest_messages",
        verbose_name=_("written by"),
    )
    text = models.TextField(_("message"), max_length=MESSAGE)
    written = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    objects = MessageQuerySet.as_manager()

    personal: ClassVar = Personal(
        keep="the other organisation's record of what it was told; the author's name goes"
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["written", "pk"]

    def __str__(self) -> str:
        return f"{self.interest_id}: {self.written:%Y-%m-%d}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: never its text."""
        return f"message {self.pk}"
