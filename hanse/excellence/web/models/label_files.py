"""What a file of an application holds: the steps taken, statements, self-assessment, evidence."""

import uuid
from typing import Any, ClassVar, Final, Never

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.label.actors import Actor
from hanse.excellence.web.label_words import ACTOR_CHOICES
from hanse.excellence.web.models.labels import Application, Label
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal

REASON_LENGTH: Final = 4000


class StepTakenQuerySet(models.QuerySet["StepTaken"]):
    """Asks for steps; refuses to change or delete them."""

    def update(self, **_changes: Any) -> Never:
        """Refuse: the steps taken are only added to."""
        raise TypeError("The steps taken are only added to.")

    def delete(self) -> Never:
        """Refuse: the steps taken are only added to."""
        raise TypeError("The steps taken are only added to.")


class StepTaken(models.Model):
    """One step of an application or a label. on: the day that counts; at: when it was taken."""

    application = models.ForeignKey(
        Application,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("application"),
    )
    label = models.ForeignKey(
        Label,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("label"),
    )
    step = models.CharField(_("step"), max_length=40)
    source = models.CharField(_("from"), max_length=30, blank=True)
    target = models.CharField(_("to"), max_length=30)
    round = models.PositiveSmallIntegerField(_("round of assessment"), default=1)
    on = models.DateField(_("on"))
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    actor = models.CharField(
        _("as"), max_length=13, choices=[(a.value, w) for a, w in ACTOR_CHOICES.items()]
    )
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reasons"), max_length=REASON_LENGTH, blank=True)

    objects = StepTakenQuerySet.as_manager()

    personal: ClassVar = Personal(keep="how a file came about; the name goes, the reasons stay")

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(application__isnull=False) ^ models.Q(label__isnull=False),
                name="a_step_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.step

    @property
    def role(self) -> str:
        """What whoever took it was to the file, in words."""
        return str(ACTOR_CHOICES[Actor(self.actor)])


class Improvement(models.Model):
    """An improvement since the first benchmarking, as the cluster organisation describes it."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="improvements", verbose_name=_("application")
    )
    text = models.TextField(_("improvement"), max_length=2000)

    class Meta:
        verbose_name = _("improvement")
        verbose_name_plural = _("improvements")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class RuleMark(models.Model):
    """That the secretariat has checked a rule of eligibility, and how it found it."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="rule_marks", verbose_name=_("application")
    )
    rule = models.CharField(_("rule"), max_length=40)
    met = models.BooleanField(_("met"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    personal: ClassVar = Personal(keep="how eligibility was checked; the name goes")

    class Meta:
        verbose_name = _("check of a rule")
        verbose_name_plural = _("checks of rules")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "rule"], name="one_mark_for_a_rule")
        ]

    def __str__(self) -> str:
        return self.rule


class SelfScore(models.Model):
    """The points a cluster organisation gives itself on a criterion, and why."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="self_scores", verbose_name=_("application")
    )
    round = models.PositiveSmallIntegerField(_("round of assessment"), default=1)
    criterion = models.CharField(_("criterion"), max_length=20)
    points = models.PositiveSmallIntegerField(_("points"))
    words = models.TextField(_("why"), max_length=4000, blank=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    personal: ClassVar = Personal(keep="the self-assessment of the organisation; the name goes")

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "round", "criterion"], name="one_self_score_for_a_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


def evidence_place(_evidence: "EvidenceFile", _name: str) -> str:
    """Where a file is kept: under a name that says nothing of whose it is or what it was called."""
    name = uuid.uuid4().hex
    return f"evidence/{name[:2]}/{name}"


class EvidenceQuerySet(models.QuerySet["EvidenceFile"]):
    """Asks for files of evidence."""

    def standing(self) -> "EvidenceQuerySet":
        """Those not taken out before they were frozen."""
        return self.filter(removed__isnull=True)


class EvidenceFile(models.Model):
    """A file of evidence: what it is by its content, how large, its hash and when it came.

    criteria: codes it speaks for. frozen: from then on it stays as it is. A file that was taken
    out before leaves its row, without the content.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="evidence", verbose_name=_("application")
    )
    round = models.PositiveSmallIntegerField(_("round of assessment"), default=1)
    file = models.FileField(_("file"), upload_to=evidence_place, max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    criteria = models.JSONField(_("criteria"), default=list)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    removed = models.DateTimeField(_("taken out"), null=True, blank=True)
    frozen = models.DateTimeField(_("frozen"), null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    personal: ClassVar = Personal(keep="evidence of the organisation; the name goes")

    class Meta:
        verbose_name = _("file of evidence")
        verbose_name_plural = _("files of evidence")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        """What the log calls it: by its hash, as names of files may name people."""
        return self.sha256[:16]

    @property
    def organisation(self) -> Any:
        """Whose log shows it."""
        return self.application.organisation

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the row. Raises `TypeError` for a change of what was frozen."""
        if self.pk is not None:
            before = EvidenceFile.objects.filter(pk=self.pk).values("frozen", "sha256").first()
            if before and before["frozen"] is not None:
                raise TypeError("Frozen evidence never changes.")
        super().save(*args, **kwargs)
