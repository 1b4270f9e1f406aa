"""Benchmarkings of cluster organisations: which questionnaire, which year, how far it has come."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.criteria.questionnaire import Questionnaire, questionnaire
from hanse.excellence.web.models.programme import Project
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class BenchmarkingState(models.TextChoices):
    """How far a benchmarking has come."""

    ANSWERING = "answering", _("being answered")
    SUBMITTED = "submitted", _("waiting for the interview")
    INTERVIEW = "interview", _("in the interview")
    CONFIRMED = "confirmed", _("confirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class BenchmarkingQuerySet(models.QuerySet["Benchmarking"]):
    """Asks for benchmarkings, with the checks of who may see and answer them."""

    def visible_to(self, person: Somebody) -> "BenchmarkingQuerySet":
        """Those of one's organisations, those one is the expert of; all for officers."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        if person.has_role(Role.OFFICER) or person.is_administrator:
            return self.all()
        return self.filter(
            models.Q(organisation__in=Organisation.objects.of(person)) | models.Q(expert=person)
        )

    def editable_by(self, person: Somebody) -> "BenchmarkingQuerySet":
        """Those still being answered, for people of the organisation."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.filter(
            organisation__in=Organisation.objects.of(person), state=BenchmarkingState.ANSWERING
        )

    def confirmed(self) -> "BenchmarkingQuerySet":
        """Those an expert has confirmed, latest first."""
        return self.filter(state=BenchmarkingState.CONFIRMED).order_by("-interviewed", "-pk")

    def of(self, organisation: Organisation) -> "BenchmarkingQuerySet":
        """Those of one organisation."""
        return self.filter(organisation=organisation)

    def open(self) -> "BenchmarkingQuerySet":
        """Those on their way: neither confirmed nor withdrawn."""
        return self.exclude(state__in=[BenchmarkingState.CONFIRMED, BenchmarkingState.WITHDRAWN])

    def before(self, day: date) -> "BenchmarkingQuerySet":
        """Those whose interview was before `day`."""
        return self.filter(interviewed__lt=day)


class Benchmarking(models.Model):
    """One benchmarking of one organisation: answers about `reference_year`.

    confirmed_answers: code of a question -> the answer as the expert left it, as JSON; kept when
    the benchmarking is confirmed, and never changed after. return_reason: why the expert gave it
    back to the organisation, "" where nobody did.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="benchmarkings", verbose_name=_("organisation")
    )
    questionnaire = models.CharField(_("version of the questionnaire"), max_length=20)
    reference_year = models.PositiveSmallIntegerField(_("year the answers are about"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=BenchmarkingState.choices,
        default=BenchmarkingState.ANSWERING,
    )
    expert = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="benchmarkings_interviewed",
        verbose_name=_("expert"),
    )
    project = models.ForeignKey(
        Project,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="benchmarkings",
        verbose_name=_("programme project"),
    )
    begun = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    submitted = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    interviewed = models.DateField(_("interview on"), null=True, blank=True)
    confirmed = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    confirmed_answers = models.JSONField(
        _("confirmed answers"), default=dict, blank=True, editable=False
    )
    return_reason = models.TextField(_("why it was given back"), max_length=1000, blank=True)
    withdrawn = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = BenchmarkingQuerySet.as_manager()

    personal: ClassVar = Personal(
        keep="which benchmarkings there were; the expert's name goes",
        secret=("confirmed_answers",),
    )

    class Meta:
        verbose_name = _("benchmarking")
        verbose_name_plural = _("benchmarkings")
        ordering: ClassVar = ["-reference_year", "-pk"]
        indexes: ClassVar = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.reference_year}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("benchmarking_detail", args=[self.pk])

    @property
    def asked(self) -> Questionnaire:
        """The questionnaire it answers."""
        return questionnaire(self.questionnaire)
