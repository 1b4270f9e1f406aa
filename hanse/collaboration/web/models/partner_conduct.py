"""Organisations that block others, and reports of offers and messages to the programme's office."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.interests import InterestMessage
from hanse.collaboration.web.models.offers import Offer
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class BlockQuerySet(models.QuerySet["Block"]):
    """Asks for blocks. Who is blocked is known to the organisation that blocks."""

    def visible_to(self, person: Somebody) -> "BlockQuerySet":
        """Those that one's organisations set."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.filter(organisation__in=Organisation.objects.of(person))

    def editable_by(self, person: Somebody) -> "BlockQuerySet":
        """Those of organisations that `person` is an editor of."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.filter(organisation__in=person.memberships.editors().values("organisation"))

    def between(self, one: Organisation, other: Organisation) -> "BlockQuerySet":
        """Those of either against the other."""
        return self.filter(
            models.Q(organisation=one, blocked=other) | models.Q(organisation=other, blocked=one)
        )

    def around(self, organisations: Iterable[Organisation]) -> set[int]:
        """Keys of organisations that one of `organisations` blocks, or that block one of them."""
        own = {each.pk for each in organisations}
        rows = self.filter(models.Q(organisation__in=own) | models.Q(blocked__in=own)).values_list(
            "organisation_id", "blocked_id"
        )
        return {each for row in rows for each in row} - own


class Block(models.Model):
    """An organisation that wants to hear nothing of another, until it lifts the block."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="blocks", verbose_name=_("organisation")
    )
    blocked = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("blocked")
    )
    set_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("set by")
    )
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = BlockQuerySet.as_manager()

    personal: ClassVar = Personal(keep="whom an organisation blocks; who set it goes")

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering: ClassVar = ["-since"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "blocked"], name="blocked_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.blocked}"


class ReportReason(models.TextChoices):
    """Why something is reported."""

    FALSE = "false", _("It is false or misleading")
    ADVERTISING = "advertising", _("It is advertising and seeks no partner")
    OFFENSIVE = "offensive", _("It is offensive")
    FRAUD = "fraud", _("It looks like fraud")
    OTHER = "other", _("Something else")


class ReportQuerySet(models.QuerySet["Report"]):
    """Asks for reports."""

    def visible_to(self, person: Somebody) -> "ReportQuerySet":
        """All for officers; those made for one's organisations."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        if person.has_role(Role.OFFICER):
            return self.all()
        return self.filter(organisation__in=Organisation.objects.of(person))

    def editable_by(self, person: Somebody) -> "ReportQuerySet":
        """Open ones, for officers, who settle them."""
        if isinstance(person, User) and person.has_role(Role.OFFICER):
            return self.open()
        return self.none()

    def open(self) -> "ReportQuerySet":
        """Those nobody has settled."""
        return self.filter(settled__isnull=True)


class Report(models.Model):
    """A report of an offer or of one message; officers see what is reported and nothing else."""

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="partner_reports",
        verbose_name=_("organisation that reports"),
    )
    about = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation reported")
    )
    offer = models.ForeignKey(
        Offer,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("offer"),
    )
    message = models.ForeignKey(
        InterestMessage,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("message"),
    )
    reason = models.CharField(_("reason"), max_length=12, choices=ReportReason.choices)
    text = models.TextField(_("what is wrong"), max_length=1000, blank=True)
    made_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    made = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    settled = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    outcome = models.TextField(_("what was done"), max_length=1000, blank=True)

    objects = ReportQuerySet.as_manager()

    personal: ClassVar = Personal(keep="what was reported and what was done; names go")

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["made", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(offer__isnull=False, message__isnull=True)
                | models.Q(offer__isnull=True, message__isnull=False),
                name="a_report_is_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.about}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: its number."""
        return f"report {self.pk}"

    def get_absolute_url(self) -> str:
        """Where officers find it."""
        return f"{reverse('partner_reports')}#report-{self.pk}"
