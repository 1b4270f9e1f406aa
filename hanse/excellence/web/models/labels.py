"""Labels of cluster organisations, and the applications they come from."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.foundation.web.models.organisations import Organisation


class Level(models.TextChoices):
    """The levels of a label, lowest first."""

    BRONZE = "bronze", _("Bronze")
    SILVER = "silver", _("Silver")
    GOLD = "gold", _("Gold")


class Application(models.Model):
    """An organisation's application for a label, or for its renewal.

    state: a state of the table in `hanse.excellence.label.states`.
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
    state = models.CharField(_("state"), max_length=30, default="draft")
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
    opened = models.DateTimeField(_("opened"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("application for a label")
        verbose_name_plural = _("applications for labels")
        ordering: ClassVar = ["-opened", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.level}"


class Label(models.Model):
    """A label that was awarded; never edited in place: what happens to it is a row of the register.

    state: a state of labels in `hanse.excellence.label.states`.
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
    state = models.CharField(_("state"), max_length=10, default="active")

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering: ClassVar = ["-awarded", "number"]
        indexes: ClassVar = [models.Index(fields=["level", "state"])]

    def __str__(self) -> str:
        return self.number
