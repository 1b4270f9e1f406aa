"""Releases of the comparison with peers: made once, kept whole, never changed."""

from datetime import date, datetime
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.benchmark.indicators import Comparison, comparison
from hanse.excellence.benchmark.release_file import release_bytes, release_from_bytes
from hanse.excellence.benchmark.releases import Release
from hanse.foundation.roles import Role
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class PeerReleaseQuerySet(models.QuerySet["PeerRelease"]):
    """Asks for releases, the latest first."""

    def visible_to(self, _person: Somebody) -> "PeerReleaseQuerySet":
        """All, for everybody: what a release shows may be read, what it holds stays inside."""
        return self.all()

    def editable_by(self, _person: Somebody) -> "PeerReleaseQuerySet":
        """None: a release is never changed. Officers make new ones."""
        return self.none()

    def may_be_made_by(self, person: Somebody) -> bool:
        """Whether a person may publish a release: officers."""
        return isinstance(person, User) and person.is_active and person.has_role(Role.OFFICER)

    def current(self, on: date) -> "PeerRelease | None":
        """The release in force on a day, without what it holds; None before the first."""
        return self.filter(on__lte=on).defer("content").order_by("-on", "-pk").first()


class PeerRelease(models.Model):
    """What peer groups are shown from a day until the next release.

    content: classes and outcomes for every indicator, as `release_bytes` writes them. counts:
    participants by field and macro-region, rounded.
    """

    on = models.DateField(_("in force from"), unique=True)
    questionnaire = models.CharField(_("version of the questionnaire"), max_length=20)
    participants = models.PositiveIntegerField(_("participants"))
    content = models.BinaryField(_("content"), editable=False)
    counts = models.JSONField(_("counts of participants"), default=dict, editable=False)
    made = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="peer_releases",
        verbose_name=_("made by"),
    )

    objects = PeerReleaseQuerySet.as_manager()

    personal: ClassVar = Personal(
        keep="what was published when; the name of who published it goes", secret=("content",)
    )

    class Meta:
        verbose_name = _("release of the comparison")
        verbose_name_plural = _("releases of the comparison")
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.on.isoformat()

    @property
    def comparison(self) -> Comparison:
        """How its answers are compared."""
        return comparison(self.questionnaire)

    @property
    def release(self) -> Release:
        """What it holds; read once for each process, because it never changes."""
        return _release(self.pk, self.made)

    def keep(self, release: Release) -> None:
        """Take over what a release holds. Raises `ValueError` for one that is saved already."""
        if self.pk is not None:
            raise ValueError("A release is never changed; make a new one.")
        self.content = release_bytes(release)
        self.participants = release.participants


@lru_cache(maxsize=4)
def _release(number: int, made: datetime) -> Release:
    """made: tells apart releases that had one number in different databases, as in tests."""
    kept = PeerRelease.objects.values_list("content", flat=True).get(pk=number, made=made)
    return release_from_bytes(bytes(kept))
