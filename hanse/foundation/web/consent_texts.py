"""What people are asked to agree to: purposes with their versions and words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing to agree to. version: date of its wording. required: no account without it."""

    version: str
    label: "str | _StrPromise"
    text: "str | _StrPromise"
    required: bool = False


PURPOSES: Final[Mapping[str, Purpose]] = MappingProxyType(
    {
        "privacy_notice": Purpose(
            "2026-11-01",
            _("Privacy notice"),
            _("I have read the privacy notice."),
            required=True,
        ),
        "news": Purpose(
            "2026-11-01",
            _("News by mail"),
            _("Send me news of the programme by mail, at most once a month."),
        ),
    }
)
"""Code -> purpose. A new wording gets a new version, and people are asked again."""
