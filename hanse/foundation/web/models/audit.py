"""The audit log: what was done, when, by whom, to what; rows are added, never changed."""

from typing import Any, ClassVar, Never

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Asks for events; refuses to change or delete them."""

    def visible_to(self, person: Somebody) -> "AuditEventQuerySet":
        """All for administrators; for others those of the organisations they edit."""
        if isinstance(person, User) and person.is_administrator:
            return self.all()
        return self.filter(organisation__in=Organisation.objects.editable_by(person))

    def update(self, **_changes: Any) -> Never:
        """Refuse: the log is only added to."""
        raise TypeError("The audit log is only added to.")

    def delete(self) -> Never:
        """Refuse: the log is only added to."""
        raise TypeError("The audit log is only added to.")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refuse: the log is only added to."""
        raise TypeError("The audit log is only added to.")

    def pseudonymise(self, **blanks: Any) -> int:
        """Replace personal details in these rows, as the law asks; the facts stay."""
        unknown = blanks.keys() - {"object_label", "changes", "address_hash"}
        if unknown:
            raise TypeError(f"{', '.join(sorted(unknown))}: facts of the audit log stay.")
        return super().update(**blanks)


class AuditEvent(models.Model):
    """One thing somebody did."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    action = models.CharField(_("action"), max_length=60)
    object_type = models.CharField(_("kind of object"), max_length=80, blank=True)
    object_id = models.CharField(_("number of the object"), max_length=40, blank=True)
    object_label = models.CharField(_("object"), max_length=250, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    address_hash = models.CharField(_("address, hashed"), max_length=32, blank=True)

    objects = AuditEventQuerySet.as_manager()

    personal: ClassVar = Personal(
        keep="what was done on the site; names, addresses and texts go", secret=("address_hash",)
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("audit log")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["action", "-at"]),
            models.Index(fields=["by", "-at"]),
            models.Index(fields=["organisation", "-at"]),
            models.Index(fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the event. Raises `TypeError` for one that was added before."""
        if not self._state.adding:
            raise TypeError("The audit log is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refuse: the log is only added to."""
        raise TypeError("The audit log is only added to.")
