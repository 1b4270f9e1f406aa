"""Timetables of a mission's meetings: each search, move and repair is a version that stays."""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal

_SILENT: Final = timedelta(seconds=20)
"""A search that has said nothing for so long is taken for interrupted."""


class VersionKind(models.TextChoices):
    """How a timetable came about."""

    SEARCH = "search", _("searched for")
    MOVE = "move", _("moved by hand")
    REPAIR = "repair", _("repaired")


class VersionState(models.TextChoices):
    """How a timetable stands."""

    WAITING = "waiting", _("waits for its turn")
    SEARCHING = "searching", _("is searched for")
    READY = "ready", _("ready")
    IMPOSSIBLE = "impossible", _("impossible")
    NONE = "none", _("none found in time")
    FAILED = "failed", _("failed")
    PROPOSED = "proposed", _("proposed")
    IN_FORCE = "in_force", _("in force")
    REPLACED = "replaced", _("replaced")
    DROPPED = "dropped", _("dropped")


RUNNING: Final = (VersionState.WAITING, VersionState.SEARCHING)
PUBLISHED: Final = (VersionState.IN_FORCE, VersionState.REPLACED)


class MeetingTimetableQuerySet(models.QuerySet["MeetingTimetable"]):
    """Asks for versions of timetables."""

    def running(self) -> "MeetingTimetableQuerySet":
        """Those that are searched for or wait."""
        return self.filter(state__in=RUNNING)

    def published(self) -> "MeetingTimetableQuerySet":
        """Those that are or were in force, the last first."""
        return self.filter(state__in=PUBLISHED).order_by("-in_force_from", "-number")


class MeetingTimetable(models.Model):
    """A version of a mission's timetable.

    problem, answer: as `hanse.collaboration.timetable.documents` and `answers` write them; the
    answer is the best so far while it is searched for, and has no tables then. events: what a
    repair is for, or what a search may do. conflict: why there is none. notes: sentences on who has
    few meetings, or on what is left out; of a move, on what it overrules. breaks, bound: of the
    answer, and what none can beat. moves: from table to table of everybody.
    seconds: searched for. stop: whether somebody asked to end. told: when the search last said
    anything. base: number of the version it was made from. why: in words, for the board.
    """

    mission = models.ForeignKey(
        "collaboration.Mission",
        models.CASCADE,
        related_name="timetables",
        verbose_name=_("mission"),
    )
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=6, choices=VersionKind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=VersionState.choices, default=VersionState.WAITING
    )
    proved = models.BooleanField(_("proved best"), default=False)
    problem = models.JSONField(_("problem"), default=dict)
    answer = models.JSONField(_("answer"), default=list)
    events = models.JSONField(_("events"), default=list)
    conflict = models.JSONField(_("conflict"), default=dict)
    notes = models.JSONField(_("notes"), default=list)
    breaks = models.PositiveIntegerField(_("breaks"), null=True)
    bound = models.PositiveIntegerField(_("bound"), default=0)
    moves = models.PositiveIntegerField(_("moves between tables"), null=True)
    seconds = models.FloatField(_("seconds"), default=0.0)
    stop = models.BooleanField(_("to be stopped"), default=False)
    base = models.PositiveIntegerField(_("made from version"), null=True)
    why = models.CharField(_("why"), max_length=300, blank=True)
    made = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    told = models.DateTimeField(_("last news"), default=timezone.now)
    in_force_from = models.DateTimeField(_("in force from"), null=True, blank=True)

    objects = MeetingTimetableQuerySet.as_manager()

    personal: ClassVar = Personal(keep="which organisations met when, and who planned it")

    class Meta:
        verbose_name = _("timetable of meetings")
        verbose_name_plural = _("timetables of meetings")
        ordering: ClassVar = ["mission", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mission", "number"], name="a_number_of_a_timetable_once"
            ),
            models.UniqueConstraint(
                fields=["mission"],
                condition=models.Q(state=VersionState.IN_FORCE),
                name="one_timetable_in_force",
            ),
            models.UniqueConstraint(
                fields=["mission"],
                condition=models.Q(state__in=RUNNING),
                name="one_search_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission}, {self.number}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("meeting_version", args=[self.mission.slug, self.number])

    @property
    def running(self) -> bool:
        """Whether it is searched for or waits."""
        return self.state in RUNNING

    @property
    def leaves_out(self) -> bool:
        """Whether the search may leave meetings out; then its bound says nothing of breaks."""
        return any(each.get("leave_out") for each in self.events)

    @property
    def gap(self) -> float | None:
        """(breaks - bound) / breaks: 0 when proved best, None while there is no answer."""
        if self.breaks is None:
            return None
        return (self.breaks - self.bound) / self.breaks if self.breaks else 0.0

    def silent(self, now: datetime) -> bool:
        """Whether nothing was heard of a search for so long that it seems interrupted."""
        return self.running and now - self.told > _SILENT
