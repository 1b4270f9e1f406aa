"""Keys: names, days, rotation, revocation; their files; the document that tells of them."""

import json
import os
import stat
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.credentials import key_files, keys, multibase
from hanse.excellence.credentials.issuer import did_web, issuer_document, key_address, known_issuer
from hanse.excellence.credentials.keys import PublicKey
from hanse.foundation.problems import HanseError
from tests.excellence.credentials import second_implementation as second
from tests.excellence.credentials.samples import ISSUER, key

JANUARY, JUNE, JULY = date(2026, 1, 1), date(2026, 6, 1), date(2026, 7, 1)


# --- Text -----------------------------------------------------------------------------------------


@given(st.binary(max_size=80))
def test_base58_comes_back_and_agrees_with_the_second(content: bytes) -> None:
    text = multibase.base58(content)
    assert text == second.to_base58(content)
    assert multibase.from_base58(text) == second.from_base58(text) == content


def test_base58_known_values() -> None:
    # From the draft draft-msporny-base58-03, section 5.
    assert multibase.base58(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert multibase.base58(bytes.fromhex("0000287fb4cd")) == "z11233QC4"


@pytest.mark.parametrize("text", ["", "2NEpo", "z0", "zO", "zl", "z" + "2" * 300, "zä"])
def test_what_is_no_base58_is_refused(text: str) -> None:
    with pytest.raises(HanseError):
        multibase.from_base58(text)


@given(st.binary(max_size=80))
def test_base64url_comes_back(content: bytes) -> None:
    text = multibase.base64url(content)
    assert "=" not in text
    assert multibase.from_base64url(text) == content


@pytest.mark.parametrize("text", ["", "QQ", "uQQ==", "uQ", "u+/+/", "uü"])
def test_what_is_no_base64url_is_refused(text: str) -> None:
    with pytest.raises(HanseError):
        multibase.from_base64url(text)


def test_a_multikey_names_its_kind() -> None:
    public = key().public
    assert public.multikey.startswith("z6Mk")
    assert second.public_key(public.multikey).public_bytes_raw() == public.bytes
    with pytest.raises(HanseError, match="no Ed25519"):
        multibase.from_multikey(multibase.base58(b"\x80\x24" + bytes(33)))
    with pytest.raises(ValueError, match="32 bytes"):
        multibase.multikey(b"short")


# --- Days -----------------------------------------------------------------------------------------


def test_a_key_signs_on_its_days_only() -> None:
    public = PublicKey("key", key().public.multikey, JANUARY, JUNE)
    objections = [
        public.objection(day) for day in (date(2025, 12, 31), JANUARY, JUNE, date(2026, 6, 2))
    ]
    assert objections == ["not_yet", "", "", "no_longer"]


def test_after_rotation_the_new_key_signs_and_the_old_one_stays_known() -> None:
    first, new = key("first", JANUARY).public, key("second", JUNE).public
    both = keys.rotated((first,), new)
    assert keys.signing(both, date(2026, 5, 31)) == both[0]
    assert keys.signing(both, JUNE) == keys.signing(both, JULY) == new
    assert (both[0].since, both[0].until, both[1].until) == (JANUARY, JUNE, None)
    assert both[0].objection(JUNE) == ""


def test_a_revoked_key_counts_for_nothing_whatever_the_date() -> None:
    (gone,) = keys.revoked((key().public,), "key-first", JUNE)
    assert gone.objection(JANUARY) == gone.objection(JULY) == "revoked"
    assert keys.signing((gone,), JANUARY) is None
    with pytest.raises(HanseError, match="revoked already"):
        keys.revoked((gone,), "key-first", JULY)
    with pytest.raises(HanseError, match="no key other"):
        keys.revoked((gone,), "other", JULY)


def test_no_name_and_no_key_twice() -> None:
    listed = (key("first").public,)
    with pytest.raises(HanseError, match="there already"):
        keys.rotated(listed, key("first").public)
    day = date(2026, 11, 27)
    names: list[PublicKey] = []
    for word in ("a", "b", "c"):
        name = keys.free_name(names, day)
        names.append(PublicKey(name, key(word).public.multikey, day))
    assert [each.name for each in names] == [
        "key-2026-11-27",
        "key-2026-11-27-2",
        "key-2026-11-27-3",
    ]


# --- The issuer's document ---------------------------------------------------------------------


def test_the_address_of_a_site_becomes_its_identifier() -> None:
    assert did_web("https://labels.example") == "did:web:labels.example"
    assert did_web("http://localhost:8000") == "did:web:localhost%3A8000"


def test_the_document_tells_every_key_and_its_days() -> None:
    both = keys.rotated((key("first", JANUARY).public,), key("second", JUNE).public)
    both = keys.revoked((*both, key("third", JULY).public), "key-third", JULY)
    document = json.loads(json.dumps(issuer_document(ISSUER, both)))
    assert document["id"] == "did:web:labels.example"
    assert [each["id"] for each in document["verificationMethod"]] == [
        "did:web:labels.example#key-first",
        "did:web:labels.example#key-second",
        "did:web:labels.example#key-third",
    ]
    assert document["assertionMethod"] == [
        "did:web:labels.example#key-first",
        "did:web:labels.example#key-second",
    ]
    # `expires` would make all that an old key ever signed bad for those who follow the standard.
    assert "expires" not in json.dumps(document)
    read = known_issuer(document)
    assert read.id == ISSUER.id
    assert tuple(read.keys.values()) == both
    assert list(read.keys) == [key_address(ISSUER.id, each) for each in both]


def test_documents_of_others_are_read_as_far_as_they_go() -> None:
    multikey = key().public.multikey
    document = {
        "id": "did:web:other.example",
        "verificationMethod": [
            {"id": "#one", "type": "Multikey", "publicKeyMultibase": multikey},
            {"id": "did:web:other.example#two", "publicKeyMultibase": multikey},
            {"id": "#three", "publicKeyJwk": {"kty": "EC"}},
            {"id": "#four", "publicKeyMultibase": "zBroken0"},
            {"id": "did:web:else.example#five", "publicKeyMultibase": multikey},
            {"id": "#six", "controller": "did:web:e", "publicKeyMultibase": multikey},
            "not an object",
        ],
        "assertionMethod": ["#one", {"id": "#seven", "publicKeyMultibase": multikey}],
    }
    read = known_issuer(document)
    assert list(read.keys) == [f"did:web:other.example#{name}" for name in ("one", "two", "seven")]
    objections = [each.objection(JUNE) for each in read.keys.values()]
    assert objections == ["", "revoked", ""]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"id": "did:web:x"},
        {"id": 1, "verificationMethod": [1]},
        {"id": "x", "verificationMethod": {}},
    ],
)
def test_what_is_no_issuers_document_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(HanseError, match="no document of an issuer"):
        known_issuer(document)


