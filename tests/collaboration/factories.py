"""Profiles, members and what else tests of Collaboration are made of."""

from typing import Any

from hanse.collaboration.web.models.profiles import CodeKind, Profile, ProfileCode
from hanse.foundation.web.models.organisations import Organisation


def make_profile(
    organisation: Organisation, codes: dict[CodeKind, list[str]] | None = None, **more: Any
) -> Profile:
    """A published profile of `organisation` that names `codes`."""
    profile = Profile.objects.create(organisation=organisation, **{"published": True, **more})
    for kind, named in (codes or {}).items():
        for code in named:
            ProfileCode.objects.create(profile=profile, kind=kind, code=code)
    return profile
