"""Signed badges as they were issued, and the lists in which their status stands."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hanse.excellence.credentials.status_lists import SIZE, Place, Purpose
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.labels import Label
from hanse.foundation.roles import Role
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class StatusPurpose(models.TextChoices):
    """What a bit that is set says."""

    REVOCATION = "revocation", _("revoked")
    SUSPENSION = "suspension", _("suspended")


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Asks for credentials."""

    def visible_to(self, person: Somebody) -> "CredentialQuerySet":
        """Those of labels for everybody; of certificates for their holder and for officers."""
        if isinstance(person, User) and person.is_active:
            if person.has_role(Role.OFFICER) or person.is_administrator:
                return self.all()
            return self.filter(models.Q(label__isnull=False) | models.Q(person=person))
        return self.filter(label__isnull=False)

    def standing(self) -> "CredentialQuerySet":
        """Those that were not revoked."""
        revoked = StatusPlace.objects.filter(
            credential=models.OuterRef("pk"),
            status_list__purpose=StatusPurpose.REVOCATION,
            since__isnull=False,
        )
        return self.filter(~models.Exists(revoked))

    def latest_of(self, label: Label) -> "Credential | None":
        """The one issued last for a label, whether it stands or not."""
        return self.filter(label=label).order_by("-issued", "-pk").first()


class Credential(models.Model):
    """One signed document, of a label or of a certificate; never changed once issued.

    person: whose certificate it is. key: the address of the key that signed it.
    """

    code = models.UUIDField(_("code"), default=uuid.uuid4, unique=True, editable=False)
    label = models.ForeignKey(
        Label,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credentials",
        verbose_name=_("label"),
    )
    certificate = models.ForeignKey(
        Certificate,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="credentials",
        verbose_name=_("certificate"),
    )
    person = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="credentials",
        verbose_name=_("person"),
    )
    document = models.JSONField(_("signed document"))
    key = models.CharField(_("key"), max_length=200)
    issued = models.DateField(_("issued"))

    objects = CredentialQuerySet.as_manager()

    personal: ClassVar = Personal(
        keep="that a certificate was signed; the document, which holds the name, goes",
        blank={"document": {}},
    )

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering: ClassVar = ["-issued", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(label__isnull=False, certificate__isnull=True)
                | models.Q(label__isnull=True, certificate__isnull=False),
                name="credential_of_label_or_certificate",
            )
        ]

    def __str__(self) -> str:
        return str(self.code)

    def get_absolute_url(self) -> str:
        """The address of the signed document."""
        return reverse("credential", args=[self.code])

    def since(self, purpose: str) -> date | None:
        """Since when it is revoked or suspended; None where it is not."""
        return next(
            (each.since for each in self.places.all() if each.status_list.purpose == purpose),
            None,
        )


class StatusList(models.Model):
    """One list of bits. number: counted up for each purpose as lists fill."""

    purpose = models.CharField(_("purpose"), max_length=10, choices=StatusPurpose.choices)
    number = models.PositiveIntegerField(_("number"))
    opened = models.DateField(_("opened"))

    class Meta:
        verbose_name = _("status list")
        verbose_name_plural = _("status lists")
        ordering: ClassVar = ["purpose", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purpose", "number"], name="status_list_numbers")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.number}"

    def get_absolute_url(self) -> str:
        """Where it is published."""
        return reverse("status_list", args=[self.purpose, self.number])


class StatusPlace(models.Model):
    """A place in a list, once and for all for one credential. since: the bit is set; None: not."""

    status_list = models.ForeignKey(
        StatusList, models.PROTECT, related_name="places", verbose_name=_("status list")
    )
    index = models.PositiveIntegerField(_("place"))
    # The place stays taken when the credential goes with the certificate of an erased person.
    credential = models.ForeignKey(
        Credential,
        models.SET_NULL,
        null=True,
        related_name="places",
        verbose_name=_("credential"),
    )
    since = models.DateField(_("set since"), null=True, blank=True)

    class Meta:
        verbose_name = _("place in a status list")
        verbose_name_plural = _("places in status lists")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["status_list", "index"], name="status_places_once"),
            models.CheckConstraint(condition=models.Q(index__lt=SIZE), name="status_places_inside"),
        ]

    def __str__(self) -> str:
        return f"{self.status_list}, {self.index}"

    def place(self, origin: str) -> Place:
        """The place as credentials name it. origin: of the site."""
        purpose: Purpose = (
            "revocation" if self.status_list.purpose == "revocation" else "suspension"
        )
        address = f"{origin}{self.status_list.get_absolute_url()}"
        return Place(purpose, address, self.index)
