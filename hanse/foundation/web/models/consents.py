"""What people agreed to, and the copies of their data they asked for."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Asks for consents."""

    def standing(self) -> "ConsentQuerySet":
        """Those not withdrawn."""
        return self.filter(withdrawn__isnull=True)


class Consent(models.Model):
    """That a person agreed to one version of something; kept when withdrawn."""

    person = models.ForeignKey(User, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=30)
    version = models.CharField(_("version"), max_length=10)
    given = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    personal: ClassVar = Personal(keep="proof that a consent was given, without the name")

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-given"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose", "version"],
                condition=models.Q(withdrawn__isnull=True),
                name="one_consent_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class DataExport(models.Model):
    """A copy of a person's data, made in the background because it is large."""

    person = models.ForeignKey(User, models.CASCADE, related_name="data_exports")
    asked = models.DateTimeField(_("asked for"), default=timezone.now)
    made = models.DateTimeField(_("made"), null=True, blank=True)
    archive = models.BinaryField(_("archive"), null=True, editable=False)

    personal: ClassVar = Personal(secret=("archive",))

    class Meta:
        verbose_name = _("copy of my data")
        verbose_name_plural = _("copies of data")
        ordering: ClassVar = ["-asked"]

    def __str__(self) -> str:
        return f"{self.person}, {self.asked:%Y-%m-%d}"
