"""Data Integrity proofs eddsa-rdfc-2022; the only module that knows how they are computed.

The signature covers what the JSON says in RDF, not its letters. So a document counts as signed
only where its JSON is exactly the compact form of what was signed: no field can be added, renamed
or hidden (W3C Data Integrity 1.0, 2.4.1 Validating Contexts). Contexts come with openbadgeslib;
nothing is fetched.
"""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, date, datetime, time
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from openbadgeslib.errors import ErrorSigningFile
from openbadgeslib.ob3 import (
    OB3VerificationError,
    add_data_integrity_proof,
    verify_data_integrity_proof,
)
from openbadgeslib.ob3.contexts import document_loader

# `_check_json_ld_form` is how openbadgeslib's own verifier validates contexts. That verifier also
# reads the clock, so it cannot say what held on another day; hence its parts are used here.
from openbadgeslib.ob3.ldp import _check_json_ld_form

from hanse.excellence.credentials.keys import PublicKey, SigningKey, public_half
from hanse.foundation.problems import HanseError

SUITE: Final = "eddsa-rdfc-2022"
TYPE: Final = "DataIntegrityProof"
PURPOSE: Final = "assertionMethod"


def signed(
    document: Mapping[str, Any], key: SigningKey, *, address: str, on: date
) -> dict[str, Any]:
    """`document` with its proof. address: of the key, as the issuer's document gives it.

    The same document, key and day always give the same bytes. Raises `HanseError` where a part of
    the document would not be covered by the signature.
    """
    secret = key.secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        done: dict[str, Any] = add_data_integrity_proof(
            deepcopy(dict(document)),
            secret,
            address,
            proof_purpose=PURPOSE,
            created=datetime.combine(on, time(), UTC),
        )
        _check_json_ld_form(done, done["proof"], document_loader())
    except (ErrorSigningFile, OB3VerificationError) as error:
        raise HanseError(
            "This document cannot be signed.", where=str(document.get("id", "")), why=str(error)
        ) from error
    return done


def form_fault(document: Mapping[str, Any]) -> str:
    """Why the JSON of `document` is not what its proof covers; "" where it is.

    document: as it was read, with one proof.
    """
    whole = deepcopy(dict(document))
    try:
        _check_json_ld_form(whole, whole["proof"], document_loader())
    except OB3VerificationError as error:
        return str(error)
    return ""


def signature_fault(document: Mapping[str, Any], key: PublicKey) -> str:
    """Why the signature of `document` is not one by `key`; "" where it is."""
    public = public_half(key).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        verify_data_integrity_proof(
            deepcopy(dict(document)), public, expected_proof_purpose=PURPOSE
        )
    except OB3VerificationError as error:
        return str(error)
    return ""
