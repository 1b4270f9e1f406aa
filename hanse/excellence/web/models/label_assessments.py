"""Experts of a file, the points they give alone and together, their report, and its check."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.models.labels import Application
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal


class AssignmentEnd(models.TextChoices):
    """Why an expert is no longer one of a file."""

    DECLINED = "declined", _("declined")
    OBJECTED = "objected", _("the cluster organisation objected")
    RECALLED = "recalled", _("recalled")
    REPLACED = "replaced", _("replaced")
    VOID = "void", _("the assessment was void")


class AssignmentQuerySet(models.QuerySet["ExpertAssignment"]):
    """Asks for experts of files."""

    def standing(self) -> "AssignmentQuerySet":
        """Those that hold: proposed or accepted, not ended."""
        return self.filter(ended__isnull=True)

    def assessing(self) -> "AssignmentQuerySet":
        """Those of experts, without observers."""
        return self.filter(is_observer=False)


class ExpertAssignment(models.Model):
    """That a person is an expert of a file, or looks on. reasons: why them, as sentences."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="assignments", verbose_name=_("application")
    )
    person = models.ForeignKey(
        User, models.CASCADE, related_name="label_assignments", verbose_name=_("expert")
    )
    round = models.PositiveSmallIntegerField(_("round of assessment"), default=1)
    is_lead = models.BooleanField(_("lead expert"), default=False)
    is_observer = models.BooleanField(_("observer"), default=False)
    reasons = models.JSONField(_("reasons"), default=list)
    proposed = models.DateField(_("proposed"))
    accepted = models.DateField(_("accepted"), null=True, blank=True)
    ended = models.DateField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(
        _("why it ended"), max_length=10, choices=AssignmentEnd.choices, blank=True
    )

    objects = AssignmentQuerySet.as_manager()

    personal: ClassVar = Personal(keep="how a file was assessed; the name goes")

    class Meta:
        verbose_name = _("expert of a file")
        verbose_name_plural = _("experts of files")
        ordering: ClassVar = ["-is_lead", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "person"],
                condition=Q(ended__isnull=True),
                name="one_assignment_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(ended__isnull=True, is_lead=True),
                name="one_lead_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.application}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the file, not the person."""
        return str(self.application)


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    """Asks for sheets of points."""

    def individual(self) -> "ScoreSheetQuerySet":
        """Those that experts give alone."""
        return self.filter(person__isnull=False)

    def settled(self) -> "ScoreSheetQuerySet":
        """Those settled together, the latest version first."""
        return self.filter(person__isnull=True).order_by("-version")


class ScoreSheet(models.Model):
    """The points of one expert, or those settled together (person None); all are kept.

    version: 1, or higher where settled points were corrected later. handed_in: from then on the
    sheet stays as it is.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="score_sheets", verbose_name=_("application")
    )
    round = models.PositiveSmallIntegerField(_("round of assessment"), default=1)
    person = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="score_sheets",
        verbose_name=_("expert"),
    )
    is_settled = models.BooleanField(_("settled together"), default=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    begun = models.DateTimeField(_("begun"), default=timezone.now)
    handed_in = models.DateTimeField(_("handed in"), null=True, blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    personal: ClassVar = Personal(keep="the points of an assessment; the name goes")

    class Meta:
        verbose_name = _("sheet of points")
        verbose_name_plural = _("sheets of points")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "round", "person"],
                condition=Q(is_settled=False),
                name="one_sheet_for_an_expert",
            ),
            models.UniqueConstraint(
                fields=["application", "round", "version"],
                condition=Q(is_settled=True),
                name="one_settled_sheet_of_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}, {self.version}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the file, not the person."""
        return str(self.application)


def points_of(sheet: ScoreSheet | None) -> dict[str, int]:
    """Criterion -> points of a sheet; empty without one."""
    return {each.criterion: each.points for each in sheet.scores.all()} if sheet else {}


class Score(models.Model):
    """Points on one criterion. words: why; where settled points differ from an expert's, a must."""

    sheet = models.ForeignKey(
        ScoreSheet, models.CASCADE, related_name="scores", verbose_name=_("sheet")
    )
    criterion = models.CharField(_("criterion"), max_length=20)
    points = models.PositiveSmallIntegerField(_("points"))
    words = models.TextField(_("why"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("points")
        verbose_name_plural = _("points")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_score_for_a_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class ScoreAgreement(models.Model):
    """That an expert agrees to the points settled together."""

    sheet = models.ForeignKey(
        ScoreSheet, models.CASCADE, related_name="agreements", verbose_name=_("sheet")
    )
    person = models.ForeignKey(
        User, models.CASCADE, related_name="score_agreements", verbose_name=_("expert")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    personal: ClassVar = Personal(keep="how points were settled; the name goes")

    class Meta:
        verbose_name = _("agreement to points")
        verbose_name_plural = _("agreements to points")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "person"], name="one_agreement_for_an_expert")
        ]

    def __str__(self) -> str:
        return str(self.sheet)

    @property
    def audit_label(self) -> str:
        """What the log calls it: the file, not the person."""
        return str(self.sheet)


class Report(models.Model):
    """A version of the experts' report; once sent it stays, and changes make a new version."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="reports", verbose_name=_("application")
    )
    round = models.PositiveSmallIntegerField(_("round of assessment"), default=1)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    summary = models.TextField(_("summary"), max_length=8000)
    strengths = models.TextField(_("strengths"), max_length=8000, blank=True)
    recommendations = models.TextField(_("what could be better"), max_length=8000, blank=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    sent = models.DateField(_("sent"), null=True, blank=True)

    personal: ClassVar = Personal(keep="the report on the organisation; the name goes")

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["-round", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "round", "version"], name="one_report_of_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}, {self.version}"


class FactualRemark(models.Model):
    """A remark of the cluster organisation on a fact in the report, and the expert's answer."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="remarks", verbose_name=_("report")
    )
    text = models.TextField(_("remark"), max_length=4000)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered = models.DateTimeField(_("answered"), null=True, blank=True)

    personal: ClassVar = Personal(keep="the factual check of a report; the name goes")

    class Meta:
        verbose_name = _("remark on facts")
        verbose_name_plural = _("remarks on facts")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def audit_label(self) -> str:
        """What the log calls it: the file."""
        return str(self.report)
