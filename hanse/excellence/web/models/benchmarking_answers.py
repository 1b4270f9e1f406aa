"""Answers of a benchmarking: what the organisation gave, what the expert made of it, and notes."""

from typing import ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal

NOTE_LENGTH: Final = 1000


class BenchmarkingAnswer(models.Model):
    """The answer to one question, by the person who gave it last; earlier ones are its history.

    value: JSON, null where an answer was taken away. revision: 1 for the first answer, one more
    with each change; a page that was opened at an earlier one cannot overwrite it unseen.
    """

    benchmarking = models.ForeignKey(
        Benchmarking, models.CASCADE, related_name="answers", verbose_name=_("benchmarking")
    )
    question = models.CharField(_("question"), max_length=40)
    value = models.JSONField(_("answer"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    at = models.DateTimeField(_("answered"), default=timezone.now)

    history = HistoricalRecords()

    personal: ClassVar = Personal(
        keep="the organisation's answers; who gave them goes",
        unexported="they are the organisation's, which exports them itself",
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering: ClassVar = ["benchmarking", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["benchmarking", "question"], name="one_answer_for_a_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.benchmarking_id} {self.question}"


class Verdict(models.TextChoices):
    """What an expert made of an answer."""

    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED = "corrected", _("corrected")


class BenchmarkingReview(models.Model):
    """An expert's verdict on one answer; the answer itself stays as it was given.

    value: the corrected answer as JSON, null where it is confirmed or was struck out. revision:
    that of the answer judged, 0 where there was none; when the answer changes, the verdict is void.
    """

    benchmarking = models.ForeignKey(
        Benchmarking, models.CASCADE, related_name="reviews", verbose_name=_("benchmarking")
    )
    question = models.CharField(_("question"), max_length=40)
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)
    value = models.JSONField(_("corrected answer"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    revision = models.PositiveIntegerField(_("revision of the answer"), default=0)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("judged by")
    )
    at = models.DateTimeField(_("judged"), default=timezone.now)

    personal: ClassVar = Personal(
        keep="what was confirmed and corrected; the expert's name goes",
        unexported="they are about the organisation",
    )

    class Meta:
        verbose_name = _("verdict on an answer")
        verbose_name_plural = _("verdicts on answers")
        ordering: ClassVar = ["benchmarking", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["benchmarking", "question"], name="one_verdict_for_a_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.benchmarking_id} {self.question} {self.verdict}"


class FindingNote(models.Model):
    """Why an answer that a plausibility check queries is right all the same.

    finding: code of the finding. answers: the answers it was written for, as JSON; when one of
    them changes, the note does not count any more.
    """

    benchmarking = models.ForeignKey(
        Benchmarking, models.CASCADE, related_name="notes", verbose_name=_("benchmarking")
    )
    finding = models.CharField(_("finding"), max_length=60)
    text = models.TextField(_("note"), max_length=NOTE_LENGTH)
    answers = models.JSONField(_("answers at the time"), default=dict)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    personal: ClassVar = Personal(
        keep="the organisation's explanations; who wrote them goes",
        unexported="they are the organisation's",
    )

    class Meta:
        verbose_name = _("note on a finding")
        verbose_name_plural = _("notes on findings")
        ordering: ClassVar = ["benchmarking", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["benchmarking", "finding"], name="one_note_for_a_finding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.benchmarking_id} {self.finding}"


class LevelEstimate(models.Model):
    """What an organisation thinks of itself on the way to the next level, and what steps cost it.

    points: criterion -> points estimated. efforts: criterion -> factor on the scheme's efforts,
    null where a step is not possible for it.
    """

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="level_estimates",
        verbose_name=_("organisation"),
    )
    scheme = models.CharField(_("scheme"), max_length=40)
    scheme_version = models.CharField(_("version of the scheme"), max_length=40)
    points = models.JSONField(_("points"), default=dict)
    efforts = models.JSONField(_("efforts"), default=dict)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )
    at = models.DateTimeField(_("changed"), default=timezone.now)

    personal: ClassVar = Personal(
        keep="the organisation's own estimates; who made them goes",
        unexported="they are the organisation's",
    )

    class Meta:
        verbose_name = _("estimate")
        verbose_name_plural = _("estimates")
        ordering: ClassVar = ["organisation", "scheme", "scheme_version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "scheme", "scheme_version"],
                name="one_estimate_for_a_scheme",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.scheme} {self.scheme_version}"
