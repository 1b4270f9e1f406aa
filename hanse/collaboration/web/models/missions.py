"""Missions, who runs them, and who scores applications."""

from datetime import date
from typing import ClassVar, Final
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.collaboration.missions.states import LIVE, State
from hanse.collaboration.web.mission_words import STATE_CHOICES
from hanse.collaboration.web.models.agreements import Agreement
from hanse.collaboration.web.models.consortia import edited_by
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

LONG: Final = 4000
SHORT: Final = 200
MEETINGS_EACH: Final = 8


class MissionMode(models.TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", _("In person")
    REMOTE = "remote", _("Remote")
    MIXED = "mixed", _("In person and remote")


class MissionRole(models.TextChoices):
    """What an organisation does for a mission beside the one that runs it."""

    CO_ORGANISER = "co_organiser", _("Organises with it")
    HOST = "host", _("Host")
    SUPPORTER = "supporter", _("Supports it")


def valid_time_zone(name: str) -> None:
    """Raise `ValidationError` for what is no time zone of the IANA list."""
    if name not in available_timezones():
        raise ValidationError(gettext("This is no time zone, such as Europe/Vienna."))


class MissionQuerySet(models.QuerySet["Mission"]):
    """Asks for missions, with the checks of who may see and edit them."""

    def run_by(self, person: Somebody) -> "MissionQuerySet":
        """Those that `person` organises: as an editor of the organiser or as administrator."""
        return self.filter(organiser__in=Organisation.objects.editable_by(person))

    def visible_to(self, person: Somebody) -> "MissionQuerySet":
        """Those whose call was opened; drafts for who organises, assesses or works with them."""
        shown = models.Q(opened__isnull=False)
        if not isinstance(person, User) or not person.is_active:
            return self.filter(shown)
        partners = MissionPartner.objects.filter(organisation__in=edited_by(person))
        assessing = MissionAssessor.objects.filter(person=person)
        return self.filter(
            shown
            | models.Q(organiser__in=Organisation.objects.editable_by(person))
            | models.Q(pk__in=partners.values("mission"))
            | models.Q(pk__in=assessing.values("mission"))
        )

    def editable_by(self, person: Somebody) -> "MissionQuerySet":
        """Those one organises, unless they are closed or called off."""
        return self.run_by(person).filter(state__in=LIVE)


class Mission(models.Model):
    """A match-making mission to a host country.

    state: of the table in `hanse.collaboration.missions.states`. begins, ends: first and last day
    there, in its time zone. opens, closes, decides, confirms: first and last day of the call, the
    day by which applicants are told, and by which those selected confirm. cut_offs: ISO dates
    before `closes`; what is handed in by each is reviewed together. places: of the delegation;
    host_places: of the host side, None without limit; country_places: at most so many of one
    country. meetings_each: how many meetings a participant has at most. opened: when the call was
    opened, and everybody could see it. told_off: why it was called off. revision: counts changes,
    so that two who change it at once are told.
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=SHORT)
    theme = models.CharField(_("theme"), max_length=SHORT)
    about = models.TextField(_("what it is about"), max_length=LONG, blank=True)
    wanted = models.TextField(_("who should apply"), max_length=LONG, blank=True)
    costs = models.TextField(_("what it costs and what is paid"), max_length=LONG, blank=True)
    sectors = models.JSONField(_("sectors"), default=list, blank=True)
    organiser = models.ForeignKey(
        Organisation, models.PROTECT, related_name="missions_run", verbose_name=_("organiser")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="missions_run",
        verbose_name=_("agreement that it belongs to"),
    )
    host_country = models.CharField(_("host country"), max_length=2)
    city = models.CharField(_("city"), max_length=SHORT, blank=True)
    mode = models.CharField(
        _("how people meet"),
        max_length=9,
        choices=MissionMode.choices,
        default=MissionMode.IN_PERSON,
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="Europe/Brussels", validators=[valid_time_zone]
    )
    begins = models.DateField(_("first day"), null=True, blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)
    opens = models.DateField(_("call opens"), null=True, blank=True)
    closes = models.DateField(_("last day to apply"), null=True, blank=True)
    cut_offs = models.JSONField(_("earlier cut-off dates"), default=list, blank=True)
    decides = models.DateField(_("applicants are told by"), null=True, blank=True)
    confirms = models.DateField(_("those selected confirm by"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(
        _("places in the delegation"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    host_places = models.PositiveSmallIntegerField(
        _("places for the host country"), null=True, blank=True
    )
    country_places = models.PositiveSmallIntegerField(
        _("at most so many of one country"), null=True, blank=True
    )
    meetings_each = models.PositiveSmallIntegerField(
        _("meetings of a participant, at most"),
        default=MEETINGS_EACH,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    state = models.CharField(
        _("state"), max_length=10, choices=STATE_CHOICES, default=State.DRAFT, editable=False
    )
    opened = models.DateTimeField(_("call opened"), null=True, blank=True, editable=False)
    told_off = models.CharField(
        _("why it was called off"), max_length=500, blank=True, editable=False
    )
    fictitious = models.BooleanField(_("fictitious"), default=False, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = MissionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering: ClassVar = ["-begins", "title", "pk"]
        indexes: ClassVar = [models.Index(fields=["state"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(begins__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("begins")),
                name="a_mission_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True)
                | models.Q(closes__isnull=True)
                | models.Q(closes__gte=models.F("opens")),
                name="a_call_of_a_mission_closes_after_it_opens",
                violation_error_message=_("The call closes before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("mission", args=[self.slug])

    @property
    def cut_off_days(self) -> list[date]:
        """All cut-off dates of its call, in order; the last one is its last day."""
        days = {date.fromisoformat(each) for each in self.cut_offs}
        return sorted(days | ({self.closes} if self.closes else set()))

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def host_country_name(self) -> str:
        """The English name of the host country."""
        return country_names().get(self.host_country, self.host_country)

    @property
    def days(self) -> int | None:
        """How long it lasts, first and last day counted; None where not known."""
        return (self.ends - self.begins).days + 1 if self.begins and self.ends else None

    def takes_applications(self, on: date) -> bool:
        """Whether organisations may apply on a day."""
        return (
            self.state == State.CALL
            and self.closes is not None
            and on <= self.closes
            and (self.opens is None or self.opens <= on)
        )


class MissionPartner(models.Model):
    """An organisation that the organiser works with."""

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="partners", verbose_name=_("mission")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    role = models.CharField(
        _("role"), max_length=12, choices=MissionRole.choices, default=MissionRole.HOST
    )

    class Meta:
        verbose_name = _("partner of a mission")
        verbose_name_plural = _("partners of missions")
        ordering: ClassVar = ["role", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mission", "organisation"], name="a_partner_of_a_mission_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.mission}"


class MissionAssessor(models.Model):
    """Somebody who scores applications of a mission."""

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="assessors", verbose_name=_("mission")
    )
    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))

    personal: ClassVar = Personal()

    class Meta:
        verbose_name = _("assessor of a mission")
        verbose_name_plural = _("assessors of missions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mission", "person"], name="an_assessor_once")
        ]

    def __str__(self) -> str:
        return f"{self.mission}: {self.pk}"


class MissionFollow(models.Model):
    """Somebody who wants to hear of a mission without being part of it.

    reminded: the last day to apply of which they were reminded.
    """

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="follows", verbose_name=_("mission")
    )
    person = models.ForeignKey(
        User, models.CASCADE, related_name="missions_followed", verbose_name=_("person")
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    reminded = models.DateField(_("reminded of"), null=True, blank=True)

    personal: ClassVar = Personal()

    class Meta:
        verbose_name = _("followed mission")
        verbose_name_plural = _("followed missions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mission", "person"], name="a_mission_followed_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.mission}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the mission, not the person."""
        return str(self.mission)
