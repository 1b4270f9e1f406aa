"""Profiles of organisations in the directory, what they name by code, and a cluster's members."""

from datetime import date
from typing import ClassVar, Final

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.collaboration.directory.tiers import Tier
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody

SUMMARY: Final = 1000


class CodeKind(models.TextChoices):
    """What a profile names by code."""

    INDUSTRY = "industry", _("Industry")
    CATEGORY = "category", _("Cluster category")
    EMERGING = "emerging", _("Emerging industry")
    TECHNOLOGY = "technology", _("Technology field")
    PRIORITY = "priority", _("Smart-specialisation priority")
    SERVICE = "service", _("Service")
    TARGET = "target", _("Target country")


class MemberKind(models.TextChoices):
    """What a member of a cluster is."""

    FIRM = "firm", _("Firm")
    RESEARCH = "research", _("Research organisation")
    PUBLIC = "public", _("Public body")
    OTHER = "other", _("Other")


class SizeClass(models.TextChoices):
    """Size of a firm by persons employed, as in Recommendation 2003/361/EC."""

    MICRO = "micro", _("Fewer than 10 persons")
    SMALL = "small", _("10 to 49 persons")
    MEDIUM = "medium", _("50 to 249 persons")
    LARGE = "large", _("250 persons or more")


class TierChoice(models.TextChoices):
    """How far an entry was looked at."""

    PROVISIONAL = Tier.PROVISIONAL.value, _("Provisional")
    VALIDATED = Tier.VALIDATED.value, _("Validated")


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Asks for profiles, with the checks of who may see and edit them."""

    def visible_to(self, person: Somebody) -> "ProfileQuerySet":
        """Published ones of organisations that `person` may see, and those of one's own."""
        seen = Organisation.objects.visible_to(person)
        own = Organisation.objects.editable_by(person)
        return self.filter(
            models.Q(published=True, organisation__in=seen) | models.Q(organisation__in=own)
        )

    def editable_by(self, person: Somebody) -> "ProfileQuerySet":
        """Those of organisations that `person` may edit."""
        return self.filter(organisation__in=Organisation.objects.editable_by(person))


class Profile(models.Model):
    """What the directory says of an organisation, beside its name and place.

    founded_year: year. staff_fte: the management team, in full-time equivalents. confirmed: when
    somebody of the organisation last said that all of it still holds. tier: as last decided.
    page_active: when an officer last saw activity on its web page; active: when it was last seen to
    do something on this site; reminded: when its editors were last asked to confirm.
    """

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="profile", verbose_name=_("organisation")
    )
    published = models.BooleanField(_("published"), default=False)
    legal_form = models.CharField(_("legal form"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("year founded"), null=True, blank=True)
    staff_fte = models.DecimalField(
        _("staff in full-time equivalents"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    recognised_by = models.CharField(
        _("national or regional programme that recognises it"), max_length=200, blank=True
    )
    confirmed = models.DateTimeField(_("last confirmed"), null=True, blank=True)
    tier = models.CharField(
        _("tier"), max_length=11, choices=TierChoice.choices, default=TierChoice.PROVISIONAL
    )
    page_active = models.DateField(_("activity seen on its web page"), null=True, blank=True)
    active = models.DateField(_("activity seen"), null=True, blank=True)
    reminded = models.DateField(_("reminded"), null=True, blank=True, editable=False)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = ProfileQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        """The address of its page in the directory."""
        return reverse("profile", args=[self.organisation.slug])


class ProfileText(models.Model):
    """What an organisation says of itself in one language."""

    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="texts", verbose_name=_("profile")
    )
    language = models.CharField(_("language"), max_length=2)
    summary = models.TextField(_("in a few sentences"), max_length=SUMMARY)

    class Meta:
        verbose_name = _("text of a profile")
        verbose_name_plural = _("texts of profiles")
        ordering: ClassVar = ["language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "language"], name="one_text_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.profile}, {self.language}"


class ProfileCode(models.Model):
    """Something a profile names by code: an industry, a service, a target country, and so on."""

    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="codes", verbose_name=_("profile")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CodeKind.choices)
    code = models.CharField(_("code"), max_length=80)

    class Meta:
        verbose_name = _("code in a profile")
        verbose_name_plural = _("codes in profiles")
        ordering: ClassVar = ["kind", "code"]
        indexes: ClassVar = [models.Index(fields=["kind", "code"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "kind", "code"], name="a_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.code}"


class ClusterMemberQuerySet(models.QuerySet["ClusterMember"]):
    """Asks for members of clusters."""

    def current(self, on: date) -> "ClusterMemberQuerySet":
        """Those who are members on a day."""
        return self.exclude(since__gt=on).exclude(until__lt=on)

    def nameable(self) -> "ClusterMemberQuerySet":
        """Those that may be named in public."""
        return self.filter(objects_to_naming=False)


class ClusterMember(models.Model):
    """A member of a cluster organisation; named in public only where it does not object."""

    cluster = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="cluster_members",
        verbose_name=_("cluster organisation"),
    )
    member = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="clusters",
        verbose_name=_("organisation, where it is in the directory"),
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=MemberKind.choices)
    size = models.CharField(_("size"), max_length=6, choices=SizeClass.choices, blank=True)
    objects_to_naming = models.BooleanField(_("does not want to be named"), default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = ClusterMemberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("member of a cluster")
        verbose_name_plural = _("members of clusters")
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index(fields=["cluster", "kind"])]

    def __str__(self) -> str:
        return f"{self.name}, {self.cluster}"
