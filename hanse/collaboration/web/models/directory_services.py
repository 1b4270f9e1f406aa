"""Services of organisations with their terms, and the ratings of firms that used them."""

from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.directory.ratings import HIGHEST, LOWEST, QUESTIONS, Rating
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal


class ServiceQuerySet(models.QuerySet["Service"]):
    """Asks for services."""

    def offered(self, on: date) -> "ServiceQuerySet":
        """Those offered on a day."""
        return self.exclude(ended__lte=on)


class Service(models.Model):
    """A service an organisation offers. code: in the list `services`; ended: offered no more."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="services", verbose_name=_("organisation")
    )
    code = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    terms = models.TextField(_("terms"), max_length=2000, blank=True)
    price_note = models.CharField(_("price"), max_length=200, blank=True)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    ended = models.DateField(_("ended"), null=True, blank=True, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering: ClassVar = ["code", "title", "pk"]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"


_ANSWER = [MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]


class ServiceRating(models.Model):
    """What a firm thinks of a service it used in a year; each answer from 1, not at all, to 5."""

    service = models.ForeignKey(
        Service, models.CASCADE, related_name="ratings", verbose_name=_("service")
    )
    firm = models.ForeignKey(
        Organisation, models.CASCADE, related_name="service_ratings", verbose_name=_("firm")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    useful = models.PositiveSmallIntegerField(_("useful"), validators=_ANSWER)
    quality = models.PositiveSmallIntegerField(_("quality"), validators=_ANSWER)
    timely = models.PositiveSmallIntegerField(_("timely"), validators=_ANSWER)
    overall = models.PositiveSmallIntegerField(_("on the whole"), validators=_ANSWER)
    rated = models.DateTimeField(_("rated"), default=timezone.now, editable=False)
    rated_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rated by"),
    )

    personal: ClassVar = Personal(keep="what the firm thinks of the service; it speaks for a firm")

    class Meta:
        verbose_name = _("rating of a service")
        verbose_name_plural = _("ratings of services")
        ordering: ClassVar = ["-year", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["firm", "service", "year"], name="one_rating_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.year}"

    @property
    def fact(self) -> Rating:
        """It as the rules take it."""
        return Rating(self.firm_id, {code: getattr(self, code) for code in QUESTIONS})
