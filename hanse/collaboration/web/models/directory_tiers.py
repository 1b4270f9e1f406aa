"""What officers decided on the tier of a cluster organisation, with the checks as they stood."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.profiles import TierChoice
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal


class TierDecision(models.Model):
    """One decision. checks: code -> what each check came to on that day."""

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="tier_decisions",
        verbose_name=_("organisation"),
    )
    tier = models.CharField(_("tier"), max_length=11, choices=TierChoice.choices)
    on = models.DateField(_("decided on"))
    checks = models.JSONField(_("checks"), default=dict)
    remark = models.TextField(_("reason"), max_length=1000, blank=True)
    by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    made = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    personal: ClassVar = Personal(keep="which tier was decided when; decisions are the office's")

    class Meta:
        verbose_name = _("decision on a tier")
        verbose_name_plural = _("decisions on tiers")
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.get_tier_display()}"
