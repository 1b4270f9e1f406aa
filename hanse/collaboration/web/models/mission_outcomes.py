"""What came of a mission: what participants are asked afterwards, and what two of them confirm."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Final

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal


class OutcomeKind(models.TextChoices):
    """What two participants have after a mission."""

    CONTACT = "contact", _("Contact")
    COOPERATION = "cooperation", _("Cooperation case")
    AGREEMENT = "agreement", _("Agreement")


_EVIDENCE: Final = {
    OutcomeKind.CONTACT.value: EvidenceKind.CONTACT,
    OutcomeKind.COOPERATION.value: EvidenceKind.SHARED_PROJECT,
    OutcomeKind.AGREEMENT.value: EvidenceKind.AGREEMENT,
}


class MissionFollowUp(models.Model):
    """A question to a participant what came of the mission. months: after its end."""

    participant = models.ForeignKey(
        MissionParticipant,
        models.CASCADE,
        related_name="follow_ups",
        verbose_name=_("participant"),
    )
    months = models.PositiveSmallIntegerField(_("months after the mission"))
    asked = models.DateTimeField(_("asked"), default=timezone.now)
    answered = models.DateTimeField(_("answered"), null=True, blank=True)
    remark = models.TextField(_("in words"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("follow-up of a mission")
        verbose_name_plural = _("follow-ups of missions")
        ordering: ClassVar = ["months", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "months"], name="a_follow_up_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.months}"


class MissionOutcomeQuerySet(models.QuerySet["MissionOutcome"]):
    """Asks for outcomes."""

    def confirmed(self) -> "MissionOutcomeQuerySet":
        """Those that both sides state."""
        return self.filter(confirmed__isnull=False)

    def evidence(self) -> Iterator[Evidence]:
        """Those that both sides state. Who else may know than they and officers: nobody."""
        fields = (
            "pk",
            "kind",
            "since",
            "stated_by__organisation",
            "other__organisation",
            "stated_by__mission__title",
            "stated_by__mission__slug",
        )
        for pk, kind, since, one, two, title, slug in (
            self.confirmed().order_by("pk").values_list(*fields)
        ):
            yield Evidence(
                _EVIDENCE[kind],
                tuple(sorted((one, two))),
                since,
                None if kind == OutcomeKind.AGREEMENT else since,
                ("mission_outcome", pk),
                title,
                Mission(slug=slug).get_absolute_url(),
                public=False,
            )


class MissionOutcome(models.Model):
    """What one participant says came of the mission with another, and whether that one confirms.

    amount: in euro, if told; for the two and the sum of the report alone. months: of the follow-up
    that it was told in; 0 during the mission. denied: when the other side said that it is not so.
    """

    stated_by = models.ForeignKey(
        MissionParticipant,
        models.CASCADE,
        related_name="outcomes",
        verbose_name=_("stated by"),
    )
    other = models.ForeignKey(
        MissionParticipant,
        models.CASCADE,
        related_name="outcomes_with",
        verbose_name=_("with"),
    )
    kind = models.CharField(_("outcome"), max_length=11, choices=OutcomeKind.choices)
    words = models.CharField(_("in words"), max_length=500, blank=True)
    since = models.DateField(_("since"))
    amount = models.DecimalField(
        _("amount in euro, if you want to tell"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    months = models.PositiveSmallIntegerField(_("months after the mission"), default=0)
    stated = models.DateTimeField(_("stated"), default=timezone.now)
    confirmed = models.DateTimeField(_("confirmed"), null=True, blank=True)
    denied = models.DateTimeField(_("denied"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = MissionOutcomeQuerySet.as_manager()

    personal: ClassVar = Personal(keep="that the other side answered; the name goes")

    class Meta:
        verbose_name = _("outcome of a mission")
        verbose_name_plural = _("outcomes of missions")
        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(stated_by=models.F("other")),
                name="an_outcome_has_two_sides",
            ),
            models.UniqueConstraint(fields=["stated_by", "other", "kind"], name="an_outcome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stated_by}: {self.get_kind_display()}"
