"""Open Badges 3.0 documents: who achieved what, from when to when, said by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from hanse.excellence.credentials.issuer import Issuer
from hanse.excellence.credentials.moments import first_moment, last_moment
from hanse.excellence.credentials.status_lists import Place, entry

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
_SCHEMA: Final = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)

AchievementKind = Literal["Certification", "Certificate"]
"""Of an organisation's label, of a person's certificate: words of the standard."""


@dataclass(frozen=True, slots=True)
class Achievement:
    """What was achieved: a level of a label scheme, or a kind of certificate.

    id, criteria_url, image: addresses; image "" for none.
    """

    id: str
    kind: AchievementKind
    name: str
    description: str
    criteria: str
    criteria_url: str
    image: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who achieved it: an address or identifier, and a name."""

    id: str
    name: str


def open_badge(
    identifier: str,
    *,
    issuer: Issuer,
    achievement: Achievement,
    holder: Holder,
    awarded: date,
    valid_from: date,
    valid_until: date,
    places: Sequence[Place],
    evidence: str = "",
) -> dict[str, Any]:
    """An OpenBadgeCredential, to be signed. identifier: its address.

    places: where its status stands. evidence: address of the entry in the public register.
    """
    document: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": identifier,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement.name,
        "issuer": {"id": issuer.id, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": first_moment(valid_from),
        "validUntil": last_moment(valid_until),
        "awardedDate": first_moment(awarded),
        "credentialSubject": {
            "id": holder.id,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": holder.name,
                    "identityType": "name",
                }
            ],
            "achievement": _achievement(achievement),
        },
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if places:
        document["credentialStatus"] = [entry(each) for each in places]
    if evidence:
        document["evidence"] = [{"id": evidence, "type": ["Evidence"], "name": "Public register"}]
    return document


def _achievement(achievement: Achievement) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": achievement.id,
        "type": ["Achievement"],
        "achievementType": achievement.kind,
        "name": achievement.name,
        "description": achievement.description,
        "criteria": {"id": achievement.criteria_url, "narrative": achievement.criteria},
    }
    if achievement.image:
        shown["image"] = {"id": achievement.image, "type": "Image"}
    return shown
