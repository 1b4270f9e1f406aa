"""Which version of the label scheme was adopted, from which day on, and why."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class SchemeAdoptionQuerySet(models.QuerySet["SchemeAdoption"]):
    """Asks for adoptions."""

    def visible_to(self, _person: Somebody) -> "SchemeAdoptionQuerySet":
        """All of them: by which rules labels are given is open to everybody."""
        return self

    def of(self, scheme: str) -> "SchemeAdoptionQuerySet":
        """Those of one scheme."""
        return self.filter(scheme=scheme)

    def in_force(self, on: date) -> "SchemeAdoption | None":
        """The latest that has begun by a day; None before the first."""
        return self.filter(begins__lte=on).order_by("-begins", "-pk").first()


class SchemeAdoption(models.Model):
    """That a version was adopted; never changed: another version is adopted after it.

    effects: how many files of the register would gain or lose by it, as it was tried before.
    """

    scheme = models.CharField(_("scheme"), max_length=40)
    version = models.CharField(_("version of the scheme"), max_length=40)
    begins = models.DateField(_("first day in force"))
    reason = models.TextField(_("reasons"), max_length=4000)
    effects = models.JSONField(_("effects on files"), default=dict)
    adopted = models.DateTimeField(_("adopted"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        related_name="scheme_adoptions",
        verbose_name=_("by"),
    )

    objects = SchemeAdoptionQuerySet.as_manager()

    personal: ClassVar = Personal(keep="rules of labels; the name goes")

    class Meta:
        verbose_name = _("adoption of a version of the label scheme")
        verbose_name_plural = _("adoptions of versions of the label scheme")
        ordering: ClassVar = ["-begins", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "begins"], name="one_adoption_on_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.version}"

    @property
    def counts(self) -> dict[str, Any]:
        """The effects by kind; what the trial did not count is 0."""
        return {each: self.effects.get(each, 0) for each in ("loses", "gains", "cannot_tell")}
