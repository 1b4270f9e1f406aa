"""What people keep of the Observatory: views of the finder under names of their own."""

from typing import ClassVar, Final

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

NAME_LENGTH: Final = 120
QUERY_LENGTH: Final = 2000


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Asks for saved views, with the checks of who may see and edit them."""

    def visible_to(self, person: Somebody) -> "SavedViewQuerySet":
        """Those `person` may see: one's own, and nobody else's."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.filter(owner=person)

    def editable_by(self, person: Somebody) -> "SavedViewQuerySet":
        """Those `person` may rename and delete: the same."""
        return self.visible_to(person)


class SavedView(models.Model):
    """The finder's conditions under a name. query: the words of its address."""

    owner = models.ForeignKey(
        User, models.CASCADE, related_name="saved_views", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    query = models.CharField(_("conditions"), max_length=QUERY_LENGTH, blank=True)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()
    personal = Personal()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_view_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The finder with these conditions."""
        return f"{reverse('finder')}{f'?{self.query}' if self.query else ''}"
