"""What becomes of the rows that name a person when that person's data are exported or erased.

Every model with a link to a person says so with an attribute `personal`; a test holds it to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Personal:
    """The treatment of a model's rows that name a person.

    keep: why the row stays when the person is erased (the person's row is then a pseudonym); ""
    deletes the row. blank: field -> what replaces it in rows that stay, and in their history.
    secret: fields left out of the export. about: links to the person that count; () for all.
    unexported: why the rows are not the person's to export; "" exports them.
    """

    keep: str = ""
    blank: Mapping[str, Any] = field(default_factory=dict)
    secret: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    unexported: str = ""


ELSEWHERE: Final[Mapping[str, Personal]] = MappingProxyType(
    {
        "account.emailaddress": Personal(),
        "socialaccount.socialaccount": Personal(),
        "mfa.authenticator": Personal(secret=("data",)),
        "usersessions.usersession": Personal(secret=("session_key", "data")),
        "admin.logentry": Personal(
            keep="what administrators did", blank={"object_repr": ""}, secret=("object_repr",)
        ),
    }
)
"""Models of libraries -> what becomes of their rows."""
