"""Short exchanges between organisations: who offers to host or wishes to visit, and what became."""

from collections.abc import Iterator
from typing import ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.journey.exchanges import (
    LEAST_DAYS,
    MOST_DAYS,
    STATE_WORDS,
    Actor,
    State,
)
from hanse.foundation.roles import Role
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User

LONG: Final = 4000
SHORT: Final = 200
STATE_CHOICES: Final = [(state.value, _(words)) for state, words in STATE_WORDS.items()]
HAPPENED: Final = (State.HELD, State.FINALISED)


class WishRole(models.TextChoices):
    """What an organisation registers for."""

    HOST = "host", _("Offer to host")
    VISIT = "visit", _("Wish to visit")


class Outcome(models.TextChoices):
    """What came of an exchange, as one side says."""

    CONTACTS = "contacts", _("New contacts")
    PROJECT = "project", _("A project together is planned")
    AGREEMENT = "agreement", _("An agreement is planned")
    LEARNT = "learnt", _("We learnt from each other")
    NOTHING = "nothing", _("Nothing yet")


class ExchangeWishQuerySet(models.QuerySet["ExchangeWish"]):
    """Asks for registrations, with the checks of who may see and change them."""

    def visible_to(self, person: Somebody) -> "ExchangeWishQuerySet":
        """Open ones of organisations that stand; one's own; all for officers."""
        if isinstance(person, User) and person.has_role(Role.OFFICER):
            return self.all()
        seen = Organisation.objects.visible_to(person)
        own = Organisation.objects.editable_by(person)
        return self.filter(
            models.Q(open=True, organisation__in=seen) | models.Q(organisation__in=own)
        )

    def editable_by(self, person: Somebody) -> "ExchangeWishQuerySet":
        """Those of organisations that `person` may edit."""
        return self.filter(organisation__in=Organisation.objects.editable_by(person))


