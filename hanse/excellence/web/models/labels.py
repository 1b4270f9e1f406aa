"""Labels of cluster organisations, and the applications they come from."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.criteria.scheme import LabelScheme, scheme
from hanse.excellence.criteria.scheme import Level as SchemeLevel
from hanse.excellence.label.clock import Term, months_later
from hanse.excellence.label.procedure import Procedure, procedure, route_of
from hanse.excellence.label.states import CLOSED, HELD, LabelState, State
from hanse.excellence.label.workflow import Route
from hanse.excellence.web.label_words import LABEL_STATE_CHOICES, STATE_CHOICES
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.label_ties import PersonalTie
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User


class Level(models.TextChoices):
    """The levels of a label, lowest first."""

    BRONZE = "bronze", _("Bronze")
    SILVER = "silver", _("Silver")
    GOLD = "gold", _("Gold")


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Asks for applications. Nobody learns of one but those who take part in it."""

    def visible_to(self, person: Somebody, on: date | None = None) -> "ApplicationQuerySet":
        """Those of one's organisations, and those in which one holds an office.

        Officers see what was submitted; experts their files; board and panel what is before them.
        Nobody sees by an office the file of an organisation they are tied to on the day `on`.
        """
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        own = models.Q(organisation__in=Organisation.objects.of(person))
        office = models.Q(pk__in=person.label_assignments.standing().values("application"))
        office |= models.Q(pk__in=person.appeal_seats.values("appeal__application"))
        if person.has_role(Role.BOARD):
            office |= models.Q(pk__in=person.board_meetings.values("matters__application"))
        if person.has_role(Role.OFFICER):
            office |= models.Q(submitted__isnull=False)
        barred = PersonalTie.objects.barred(person, on or timezone.localdate())
        if barred:
            office &= ~models.Q(organisation__in=barred)
        return self.filter(own | office)

    def editable_by(self, person: Somebody) -> "ApplicationQuerySet":
        """Those under way, of organisations that `person` is an editor of."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        editing = person.memberships.editors().values("organisation")
        return self.open().filter(organisation__in=editing)

    def open(self) -> "ApplicationQuerySet":
        """Those under way."""
        return self.exclude(state__in=CLOSED)

    def of(self, organisation: Organisation) -> "ApplicationQuerySet":
        """Those of one organisation."""
        return self.filter(organisation=organisation)


class Application(models.Model):
    """An organisation's application for a label, or for its renewal: a file.

    state: a state of the table in `hanse.excellence.label.states`. round: counts assessments,
    beginning anew where one was void. Dates that are None have not come, or are not set.
    """

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="label_applications",
        verbose_name=_("organisation"),
    )
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    scheme = models.CharField(_("scheme"), max_length=40)
    scheme_version = models.CharField(_("version of the scheme"), max_length=20)
    state = models.CharField(_("state"), max_length=30, choices=STATE_CHOICES, default=State.DRAFT)
    renews = models.ForeignKey(
        "excellence.Label",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("label to be renewed"),
    )
    benchmarking = models.ForeignKey(
        Benchmarking,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("benchmarking"),
    )
    field = models.CharField(_("technology field"), max_length=60, blank=True)
    language = models.CharField(_("working language"), max_length=10, blank=True)
    round = models.PositiveSmallIntegerField(_("round of assessment"), default=1)
    opened = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    submitted = models.DateField(_("submitted"), null=True, blank=True)
    contract_signed = models.DateField(_("contract signed"), null=True, blank=True)
    object_by = models.DateField(_("objections until"), null=True, blank=True)
    due_on = models.DateField(_("self-assessment due"), null=True, blank=True)
    visit_on = models.DateField(_("visit"), null=True, blank=True)
    visit_ended = models.DateField(_("visit ended"), null=True, blank=True)
    visit_hours = models.FloatField(_("hours of the visit"), default=0.0)
    check_by = models.DateField(_("factual check until"), null=True, blank=True)
    check_closed = models.BooleanField(_("factual check closed"), default=False)
    recommendation = models.CharField(_("recommendation"), max_length=10, blank=True)
    deferred_until = models.DateField(_("deferred until"), null=True, blank=True)
    appeal_by = models.DateField(_("appeal until"), null=True, blank=True)
    closed = models.DateField(_("closed"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application for a label")
        verbose_name_plural = _("applications for labels")
        ordering: ClassVar = ["-opened", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=~models.Q(state__in=sorted(state.value for state in CLOSED)),
                name="one_application_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.get_level_display()}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("label_file", args=[self.pk])

    @property
    def where(self) -> State:
        """Its state."""
        return State(self.state)

    @property
    def is_renewal(self) -> bool:
        """Whether a label is to be renewed, not awarded for the first time."""
        return self.renews_id is not None

    @property
    def rules(self) -> LabelScheme:
        """The version of the scheme it is judged by."""
        return scheme(self.scheme, self.scheme_version)

    @property
    def aim(self) -> SchemeLevel:
        """The level it is for, as the scheme describes it."""
        return self.rules.level(self.level)

    @property
    def procedure(self) -> Procedure:
        """The procedure of its version of the scheme."""
        return procedure(self.scheme, self.scheme_version)

    @property
    def route(self) -> Route:
        """How it is assessed."""
        return route_of(self.aim)


class LabelQuerySet(models.QuerySet["Label"]):
    """Asks for labels; all that were awarded are public."""

    def held(self) -> "LabelQuerySet":
        """Those that have not ended."""
        return self.filter(state__in=HELD)

    def of(self, organisation: Organisation) -> "LabelQuerySet":
        """Those of one organisation."""
        return self.filter(organisation=organisation)

    def kept_by(self, person: Somebody) -> "LabelQuerySet":
        """Those that `person` has to do with: as one of the holder's people, or by an office."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        own = models.Q(organisation__in=Organisation.objects.of(person))
        office = models.Q(pk__in=person.appeal_seats.values("appeal__label"))
        if person.has_role(Role.BOARD):
            office |= models.Q(pk__in=person.board_meetings.values("matters__label"))
        if person.has_role(Role.OFFICER):
            office |= models.Q(pk__isnull=False)
        barred = PersonalTie.objects.barred(person, timezone.localdate())
        if barred:
            office &= ~models.Q(organisation__in=barred)
        return self.filter(own | office)


