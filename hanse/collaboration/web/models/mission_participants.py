"""Who takes part in a mission, and the people who come."""

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.collaboration.missions.states import PlaceState
from hanse.collaboration.web.models.consortia import edited_by
from hanse.collaboration.web.models.missions import LONG, SHORT, Mission, valid_time_zone
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class Side(models.TextChoices):
    """Where a participant belongs."""

    DELEGATION = "delegation", _("Delegation")
    HOST = "host", _("Host country")
    ORGANISER = "organiser", _("Organiser")


class MissionParticipantQuerySet(models.QuerySet["MissionParticipant"]):
    """Asks for places in missions."""

    def for_person(self, person: Somebody) -> "MissionParticipantQuerySet":
        """Those of organisations that `person` edits."""
        return self.filter(organisation__in=edited_by(person))

    def visible_to(self, person: Somebody) -> "MissionParticipantQuerySet":
        """Those of one's organisations, and of missions one runs."""
        run = Mission.objects.run_by(person).values("pk")
        return self.filter(models.Q(organisation__in=edited_by(person)) | models.Q(mission__in=run))

    def editable_by(self, person: Somebody) -> "MissionParticipantQuerySet":
        """The same."""
        return self.visible_to(person)

    def standing(self) -> "MissionParticipantQuerySet":
        """Invited, confirmed or waiting; not withdrawn."""
        return self.filter(withdrawn__isnull=True)

    def taking_part(self) -> "MissionParticipantQuerySet":
        """Confirmed and not withdrawn: those who are published, and meet."""
        return self.filter(confirmed__isnull=False, withdrawn__isnull=True)

    def waiting(self) -> "MissionParticipantQuerySet":
        """Those on the waiting list."""
        return self.filter(waiting__isnull=False, confirmed__isnull=True, withdrawn__isnull=True)

    def in_order(self) -> "MissionParticipantQuerySet":
        """By the name of the organisation, which is at hand."""
        return self.select_related("organisation").order_by("organisation__name", "pk")


class MissionParticipant(models.Model):
    """The place of an organisation in a mission.

    application: that led to it; None on the host side. invited, confirmed, waiting, withdrawn: when
    it was asked, said yes, went on the waiting list, gave up. time_zone: where its people are in a
    remote meeting; "" for that of the mission. arrives, leaves: when its people are there. sectors:
    codes of cluster categories. offers, needs, wishes: shown to the other participants. revision:
    counts changes, so that two who change it at once are told.
    """

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="participants", verbose_name=_("mission")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="missions", verbose_name=_("organisation")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side.choices, default=Side.DELEGATION)
    application = models.OneToOneField(
        "MissionApplication",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="participant",
        verbose_name=_("application"),
    )
    sectors = models.JSONField(_("sectors"), default=list, blank=True)
    offers = models.TextField(_("what you offer"), max_length=LONG, blank=True)
    needs = models.TextField(_("what you need"), max_length=LONG, blank=True)
    wishes = models.TextField(_("whom you want to meet"), max_length=LONG, blank=True)
    remote = models.BooleanField(_("takes part remotely"), default=False)
    time_zone = models.CharField(
        _("time zone"), max_length=40, blank=True, validators=[valid_time_zone]
    )
    arrives = models.DateTimeField(_("arrives"), null=True, blank=True)
    leaves = models.DateTimeField(_("leaves"), null=True, blank=True)
    invited = models.DateTimeField(_("invited"), default=timezone.now)
    confirmed = models.DateTimeField(_("confirmed"), null=True, blank=True)
    waiting = models.DateTimeField(_("on the waiting list since"), null=True, blank=True)
    withdrawn = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    checked_in = models.DateTimeField(_("checked in"), null=True, blank=True)
    no_show = models.BooleanField(_("did not come"), default=False)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = MissionParticipantQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("participant of a mission")
        verbose_name_plural = _("participants of missions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mission", "organisation"], name="a_participant_of_a_mission_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.mission}"

    @property
    def place(self) -> PlaceState:
        """Where its place stands."""
        if self.withdrawn:
            return PlaceState.WITHDRAWN
        if self.confirmed:
            return PlaceState.CONFIRMED
        return PlaceState.WAITING if self.waiting else PlaceState.INVITED

    @property
    def zone(self) -> ZoneInfo:
        """Where its people are; the mission's for those who come."""
        return ZoneInfo(self.time_zone or self.mission.time_zone)

    def is_there(self, begins: datetime, ends: datetime) -> bool:
        """Whether its people have arrived by then and not left."""
        return (self.arrives is None or self.arrives <= begins) and (
            self.leaves is None or ends <= self.leaves
        )


class MissionDelegate(models.Model):
    """Somebody who comes for a participant.

    person: with an account here, or None. revision: counts changes, as of a participant.
    """

    participant = models.ForeignKey(
        MissionParticipant,
        models.CASCADE,
        related_name="delegates",
        verbose_name=_("participant"),
    )
    person = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person with an account here"),
    )
    name = models.CharField(_("name"), max_length=SHORT)
    function = models.CharField(_("function"), max_length=SHORT, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)

    personal: ClassVar = Personal(
        keep="how many people came for the organisation", blank={"name": "", "function": ""}
    )

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.participant}: {self.pk}"
