"""What each check of a credential looks at, and each answer it can give, in words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hanse.foundation.sentences import gettext_noop

CHECKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "file": gettext_noop("The file holds a credential"),
        "badge": gettext_noop("The credential is an Open Badge 3.0"),
        "issuer": gettext_noop("The issuer is known"),
        "key": gettext_noop("The key was the issuer's on that day"),
        "form": gettext_noop("Every field is covered by the signature"),
        "signature": gettext_noop("The signature is right"),
        "begun": gettext_noop("It has begun to be valid"),
        "unexpired": gettext_noop("It has not expired"),
        "revocation": gettext_noop("It is not revoked"),
        "suspension": gettext_noop("It is not suspended"),
    }
)
"""Check -> what holds when it passes, in the order the checks are made."""

ANSWERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # file
        "found_json": gettext_noop("The file is a credential in JSON."),
        "found_picture": gettext_noop("The credential was found inside the picture."),
        "no_credential": gettext_noop("%(what)s %(why)s"),
        "not_json": gettext_noop("What the file holds cannot be read as JSON. %(why)s"),
        "web_token": gettext_noop(
            "The credential is signed as a JSON Web Token. This check is for credentials with a "
            "Data Integrity proof only."
        ),
        # badge
        "is_badge": gettext_noop("It names an achievement, its holder, its issuer and its dates."),
        "lacks": gettext_noop("It lacks what an Open Badge needs: %(fields)s."),
        "one_proof": gettext_noop("It needs exactly one proof; it has %(count)s."),
        "other_suite": gettext_noop(
            "It is signed by another method (%(suite)s); this check knows eddsa-rdfc-2022 only."
        ),
        # issuer
        "known": gettext_noop("The issuer is %(issuer)s, whose document is at hand."),
        "unknown": gettext_noop(
            "The issuer is %(issuer)s, whose document is not at hand. So nobody here can say whose "
            "signature this is."
        ),
        "no_issuers": gettext_noop(
            "The issuer is %(issuer)s. Its document is needed to check the signature."
        ),
        # key
        "key_good": gettext_noop("It is signed on %(signed)s with %(key)s, which signed then."),
        "key_foreign": gettext_noop(
            "It names the key %(key)s, which is not in the issuer's document."
        ),
        "key_not_yet": gettext_noop(
            "It says it was signed on %(signed)s with %(key)s, which signs from %(since)s on only."
        ),
        "key_no_longer": gettext_noop(
            "It says it was signed on %(signed)s with %(key)s, which stopped signing on %(until)s."
        ),
        "key_revoked": gettext_noop(
            "The key %(key)s was given up as no longer safe. Ask the holder for the credential as "
            "it was issued again."
        ),
        "no_day": gettext_noop(
            "It does not say when it was signed, so nobody can tell whether %(key)s signed then."
        ),
        # form and signature
        "covered": gettext_noop("No field could be added or renamed without breaking it."),
        "not_covered": gettext_noop(
            "Some of it is not covered by the signature, so it may have been added later."
        ),
        "right": gettext_noop("The credential is as it was when it was signed."),
        "wrong": gettext_noop(
            "The credential was changed after it was signed, or the signature is not the issuer's."
        ),
        "without_key": gettext_noop("This cannot be checked without the issuer's key."),
        # dates
        "begun": gettext_noop("It is valid from %(day)s."),
        "not_begun": gettext_noop("It is valid from %(day)s only."),
        "unexpired": gettext_noop("It is valid until %(day)s."),
        "expired": gettext_noop("It was valid until %(day)s."),
        "endless": gettext_noop("It names no last day."),
        # status
        "clear": gettext_noop("The issuer's list of %(day)s does not name it."),
        "revoked": gettext_noop("The issuer's list of %(day)s says that it is revoked."),
        "suspended": gettext_noop("The issuer's list of %(day)s says that it is suspended."),
        "no_status": gettext_noop("It names no list, so it cannot be taken back."),
        "no_list": gettext_noop(
            "The issuer's list is not at hand. Where you are online, it is at %(address)s."
        ),
        "other_status": gettext_noop(
            "It names a list of a kind that this check does not know, so its status stays open."
        ),
        "list_foreign": gettext_noop("The list at hand is not one of the same issuer."),
        "list_unfit": gettext_noop("The list at hand is one for something else."),
        "list_unsigned": gettext_noop("The list at hand is not signed as it should be."),
        "list_old": gettext_noop(
            "The list at hand may be relied on until %(day)s only. A newer one is at %(address)s."
        ),
        "list_ahead": gettext_noop("The list at hand is of %(day)s, after the day in question."),
    }
)
"""Answer -> sentence; %(...)s are filled from the facts of the answer."""


def told(answer: str, facts: Mapping[str, str]) -> str:
    """The sentence of an answer in English."""
    return (ANSWERS[answer] % facts).strip()
