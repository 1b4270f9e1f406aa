"""Offers and needs of organisations, what they name by code, and their reviews."""

from datetime import date
from typing import ClassVar, Final

from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.collaboration.matching.review import MOST_POINTS, Criterion, Verdict, verdict
from hanse.collaboration.matching.states import OfferState
from hanse.collaboration.matching.templates import TEMPLATES, OfferKind, Section, is_need
from hanse.collaboration.matching.terms import folded
from hanse.collaboration.web.offer_words import (
    KIND_CHOICES,
    OFFER_STATE_CHOICES,
    VERDICT_CHOICES,
)
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

TITLE: Final = 150
SUMMARY: Final = 500


class OfferCodeKind(models.TextChoices):
    """What an offer names by code: as in profiles, and the kinds of organisation it seeks."""

    INDUSTRY = "industry", _("Industry")
    CATEGORY = "category", _("Cluster category")
    EMERGING = "emerging", _("Emerging industry")
    TECHNOLOGY = "technology", _("Technology field")
    TARGET = "target", _("Target country")
    PARTNER = "partner", _("Kind of organisation sought")


class OfferQuerySet(models.QuerySet["Offer"]):
    """Asks for offers and needs, with the checks of who may see and edit them."""

    def visible_to(self, person: Somebody) -> "OfferQuerySet":
        """Published ones; in any state to the organisation's people; submitted ones to officers.

        Nothing of an organisation that was withdrawn. Who runs the programme does not read drafts.
        """
        seen = models.Q(state=OfferState.PUBLISHED)
        if isinstance(person, User) and person.is_active:
            seen |= models.Q(organisation__in=Organisation.objects.of(person))
            if person.has_role(Role.OFFICER):
                seen |= models.Q(submitted__isnull=False) & ~models.Q(state=OfferState.DRAFT)
        return self.filter(seen, organisation__withdrawn__isnull=True)

    def editable_by(self, person: Somebody) -> "OfferQuerySet":
        """Those of organisations that `person` is an editor of, in whatever state."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        editing = person.memberships.editors().values("organisation")
        return self.filter(organisation__in=editing, organisation__withdrawn__isnull=True)

    def published(self) -> "OfferQuerySet":
        """Those on the list for everybody."""
        return self.filter(state=OfferState.PUBLISHED, organisation__withdrawn__isnull=True)

    def with_words(self, text: str) -> "OfferQuerySet":
        """Those in which every word of `text` occurs, whatever its accents and capitals."""
        found = self
        for word in folded(text).split():
            found = found.filter(words__contains=word)
        return found

    def to_review(self) -> "OfferQuerySet":
        """Those that wait for a review, longest first."""
        return self.filter(
            state=OfferState.IN_REVIEW, organisation__withdrawn__isnull=True
        ).order_by("submitted", "pk")


class Offer(models.Model):
    """An offer or a need of an organisation.

    answers: code of a section of the type's template -> what was written there. words: all of it,
    folded for searching. begins, ends: the days it stands, both counted. reminded: the end of which
    its editors were reminded.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="offers", verbose_name=_("organisation")
    )
    kind = models.CharField(_("type"), max_length=20, choices=KIND_CHOICES)
    state = models.CharField(
        _("state"), max_length=10, choices=OFFER_STATE_CHOICES, default=OfferState.DRAFT
    )
    title = models.CharField(_("title"), max_length=TITLE)
    summary = models.TextField(_("in a few sentences"), max_length=SUMMARY)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    words = models.TextField(_("words to be searched"), blank=True, editable=False)
    begins = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    submitted = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    published = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    closed = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    reminded = models.DateField(_("reminded of the end"), null=True, blank=True, editable=False)

    objects = OfferQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("offer or need")
        verbose_name_plural = _("offers and needs")
        ordering: ClassVar = ["-published", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "kind"]),
            models.Index(fields=["state", "ends"]),
            models.Index(fields=["organisation", "state"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")),
                name="an_offer_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("offer", args=[self.pk])

    @property
    def is_need(self) -> bool:
        """Whether it states a need."""
        return is_need(self.kind)

    @property
    def template(self) -> tuple[Section, ...]:
        """The sections of its type."""
        return TEMPLATES[OfferKind(self.kind)]

    def fold(self) -> None:
        """Set what is searched from title, summary, answers and the organisation's name."""
        parts = [self.title, self.summary, *self.answers.values(), self.organisation.name]
        self.words = folded(" ".join(map(str, parts)))

    def stands_on(self, day: date) -> bool:
        """Whether it is published and stands on a day."""
        return self.state == OfferState.PUBLISHED and self.begins <= day <= self.ends


class OfferCode(models.Model):
    """Something an offer names by code."""

    offer = models.ForeignKey(
        Offer, models.CASCADE, related_name="codes", verbose_name=_("offer or need")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=OfferCodeKind.choices)
    code = models.CharField(_("code"), max_length=80)

    class Meta:
        verbose_name = _("code in an offer")
        verbose_name_plural = _("codes in offers")
        ordering: ClassVar = ["kind", "code"]
        indexes: ClassVar = [models.Index(fields=["kind", "code"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "kind", "code"], name="an_offer_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.offer}: {self.code}"


def _points(label: object) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(str(label), validators=[MaxValueValidator(MOST_POINTS)])


class OfferReview(models.Model):
    """One review of an offer: points from 0 to 5 by four criteria, and what was said."""

    offer = models.ForeignKey(
        Offer, models.CASCADE, related_name="reviews", verbose_name=_("offer or need")
    )
    reviewer = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        related_name="offer_reviews",
        verbose_name=_("reviewer"),
    )
    clarity = _points("clarity")
    substance = _points("substance")
    partner = _points("partner sought")
    credibility = _points("credibility")
    verdict = models.CharField(_("verdict"), max_length=10, choices=VERDICT_CHOICES)
    remark = models.TextField(_("remark to the organisation"), max_length=1000, blank=True)
    made = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    personal: ClassVar = Personal(keep="how offers were reviewed; the reviewer's name goes")

    class Meta:
        verbose_name = _("review of an offer")
        verbose_name_plural = _("reviews of offers")
        ordering: ClassVar = ["-made", "-pk"]

    def __str__(self) -> str:
        return f"{self.offer}: {self.get_verdict_display()}"

    @property
    def points(self) -> dict[Criterion, int]:
        """Points by criterion."""
        return {each: getattr(self, each.value) for each in Criterion}

    @property
    def total(self) -> int:
        """The sum of the points, from 0 to 20."""
        return sum(self.points.values())

    @property
    def organisation(self) -> Organisation:
        """Whose offer it is about."""
        return self.offer.organisation

    def settle(self) -> Verdict:
        """Set the verdict that follows from the points."""
        said = verdict(self.points)
        self.verdict = said
        return said
