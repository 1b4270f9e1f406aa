"""What the site needs to know of experts beside their certificates."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal


class ExpertProfile(models.Model):
    """Where an expert works, and in which languages. languages: ISO 639 codes."""

    person = models.OneToOneField(
        User, models.CASCADE, related_name="expert_profile", verbose_name=_("expert")
    )
    country = models.CharField(_("country"), max_length=2)
    languages = models.JSONField(_("languages"), default=list)

    personal: ClassVar = Personal()

    class Meta:
        verbose_name = _("profile of an expert")
        verbose_name_plural = _("profiles of experts")

    def __str__(self) -> str:
        return self.country

    @property
    def audit_label(self) -> str:
        """What the log calls it: the country, not the person."""
        return self.country
