"""Meetings of a mission: times and tables for them, what is asked for, what is agreed."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.timetable.model import Half
from hanse.collaboration.web.meeting_words import HALF_CHOICES, INTEREST_CHOICES
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal

MOST_TABLES: Final = 400


class MeetingSlot(models.Model):
    """A time at which meetings of a mission are held."""

    mission = models.ForeignKey(
        "collaboration.Mission",
        models.CASCADE,
        related_name="meeting_slots",
        verbose_name=_("mission"),
    )
    begins = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("time for meetings")
        verbose_name_plural = _("times for meetings")
        ordering: ClassVar = ["begins", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mission", "begins"],
                name="one_slot_at_a_time",
                violation_error_message=_("There is a time that begins then."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("begins")),
                name="a_slot_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return timezone.localtime(self.begins).strftime("%Y-%m-%d %H:%M")


class MeetingTable(models.Model):
    """A place for one meeting at a time. address: of a video room, for remote meetings."""

    mission = models.ForeignKey(
        "collaboration.Mission",
        models.CASCADE,
        related_name="meeting_tables",
        verbose_name=_("mission"),
    )
    code = models.CharField(_("table"), max_length=20)
    room = models.CharField(_("room"), max_length=80, blank=True)
    address = models.URLField(_("address of the video room"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("table for meetings")
        verbose_name_plural = _("tables for meetings")
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mission", "code"],
                name="a_table_of_a_mission_once",
                violation_error_message=_("There is a table of this name."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.room}" if self.room else self.code


class SlotBar(models.Model):
    """A time at which a participant cannot meet."""

    participant = models.ForeignKey(
        "collaboration.MissionParticipant",
        models.CASCADE,
        related_name="slot_bars",
        verbose_name=_("participant"),
    )
    slot = models.ForeignKey(
        MeetingSlot, models.CASCADE, related_name="bars", verbose_name=_("time")
    )

    class Meta:
        verbose_name = _("time at which somebody cannot meet")
        verbose_name_plural = _("times at which somebody cannot meet")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "slot"], name="a_slot_barred_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.slot}"


class SlotLeave(models.Model):
    """A time at which organisers say that a participant can meet, though it is away or at night."""

    participant = models.ForeignKey(
        "collaboration.MissionParticipant",
        models.CASCADE,
        related_name="slot_leaves",
        verbose_name=_("participant"),
    )
    slot = models.ForeignKey(
        MeetingSlot, models.CASCADE, related_name="leaves", verbose_name=_("time")
    )

    class Meta:
        verbose_name = _("time at which somebody can meet after all")
        verbose_name_plural = _("times at which somebody can meet after all")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "slot"], name="a_slot_left_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.slot}"


class RequestState(models.TextChoices):
    """How a request for a meeting stands."""

    OPEN = "open", _("not answered yet")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("taken back")


class MeetingRequest(models.Model):
    """A participant's wish to meet another. interest, answer: how much each side wants it, 1 to 3.

    answer: 0 while there is none.
    """

    asker = models.ForeignKey(
        "collaboration.MissionParticipant",
        models.CASCADE,
        related_name="requests_made",
        verbose_name=_("who asks"),
    )
    asked = models.ForeignKey(
        "collaboration.MissionParticipant",
        models.CASCADE,
        related_name="requests_received",
        verbose_name=_("who is asked"),
    )
    interest = models.PositiveSmallIntegerField(
        _("how much you want it"), choices=INTEREST_CHOICES, default=2
    )
    answer = models.PositiveSmallIntegerField(_("answer"), default=0, editable=False)
    half = models.CharField(_("when"), max_length=9, choices=HALF_CHOICES, default=Half.ANY.value)
    why = models.CharField(_("what it should be about"), max_length=500, blank=True)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=RequestState.choices,
        default=RequestState.OPEN,
        editable=False,
    )
    made = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    answered = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    personal: ClassVar = Personal(keep="which organisations asked to meet, and the answers")

    class Meta:
        verbose_name = _("request for a meeting")
        verbose_name_plural = _("requests for meetings")
        ordering: ClassVar = ["made", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asker", "asked"], name="a_meeting_asked_for_once"),
            models.CheckConstraint(
                condition=~models.Q(asker=models.F("asked")), name="nobody_asks_to_meet_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker} & {self.asked}"


class MeetingBar(models.Model):
    """A participant that does not want to meet another. Who it is about does not learn of it."""

    participant = models.ForeignKey(
        "collaboration.MissionParticipant",
        models.CASCADE,
        related_name="meeting_bars",
        verbose_name=_("participant"),
    )
    other = models.ForeignKey(
        "collaboration.MissionParticipant",
        models.CASCADE,
        related_name="meeting_bars_of_others",
        verbose_name=_("whom it does not want to meet"),
    )
    made = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("meeting that is not wanted")
        verbose_name_plural = _("meetings that are not wanted")
        ordering: ClassVar = ["made", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "other"], name="a_meeting_barred_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant} & {self.other}"


class MeetingState(models.TextChoices):
    """What became of a meeting."""

    AGREED = "agreed", _("agreed")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")
    NO_SHOW = "no_show", _("somebody did not come")


class MissionMeetingQuerySet(models.QuerySet["MissionMeeting"]):
    """Asks for meetings of missions."""

    def standing(self) -> "MissionMeetingQuerySet":
        """Those that are agreed or held."""
        return self.filter(state__in=[MeetingState.AGREED, MeetingState.HELD])

    def over(self, now: datetime) -> "MissionMeetingQuerySet":
        """Those whose time has passed."""
        return self.filter(slot__ends__lte=now)

    def evidence(self) -> Iterator[Evidence]:
        """Those held, as evidence between the organisations that met; for themselves to see."""
        rows = (
            self.filter(state=MeetingState.HELD, slot__isnull=False)
            .select_related("mission", "slot")
            .prefetch_related("participants")
            .order_by("pk")
        )
        for each in rows:
            if each.slot is None:
                continue
            yield Evidence(
                EvidenceKind.MEETING,
                tuple(sorted(one.organisation_id for one in each.participants.all())),
                timezone.localdate(each.slot.begins, each.mission.zone),
                None,
                ("missionmeeting", each.pk),
                each.mission.title,
                each.mission.get_absolute_url(),
                public=False,
            )


class MissionMeeting(models.Model):
    """A meeting of two or three participants.

    half: when it should be. fixed: the time it must have. after: meetings that come before it.
    slot, table: by the timetable in force; None while it has none. pinned: made by the organisers,
    so that a new choice of meetings keeps it. reason: why it was cancelled or not held.
    """

    mission = models.ForeignKey(
        "collaboration.Mission", models.CASCADE, related_name="meetings", verbose_name=_("mission")
    )
    participants = models.ManyToManyField(
        "collaboration.MissionParticipant", related_name="meetings", verbose_name=_("participants")
    )
    half = models.CharField(
        _("when it should be"), max_length=9, choices=HALF_CHOICES, default=Half.ANY.value
    )
    fixed = models.ForeignKey(
        MeetingSlot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fixed at"),
    )
    after = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="before", verbose_name=_("comes after")
    )
    slot = models.ForeignKey(
        MeetingSlot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("time"),
        editable=False,
    )
    table = models.ForeignKey(
        MeetingTable,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("table"),
        editable=False,
    )
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=MeetingState.choices,
        default=MeetingState.AGREED,
        editable=False,
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    pinned = models.BooleanField(_("kept when meetings are chosen anew"), default=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = MissionMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["mission", "state"])]

    def __str__(self) -> str:
        return " & ".join(str(each.organisation) for each in self.participants.all())
