"""Consortia, who belongs to them, what they plan, and whom they reached."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Final

from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.collaboration.consortia.states import Place, State
from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.web.consortium_words import STATE_CHOICES
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

LONG: Final = 4000
PLACES: Final = [
    (Place.INVITED.value, _("invited")),
    (Place.ACCEPTED.value, _("member")),
    (Place.DECLINED.value, _("declined")),
    (Place.WITHDRAWN.value, _("invitation taken back")),
    (Place.LEFT.value, _("left")),
]
_THERE: Final = (Place.INVITED.value, Place.ACCEPTED.value)
FORMED: Final = (State.FORMED, State.APPLIED, State.RUNNING, State.ENDED)


class ConsortiumRole(models.TextChoices):
    """The function of an organisation in a consortium."""

    COORDINATOR = "coordinator", _("Coordinator")
    PARTNER = "partner", _("Partner")
    ASSOCIATED = "associated", _("Associated partner")


class ConsortiumCodeKind(models.TextChoices):
    """What a consortium names by code."""

    SECTOR = "sector", _("Sector")
    TECHNOLOGY = "technology", _("Technology field")
    PRIORITY = "priority", _("Smart-specialisation priority")
    EMERGING = "emerging", _("Emerging industry")
    TARGET = "target", _("Target country")


def edited_by(person: Somebody) -> "models.QuerySet[Organisation]":
    """Organisations that `person` acts for in consortia: as one of their editors."""
    if not isinstance(person, User) or not person.is_active:
        return Organisation.objects.none()
    editing = person.memberships.editors().values("organisation")
    return Organisation.objects.filter(pk__in=editing, withdrawn__isnull=True)


class ConsortiumQuerySet(models.QuerySet["Consortium"]):
    """Asks for consortia, with the checks of who may see and edit them."""

    def visible_to(self, person: Somebody) -> "ConsortiumQuerySet":
        """Published ones; and those one's organisations belong to or are invited to."""
        return self.filter(models.Q(published=True) | models.Q(pk__in=self._of(person, _THERE)))

    def editable_by(self, person: Somebody) -> "ConsortiumQuerySet":
        """Those one's organisations belong to, unless they have ended."""
        return self.inside(person).exclude(state=State.ENDED)

    def inside(self, person: Somebody) -> "ConsortiumQuerySet":
        """Those one's organisations belong to: what is not public is shown there."""
        return self.filter(pk__in=self._of(person, (Place.ACCEPTED,)))

    def evidence(self) -> Iterator[Evidence]:
        """Those that were formed, as evidence of a relation between all their members."""
        rows = (
            self.filter(state__in=FORMED)
            .prefetch_related(
                models.Prefetch(
                    "members", ConsortiumMember.objects.belonging().order_by("organisation_id")
                )
            )
            .order_by("pk")
        )
        for each in rows:
            parties = tuple(member.organisation_id for member in each.members.all())
            if len(parties) > 1:
                yield Evidence(
                    EvidenceKind.CONSORTIUM,
                    parties,
                    each.formed or each.begins,
                    each.ends if each.state == State.ENDED else None,
                    ("consortium", each.pk),
                    each.name,
                    each.get_absolute_url(),
                    public=each.published,
                )

    @staticmethod
    def _of(person: Somebody, places: tuple[str, ...]) -> "models.QuerySet[ConsortiumMember]":
        return ConsortiumMember.objects.filter(
            place__in=places, organisation__in=edited_by(person)
        ).values("consortium")  # type: ignore[return-value]


