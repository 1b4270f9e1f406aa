"""Signed credentials of labels and certificates, as they were issued."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.labels import Label


class Credential(models.Model):
    """One signed document. status_index: its place in the lists of revoked and suspended ones."""

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
    document = models.JSONField(_("signed document"))
    key = models.CharField(_("key"), max_length=120)
    status_index = models.PositiveIntegerField(_("place in the status lists"), unique=True)
    issued = models.DateField(_("issued"))

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering: ClassVar = ["-issued", "-pk"]

    def __str__(self) -> str:
        return str(self.code)
