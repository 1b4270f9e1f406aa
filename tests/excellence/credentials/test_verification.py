"""What the check of a badge answers: each check by name, and why in words."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.excellence.credentials import sentences
from hanse.excellence.credentials.badges import badge_png, badge_svg
from hanse.excellence.credentials.baking import bake_png, bake_svg
from hanse.excellence.credentials.issuer import KnownIssuer, issuer_document, known_issuer
from hanse.excellence.credentials.keys import revoked, rotated
from hanse.excellence.credentials.reading import json_object, read_list
from hanse.excellence.credentials.status_lists import PURPOSES, SIZE, Place
from hanse.excellence.credentials.verification import Outcome, Verification, verify
from hanse.foundation.problems import HanseError
from tests.excellence.credentials.samples import (
    HOLDER,
    ISSUER,
    REVOKED_AT,
    as_file,
    badge,
    clear_lists,
    key,
    known,
    signed_badge,
    signed_list,
)
from tests.excellence.credentials.test_baking import FACE, TYPEFACES

DAY = date(2027, 1, 4)


def checked(document: dict[str, Any] | bytes, **more: Any) -> Verification:
    details: dict[str, Any] = {"issuers": [known()], "lists": clear_lists(), "on": DAY, **more}
    content = document if isinstance(document, bytes) else as_file(document)
    return verify(content, **details)


def answers(found: Verification) -> dict[str, str]:
    """Check -> answer, of those that did not pass."""
    return {each.code: each.answer for each in found.checks if each.outcome is not Outcome.PASSED}


def test_a_good_badge_passes_every_check() -> None:
    found = checked(signed_badge())
    assert found.verdict == "valid"
    assert [each.code for each in found.checks] == list(sentences.CHECKS)
    assert {each.outcome for each in found.checks} == {Outcome.PASSED}
    assert found.badge is not None
    assert (found.badge.holder_name, found.badge.achievement_name) == (
        HOLDER.name,
        "Hanse label, gold",
    )
    assert (found.badge.valid_from, found.badge.valid_until) == (
        date(2026, 3, 2),
        date(2028, 3, 31),
    )


def test_a_baked_badge_passes_too() -> None:
    document = signed_badge()
    svg = bake_svg(badge_svg(FACE, "square", TYPEFACES), document)
    png = bake_png(badge_png(FACE, "square", TYPEFACES), document)
    for content in (svg, png):
        found = checked(content)
        assert found.verdict == "valid"
        assert found.checks[0].answer == "found_picture"


@pytest.mark.parametrize(
    ("more", "failed"),
    [
        ({"on": date(2026, 3, 1), "lists": []}, {"begun": "not_begun"}),
        ({"on": date(2028, 4, 1), "lists": []}, {"unexpired": "expired"}),
        ({"issuers": [known(key("other"))]}, {"key": "key_foreign"}),
        (
            {"issuers": [KnownIssuer("did:web:else.example", known().keys)]},
            {"issuer": "unknown"},
        ),
        ({"lists": [as_file(signed_list("revocation", (4711,)))]}, {"revocation": "revoked"}),
        ({"lists": [as_file(signed_list("suspension", (90_001,)))]}, {"suspension": "suspended"}),
    ],
    ids=["too early", "expired", "another key", "another issuer", "revoked", "suspended"],
)
def test_what_fails_is_named(more: dict[str, Any], failed: dict[str, str]) -> None:
    found = checked(signed_badge(), **more)
    assert found.verdict == "invalid"
    assert {e.code: e.answer for e in found.checks if e.outcome is Outcome.FAILED} == failed


def test_a_key_of_the_same_name_does_not_sign_for_another() -> None:
    other = key("other")
    document = issuer_document(ISSUER, [other.public])
    text = json.dumps(document).replace("key-other", "key-first")
    found = checked(signed_badge(), issuers=[known_issuer(json.loads(text))])
    assert answers(found)["signature"] == "wrong"


def test_first_and_last_day_are_days_of_validity() -> None:
    for day in (date(2026, 3, 2), date(2028, 3, 31)):
        lists = [as_file(signed_list(purpose, day=day, until=day)) for purpose in PURPOSES]
        assert checked(signed_badge(), on=day, lists=lists).verdict == "valid"


def test_without_the_issuer_and_the_lists_nothing_is_decided() -> None:
    found = checked(signed_badge(), issuers=[], lists=[])
    assert found.verdict == "undecided"
    assert answers(found) == {
        "issuer": "no_issuers",
        "key": "without_key",
        "signature": "without_key",
        "revocation": "no_list",
        "suspension": "no_list",
    }
    assert REVOKED_AT in found.checks[-2].why


# --- Keys -----------------------------------------------------------------------------------------


def issuer_with(*public: Any) -> KnownIssuer:
    return known_issuer(issuer_document(ISSUER, public))


def test_what_an_old_key_signed_stays_good_after_rotation() -> None:
    both = rotated((key().public,), key("second", date(2026, 9, 1)).public)
    lists = [
        as_file(signed_list(purpose, by=key("second", date(2026, 9, 1)))) for purpose in PURPOSES
    ]
    assert checked(signed_badge(), issuers=[issuer_with(*both)], lists=lists).verdict == "valid"


def test_a_date_outside_the_days_of_a_key_is_refused() -> None:
    both = rotated((key().public,), key("second", date(2026, 9, 1)).public)
    late = signed_badge(on=date(2026, 9, 2))
    assert answers(checked(late, issuers=[issuer_with(*both)], lists=[]))["key"] == "key_no_longer"
    early = signed_badge(by=key("second", date(2026, 9, 1)), on=date(2026, 8, 31))
    assert answers(checked(early, issuers=[issuer_with(*both)], lists=[]))["key"] == "key_not_yet"


def test_what_a_revoked_key_signed_is_refused_and_so_are_its_lists() -> None:
    gone = issuer_with(*revoked((key().public,), "key-first", date(2026, 12, 1)))
    found = checked(signed_badge(), issuers=[gone])
    assert answers(found) == {
        "key": "key_revoked",
        "revocation": "list_unsigned",
        "suspension": "list_unsigned",
    }
    assert "issued again" in next(each.why for each in found.checks if each.code == "key")


# --- Lists ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lists", "answer"),
    [
        ([signed_list(day=date(2026, 12, 1), until=date(2027, 1, 3))], "list_old"),
        ([signed_list("revocation", issuer="did:web:else.example")], "list_foreign"),
        ([signed_list("revocation", by=key("other"))], "list_foreign"),
        ([signed_list("suspension", address=REVOKED_AT)], "list_unfit"),
        ([{**signed_list(), "validUntil": "2030-01-01T00:00:00Z"}], "list_unsigned"),
        (
            [signed_list("revocation", (4711,), day=date(2027, 2, 1), until=date(2027, 2, 8))],
            "list_ahead",
        ),
        ([{"id": REVOKED_AT}], "no_list"),
    ],
    ids=["old", "other issuer", "other key", "other purpose", "tampered", "ahead", "no list"],
)
def test_a_list_that_does_not_count_leaves_the_question_open(
    lists: list[dict[str, Any]], answer: str
) -> None:
    found = checked(signed_badge(), lists=[as_file(each) for each in lists])
    assert answers(found)["revocation"] == answer
    assert found.verdict == "undecided"


def test_a_later_list_tells_of_earlier_days_only_what_is_never_undone() -> None:
    later: dict[str, Any] = {"day": date(2027, 2, 1), "until": date(2027, 2, 8)}
    lists = [as_file(signed_list(purpose, **later)) for purpose in PURPOSES]
    assert answers(checked(signed_badge(), lists=lists)) == {"suspension": "list_ahead"}


def test_a_place_outside_its_list_is_no_clear_place() -> None:
    document = signed_badge(places=(Place("revocation", REVOKED_AT, SIZE),))
    assert answers(checked(document))["revocation"] == "list_unfit"


def test_a_badge_without_a_list_says_so() -> None:
    found = checked(signed_badge(places=()))
    assert found.verdict == "valid"
    assert [each.answer for each in found.checks[-2:]] == ["no_status", "no_status"]


# --- Files that are none --------------------------------------------------------------------------


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in signed_badge().items() if name not in names}


@pytest.mark.parametrize(
    ("content", "check", "answer"),
    [
        (b"", "file", "no_credential"),
        (b"eyJhbGciOiJFZERTQSJ9.e30.AA", "file", "no_credential"),
        (b"{", "file", "not_json"),
        (b'{"a": 1, "a": 2}', "file", "not_json"),
        (b'{"a": NaN}', "file", "not_json"),
        (b'{"a": 1e999}', "file", "not_json"),
        (b'{"a": "\\ud800"}', "file", "not_json"),
        (b'{"a":' * 100_000, "file", "not_json"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "file", "not_json"),
        (b'{"a": "' + b"x" * 300_000 + b'"}', "file", "not_json"),
        (b"{}", "badge", "lacks"),
        (as_file(without("proof")), "badge", "one_proof"),
        (as_file({**without(), "proof": [1, 2]}), "badge", "one_proof"),
        (as_file({**without(), "proof": {"type": "RsaSignature2018"}}), "badge", "other_suite"),
        (as_file(without("issuer")), "badge", "lacks"),
        (as_file(without("credentialSubject")), "badge", "lacks"),
        (as_file({**without(), "validUntil": "soon"}), "badge", "lacks"),
        (as_file({**without(), "type": ["VerifiableCredential"]}), "badge", "lacks"),
    ],
)
def test_what_is_no_badge_is_said_and_never_raised(content: bytes, check: str, answer: str) -> None:
    found = checked(content)
    assert found.verdict == "invalid"
    assert found.badge is None
    assert answers(found) == {check: answer}
    assert found.checks[-1].why


def test_a_web_token_in_a_picture_is_named_as_such() -> None:
    picture = b"<svg xmlns='http://www.w3.org/2000/svg'><openbadges:credential xmlns:openbadges="
    picture += b"'https://purl.imsglobal.org/ob/v3p0' verify='eyJhbGci.e30.AA'/></svg>"
    assert answers(checked(picture)) == {"file": "web_token"}


@settings(max_examples=25)  # each is a whole check
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    st.sampled_from(sorted(signed_badge())),
)
def test_no_value_of_a_field_breaks_the_check(value: Any, name: str) -> None:
    document = {**signed_badge(), name: value}
    found = checked(document)
    assert found.verdict in {"invalid", "valid"}
    if value != signed_badge()[name]:
        assert found.verdict == "invalid"


def test_a_proof_in_a_list_of_one_counts() -> None:
    document = signed_badge()
    found = checked({**document, "proof": [document["proof"]]})
    assert found.verdict == "valid"


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "StatusList2021Entry"},
        {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
        {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "message",
            "statusListIndex": "1",
            "statusListCredential": REVOKED_AT,
        },
        "https://labels.example/status",
    ],
)
def test_a_status_of_another_kind_is_never_taken_for_none(entry: Any) -> None:
    document = {**badge(), "credentialStatus": entry, "proof": signed_badge()["proof"]}
    found = answers(checked(document))
    assert found["revocation"] == found["suspension"] == "other_status"


# --- Words --------------------------------------------------------------------------------------


def test_every_answer_has_a_sentence_that_its_facts_fill() -> None:
    class Anything(dict[str, str]):
        def __missing__(self, name: str) -> str:
            return f"<{name}>"

    for answer in sentences.ANSWERS:
        told = sentences.told(answer, Anything())
        assert told
        assert "%(" not in told


@pytest.mark.parametrize(
    "document",
    [
        {},
        {**signed_list(), "type": ["VerifiableCredential"]},
        {**signed_list(), "proof": {}},
        {**signed_list(), "validUntil": None},
        {**signed_list(), "credentialSubject": {"encodedList": "x"}},
    ],
)
def test_what_is_no_list_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(HanseError):
        read_list(as_file(document))


def test_json_of_a_windows_editor_is_read() -> None:
    assert json_object(b"\xef\xbb\xbf" + as_file({"a": "b"})) == {"a": "b"}
