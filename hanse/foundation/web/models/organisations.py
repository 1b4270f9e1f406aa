"""Organisations, who belongs to them, and how people come to belong to them."""

from typing import ClassVar, Final

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.foundation.web.countries import country_names, region_name
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

LONG_TEXT: Final = 4000
SHORT_TEXT: Final = 200


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    CLUSTER = "cluster", _("Cluster organisation")
    FIRM = "firm", _("Firm")
    RESEARCH = "research", _("Research organisation")
    PUBLIC = "public", _("Public body")
    PARTNER = "partner", _("International partner")


class MembershipKind(models.TextChoices):
    """What a person may do for an organisation."""

    EDITOR = "editor", _("Editor")
    MEMBER = "member", _("Member")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Asks for organisations, with the checks of who may see and edit them."""

    def visible_to(self, person: Somebody) -> "OrganisationQuerySet":
        """Those `person` may see: all that stand; withdrawn ones only for administrators."""
        if isinstance(person, User) and person.is_administrator:
            return self.all()
        return self.filter(withdrawn__isnull=True)

    def editable_by(self, person: Somebody) -> "OrganisationQuerySet":
        """Those `person` may edit: as one of their editors, or as an administrator."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        if person.is_administrator:
            return self.all()
        editing = Membership.objects.current().filter(
            organisation=models.OuterRef("pk"), person=person, kind=MembershipKind.EDITOR
        )
        return self.filter(models.Exists(editing), withdrawn__isnull=True)

    def of(self, person: User) -> "OrganisationQuerySet":
        """Those `person` belongs to."""
        belonging = Membership.objects.current().filter(
            organisation=models.OuterRef("pk"), person=person
        )
        return self.filter(models.Exists(belonging))


class Organisation(models.Model):
    """A body that takes part in cluster policy: a cluster organisation, a firm, and so on."""

    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(_("name"), max_length=SHORT_TEXT)
    native_name = models.CharField(_("name in its own language"), max_length=SHORT_TEXT, blank=True)
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("NUTS region"), max_length=5, blank=True)
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("description"), max_length=LONG_TEXT, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=SHORT_TEXT, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    fictitious = models.BooleanField(_("fictitious"), default=False, editable=False)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    withdrawn = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["country", "kind"]),
            models.Index(fields=["name"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("organisation_detail", args=[self.slug])

    @property
    def country_name(self) -> str:
        """The English name of its country."""
        return country_names().get(self.country, self.country)

    @property
    def region_name(self) -> str:
        """The name of its region; "" without one."""
        return region_name(self.region)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Asks for memberships."""

    def current(self) -> "MembershipQuerySet":
        """Those not ended."""
        return self.filter(until__isnull=True)

    def editors(self) -> "MembershipQuerySet":
        """Those of people who may edit and may sign in."""
        return self.current().filter(kind=MembershipKind.EDITOR, person__is_active=True)


class Membership(models.Model):
    """A person's place in an organisation, from one time to another; ended, never deleted."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    kind = models.CharField(_("as"), max_length=6, choices=MembershipKind.choices)
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    personal: ClassVar = Personal(keep="how many people acted for the organisation, and when")

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering: ClassVar = ["kind", "since"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=models.Q(until__isnull=True),
                name="one_membership_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the organisation, not the person."""
        return self.organisation.name


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Asks for invitations."""

    def open(self) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.filter(accepted__isnull=True, revoked__isnull=True, expires__gt=timezone.now())


class Invitation(models.Model):
    """An invitation by mail to join an organisation."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations", verbose_name=_("organisation")
    )
    email = models.EmailField(_("e-mail address"))
    kind = models.CharField(_("as"), max_length=6, choices=MembershipKind.choices)
    sent = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )
    expires = models.DateTimeField(_("expires"))
    revoked = models.DateTimeField(_("revoked"), null=True, blank=True)
    accepted = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )

    objects = InvitationQuerySet.as_manager()

    personal: ClassVar = Personal(keep="whom an organisation invited and when; the address goes")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-sent"]

    def __str__(self) -> str:
        return f"{self.email}, {self.organisation}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the organisation, not the person."""
        return self.organisation.name

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return not (self.accepted or self.revoked) and self.expires > timezone.now()


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    """Asks for requests to join."""

    def open(self) -> "JoinRequestQuerySet":
        """Those nobody has answered."""
        return self.filter(answer="")


class JoinRequest(models.Model):
    """A person's request to join an organisation, and the answer."""

    class Answer(models.TextChoices):
        """What became of it."""

        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="join_requests", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        User, models.CASCADE, related_name="join_requests", verbose_name=_("person")
    )
    message = models.TextField(_("message"), max_length=1000, blank=True)
    made = models.DateTimeField(_("made"), default=timezone.now)
    answer = models.CharField(_("answer"), max_length=9, choices=Answer.choices, blank=True)
    answered = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    personal: ClassVar = Personal(
        keep="how many asked to join and how they were answered",
        blank={"message": "", "reason": ""},
    )

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering: ClassVar = ["-made"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=models.Q(answer=""),
                name="one_open_request_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the organisation, not the person."""
        return self.organisation.name