# --- Files ----------------------------------------------------------------------------------------


def test_the_first_key_is_made_when_it_is_needed(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "keys"
    assert key_files.public_keys(folder) == ()
    made = key_files.signing_key(folder, JANUARY)
    assert made.public.name == "key-2026-01-01"
    again = key_files.signing_key(folder, JUNE)
    assert again.public == made.public
    assert again.secret.private_bytes_raw() == made.secret.private_bytes_raw()
    if os.name == "posix":
        mode = stat.S_IMODE((folder / "key-2026-01-01.pem").stat().st_mode)
        assert (mode, stat.S_IMODE(folder.stat().st_mode)) == (0o600, 0o700)
    assert sorted(path.name for path in folder.iterdir()) == ["key-2026-01-01.pem", "keys.json"]


def test_keys_are_rotated_and_revoked_in_the_folder(tmp_path: Path) -> None:
    first = key_files.signing_key(tmp_path, JANUARY).public
    second_key = key_files.rotate(tmp_path, JUNE).public
    assert key_files.signing_key(tmp_path, date(2026, 5, 31)).public.name == first.name
    assert key_files.signing_key(tmp_path, JUNE).public == second_key
    key_files.revoke(tmp_path, second_key.name, JULY)
    assert not (tmp_path / f"{second_key.name}.pem").exists()
    assert [each.revoked for each in key_files.public_keys(tmp_path)] == [None, JULY]
    with pytest.raises(HanseError, match="No key signs on 2026-07-01"):
        key_files.signing_key(tmp_path, JULY)
    third = key_files.rotate(tmp_path, JULY).public
    assert key_files.signing_key(tmp_path, JULY).public == third


@pytest.mark.skipif(os.name != "posix", reason="rights of files are of POSIX systems")
def test_a_key_that_others_can_read_does_not_sign(tmp_path: Path) -> None:
    name = key_files.signing_key(tmp_path, JANUARY).public.name
    (tmp_path / f"{name}.pem").chmod(0o644)
    with pytest.raises(HanseError, match="can be read by others"):
        key_files.signing_key(tmp_path, JANUARY)


def test_a_lost_broken_or_exchanged_key_is_said(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    name = key_files.signing_key(one, JANUARY).public.name
    key_files.signing_key(two, JANUARY)
    path = one / f"{name}.pem"
    mine = path.read_bytes()
    path.write_bytes((two / f"{name}.pem").read_bytes())
    with pytest.raises(HanseError, match="holds another key"):
        key_files.signing_key(one, JANUARY)
    path.write_bytes(b"broken")
    with pytest.raises(HanseError, match="cannot be read"):
        key_files.signing_key(one, JANUARY)
    path.unlink()
    with pytest.raises(HanseError, match="cannot be read"):
        key_files.signing_key(one, JANUARY)
    path.write_bytes(mine)
    path.chmod(0o600)
    assert key_files.signing_key(one, JANUARY).public.name == name
    (one / "keys.json").write_text('[{"name": "x"}]')
    with pytest.raises(HanseError, match="list of keys cannot be read"):
        key_files.public_keys(one)


def test_two_who_need_the_first_key_at_once_get_the_same(tmp_path: Path) -> None:
    found: list[str] = []

    def ask() -> None:
        found.append(key_files.signing_key(tmp_path, JANUARY).public.multikey)

    threads = [threading.Thread(target=ask) for _each in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    assert len(key_files.public_keys(tmp_path)) == 1


def test_a_lock_left_behind_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_files, "_PATIENCE_SECONDS", 0.0)
    (tmp_path / ".lock").touch()
    with pytest.raises(HanseError, match="Another process"):
        key_files.rotate(tmp_path, JANUARY)
