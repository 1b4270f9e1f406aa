"""What people keep of the Observatory, for tests."""

from hanse.foundation.web.models.people import User
from hanse.observatory.web.models import SavedView


def make_saved_view(
    owner: User, name: str = "Strong clusters", query: str = "stars=2&country=AT"
) -> SavedView:
    """A view of the finder."""
    return SavedView.objects.create(owner=owner, name=name, query=query)
