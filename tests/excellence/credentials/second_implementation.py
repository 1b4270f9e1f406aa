"""A second reading of the standards, from PyLD and cryptography only, to hold the first against.

It shares no code with Hanse and none with openbadgeslib, whose JSON-LD contexts it reads as files:
those are documents of W3C and 1EdTech. Written after vc-di-eddsa 3.2, vc-data-integrity 2.4.1 and
vc-bitstring-status-list 3.
"""

import base64
import gzip
import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld import jsonld

_FOLDER = Path(str(files("openbadgeslib.ob3.contexts")))
CONTEXT_FILES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
}
PUBLISHED_SHA256 = {
    "https://www.w3.org/ns/credentials/v2": (
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    ),
}
"""Of the context that W3C fixes in Verifiable Credentials 2.0, B.1."""
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
_MORE = {EXAMPLES: {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}}

_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class RefusedError(Exception):
    """Why a document is not good."""


def context(url: str) -> dict[str, Any]:
    """A context from its file; nothing is fetched."""
    if url in _MORE:
        return _MORE[url]
    if url not in CONTEXT_FILES:
        raise RefusedError(f"unknown context {url}")
    found: dict[str, Any] = json.loads((_FOLDER / CONTEXT_FILES[url]).read_text("utf-8"))
    return found


def _load(url: str, _options: object = None) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": context(url),
    }


def canonical(document: dict[str, Any]) -> str:
    """The document's RDF in canonical N-Quads."""
    return str(
        jsonld.normalize(
            document,
            {
                "algorithm": "URDNA2015",
                "format": "application/n-quads",
                "documentLoader": _load,
            },
        )
    )


def parts(signed: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The document without its proof, and the proof's configuration."""
    bare = {name: value for name, value in signed.items() if name != "proof"}
    proof = signed["proof"]
    configuration = {name: value for name, value in proof.items() if name != "proofValue"}
    configuration["@context"] = signed["@context"]
    return bare, configuration


def hashes(signed: dict[str, Any]) -> tuple[bytes, bytes]:
    """SHA-256 of the proof's configuration and of the document."""
    bare, configuration = parts(signed)
    one, two = canonical(configuration), canonical(bare)
    return hashlib.sha256(one.encode()).digest(), hashlib.sha256(two.encode()).digest()


def from_base58(text: str) -> bytes:
    """Multibase base58btc to bytes."""
    if not text.startswith("z"):
        raise RefusedError("not base58btc")
    number = 0
    for sign in text[1:]:
        place = _DIGITS.find(sign)
        if place < 0:
            raise RefusedError("not base58btc")
        number = 58 * number + place
    body = number.to_bytes(-(-number.bit_length() // 8), "big")
    leading = len(text) - 1 - len(text[1:].lstrip("1"))
    return bytes(leading) + body


def to_base58(content: bytes) -> str:
    """Bytes to multibase base58btc."""
    number, text = int.from_bytes(content, "big"), ""
    while number > 0:
        number, rest = divmod(number, 58)
        text = _DIGITS[rest] + text
    return "z" + "1" * (len(content) - len(content.lstrip(b"\x00"))) + text


def public_key(multikey: str) -> Ed25519PublicKey:
    """The key of a Multikey."""
    content = from_base58(multikey)
    if content[:2] != b"\xed\x01" or len(content) != 34:
        raise RefusedError("not an Ed25519 Multikey")
    return Ed25519PublicKey.from_public_bytes(content[2:])


def sign(
    document: dict[str, Any], secret: Ed25519PrivateKey, *, method: str, created: str
) -> dict[str, Any]:
    """`document` with a proof."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signed = {**document, "proof": proof}
    proof["proofValue"] = to_base58(secret.sign(b"".join(hashes(signed))))
    return signed


def check(signed: dict[str, Any], multikey: str) -> None:
    """Raise `RefusedError` unless `signed` is, as it stands, what the key signed."""
    proof = signed.get("proof")
    if not isinstance(proof, dict):
        raise RefusedError("no proof")
    if (proof.get("type"), proof.get("cryptosuite"), proof.get("proofPurpose")) != (
        "DataIntegrityProof",
        "eddsa-rdfc-2022",
        "assertionMethod",
    ):
        raise RefusedError("another kind of proof")
    if not isinstance(signed.get("@context"), list):
        raise RefusedError("no contexts")
    try:
        bare, configuration = parts(signed)
        for part in (bare, configuration):
            _check_compact(part)
        data = b"".join(hashes(signed))
        signature = from_base58(str(proof.get("proofValue")))
        public_key(multikey).verify(signature, data)
    except InvalidSignature as error:
        raise RefusedError("signature") from error
    except jsonld.JsonLdError as error:
        raise RefusedError(f"JSON-LD: {error}") from error


def _check_compact(document: dict[str, Any]) -> None:
    """The JSON must say all that, and only what, its RDF says."""
    options = {"documentLoader": _load, "compactArrays": True}
    expanded = jsonld.expand(document, options)
    again = jsonld.compact(expanded, document["@context"], {**options, "graph": False})
    if _plain(again) != _plain(document):
        raise RefusedError("the JSON is not the compact form of what is signed")
    from_rdf = jsonld.from_rdf(jsonld.to_rdf(document, options), {"useNativeTypes": False})
    if _nodes(from_rdf) != _nodes(jsonld.flatten(expanded, None, options)):
        raise RefusedError("RDF leaves something out")


def _nodes(flat: list[dict[str, Any]]) -> int:
    """How many statements a flattened document makes."""
    return sum(
        len(values) if isinstance(values, list) else 1
        for node in flat
        for name, values in node.items()
        if name not in {"@id", "@context"}
    )


def _plain(value: Any) -> Any:
    """JSON in which a list of one and its member are alike, and the order of types is none."""
    if isinstance(value, dict):
        return {
            name: sorted(map(str, member))
            if name == "type" and isinstance(member, list) and len(member) > 1
            else _plain(member)
            for name, member in value.items()
        }
    if isinstance(value, list):
        return _plain(value[0]) if len(value) == 1 else [_plain(each) for each in value]
    return value


def status(status_list: dict[str, Any], index: int) -> bool:
    """The bit of a status list."""
    encoded = status_list["credentialSubject"]["encodedList"]
    if encoded[0] != "u" or "=" in encoded:
        raise RefusedError("not multibase base64url without padding")
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    if len(bits) < 16 * 1024:
        raise RefusedError("too short")
    return bool((bits[index >> 3] >> (7 - (index & 7))) & 1)
