"""What is planned for a mission: programme, travel notes, and budget."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.missions import LONG, SHORT, Mission


class MissionItem(models.Model):
    """An item of the programme. public: whether everybody sees it, not participants alone."""

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="items", verbose_name=_("mission")
    )
    title = models.CharField(_("title"), max_length=SHORT)
    begins = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=SHORT, blank=True)
    words = models.TextField(_("in words"), max_length=LONG, blank=True)
    public = models.BooleanField(_("shown to everybody"), default=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)

    class Meta:
        verbose_name = _("item of a programme")
        verbose_name_plural = _("items of programmes")
        ordering: ClassVar = ["begins", "ends", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("begins")),
                name="an_item_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class MissionNote(models.Model):
    """A travel note for those who come: visa, hotel, ways, customs."""

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="notes", verbose_name=_("mission")
    )
    title = models.CharField(_("title"), max_length=SHORT)
    words = models.TextField(_("in words"), max_length=LONG)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)

    class Meta:
        verbose_name = _("travel note")
        verbose_name_plural = _("travel notes")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.title


class BudgetHeading(models.TextChoices):
    """What money of a mission is for."""

    TRAVEL = "travel", _("Travel")
    VENUE = "venue", _("Rooms and equipment")
    CATERING = "catering", _("Food and drink")
    INTERPRETING = "interpreting", _("Interpreting")
    STAFF = "staff", _("Staff")
    COMMUNICATION = "communication", _("Communication")
    OTHER = "other", _("Other")


class MissionBudgetLine(models.Model):
    """A line of the budget, in euro. spent: None until it is known."""

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="budget", verbose_name=_("mission")
    )
    heading = models.CharField(_("heading"), max_length=13, choices=BudgetHeading.choices)
    words = models.CharField(_("what for"), max_length=SHORT)
    paid_by = models.CharField(_("paid by"), max_length=SHORT, blank=True)
    planned = models.DecimalField(
        _("planned, in euro"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    spent = models.DecimalField(
        _("spent, in euro"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)

    class Meta:
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of budgets")
        ordering: ClassVar = ["heading", "pk"]

    def __str__(self) -> str:
        return self.words
