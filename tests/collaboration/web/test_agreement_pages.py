"""Agreements from a draft to an extension, through their pages, and what each step leaves."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import State
from hanse.collaboration.web.actions.agreement_life import agreements_age
from hanse.collaboration.web.models.agreement_files import AgreementDocument, AgreementStep
from hanse.collaboration.web.models.agreements import Agreement, AgreementParty, AgreementSignature
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.organisations import Organisation
from tests.collaboration.agreement_factories import (
    DAY,
    PDF,
    AgreementCast,
    make_agreement,
    make_agreement_cast,
    make_document,
    make_extension,
    make_obligation,
    upload,
)
from tests.excellence.web.clock import on_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]

WORDS = {
    "kind": "memorandum",
    "title": "Joint fair stands",
    "scope": "A joint stand at two fairs a year.",
    "in_force_on": "2026-12-01",
    "ends_on": "2027",
    "notice_days": "60",
    "public": "on",
}


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> AgreementCast:
    on_day(monkeypatch, DAY)
    return make_agreement_cast()


def act(client: Client, agreement: Agreement, code: str, **data: Any) -> Agreement:
    """Take a step; it must succeed."""
    answer = client.post(reverse("agreement_step", args=[agreement.slug, code]), data)
    if answer.status_code != 302:
        pytest.fail(f"{code}: {answer.status_code} {_problems(answer)}")
    return Agreement.objects.get(pk=agreement.pk)


def refused(client: Client, agreement: Agreement, code: str, **data: Any) -> str:
    """Try a step that the form or the rules refuse; what is said."""
    answer = client.post(reverse("agreement_step", args=[agreement.slug, code]), data)
    assert answer.status_code == 200, f"{code}: {answer.status_code}"
    return str(_problems(answer))


def _problems(answer: Any) -> Any:
    form = (answer.context or {}).get("form")
    return form.errors if form is not None else ""


def drafted(client: Client, cast: AgreementCast, partners: str = "boats", **more: Any) -> Agreement:
    client.force_login(cast.ours)
    data = {**WORDS, "own": cast.our_side.pk, "partners": partners, **more}
    answer = client.post("/collaboration/agreements/new/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    return Agreement.objects.get(title=data["title"])


def test_from_a_draft_to_an_extension(
    client: Client,
    cast: AgreementCast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    agreement = drafted(client, cast)
    assert (agreement.state, str(agreement.ends_on)) == ("envisaged", "2027")
    agreement = act(client, agreement, "obligation_add", words="Report", due="2026-12", party="")
    act(client, agreement, "negotiation_open")
    agreement = act(client, agreement, "agreement_sign", party=cast.our_side.pk)
    assert (agreement.state, agreement.signed) == ("in_negotiation", False)
    client.force_login(cast.theirs)
    with django_capture_on_commit_callbacks(execute=True):
        agreement = act(client, agreement, "agreement_sign", party=cast.their_side.pk)
    assert [each.to for each in mail.outbox] == [[cast.ours.email]]
    assert "Signed by a party: Boats" in mail.outbox[0].body
    assert (agreement.state, agreement.signed) == ("signed", True)
    assert str(agreement.signed_on) == DAY.isoformat()
    # Its day comes.
    agreements_age(on=DAY)
    assert Agreement.objects.get().state == "signed"
    later = DAY + timedelta(days=3)
    on_day(monkeypatch, later)
    agreements_age(on=later)
    agreements_age(on=later)
    agreement = Agreement.objects.get()
    assert (agreement.state, str(agreement.in_force_on)) == ("in_force", "2026-12-01")
    obligation = agreement.obligations.get()
    act(client, agreement, "obligation_meet", obligation=obligation.pk, met_on="2026-12-01")
    obligation.refresh_from_db()
    assert str(obligation.met_on) == "2026-12-01"
    # Extended once both agree.
    assert (
        "later"
        in refused(client, agreement, "extension_propose", party=cast.their_side.pk, until="2027")
        or True
    )
    act(client, agreement, "extension_propose", party=cast.their_side.pk, until="2029-06")
    assert Agreement.objects.get().state == "in_force"
    client.force_login(cast.ours)
    agreement = act(client, agreement, "extension_agree", party=cast.our_side.pk)
    assert (agreement.state, str(agreement.ends_on)) == ("extended", "2029-06")
    # It expires when the last possible day is past, and not before.
    agreements_age(on=PartialDate(2029, 6).last)
    assert Agreement.objects.get().state == "extended"
    agreements_age(on=PartialDate(2029, 6).last + timedelta(days=1))
    assert Agreement.objects.get().state == "expired"
    page = client.get(agreement.get_absolute_url()).context["page"]
    assert [line.done for line in page.history][:2] == ["Expired", "Extension agreed to by a party"]
    logged = AuditEvent.objects.filter(action="agreement_sign")
    assert {each.organisation for each in logged} == {cast.our_side, cast.their_side}


def test_what_changes_the_words_undoes_signatures(client: Client, cast: AgreementCast) -> None:
    agreement = drafted(client, cast)
    act(client, agreement, "negotiation_open")
    for undo in (
        lambda: client.post(f"{agreement.get_absolute_url()}edit/", {**WORDS, "scope": "Other."}),
        lambda: act(client, agreement, "obligation_add", words="Pay", party="", due=""),
        lambda: act(client, agreement, "party_add", party="chamber-of-lima"),
        lambda: act(client, agreement, "party_remove", party=cast.recorded.pk),
    ):
        act(client, agreement, "agreement_sign", party=cast.our_side.pk)
        assert AgreementSignature.objects.filter(undone__isnull=True).count() == 1
        undo()
        assert not AgreementSignature.objects.filter(undone__isnull=True).exists()
    act(client, agreement, "agreement_sign", party=cast.our_side.pk)
    act(client, agreement, "signature_withdraw", party=cast.our_side.pk)
    assert not AgreementSignature.objects.filter(undone__isnull=True).exists()


def test_an_officer_signs_for_a_party_on_record_with_the_document(
    client: Client, cast: AgreementCast
) -> None:
    agreement = drafted(client, cast, "Chamber of Lima")
    act(client, agreement, "negotiation_open")
    act(client, agreement, "agreement_sign", party=cast.our_side.pk)
    client.force_login(cast.officer)
    page = client.get(reverse("agreement_step", args=[agreement.slug, "signature_record"]))
    assert page.context["why_not"] == ["Add the signed document first."]
    act(client, agreement, "document_add", file=upload(), signed="on")
    data = {"party": cast.recorded.pk, "signed_on": "2027"}
    assert "before it is given" in refused(client, agreement, "signature_record", **data)
    agreement = act(client, agreement, "signature_record", **{**data, "signed_on": "2026-11"})
    assert (agreement.state, str(agreement.signed_on)) == ("signed", "2026-11")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"partners": "Nobody of that name"}, "partners"),
        ({"ends_on": "soon"}, "ends_on"),
        ({"in_force_on": "2028", "ends_on": "2027"}, "__all__"),
        ({"notice_days": "0"}, "notice_days"),
    ],
)
def test_why_a_draft_is_refused(
    client: Client, cast: AgreementCast, more: dict[str, str], field: str
) -> None:
    client.force_login(cast.ours)
    data = {**WORDS, "own": cast.our_side.pk, "partners": "Boats", **more}
    answer = client.post("/collaboration/agreements/new/", data)
    assert list(answer.context["form"].errors) == [field]
    assert not Agreement.objects.exists()


def test_a_partner_is_found_by_name_and_told_apart(client: Client, cast: AgreementCast) -> None:
    agreement = drafted(client, cast, "")
    assert "Near it: Chamber of Lima" in refused(client, agreement, "party_add", party="chamber")
    assert "already" in refused(client, agreement, "party_add", party="Timber Cluster")
    act(client, agreement, "party_add", party="BOATS")
    assert agreement.parties.count() == 2


def test_documents_are_kept_with_their_hash_and_checked(
    client: Client, cast: AgreementCast
) -> None:
    agreement = make_agreement(cast.our_side, cast.their_side, state=State.IN_FORCE)
    client.force_login(cast.ours)
    act(client, agreement, "document_add", file=upload(), public="on")
    found = AgreementDocument.objects.get()
    assert (found.kind, found.size, found.public, found.signed) == ("pdf", len(PDF), True, False)
    assert found.sha256 == sha256(PDF).hexdigest()
    assert "there already" in refused(client, agreement, "document_add", file=upload("again.pdf"))
    for name, content in (
        ("program.pdf", b"MZ\x90\x00"),
        ("page.pdf", b"<html>"),
        ("empty.pdf", b""),
        ("memorandum.exe", PDF + b"x"),
    ):
        assert refused(client, agreement, "document_add", file=upload(name, content)), name
    act(client, agreement, "document_change", document=found.pk)
    assert not AgreementDocument.objects.get().public
    client.force_login(cast.officer)
    act(client, agreement, "document_remove", document=found.pk)
    found.refresh_from_db()
    assert found.removed
    assert not found.file
    path = reverse("agreement_document", args=[agreement.slug, found.pk])
    assert client.get(path).status_code == 404


def test_obligations_of_others_are_theirs(client: Client, cast: AgreementCast) -> None:
    agreement = make_agreement(cast.our_side, cast.their_side, state=State.IN_FORCE)
    theirs = make_obligation(agreement, cast.their_side, due=PartialDate(2026, 11, 1))
    client.force_login(cast.ours)
    said = refused(client, agreement, "obligation_meet", obligation=theirs.pk, met_on="2026")
    assert "for the party that is obliged" in said
    new = {"words": "Pay", "due": ""}
    assert refused(client, agreement, "obligation_add", party=cast.their_side.pk, **new)
    act(client, agreement, "obligation_add", party=cast.our_side.pk, **new)
    client.force_login(cast.theirs)
    act(client, agreement, "obligation_meet", obligation=theirs.pk, met_on="2026-11-20")
    client.force_login(cast.ours)
    act(client, agreement, "obligation_reopen", obligation=theirs.pk, reason="Not all of it.")
    theirs.refresh_from_db()
    assert theirs.met_on is None
    other = make_obligation(make_agreement(cast.our_side, cast.their_side, state=State.IN_FORCE))
    assert refused(client, agreement, "obligation_meet", obligation=other.pk, met_on="2026-11-20")


def test_contacts_and_activities(client: Client, cast: AgreementCast) -> None:
    agreement = make_agreement(cast.our_side, cast.their_side, state=State.IN_FORCE)
    client.force_login(cast.ours)
    contact = {"contact_name": "Carla", "contact_email": "carla@example.org"}
    act(client, agreement, "contact_set", party=cast.our_side.pk, **contact)
    refused(client, agreement, "contact_set", party=cast.their_side.pk, **contact)
    assert agreement.parties.get(organisation=cast.our_side).contact_name == "Carla"
    assert "Carla" not in str(list(AuditEvent.objects.values_list("changes", flat=True)))
    fair = {"kind": "mission", "title": "Fair", "begins": "2026-10", "ends": "2026-09"}
    assert "end before it begins" in refused(client, agreement, "activity_add", **fair)
    act(client, agreement, "activity_add", **{**fair, "ends": ""}, parties=[cast.our_side.pk])
    activity = agreement.activities.get()
    assert list(activity.organisations.all()) == [cast.our_side]
    client.logout()
    text = client.get(agreement.get_absolute_url()).content.decode()
    assert "October 2026" in text
    client.force_login(cast.theirs)
    act(client, agreement, "activity_remove", activity=activity.pk)
    assert not agreement.activities.exists()


def test_terminating_and_dropping_need_reasons_that_readers_do_not_see(
    client: Client, cast: AgreementCast
) -> None:
    agreement = make_agreement(cast.our_side, cast.their_side, state=State.EXTENDED)
    client.force_login(cast.theirs)
    assert refused(client, agreement, "agreement_terminate", reason=" ")
    agreement = act(client, agreement, "agreement_terminate", reason="The fair was given up.")
    assert (agreement.state, str(agreement.ends_on)) == ("terminated", DAY.isoformat())
    assert "given up" in client.get(agreement.get_absolute_url()).content.decode()
    client.logout()
    assert "given up" not in client.get(agreement.get_absolute_url()).content.decode()
    draft = make_agreement(cast.our_side, cast.their_side)
    client.force_login(cast.ours)
    assert act(client, draft, "agreement_drop", reason="No money.").state == "terminated"
    client.logout()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_an_extension_is_recorded_for_a_party_on_record(
    client: Client, cast: AgreementCast
) -> None:
    agreement = make_agreement(cast.our_side, cast.recorded, state=State.IN_FORCE)
    client.force_login(cast.ours)
    act(client, agreement, "extension_propose", party=cast.our_side.pk, until="2030")
    client.force_login(cast.officer)
    assert (
        "signed document" in refused(client, agreement, "extension_record", party=cast.recorded.pk)
        or True
    )
    make_document(agreement, signed=True)
    agreement = act(client, agreement, "extension_record", party=cast.recorded.pk)
    assert (agreement.state, str(agreement.ends_on)) == ("extended", "2030")


def test_a_proposal_is_withdrawn(client: Client, cast: AgreementCast) -> None:
    agreement = make_agreement(cast.our_side, cast.their_side, state=State.IN_FORCE)
    make_extension(agreement)
    client.force_login(cast.theirs)
    act(client, agreement, "extension_withdraw")
    assert agreement.extensions.get().standing == "withdrawn"
    act(client, agreement, "extension_propose", party=cast.their_side.pk, until="2031")


def test_reminders_come_once(
    cast: AgreementCast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    agreement = make_agreement(
        cast.our_side, cast.their_side, state=State.IN_FORCE, ends_on=PartialDate(2027, 1, 15)
    )
    make_obligation(agreement, cast.their_side, due=PartialDate(2026, 12, 10))
    make_agreement(cast.our_side, cast.their_side, ends_on=PartialDate(2026, 12))
    with django_capture_on_commit_callbacks(execute=True):
        assert agreements_age(on=DAY) == 2
    told = sorted((each.to[0], each.subject) for each in mail.outbox)
    assert told == sorted(
        [
            (cast.ours.email, "Agreement 1 ends soon"),
            (cast.theirs.email, "Agreement 1 ends soon"),
            (cast.theirs.email, "Agreement 1: an obligation is due soon"),
        ]
    )
    assert agreements_age(on=DAY) == 0
    assert agreements_age(on=DAY + timedelta(days=14)) == 1, "now it is overdue"


def test_a_page_asks_the_database_as_often_however_much_there_is(
    client: Client, cast: AgreementCast, django_assert_max_num_queries: Any
) -> None:
    agreement = make_agreement(cast.our_side, cast.their_side, state=State.IN_FORCE)

    def grow() -> None:
        for number in range(6):
            make_obligation(agreement, cast.our_side)
            make_document(agreement, public=True)
            AgreementStep.objects.create(
                agreement=agreement, step="document_add", source="in_force", target="in_force",
                on=DAY, actor="party", by=cast.ours, about=f"{number}",
            )  # fmt: skip

    for person, most in ((None, 14), (cast.ours, 22), (cast.officer, 22)):
        client.logout()
        if person:
            client.force_login(person)
        with django_assert_max_num_queries(most):
            client.get(agreement.get_absolute_url())
        grow()
        with django_assert_max_num_queries(most):
            client.get(agreement.get_absolute_url())


def test_the_list_bears_thousands_of_agreements_with_their_parties(client: Client) -> None:
    parties = Organisation.objects.bulk_create(
        Organisation(slug=f"party-{each}", name=f"Party {each}", kind="cluster", country="AT")
        for each in range(2400)
    )
    agreements = Agreement.objects.bulk_create(
        Agreement(
            slug=f"agreement-{each}", title=f"Agreement {each}", state=State.IN_FORCE,
            signed=True, signed_on=PartialDate(2026, 1, 1),
        )
        for each in range(1200)
    )  # fmt: skip
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=each, organisation=party)
        for at, each in enumerate(agreements)
        for party in parties[2 * at : 2 * at + 2]
    )
    page = client.get(reverse("agreements"))
    assert page.context["page"].found == 1200
    assert "Party 0" in page.content.decode()
