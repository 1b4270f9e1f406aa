"""The public register of labels: one row an event, each bound to the row before by its hash."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.models.labels import Label


class RegisterEntry(models.Model):
    """One event of one label. body: the facts entered; hash: over body and `previous_hash`."""

    sequence = models.PositiveIntegerField(_("number"), unique=True)
    label = models.ForeignKey(
        Label, models.PROTECT, related_name="register_entries", verbose_name=_("label")
    )
    event = models.CharField(_("event"), max_length=20)
    on = models.DateField(_("on"))
    entered = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    body = models.JSONField(_("facts"))
    previous_hash = models.CharField(_("hash of the row before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("entry of the register")
        verbose_name_plural = _("register")
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.event}"
