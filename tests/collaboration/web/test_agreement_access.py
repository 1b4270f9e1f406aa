"""Role x state x step through the web: whatever the table does not allow is refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanse.collaboration.agreements.states import CODES, DRAFT, Actor, State, rows
from hanse.collaboration.web.models.agreement_files import AgreementActivity, AgreementStep
from hanse.collaboration.web.models.agreements import Agreement, AgreementSignature
from hanse.collaboration.web.views.agreement_pages import AGREEMENT_STEPS
from hanse.foundation.web.models.audit import AuditEvent
from tests.collaboration.agreement_factories import (
    DAY,
    PEOPLE,
    AgreementCast,
    make_agreement,
    make_agreement_cast,
    make_document,
    make_extension,
    make_obligation,
    upload,
)
from tests.excellence.web.clock import on_day

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("uploads")]

ROLES = {
    "visitor": frozenset({Actor.READER}),
    "stranger": frozenset({Actor.READER}),
    "member": frozenset({Actor.READER}),
    "administrator": frozenset({Actor.READER}),
    "ours": frozenset({Actor.READER, Actor.PARTY}),
    "theirs": frozenset({Actor.READER, Actor.PARTY}),
    "officer": frozenset({Actor.READER, Actor.OFFICER}),
}
PAGES = {"agreement_change": "agreement_change"}


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> AgreementCast:
    on_day(monkeypatch, DAY)
    return make_agreement_cast()


def make_whole(cast: AgreementCast, state: State) -> Agreement:
    """An agreement with one of everything, so that only role and state can be wrong."""
    agreement = make_agreement(cast.our_side, cast.their_side, state=state)
    make_obligation(agreement, cast.our_side)
    make_document(agreement, signed=True)
    AgreementActivity.objects.create(agreement=agreement, kind="meeting", title="Meeting")
    if state in {State.IN_FORCE, State.EXTENDED}:
        make_extension(agreement)
    return agreement


def said(cast: AgreementCast, agreement: Agreement) -> dict[str, Any]:
    """Everything any step asks for, plausibly answered."""
    obligation, document, activity = (
        agreement.obligations.get(),
        agreement.documents.get(),
        agreement.activities.get(),
    )
    return {
        "party": cast.our_side.pk,
        "reason": "As all parties wish.",
        "words": "Report",
        "signed_on": "2026-11-20",
        "in_force_on": "2026-11-20",
        "until": "2030",
        "met_on": "2026-11-20",
        "obligation": obligation.pk,
        "document": document.pk,
        "activity": activity.pk,
        "kind": "meeting",
        "title": "Meeting",
        "notice_days": "90",
        "scope": "Meetings",
    }


def kept(agreement: Agreement) -> tuple[object, ...]:
    return (
        *Agreement.objects.values().get(pk=agreement.pk).items(),
        AgreementStep.objects.count(),
        AgreementSignature.objects.count(),
        AuditEvent.objects.count(),
    )


def address(code: str, agreement: Agreement) -> str:
    if code in PAGES:
        return reverse(PAGES[code], args=[agreement.slug])
    return reverse("agreement_step", args=[agreement.slug, code])


def test_every_step_of_the_table_has_a_door_and_no_other() -> None:
    by_the_site = {"agreement_expire"}
    own_pages = {"agreement_create", *PAGES}
    assert set(AGREEMENT_STEPS) | own_pages | by_the_site == set(CODES)
    assert set(ROLES) == set(PEOPLE)


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", State)
def test_no_step_is_taken_by_whom_the_table_does_not_name(
    cast: AgreementCast, client: Client, state: State, name: str
) -> None:
    agreement = make_whole(cast, state)
    data, before, wrong, tried = said(cast, agreement), kept(agreement), [], 0
    person = cast.person(name)
    if person:
        client.force_login(person)
    for code in sorted({*CODES, *PAGES} - {"agreement_create"}):
        if any(row.who & ROLES[name] for row in rows(code, state)):
            continue
        more = {"file": upload()} if code == "document_add" else {}
        answer = client.post(address(code, agreement), {**data, **more})
        tried += 1
        led_to_sign_in = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
        if not (answer.status_code in {403, 404} or (person is None and led_to_sign_in)):
            wrong.append((code, answer.status_code))
    assert tried >= 5
    assert not wrong
    assert kept(agreement) == before


@pytest.mark.parametrize("state", State)
def test_a_draft_is_there_for_nobody_else(
    cast: AgreementCast, client: Client, state: State
) -> None:
    agreement = make_whole(cast, state)
    dropped = make_agreement(
        cast.our_side, cast.their_side, state=State.TERMINATED, signed=False, title="Dropped"
    )
    for name in PEOPLE:
        person = cast.person(name)
        client.logout()
        if person:
            client.force_login(person)
        involved = ROLES[name] & {Actor.PARTY, Actor.OFFICER}
        seen = bool(involved) or state not in DRAFT
        page = client.get(agreement.get_absolute_url())
        assert page.status_code == (200 if seen else 404), name
        assert client.get(dropped.get_absolute_url()).status_code == (200 if involved else 404)
        listed = client.get("/collaboration/agreements/").content.decode()
        assert (agreement.get_absolute_url() in listed) is (state not in DRAFT)
        for path in ("/collaboration/agreements.json", "/api/v1/agreements", "/search/?q=Dropped"):
            assert dropped.get_absolute_url() not in client.get(path).content.decode()


@pytest.mark.parametrize("name", PEOPLE)
def test_who_reads_which_document_and_contact(
    cast: AgreementCast, client: Client, name: str
) -> None:
    agreement = make_agreement(cast.our_side, cast.their_side, state=State.IN_FORCE)
    agreement.parties.update(contact_name="Carla Contact", contact_email="carla@example.org")
    private, public = make_document(agreement), make_document(agreement, public=True)
    draft = make_document(make_agreement(cast.our_side, cast.their_side), public=True)
    hidden = make_agreement(cast.our_side, cast.their_side, state=State.IN_FORCE, public=False)
    kept_back = make_document(hidden, public=True)
    person = cast.person(name)
    if person:
        client.force_login(person)
    involved = bool(ROLES[name] & {Actor.PARTY, Actor.OFFICER})

    def read(document: Any) -> bool:
        path = reverse("agreement_document", args=[document.agreement.slug, document.pk])
        answer = client.get(path)
        if answer.status_code == 200:
            assert b"".join(answer).startswith(b"%PDF")
            assert answer["Content-Disposition"].startswith("attachment")
            assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        else:
            assert answer.status_code == 404
        return answer.status_code == 200

    assert read(public)
    assert [read(each) for each in (private, draft, kept_back)] == [involved] * 3
    text = client.get(agreement.get_absolute_url()).content.decode()
    assert ("Carla Contact" in text) is involved
    assert ("carla@example.org" in text) is involved
    other = reverse("agreement_document", args=[hidden.slug, public.pk])
    assert client.get(other).status_code == 404, "a document is of its agreement alone"


def test_nobody_drafts_for_an_organisation_they_do_not_edit(
    cast: AgreementCast, client: Client
) -> None:
    for name in PEOPLE:
        person = cast.person(name)
        client.logout()
        if person:
            client.force_login(person)
        data = {
            "own": cast.our_side.pk,
            "partners": "Boats",
            "kind": "memorandum",
            "title": f"Draft of {name}",
            "notice_days": "90",
        }
        answer = client.post("/collaboration/agreements/new/", data)
        made = Agreement.objects.filter(title=f"Draft of {name}").exists()
        assert made is (name == "ours"), (name, answer.status_code)
