"""Two people take the same step in the same moment, in threads of a process of its own.

    python -m tests.excellence.web.at_once

prints, as JSON, what became of each case on the database of DATABASE_URL: how often the step was
taken, and what each of the two read on the page they came to. See `test_at_once.py`.
"""

import html
import json
import re
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from hanse.excellence.label.states import State  # noqa: E402
from hanse.excellence.web.actions import label_board as board  # noqa: E402
from hanse.excellence.web.models.label_board import BoardMatter, BoardVote  # noqa: E402
from hanse.excellence.web.models.label_files import StepTaken  # noqa: E402
from hanse.excellence.web.models.labels import Application, Label  # noqa: E402
from hanse.excellence.web.models.register import RegisterEntry  # noqa: E402
from hanse.excellence.web.models.sessions import Enrolment  # noqa: E402
from hanse.foundation.roles import Role  # noqa: E402
from hanse.foundation.web.models.people import User  # noqa: E402
from tests.excellence.web.label_factories import (  # noqa: E402
    Journey,
    make_label_cast,
    make_meeting,
)
from tests.excellence.web.training_factories import make_session  # noqa: E402
from tests.foundation.web.factories import make_member, make_person  # noqa: E402


def both(first: User, second: User, path: str, fields: Mapping[str, Any]) -> list[str]:
    """Let two send the same form at the same moment; the status and page each comes to."""
    together = threading.Barrier(2)
    found: list[str] = []

    def send(person: User) -> None:
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        client.force_login(person)
        together.wait()
        try:
            answer = client.post(path, fields, follow=True)
            words = re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())
            found.append(f"{answer.status_code} {html.unescape(words)}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[each]) for each in (first, second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


def cases() -> dict[str, tuple[int, list[str]]]:
    """Case -> how much came of it, and what the two read: one file on its way to a label."""
    call_command("migrate", verbosity=0)
    today = timezone.localdate()
    cast = make_label_cast(on=today)
    officers = cast.officer, make_person("Second Officer", Role.OFFICER)
    second_manager = make_person("Second Manager")
    make_member(cast.organisation, second_manager, "editor")
    journey = Journey(cast, "bronze", on=today).to(State.SUBMITTED)
    application = journey.application
    home = application.get_absolute_url()
    found: dict[str, tuple[int, list[str]]] = {}

    def case(
        name: str,
        people: tuple[User, User],
        path: str,
        fields: Mapping[str, Any],
        came: Callable[[], int],
    ) -> None:
        pages = both(*people, path, fields)
        found[name] = came(), pages
        application.refresh_from_db()

    def taken(step: str) -> Callable[[], int]:
        return lambda: StepTaken.objects.filter(step=step).count()

    case("begin", officers, f"{home}steps/eligibility_begin/", {}, taken("eligibility_begin"))
    journey.to(State.CONTRACTED)
    number = str(cast.lead.pk)
    case(
        "propose",
        officers,
        f"{home}experts/",
        {"experts": [number], "lead": number},
        application.assignments.standing().count,
    )
    journey.to(State.REPORT_FINAL)
    meeting = make_meeting(cast, today)
    fields = {"meeting": str(meeting.pk)}
    case("put", officers, f"{home}steps/board_put/", fields, BoardMatter.objects.count)
    chair = cast.chair, cast.chair
    case("vote", chair, f"{home}steps/board_vote/", {"choice": "award"}, BoardVote.objects.count)
    for member in (cast.board, cast.third):
        board.board_vote(by=member, application=application, choice="award", on=today)
    case(
        "award",
        chair,
        f"{home}steps/board_award/",
        {"reason": "So."},
        lambda: Label.objects.count() + RegisterEntry.objects.filter(event="awarded").count() - 1,
    )
    case(
        "apply",
        (cast.manager, second_manager),
        f"/excellence/labels/apply/{cast.organisation.slug}/",
        {"level": "silver"},
        Application.objects.open().count,
    )
    held = Label.objects.get().keeping_address
    case(
        "suspend",
        officers,
        f"{held}label_suspend/",
        {"reason": "So.", "until": today.replace(year=today.year + 1).isoformat()},
        RegisterEntry.objects.filter(event="suspended").count,
    )
    session = make_session(places=1)
    case(
        "enrol",
        (cast.stranger, cast.member),
        f"{session.get_absolute_url()}enrol/",
        {},
        Enrolment.objects.count,
    )
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(cases()))
