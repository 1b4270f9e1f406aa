"""What belongs to an agreement: obligations, documents, activities, its history, what was told."""

import uuid
from typing import ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.agreements.states import ACTOR_WORDS
from hanse.collaboration.web.models.agreements import (
    STATE_CHOICES,
    TITLE,
    Agreement,
    AgreementParty,
)
from hanse.collaboration.web.partial_date_field import PartialDateField
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal

REASON: Final = 1000


class Obligation(models.Model):
    """What a party owes under an agreement; all of them together where no party is named."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="obligations", verbose_name=_("agreement")
    )
    party = models.ForeignKey(
        AgreementParty,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="obligations",
        verbose_name=_("party that owes it"),
    )
    words = models.CharField(_("what is owed"), max_length=500)
    due = PartialDateField(_("due"))
    met_on = PartialDateField(_("met on"))
    met_words = models.CharField(_("how it was met"), max_length=500, blank=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("said by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    personal: ClassVar = Personal(keep="what the party owes; the name goes")

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering: ClassVar = [models.F("due").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.words

    @property
    def is_met(self) -> bool:
        """Whether it is met."""
        return self.met_on is not None


def document_place(_document: "AgreementDocument", _name: str) -> str:
    """Where a file is kept: under a name that says nothing of whose it is or what it was called."""
    name = uuid.uuid4().hex
    return f"agreements/{name[:2]}/{name}"


class AgreementDocumentQuerySet(models.QuerySet["AgreementDocument"]):
    """Asks for documents."""

    def standing(self) -> "AgreementDocumentQuerySet":
        """Those not taken out."""
        return self.filter(removed__isnull=True)


class AgreementDocument(models.Model):
    """A document of an agreement: what it is by its content, how large, its hash, who sees it.

    signed: whether it bears the signatures. A document that was taken out leaves its row.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="documents", verbose_name=_("agreement")
    )
    file = models.FileField(_("file"), upload_to=document_place, max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    public = models.BooleanField(_("for everybody"), default=False)
    signed = models.BooleanField(_("bears the signatures"), default=False)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    removed = models.DateTimeField(_("taken out"), null=True, blank=True)

    objects = AgreementDocumentQuerySet.as_manager()

    personal: ClassVar = Personal(keep="a document of the parties; the name goes")

    class Meta:
        verbose_name = _("document of an agreement")
        verbose_name_plural = _("documents of agreements")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        """What the log calls it: by its hash, as names of files may name people."""
        return self.sha256[:16]


class RecordedMission(models.Model):
    """A mission on record from a public source. figures: as in the file, see records.Figure."""

    key = models.SlugField(_("record"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=TITLE)
    held = models.BooleanField(_("held"), default=True)
    place = models.CharField(_("place"), max_length=TITLE, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    begins = PartialDateField(_("begins"))
    ends = PartialDateField(_("ends"))
    theme = models.CharField(_("theme"), max_length=TITLE, blank=True)
    figures = models.JSONField(_("figures"), default=list)
    agreement = models.ForeignKey(
        Agreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="missions",
        verbose_name=_("held under"),
    )
    source = models.CharField(_("source"), max_length=500)
    source_address = models.URLField(_("address of the source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("mission on record")
        verbose_name_plural = _("missions on record")
        ordering: ClassVar = ["begins", "pk"]

    def __str__(self) -> str:
        return self.title


class ActivityKind(models.TextChoices):
    """What was done under an agreement."""

    MEETING = "meeting", _("Meeting")
    MISSION = "mission", _("Mission")
    EVENT = "event", _("Event")
    EXCHANGE = "exchange", _("Exchange")
    PROJECT = "project", _("Joint project")
    OTHER = "other", _("Other")


class AgreementActivity(models.Model):
    """Something done under an agreement. organisations: parties that took part; none for all."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="activities", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ActivityKind.choices)
    title = models.CharField(_("title"), max_length=TITLE)
    place = models.CharField(_("place"), max_length=TITLE, blank=True)
    begins = PartialDateField(_("begins"))
    ends = PartialDateField(_("ends"))
    outcome = models.TextField(_("what came of it"), max_length=1000, blank=True)
    organisations = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name=_("who took part")
    )

    class Meta:
        verbose_name = _("activity under an agreement")
        verbose_name_plural = _("activities under agreements")
        ordering: ClassVar = ["begins", "pk"]

    def __str__(self) -> str:
        return self.title


class AgreementStep(models.Model):
    """A step taken: the history of the agreement."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="steps", verbose_name=_("agreement")
    )
    step = models.CharField(_("step"), max_length=30)
    source = models.CharField(_("from"), max_length=14, choices=STATE_CHOICES, blank=True)
    target = models.CharField(_("to"), max_length=14, choices=STATE_CHOICES)
    on = models.DateField(_("on"))
    actor = models.CharField(
        _("as"), max_length=8, choices=[(each.value, _(word)) for each, word in ACTOR_WORDS.items()]
    )
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    about = models.CharField(_("about"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=REASON, blank=True)

    personal: ClassVar = Personal(keep="what was done for the party; the name goes")

    class Meta:
        verbose_name = _("step of an agreement")
        verbose_name_plural = _("steps of agreements")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.step}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the agreement."""
        return str(self.agreement)


class AgreementReminder(models.Model):
    """That the parties were told of something once. key: see obligations.Reminder."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="reminders", verbose_name=_("agreement")
    )
    key = models.CharField(_("what"), max_length=60)
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("reminder of an agreement")
        verbose_name_plural = _("reminders of agreements")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "key"], name="reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.key}"
