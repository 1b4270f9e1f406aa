"""Applications for missions, and what assessors think of them."""

from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.collaboration.missions.cut_offs import last_cut_off
from hanse.collaboration.missions.selection import Scored
from hanse.collaboration.missions.states import ApplicationState, State
from hanse.collaboration.web.mission_words import APPLICATION_CHOICES
from hanse.collaboration.web.models.consortia import edited_by
from hanse.collaboration.web.models.missions import LONG, Mission, MissionAssessor
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class MissionApplicationQuerySet(models.QuerySet["MissionApplication"]):
    """Asks for applications, with the checks of who may see and edit them."""

    def visible_to(self, person: Somebody) -> "MissionApplicationQuerySet":
        """Those of one's organisations; what was handed in for missions one runs or assesses."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        run = Mission.objects.run_by(person).values("pk")
        assessing = MissionAssessor.objects.filter(person=person).values("mission")
        handed_in = models.Q(submitted__isnull=False) & ~models.Q(state=ApplicationState.DRAFT)
        return self.filter(
            models.Q(organisation__in=edited_by(person))
            | handed_in & (models.Q(mission__in=run) | models.Q(mission__in=assessing))
        )

    def editable_by(self, person: Somebody) -> "MissionApplicationQuerySet":
        """Drafts of one's organisations."""
        return self.filter(organisation__in=edited_by(person), state=ApplicationState.DRAFT)

    def due(self, mission: Mission, on: date) -> "MissionApplicationQuerySet":
        """Those of `mission` that are in review on a day: handed in by a cut-off date before it."""
        found = self.in_review().filter(mission=mission, submitted__isnull=False)
        if mission.state != State.CALL:
            return found
        last = last_cut_off(mission.cut_off_days, on)
        return found.filter(submitted__date__lte=last) if last else found.none()

    def in_review(self) -> "MissionApplicationQuerySet":
        """Those that were handed in and stand."""
        return self.exclude(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])

    def reserve(self) -> "MissionApplicationQuerySet":
        """Those on the reserve list, the first to be taken up first."""
        return self.filter(state=ApplicationState.RESERVE).order_by("rank", "submitted", "pk")

    def could_be_taken_up(self, mission: Mission) -> "MissionApplicationQuerySet":
        """Those on the reserve list of `mission` who know it: while it selects, of early dates."""
        found = self.reserve().filter(mission=mission)
        if mission.state in {State.CALL, State.REVIEW}:
            return found.filter(told__isnull=False)
        return found


class MissionApplication(models.Model):
    """The application of an organisation for a mission.

    reason: why it wants to take part. sectors: codes of cluster categories. people: how many would
    come. told: when the applicant was told the decision. rank: its place in the order of points
    when it was decided; None before. remark: what the organiser says with the decision. shown: that
    it agrees to be shown to the other participants.
    """

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="applications", verbose_name=_("mission")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="mission_applications",
        verbose_name=_("organisation"),
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=APPLICATION_CHOICES,
        default=ApplicationState.DRAFT,
        editable=False,
    )
    reason = models.TextField(_("why you want to take part"), max_length=LONG, blank=True)
    offers = models.TextField(_("what you offer"), max_length=LONG, blank=True)
    needs = models.TextField(_("what you need"), max_length=LONG, blank=True)
    wishes = models.TextField(_("whom you want to meet"), max_length=LONG, blank=True)
    sectors = models.JSONField(_("sectors"), default=list, blank=True)
    people = models.PositiveSmallIntegerField(
        _("how many people would come"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    shown = models.BooleanField(_("we agree to be shown to the other participants"), default=False)
    submitted = models.DateTimeField(_("handed in"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed in by"),
        editable=False,
    )
    decided = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    told = models.DateTimeField(_("told"), null=True, blank=True, editable=False)
    rank = models.PositiveSmallIntegerField(_("place"), null=True, blank=True, editable=False)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = MissionApplicationQuerySet.as_manager()
    history = HistoricalRecords()

    personal: ClassVar = Personal(keep="that the organisation applied; the name goes")

    class Meta:
        verbose_name = _("application for a mission")
        verbose_name_plural = _("applications for missions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mission", "organisation"], name="one_application_for_a_mission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.mission}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("mission_application", args=[self.mission.slug, self.pk])

    @property
    def is_complete(self) -> bool:
        """Whether it says what it has to before it is handed in."""
        return bool(self.reason and self.offers and self.needs and self.shown)

    @property
    def scored(self) -> Scored:
        """It and its assessments, as the proposal sees them; these are best prefetched."""
        return Scored(
            self.pk,
            self.organisation.country,
            tuple(each.scores for each in self.assessments.all()),
        )


class MissionAssessment(models.Model):
    """What one assessor thinks of an application. scores: criterion -> points from 0 to 5."""

    application = models.ForeignKey(
        MissionApplication,
        models.CASCADE,
        related_name="assessments",
        verbose_name=_("application"),
    )
    assessor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("assessor"))
    scores = models.JSONField(_("points"), default=dict)
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    made = models.DateTimeField(_("made"), default=timezone.now)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    personal: ClassVar = Personal(keep="that the application was scored, and how")

    class Meta:
        verbose_name = _("assessment of an application")
        verbose_name_plural = _("assessments of applications")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "assessor"], name="an_assessor_scores_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.pk}"

    @property
    def points(self) -> int:
        """The sum of its points."""
        return sum(self.scores.values())
