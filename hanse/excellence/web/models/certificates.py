"""Certificates of people: what each entitles to, from when to when."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hanse.excellence.certificates import NEWEST, CertificateRule, Held, certificate_rules, standing
from hanse.excellence.web.models.programme import Project
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal


class CertificateKind(models.TextChoices):
    """What a certificate entitles to."""

    BENCHMARKING_EXPERT = "benchmarking_expert", _("Benchmarking expert")
    BENCHMARKING_TRAINER = "benchmarking_trainer", _("Benchmarking trainer")
    ASSOCIATE = "associate", _("Associate cluster instructor")
    INSTRUCTOR = "instructor", _("Certified cluster instructor")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Asks for certificates."""

    def valid(self, on: date) -> "CertificateQuerySet":
        """Those that hold on a day: issued, not expired, neither suspended nor revoked then."""
        return (
            self.filter(issued__lte=on, expires__gte=on)
            .exclude(revoked__lte=on)
            .exclude(suspended__lte=on)
        )

    def of_kind(self, kind: str) -> "CertificateQuerySet":
        """Those of one kind."""
        return self.filter(kind=kind)


class Certificate(models.Model):
    """One certificate of one person; a renewal is a new certificate."""

    person = models.ForeignKey(
        User, models.CASCADE, related_name="certificates", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=CertificateKind.choices)
    number = models.CharField(_("number"), max_length=30, unique=True)
    issued = models.DateField(_("issued"))
    expires = models.DateField(_("valid until"))
    suspended = models.DateField(_("suspended since"), null=True, blank=True)
    revoked = models.DateField(_("revoked"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    renews = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="renewed_by",
        verbose_name=_("renews"),
    )
    project = models.ForeignKey(
        Project,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("programme project"),
    )
    rules = models.CharField(_("version of the rules"), max_length=20, default=NEWEST)
    is_public = models.BooleanField(_("name shown in the public register"), default=False)

    objects = CertificateQuerySet.as_manager()

    personal: ClassVar = Personal(keep="which certificates were issued; the name goes")

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar = ["-issued", "number"]
        indexes: ClassVar = [models.Index(fields=["person", "kind"])]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("certificate", args=[self.number])

    @property
    def rule(self) -> CertificateRule:
        """What it entitles to, in the version it was issued under."""
        return certificate_rules(self.rules).of(self.kind)

    @property
    def held(self) -> Held:
        """Its days, as the rules read them."""
        return Held(self.issued, self.expires, self.suspended, self.revoked)

    def standing(self, on: date) -> str:
        """How it stands on a day; see `hanse.excellence.certificates.standing`."""
        return standing(self.rule, self.held, on)