class ExchangeWish(models.Model):
    """A registration: an offer to host or a wish to visit, within some weeks."""

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="exchange_wishes",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("registered as"), max_length=5, choices=WishRole.choices)
    title = models.CharField(_("title"), max_length=SHORT)
    about = models.TextField(_("what it is about"), max_length=LONG)
    themes = models.CharField(
        _("themes"), max_length=300, blank=True, help_text=_("Short words, with commas between.")
    )
    countries = models.JSONField(_("countries"), default=list, blank=True)
    earliest = models.DateField(_("earliest day"))
    latest = models.DateField(_("latest day"))
    days_least = models.PositiveSmallIntegerField(
        _("days at least"),
        default=LEAST_DAYS,
        validators=[MinValueValidator(LEAST_DAYS), MaxValueValidator(MOST_DAYS)],
    )
    days_most = models.PositiveSmallIntegerField(
        _("days at most"),
        default=MOST_DAYS,
        validators=[MinValueValidator(LEAST_DAYS), MaxValueValidator(MOST_DAYS)],
    )
    open = models.BooleanField(_("open"), default=True, editable=False)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = ExchangeWishQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("registration for an exchange")
        verbose_name_plural = _("registrations for exchanges")
        ordering: ClassVar = ["earliest", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(latest__gte=models.F("earliest")),
                name="exchange_wish_days_in_order",
                violation_error_message=_("The latest day is before the earliest."),
            ),
            models.CheckConstraint(
                condition=models.Q(days_most__gte=models.F("days_least")),
                name="exchange_wish_length_in_order",
                violation_error_message=_("The most days are fewer than the least."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("exchange_wish", args=[self.pk])

    @property
    def country_names(self) -> list[str]:
        """English names of the countries wanted."""
        return [country_names().get(code, code) for code in self.countries]


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Asks for exchanges, with the checks of who may see them and act in them."""

    def visible_to(self, person: Somebody) -> "ExchangeQuerySet":
        """Those held that both sides show; one's own organisations'; all for officers."""
        shown = models.Q(
            state__in=HAPPENED,
            host_public=True,
            visitor_public=True,
            host__withdrawn__isnull=True,
            visitor__withdrawn__isnull=True,
        )
        if not isinstance(person, User) or not person.is_active:
            return self.filter(shown)
        if person.has_role(Role.OFFICER) or person.is_administrator:
            return self.all()
        own = Organisation.objects.of(person)
        return self.filter(shown | models.Q(host__in=own) | models.Q(visitor__in=own))

    def of(self, person: User) -> "ExchangeQuerySet":
        """Those of organisations that `person` belongs to."""
        own = Organisation.objects.of(person)
        return self.filter(models.Q(host__in=own) | models.Q(visitor__in=own))

    def editable_by(self, person: Somebody) -> "ExchangeQuerySet":
        """Those in which `person` acts for the host or the visitor."""
        own = Organisation.objects.editable_by(person)
        return self.filter(models.Q(host__in=own) | models.Q(visitor__in=own))

    def evidence(self) -> Iterator[Evidence]:
        """Those that took place, as evidence of a relation; public where both sides say so."""
        rows = self.filter(state__in=HAPPENED).order_by("pk")
        for each in rows.values_list(
            "pk", "host", "visitor", "begins", "ends", "title", "host_public", "visitor_public"
        ):
            number, host, visitor, begins, ends, title, host_shows, visitor_shows = each
            yield Evidence(
                EvidenceKind.EXCHANGE,
                (host, visitor),
                begins,
                ends,
                ("exchange", number),
                title,
                reverse("exchange", args=[number]),
                public=host_shows and visitor_shows,
            )


class Exchange(models.Model):
    """A stay of one organisation with another, from the proposal to the reports."""

    host = models.ForeignKey(
        Organisation, models.CASCADE, related_name="exchanges_hosted", verbose_name=_("host")
    )
    visitor = models.ForeignKey(
        Organisation, models.CASCADE, related_name="exchanges_made", verbose_name=_("visitor")
    )
    offer = models.ForeignKey(
        ExchangeWish,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("offer to host"),
    )
    wish = models.ForeignKey(
        ExchangeWish,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wish to visit"),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=STATE_CHOICES,
        default=State.PROPOSED,
    )
    title = models.CharField(_("title"), max_length=SHORT)
    message = models.TextField(_("message"), max_length=LONG, blank=True)
    host_agreed = models.DateField(_("host agreed on"), null=True, blank=True)
    visitor_agreed = models.DateField(_("visitor agreed on"), null=True, blank=True)
    goals = models.TextField(_("goals"), max_length=LONG, blank=True)
    programme = models.TextField(_("programme"), max_length=LONG, blank=True)
    place = models.CharField(_("place"), max_length=SHORT, blank=True)
    begins = models.DateField(_("first day"), null=True, blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)
    host_report = models.TextField(_("report of the host"), max_length=LONG, blank=True)
    visitor_report = models.TextField(_("report of the visitor"), max_length=LONG, blank=True)
    host_outcome = models.CharField(
        _("what came of it, for the host"), max_length=10, choices=Outcome.choices, blank=True
    )
    visitor_outcome = models.CharField(
        _("what came of it, for the visitor"), max_length=10, choices=Outcome.choices, blank=True
    )
    host_public = models.BooleanField(_("the host shows it"), default=False)
    visitor_public = models.BooleanField(_("the visitor shows it"), default=False)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = ExchangeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        ordering: ClassVar = ["-begins", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "begins"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(host=models.F("visitor")),
                name="an_exchange_is_between_two",
                violation_error_message=_("An organisation cannot visit itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("exchange", args=[self.pk])

    @property
    def public(self) -> bool:
        """Whether both sides let everybody know of it."""
        return self.host_public and self.visitor_public

    def side(self, actor: Actor) -> Organisation:
        """The organisation of a side. Raises `KeyError` for the secretariat."""
        return {Actor.HOST: self.host, Actor.VISITOR: self.visitor}[actor]


class ExchangeStep(models.Model):
    """A step that was taken, and by which side; the audit log knows by whom."""

    exchange = models.ForeignKey(
        Exchange, models.CASCADE, related_name="steps", verbose_name=_("exchange")
    )
    step = models.CharField(_("step"), max_length=40)
    actor = models.CharField(_("taken by"), max_length=10)
    on = models.DateField(_("on"))
    note = models.TextField(_("note"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("step of an exchange")
        verbose_name_plural = _("steps of exchanges")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.step
