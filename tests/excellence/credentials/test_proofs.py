"""Signatures: byte for byte as the W3C's vectors, the same by a second implementation, unbroken."""

import hashlib
import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3.ldp import add_data_integrity_proof

from hanse.excellence.credentials import proofs
from hanse.excellence.credentials.keys import SigningKey, key_from
from hanse.foundation.problems import HanseError
from tests.excellence.credentials import second_implementation as second
from tests.excellence.credentials.samples import (
    ISSUER,
    badge,
    key,
    secret,
    signed_badge,
    signed_list,
)
from tests.shared_data import shared_file

VECTORS = "vc-di-eddsa"
SUITE = f"{VECTORS}/eddsa-rdfc-2022"


def vector(name: str) -> str:
    return shared_file(f"{SUITE}/{name}").read_text("utf-8")


# --- The vectors of W3C -----------------------------------------------------------------------


def w3c_key() -> tuple[str, Ed25519PrivateKey]:
    pair = json.loads(shared_file(f"{VECTORS}/keyPair.json").read_text("utf-8"))
    content = second.from_base58(pair["privateKeyMultibase"])
    assert content[:2] == bytes((0x80, 0x26))
    return pair["publicKeyMultibase"], Ed25519PrivateKey.from_private_bytes(content[2:])


def test_w3c_canonical_documents_and_hashes() -> None:
    signed = json.loads(vector("signedDataInt.json"))
    bare, configuration = second.parts(signed)
    assert bare == json.loads(shared_file(f"{VECTORS}/unsigned.json").read_text("utf-8"))
    assert configuration == json.loads(vector("proofConfigDataInt.json"))
    assert second.canonical(bare) == vector("canonDocDataInt.txt")
    assert second.canonical(configuration) == vector("proofCanonDataInt.txt")
    of_proof, of_document = second.hashes(signed)
    assert of_document.hex() == vector("docHashDataInt.txt").strip()
    assert of_proof.hex() == vector("proofHashDataInt.txt").strip()
    assert (of_proof + of_document).hex() == vector("combinedHashDataInt.txt").strip()


def test_w3c_signature_by_both_implementations() -> None:
    unsigned = json.loads(shared_file(f"{VECTORS}/unsigned.json").read_text("utf-8"))
    expected = json.loads(vector("signedDataInt.json"))
    public, secret_half = w3c_key()
    method, created = expected["proof"]["verificationMethod"], expected["proof"]["created"]
    ours = second.sign(unsigned, secret_half, method=method, created=created)
    theirs = add_data_integrity_proof(
        unsigned,
        secret_half,
        method,
        created=datetime.fromisoformat(created),
        extra_contexts={second.EXAMPLES: second.context(second.EXAMPLES)},
    )
    assert ours == theirs == expected
    signature = second.from_base58(expected["proof"]["proofValue"])
    assert signature.hex() == vector("sigHexDataInt.txt").strip()
    assert second.to_base58(signature) == vector("sigBTC58DataInt.txt").strip()
    second.check(expected, public)


# --- Small vectors of our own, which are always there --------------------------------------------

SMALL = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
    "type": ["VerifiableCredential"],
    "issuer": "did:web:labels.example",
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {"id": "urn:uuid:00000000-0000-4000-8000-000000000002"},
}
SMALL_CANONICAL = (
    "<urn:uuid:00000000-0000-4000-8000-000000000001> "
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://www.w3.org/2018/credentials#VerifiableCredential> .\n"
    "<urn:uuid:00000000-0000-4000-8000-000000000001> "
    "<https://www.w3.org/2018/credentials#credentialSubject> "
    "<urn:uuid:00000000-0000-4000-8000-000000000002> .\n"
    "<urn:uuid:00000000-0000-4000-8000-000000000001> "
    "<https://www.w3.org/2018/credentials#issuer> <did:web:labels.example> .\n"
    "<urn:uuid:00000000-0000-4000-8000-000000000001> "
    "<https://www.w3.org/2018/credentials#validFrom> "
    '"2026-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n'
)
"""Written by hand after RDF Dataset Canonicalization 1.0: no blank nodes, so sorted lines."""
SMALL_PROOF_CANONICAL = (
    "_:c14n0 <http://purl.org/dc/terms/created> "
    '"2026-01-02T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n'
    "_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://w3id.org/security#DataIntegrityProof> .\n"
    "_:c14n0 <https://w3id.org/security#cryptosuite> "
    '"eddsa-rdfc-2022"^^<https://w3id.org/security#cryptosuiteString> .\n'
    "_:c14n0 <https://w3id.org/security#proofPurpose> "
    "<https://w3id.org/security#assertionMethod> .\n"
    "_:c14n0 <https://w3id.org/security#verificationMethod> <did:web:labels.example#key-first> .\n"
)


def test_our_small_vector_byte_for_byte() -> None:
    by = key()
    done = proofs.signed(SMALL, by, address="did:web:labels.example#key-first", on=date(2026, 1, 2))
    bare, configuration = second.parts(done)
    assert second.canonical(bare) == SMALL_CANONICAL
    assert second.canonical(configuration) == SMALL_PROOF_CANONICAL
    expected = by.secret.sign(
        hashlib.sha256(SMALL_PROOF_CANONICAL.encode()).digest()
        + hashlib.sha256(SMALL_CANONICAL.encode()).digest()
    )
    assert done["proof"]["proofValue"] == second.to_base58(expected)
    assert done == second.sign(
        SMALL,
        by.secret,
        method="did:web:labels.example#key-first",
        created="2026-01-02T00:00:00Z",
    )


