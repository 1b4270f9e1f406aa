"""Who sees and edits profiles."""

import pytest
from django.contrib.auth.models import AnonymousUser

from hanse.collaboration.web.models.profiles import CodeKind, Profile
from tests.collaboration.factories import make_profile
from tests.foundation.web.factories import Cast, make_organisation

pytestmark = pytest.mark.django_db


def test_a_published_profile_is_for_all_and_an_unpublished_one_for_its_editors(cast: Cast) -> None:
    open_to_all = make_profile(make_organisation(), {CodeKind.SERVICE: ["innovation"]})
    own = make_profile(cast.organisation, published=False)
    seen = {
        person: set(Profile.objects.visible_to(person))
        for person in (AnonymousUser(), cast.stranger, cast.member, cast.owner)
    }
    assert list(seen.values()) == [{open_to_all}, {open_to_all}, {open_to_all}, {open_to_all, own}]
    assert list(Profile.objects.editable_by(cast.owner)) == [own]
    assert not Profile.objects.editable_by(cast.member)
    assert not Profile.objects.editable_by(AnonymousUser())