class Label(models.Model):
    """A label that was awarded; never edited in place: what happens to it is a row of the register.

    state: a state of labels in `hanse.excellence.label.states`. successor: the label that renewed
    it, or one of a higher level. reminded: the day of the last letter on its expiry.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="labels", verbose_name=_("organisation")
    )
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="label", verbose_name=_("application")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    scheme = models.CharField(_("scheme"), max_length=40)
    scheme_version = models.CharField(_("version of the scheme"), max_length=20)
    number = models.CharField(_("number"), max_length=30, unique=True)
    field = models.CharField(_("technology field"), max_length=60, blank=True)
    awarded = models.DateField(_("awarded"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    grace_until = models.DateField(_("may be renewed until"))
    state = models.CharField(
        _("state"), max_length=10, choices=LABEL_STATE_CHOICES, default=LabelState.ACTIVE
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("followed by"),
    )
    suspended_until = models.DateField(_("suspended until"), null=True, blank=True)
    appeal_by = models.DateField(_("appeal until"), null=True, blank=True)
    reminded = models.DateField(_("reminded"), null=True, blank=True, editable=False)

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering: ClassVar = ["-awarded", "number"]
        indexes: ClassVar = [models.Index(fields=["level", "state"])]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the label; until when it may be renewed follows from its level where not said."""
        if self.grace_until is None:
            self.grace_until = months_later(self.valid_until, self.aim.grace_months)
        super().save(*args, **kwargs)

    @property
    def keeping_address(self) -> str:
        """Where its holder, the secretariat and the board see to it; the public page is another."""
        return reverse("label_keep", args=[self.number])

    @property
    def where(self) -> LabelState:
        """Its state."""
        return LabelState(self.state)

    @property
    def term(self) -> Term:
        """The days it is valid, and until when it may be renewed."""
        return Term(self.valid_from, self.valid_until, self.grace_until)

    @property
    def procedure(self) -> Procedure:
        """The procedure of its version of the scheme."""
        return procedure(self.scheme, self.scheme_version)

    @property
    def aim(self) -> SchemeLevel:
        """Its level, as the scheme describes it."""
        return scheme(self.scheme, self.scheme_version).level(self.level)
