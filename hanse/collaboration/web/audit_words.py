"""What the audit log calls the actions of Collaboration, for people; each owner's in a part."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise

ACTION_WORDS: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        # Directory
        # Partner search
        # Agreements
        # Consortia
        # Journey
    }
)