class Consortium(models.Model):
    """A consortium or partnership of organisations.

    state: of the table in `hanse.collaboration.consortia.states`. call: code of a call as data.
    formed, begins, ends: days, None where not known. source: where its facts were read, for one
    on record that is kept here by nobody of its own; "" otherwise. countries: as that source names
    them, members or not. revision: counts changes of its
    profile, so that two who change it at once are told.
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("what it is about"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=STATE_CHOICES, default=State.IDEA, editable=False
    )
    published = models.BooleanField(_("public"), default=False)
    strategy_public = models.BooleanField(_("approved strategy public"), default=False)
    objectives = models.TextField(_("objectives"), max_length=LONG, blank=True)
    previous = models.TextField(_("previous initiatives"), max_length=LONG, blank=True)
    call = models.CharField(_("call"), max_length=40, blank=True)
    begins = models.DateField(_("begins"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    formed = models.DateField(_("formed on"), null=True, blank=True, editable=False)
    agreement_signed = models.DateField(_("partnership agreement signed on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, editable=False)
    countries = models.JSONField(
        _("countries that the source names"), default=list, blank=True, editable=False
    )
    fictitious = models.BooleanField(_("fictitious"), default=False, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = ConsortiumQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("consortium")
        verbose_name_plural = _("consortia")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(begins__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("begins")),
                name="a_consortium_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("consortium", args=[self.slug])

    @property
    def days(self) -> int | None:
        """How long it lasts, first and last day counted; None where not known."""
        return (self.ends - self.begins).days + 1 if self.begins and self.ends else None

    def late_on(self, day: date) -> bool:
        """Whether its end has passed although it is said to run."""
        return self.state == State.RUNNING and self.ends is not None and self.ends < day


class ConsortiumCode(models.Model):
    """Something a consortium names by code: a sector, a target country, and so on."""

    consortium = models.ForeignKey(
        Consortium, models.CASCADE, related_name="codes", verbose_name=_("consortium")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ConsortiumCodeKind.choices)
    code = models.CharField(_("code"), max_length=80)

    class Meta:
        verbose_name = _("code of a consortium")
        verbose_name_plural = _("codes of consortia")
        ordering: ClassVar = ["kind", "code"]
        indexes: ClassVar = [models.Index(fields=["kind", "code"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consortium", "kind", "code"], name="a_code_of_a_consortium_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consortium}: {self.code}"


class ConsortiumMemberQuerySet(models.QuerySet["ConsortiumMember"]):
    """Asks for places in consortia."""

    def belonging(self) -> "ConsortiumMemberQuerySet":
        """Of organisations that belong to the consortium."""
        return self.filter(place=Place.ACCEPTED)

    def open(self) -> "ConsortiumMemberQuerySet":
        """Of organisations that belong to it or are invited."""
        return self.filter(place__in=_THERE)


class ConsortiumMember(models.Model):
    """An organisation's place in a consortium. function: what it does there, in words."""

    consortium = models.ForeignKey(
        Consortium, models.CASCADE, related_name="members", verbose_name=_("consortium")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="consortia", verbose_name=_("organisation")
    )
    role = models.CharField(
        _("role"),
        max_length=11,
        choices=ConsortiumRole.choices,
        default=ConsortiumRole.PARTNER,
    )
    function = models.CharField(_("function"), max_length=200, blank=True)
    place = models.CharField(
        _("place"), max_length=9, choices=PLACES, default=Place.INVITED, editable=False
    )
    why = models.CharField(_("why it was asked"), max_length=500, blank=True)
    asked = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    answered = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = ConsortiumMemberQuerySet.as_manager()
    history = HistoricalRecords()

    personal: ClassVar = Personal(keep="which organisations were asked and how they answered")

    class Meta:
        verbose_name = _("member of a consortium")
        verbose_name_plural = _("members of consortia")
        # Coordinator comes before partner and after associated partner, so not by role.
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consortium", "organisation"],
                condition=models.Q(place__in=_THERE),
                name="one_place_in_a_consortium",
            ),
            models.UniqueConstraint(
                fields=["consortium"],
                condition=models.Q(role=ConsortiumRole.COORDINATOR, place=Place.ACCEPTED),
                name="one_coordinator_of_a_consortium",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.consortium}"


class ConsortiumTask(models.Model):
    """A task of the work plan. country: a target country it is about; "" for none."""

    consortium = models.ForeignKey(
        Consortium, models.CASCADE, related_name="tasks", verbose_name=_("consortium")
    )
    title = models.CharField(_("task"), max_length=200)
    lead = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead"),
    )
    begins = models.DateField(_("begins"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    country = models.CharField(_("target country"), max_length=2, blank=True)

    class Meta:
        verbose_name = _("task of a consortium")
        verbose_name_plural = _("tasks of consortia")
        ordering: ClassVar = ["begins", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def country_name(self) -> str:
        """The English name of its country; "" without one."""
        return country_names().get(self.country, self.country)

    @property
    def planned(self) -> bool:
        """Whether it has a lead, a start and an end."""
        return bool(self.lead_id and self.begins and self.ends)


class ConsortiumMilestone(models.Model):
    """A milestone. progress: percent, 100 once reached."""

    consortium = models.ForeignKey(
        Consortium, models.CASCADE, related_name="milestones", verbose_name=_("consortium")
    )
    title = models.CharField(_("milestone"), max_length=200)
    due = models.DateField(_("due"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"), default=0, validators=[MaxValueValidator(100)]
    )
    reached = models.DateField(_("reached on"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone of a consortium")
        verbose_name_plural = _("milestones of consortia")
        ordering: ClassVar = ["due", "pk"]

    def __str__(self) -> str:
        return self.title

    def late_on(self, day: date) -> bool:
        """Whether its day has passed without it being reached."""
        return self.reached is None and self.due is not None and self.due < day


class ConsortiumReach(models.Model):
    """How many small and medium-sized firms a consortium reached in a year."""

    consortium = models.ForeignKey(
        Consortium, models.CASCADE, related_name="reach", verbose_name=_("consortium")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    smes = models.PositiveIntegerField(_("SMEs reached"))

    class Meta:
        verbose_name = _("firms reached by a consortium")
        verbose_name_plural = _("firms reached by consortia")
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consortium", "year"], name="reach_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.consortium}, {self.year}: {self.smes}"
