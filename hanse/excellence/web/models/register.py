"""The public register of labels: one row an event, each bound to the row before by its hash."""

from typing import Any, ClassVar, Never

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.register.chain import Entry, Event
from hanse.excellence.web.append_only import AppendOnly
from hanse.excellence.web.models.labels import Label

EVENT_CHOICES = [
    (Event.AWARDED.value, _("awarded")),
    (Event.RENEWED.value, _("renewed")),
    (Event.SUCCEEDED.value, _("followed by a higher level")),
    (Event.SUSPENDED.value, _("suspended")),
    (Event.REVOKED.value, _("revoked")),
    (Event.REINSTATED.value, _("reinstated")),
    (Event.LAPSED.value, _("lapsed")),
    (Event.CORRECTED.value, _("corrected")),
]


class RegisterQuerySet(models.QuerySet["RegisterEntry"]):
    """Asks for entries; refuses to change or delete them."""

    def entries(self) -> tuple[Entry, ...]:
        """The entries in their order, as `hanse.excellence.register` knows them."""
        rows = self.order_by("sequence").values_list(
            "sequence", "label__number", "event", "on", "entered", "body", "previous_hash", "hash"
        )
        return tuple(
            Entry(sequence, label, Event(event), on, entered, body, previous, own)
            for sequence, label, event, on, entered, body, previous, own in rows
        )

    def head(self) -> "RegisterEntry | None":
        """The last entry."""
        return self.order_by("-sequence").first()

    def update(self, **_changes: Any) -> Never:
        """Refuse: the register is only added to."""
        raise TypeError("The register is only added to.")

    def delete(self) -> Never:
        """Refuse: the register is only added to."""
        raise TypeError("The register is only added to.")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refuse: the register is only added to."""
        raise TypeError("The register is only added to.")


class RegisterEntry(models.Model):
    """One event of one label. body: the facts entered; hash: over body and `previous_hash`."""

    sequence = models.PositiveIntegerField(_("number"), unique=True)
    label = models.ForeignKey(
        Label, models.PROTECT, related_name="register_entries", verbose_name=_("label")
    )
    event = models.CharField(_("event"), max_length=20, choices=EVENT_CHOICES)
    on = models.DateField(_("on"))
    entered = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    body = models.JSONField(_("facts"))
    previous_hash = models.CharField(_("hash of the row before"), max_length=64, unique=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the register")
        verbose_name_plural = _("register")
        ordering: ClassVar = ["sequence"]
        constraints: ClassVar = [AppendOnly(name="register_only_added")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.event}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry. Raises `TypeError` for one that was added before."""
        if not self._state.adding:
            raise TypeError("The register is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refuse: the register is only added to."""
        raise TypeError("The register is only added to.")
