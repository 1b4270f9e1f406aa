"""What the audit log calls the actions of Collaboration, for people; each owner's in a part."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTION_WORDS: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        # Directory
        "create_demo_collaboration": _("Demo of Collaboration made"),
        # Partner search
        # Agreements
        "organisation_record": _("Organisation put on record"),
        # Consortia
        # Journey
    }
)
