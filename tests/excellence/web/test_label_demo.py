"""The demo's labels: a file in every state, labels in every state, a register that holds."""

from datetime import date
from pathlib import Path

from hanse.excellence.label.states import LabelState, State
from hanse.excellence.register.chain import first_break
from hanse.excellence.web.demo.labels import make_labels
from hanse.excellence.web.demo.programme import make_programme
from hanse.excellence.web.models.label_board import Appeal
from hanse.excellence.web.models.labels import Application, Label
from hanse.excellence.web.models.register import RegisterEntry
from hanse.foundation.web.models.people import User

ON = date(2026, 11, 30)


def test_the_demo_shows_files_and_labels_in_every_state(db: None, uploads: Path) -> None:
    make_labels(make_programme(ON), ON)
    states = set(Application.objects.values_list("state", flat=True))
    assert {State(each) for each in states} == set(State)
    held = {LabelState(each) for each in Label.objects.values_list("state", flat=True)}
    assert held == set(LabelState)
    assert first_break(RegisterEntry.objects.entries()) is None
    assert Appeal.objects.open().count() == 1
    assert not User.objects.filter(fictitious=False).exists()
    assert not Application.objects.filter(organisation__fictitious=False).exists()
    assert all(
        each.organisation.name.startswith("Fictitious") for each in Application.objects.all()
    )
