"""News, calls for funding and events; who follows a call; who gets a digest."""

from collections.abc import Collection
from datetime import date
from typing import ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.collaboration.journey.news import NEWS_STATE_WORDS, Audience, NewsState, Often
from hanse.foundation.roles import Role
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import (
    Membership,
    Organisation,
    OrganisationKind,
)
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

NEWS_STATE_CHOICES: Final = [(state.value, _(words)) for state, words in NEWS_STATE_WORDS.items()]
AUDIENCE_CHOICES: Final = [
    (Audience.PUBLIC.value, _("Everybody")),
    (Audience.MEMBERS.value, _("Everybody with an account")),
    (Audience.CHOSEN.value, _("Organisations of some kinds or countries")),
]
OFTEN_CHOICES: Final = [(Often.WEEKLY.value, _("Once a week")), (Often.DAILY.value, _("Every day"))]


class NewsKind(models.TextChoices):
    """What an item is."""

    NEWS = "news", _("News")
    CALL = "call", _("Call for funding")
    EVENT = "event", _("Event")


def marked(codes: Collection[str]) -> str:
    """Codes as one text that can be searched for any of them: ",AT,DE,"; "" for none."""
    return f",{','.join(sorted(set(codes)))}," if codes else ""


class NewsItemQuerySet(models.QuerySet["NewsItem"]):
    """Asks for items, with the checks of who may read and write them."""

    def public(self) -> "NewsItemQuerySet":
        """Published ones for everybody: all that feeds and public files ever hold."""
        return self.filter(
            models.Q(organisation=None) | models.Q(organisation__withdrawn__isnull=True),
            state=NewsState.PUBLISHED,
            audience=Audience.PUBLIC,
        )

    def visible_to(self, person: Somebody) -> "NewsItemQuerySet":
        """Those meant for `person`, those of one's own organisations, all for officers."""
        if not isinstance(person, User) or not person.is_active:
            return self.filter(pk__in=NewsItem.objects.public().values("pk"))
        if person.has_role(Role.OFFICER) or person.is_administrator:
            return self.all()
        editing = Membership.objects.editors().filter(person=person).values("organisation")
        return self.filter(self.meant_for(person) | models.Q(organisation__in=editing))

    def meant_for(self, person: User) -> models.Q:
        """The condition of published items whose audience holds `person`. One query."""
        fits = models.Q(audience__in=[Audience.PUBLIC, Audience.MEMBERS])
        own = Organisation.objects.of(person).filter(withdrawn__isnull=True).order_by()
        for kind, country in own.values_list("kind", "country").distinct():
            fits |= models.Q(
                models.Q(kinds="") | models.Q(kinds__contains=f",{kind},"),
                models.Q(countries="") | models.Q(countries__contains=f",{country},"),
                audience=Audience.CHOSEN,
            )
        stands = models.Q(organisation=None) | models.Q(organisation__withdrawn__isnull=True)
        return fits & stands & models.Q(state=NewsState.PUBLISHED)

    def editable_by(self, person: Somebody) -> "NewsItemQuerySet":
        """Those of organisations `person` edits; all for officers."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        if person.has_role(Role.OFFICER):
            return self.all()
        editing = Membership.objects.editors().filter(person=person).values("organisation")
        return self.filter(organisation__in=editing)

    def standing(self, on: date) -> "NewsItemQuerySet":
        """Without events that are over and calls that are closed."""
        return self.exclude(kind=NewsKind.CALL, deadline__lt=on).exclude(
            kind=NewsKind.EVENT, ends__lt=on
        )

    def dated(self) -> "NewsItemQuerySet":
        """Events and calls with a deadline: what a calendar holds."""
        return self.filter(
            models.Q(kind=NewsKind.EVENT, begins__isnull=False)
            | models.Q(kind=NewsKind.CALL, deadline__isnull=False)
        )


class NewsItem(models.Model):
    """A piece of news, a call or an event.

    organisation: who it is from; None for the programme. kinds, countries: of a chosen audience,
    as `marked` writes them. country: where an event is, or what a call is for.
    """

    kind = models.CharField(_("kind"), max_length=5, choices=NewsKind.choices)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in one sentence"), max_length=300)
    text = models.TextField(_("text"), max_length=10_000, blank=True)
    link = models.URLField(_("more about it"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="news",
        verbose_name=_("organisation"),
    )
    audience = models.CharField(
        _("audience"), max_length=7, choices=AUDIENCE_CHOICES, default=Audience.PUBLIC
    )
    kinds = models.CharField(max_length=100, blank=True, editable=False)
    countries = models.CharField(max_length=900, blank=True, editable=False)
    begins = models.DateField(_("first day"), null=True, blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    online = models.BooleanField(_("held online"), default=False)
    state = models.CharField(
        _("state"), max_length=9, choices=NEWS_STATE_CHOICES, default=NewsState.DRAFT
    )
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    published = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    fictitious = models.BooleanField(_("fictitious"), default=False, editable=False)
    author = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("written by"),
    )
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = NewsItemQuerySet.as_manager()
    history = HistoricalRecords()

    personal: ClassVar = Personal(keep="what was published; who wrote it is a pseudonym")

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        ordering: ClassVar = ["-published", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "audience", "published"])]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse events without a day, days in the wrong order, and an audience of nobody."""
        if self.kind == NewsKind.EVENT and self.begins is None:
            raise ValidationError({"begins": _("An event has a first day.")})
        if self.begins and self.ends and self.ends < self.begins:
            raise ValidationError({"ends": _("The last day is before the first.")})
        if self.audience == Audience.CHOSEN and not (self.kinds or self.countries):
            raise ValidationError({"audience": _("Choose kinds or countries below.")})

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("news_item", args=[self.pk])

    @property
    def last_day(self) -> date | None:
        """The last day of an event, the deadline of a call."""
        return self.deadline if self.kind == NewsKind.CALL else self.ends or self.begins

    @property
    def country_name(self) -> str:
        """The English name of its country; "" without one."""
        return country_names().get(self.country, self.country)

    @property
    def audience_words(self) -> list[str]:
        """Kinds and countries of a chosen audience, in words."""
        labels = dict(OrganisationKind.choices)
        names = country_names()
        return [
            *(str(labels.get(each, each)) for each in self.kinds.split(",") if each),
            *(names.get(each, each) for each in self.countries.split(",") if each),
        ]


class CallFollow(models.Model):
    """Somebody who wants to hear when a call changes and before it closes."""

    item = models.ForeignKey(
        NewsItem, models.CASCADE, related_name="follows", verbose_name=_("call")
    )
    person = models.ForeignKey(
        User, models.CASCADE, related_name="calls_followed", verbose_name=_("person")
    )
    since = models.DateTimeField(_("since"), default=timezone.now)

    personal: ClassVar = Personal()

    class Meta:
        verbose_name = _("followed call")
        verbose_name_plural = _("followed calls")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "person"], name="a_call_followed_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.item}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the call, not the person."""
        return self.item.title


class NewsDigest(models.Model):
    """Somebody who gets new items by mail. sent: when the last digest went, or was asked for."""

    person = models.OneToOneField(
        User, models.CASCADE, related_name="news_digest", verbose_name=_("person")
    )
    often = models.CharField(_("how often"), max_length=6, choices=OFTEN_CHOICES)
    sent = models.DateTimeField(_("last sent"), default=timezone.now)

    personal: ClassVar = Personal()

    class Meta:
        verbose_name = _("digest of news")
        verbose_name_plural = _("digests of news")

    def __str__(self) -> str:
        return f"{self.person}, {self.often}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: how often, not the person."""
        return self.often
