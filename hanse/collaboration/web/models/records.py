"""Organisations that are here because a public source names them, not because they joined."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.models.organisations import Membership, Organisation


class RecordedOrganisationQuerySet(models.QuerySet["RecordedOrganisation"]):
    """Asks for organisations on record."""

    def without_members(self) -> "RecordedOrganisationQuerySet":
        """Those that nobody of this site acts for: they are on record and no more."""
        acting = Membership.objects.editors().filter(organisation=models.OuterRef("organisation"))
        return self.exclude(models.Exists(acting))


class RecordedOrganisation(models.Model):
    """That an organisation is on this site from a public source.

    source: the source in words. source_address: where it can be read; "" where nowhere.
    """

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="on_record", verbose_name=_("organisation")
    )
    source = models.CharField(_("source"), max_length=500)
    source_address = models.URLField(_("address of the source"), max_length=500, blank=True)

    objects = RecordedOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation on record")
        verbose_name_plural = _("organisations on record")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.organisation.name