def test_the_contexts_are_those_that_w3c_and_1edtech_publish() -> None:
    for url, expected in second.PUBLISHED_SHA256.items():
        content = (second._FOLDER / second.CONTEXT_FILES[url]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == expected


# --- What we sign ---------------------------------------------------------------------------------


def test_a_badge_is_good_for_both_implementations() -> None:
    done = signed_badge()
    assert proofs.form_fault(done) == ""
    assert proofs.signature_fault(done, key().public) == ""
    second.check(done, key().public.multikey)


def test_a_status_list_is_good_for_both_implementations() -> None:
    done = signed_list("revocation", (7, 4711))
    assert proofs.form_fault(done) == proofs.signature_fault(done, key().public) == ""
    second.check(done, key().public.multikey)
    assert [index for index in (6, 7, 8, 4711) if second.status(done, index)] == [7, 4711]


def test_the_same_badge_is_signed_with_the_same_bytes() -> None:
    assert signed_badge() == signed_badge()
    assert signed_badge(on=date(2026, 3, 3))["proof"] != signed_badge()["proof"]


def test_another_key_is_refused() -> None:
    other = key("second").public
    assert proofs.signature_fault(signed_badge(), other)
    with pytest.raises(second.RefusedError):
        second.check(signed_badge(), other.multikey)


def test_a_document_with_a_field_that_would_not_be_signed_is_not_signed() -> None:
    with pytest.raises(HanseError, match="cannot be signed"):
        proofs.signed(
            {**badge(), "hansePrice": "free"},
            key(),
            address=f"{ISSUER.id}#key-first",
            on=date(2026, 1, 2),
        )


def test_a_secret_does_not_show_in_print() -> None:
    by: SigningKey = key_from(secret("x"), name="key-x", since=date(2026, 1, 1))
    assert repr(by) == "SigningKey(key-x)"


# --- Tampering --------------------------------------------------------------------------------

Path = tuple[str | int, ...]


def paths(value: Any, before: Path = ()) -> Iterator[Path]:
    """Every place in a document, objects, lists and values alike."""
    if before:
        yield before
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, child in children:
        yield from paths(child, (*before, name))


def at(document: Any, path: Path) -> Any:
    for name in path:
        document = document[name]
    return document


def tampered(document: dict[str, Any], path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The document with the part at `path` changed, taken out, renamed or given a neighbour."""
    value = at(document, path)
    *above, last = path

    def fresh() -> tuple[dict[str, Any], Any]:
        copy = deepcopy(document)
        return copy, at(copy, tuple(above))

    for said, other in others(value):
        copy, parent = fresh()
        parent[last] = other
        yield said, copy
    copy, parent = fresh()
    del parent[last]
    yield "taken out", copy
    if isinstance(last, str):
        copy, parent = fresh()
        parent[f"{last}2"] = parent.pop(last)
        yield "renamed", copy
    if isinstance(value, dict):
        copy, parent = fresh()
        parent[last]["added"] = "later"
        yield "added to", copy
        copy, parent = fresh()
        parent[last]["description"] = "added under a name that is known"
        if "description" not in value:
            yield "described", copy
    if isinstance(value, list):
        copy, parent = fresh()
        parent[last] = [*value, value[-1] if isinstance(value[-1], str) else {"id": "urn:x:y"}]
        if copy != document and parent[last][-1] not in value:
            yield "made longer", copy


def others(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, str):
        yield "changed", f"{value}x"
        if value.startswith("2"):
            yield "another year", f"2030{value[4:]}"
        yield "another kind", 1
    elif isinstance(value, bool):
        yield "turned", not value
    else:
        yield "emptied", type(value)()


@pytest.mark.parametrize("make", [signed_badge, signed_list], ids=["badge", "list"])
def test_whatever_is_tampered_with_is_refused_by_both(make: Any) -> None:
    document = make()
    public = key().public
    accepted, by_second, tried = [], [], 0
    for path in paths(document):
        for said, changed in tampered(document, path):
            tried += 1
            if not refused_by_first(changed, public):
                accepted.append((path, said))
            try:
                second.check(changed, public.multikey)
            except second.RefusedError:
                continue
            by_second.append((path, said))
    assert tried > (200 if make is signed_badge else 60)
    assert accepted == []
    assert by_second == []


def refused_by_first(document: dict[str, Any], public: Any) -> bool:
    try:
        return bool(proofs.form_fault(document) or proofs.signature_fault(document, public))
    except (KeyError, TypeError):
        return "proof" not in document or not isinstance(document["proof"], dict)


def test_a_field_under_its_full_address_is_refused() -> None:
    # The same RDF, so the same signature; but programs that look for validUntil find none.
    document = signed_badge()
    last = document.pop("validUntil")
    document["https://www.w3.org/2018/credentials#validUntil"] = {
        "type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": last,
    }
    assert proofs.form_fault(document)
    with pytest.raises(second.RefusedError):
        second.check(document, key().public.multikey)
