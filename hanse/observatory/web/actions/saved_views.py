"""Keeping a view of the finder, renaming it, deleting it."""

from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User
from hanse.observatory.web.models import QUERY_LENGTH, SavedView

MOST_VIEWS: Final = 100
"""Views one person may keep."""


@action
def saved_view_create(*, by: User, name: str, query: str) -> SavedView:
    """Keep the finder's conditions `query` under `name`.

    Raises `ValidationError` when `by` has a view of this name or too many, or the conditions are
    too long.
    """
    own = SavedView.objects.visible_to(by)
    if len(query) > QUERY_LENGTH:
        raise ValidationError(_("These conditions are too long to be kept."))
    if own.count() >= MOST_VIEWS:
        raise ValidationError(
            _("You keep %(most)s views, which is as many as there can be: delete one first.")
            % {"most": MOST_VIEWS}
        )
    _check_free(by, name)
    view = SavedView.objects.create(owner=by, name=name, query=query)
    record(view, {"name": name, "query": query})
    return view


@action
def saved_view_rename(*, by: User, view: SavedView, name: str) -> SavedView:
    """Give a view another name. Raises `ValidationError` when `by` has one of this name."""
    _check_own(by, view)
    before = view.name
    if name != before:
        _check_free(by, name)
    view.name = name
    view.save(update_fields=["name"])
    record(view, {"name": [before, name]})
    return view


@action
def saved_view_delete(*, by: User, view: SavedView) -> None:
    """Delete a view."""
    _check_own(by, view)
    record(view, {"name": [view.name, None], "query": [view.query, None]})
    view.delete()


def _check_own(by: User, view: SavedView) -> None:
    if not SavedView.objects.editable_by(by).filter(pk=view.pk).exists():
        raise PermissionDenied(_("This view belongs to somebody else."))


def _check_free(by: User, name: str) -> None:
    if SavedView.objects.visible_to(by).filter(name=name).exists():
        raise ValidationError(_("You have a view of this name: choose another."))
