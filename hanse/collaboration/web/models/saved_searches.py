"""Searches of the directory that people keep, and how often they want to hear of what is new."""

from datetime import date
from typing import ClassVar, Final

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

NAME_LENGTH: Final = 100
QUERY_LENGTH: Final = 2000


class Rhythm(models.TextChoices):
    """How often mail comes."""

    NEVER = "never", _("Never")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")


DAYS: Final = {Rhythm.DAILY.value: 1, Rhythm.WEEKLY.value: 7}
"""Rhythm -> days from one mail to the next."""


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Asks for saved searches, with the checks of who may see and edit them."""

    def visible_to(self, person: Somebody) -> "SavedSearchQuerySet":
        """Those `person` may see: one's own, and nobody else's."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.filter(owner=person)

    def editable_by(self, person: Somebody) -> "SavedSearchQuerySet":
        """Those `person` may change and delete: the same."""
        return self.visible_to(person)


class SavedSearch(models.Model):
    """A search under a name. query: the words of its address. looked: until when it was looked
    through for its owner; what is newer goes into the next mail.
    """

    owner = models.ForeignKey(
        User, models.CASCADE, related_name="saved_searches", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    query = models.CharField(_("conditions"), max_length=QUERY_LENGTH, blank=True)
    rhythm = models.CharField(
        _("mail of what is new"), max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY
    )
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    looked = models.DateTimeField(_("looked through"), default=timezone.now, editable=False)

    objects = SavedSearchQuerySet.as_manager()
    personal: ClassVar = Personal()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_search_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        """What the log calls it: people name searches as they like, so not by its name."""
        return ""

    def get_absolute_url(self) -> str:
        """The directory with these conditions."""
        return f"{reverse('directory')}{f'?{self.query}' if self.query else ''}"

    def is_due(self, on: date) -> bool:
        """Whether a mail is due on a day."""
        days = DAYS.get(self.rhythm)
        return days is not None and (on - timezone.localdate(self.looked)).days >= days
