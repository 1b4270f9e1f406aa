"""Versions of the label scheme: in force once tried and adopted, not by being there."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import Settings

from hanse.excellence.label.states import State
from hanse.excellence.web.actions.label_schemes import scheme_adopt
from hanse.excellence.web.models.labels import Application, Label
from hanse.excellence.web.models.scheme_adoptions import SchemeAdoption
from hanse.excellence.web.schemes import label_scheme, scheme_in_force
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path
from hanse.foundation.web.models.audit import AuditEvent
from tests.excellence.factories import make_label
from tests.excellence.web.clock import on_day
from tests.excellence.web.label_factories import DAY, Journey, LabelCast, make_held_label
from tests.foundation.web.factories import CAST, Cast

SCHEMES = "/excellence/labels/schemes/"
TRIED = f"{SCHEMES}?old=2026&new=2028"
LATER = date(2026, 9, 1)


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of 2028 in the user's data folder, which asks for a higher share."""
    home = tmp_path / "home"
    there = home / "excellence" / "schemes" / "hanse_label" / "2028"
    shutil.copytree(reference_path("excellence/schemes/hanse_label/2026"), there)
    text = (there / "scheme.toml").read_text("utf-8")
    text = text.replace('version = "2026"', 'version = "2028"')
    text = text.replace("minimum_percent = 80", "minimum_percent = 95")
    (there / "scheme.toml").write_text(text, "utf-8")
    monkeypatch.setenv("HANSE_HOME", str(home))


def version_on(day: date) -> str:
    found = scheme_in_force(day)
    assert found is not None
    return found.version


def adopt(cast: Cast | LabelCast, **more: object) -> SchemeAdoption:
    said = {"version": "2028", "begins": LATER, "reason": "More is asked.", "on": DAY, **more}
    return scheme_adopt(by=cast.officer, **said)  # type: ignore[arg-type]


@pytest.mark.usefixtures("newer")
def test_a_new_site_begins_with_the_newest_version(db: None) -> None:
    assert version_on(DAY) == "2028"


@pytest.mark.usefixtures("newer")
def test_a_version_that_only_lies_there_is_not_in_force(cast: Cast) -> None:
    make_label(cast.organisation)
    assert version_on(date(2040, 1, 1)) == "2026"


@pytest.mark.usefixtures("newer")
def test_an_adopted_version_is_in_force_from_its_day(cast: Cast) -> None:
    make_label(cast.organisation)
    made = adopt(cast)
    assert [version_on(date(2026, 8, 31)), version_on(LATER)] == ["2026", "2028"]
    event = AuditEvent.objects.get(action="scheme_adopt")
    assert event.changes["version"] == ["2026", "2028"]
    adopt(cast, version="2026", begins=date(2027, 1, 1))
    assert version_on(date(2027, 1, 1)) == "2026"
    assert made.by == cast.officer


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"version": "2031"}, "no such version"),
        ({"begins": date(2026, 6, 14)}, "today or a day to come"),
        ({"reason": " "}, "Say why"),
        ({"version": "2026"}, "in force on that day"),
    ],
)
def test_what_cannot_be_adopted(cast: Cast, more: dict[str, object], said: str) -> None:
    make_label(cast.organisation)
    with pytest.raises(ValidationError, match=said):
        adopt(cast, **more)
    assert not SchemeAdoption.objects.exists()


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize("name", [each for each in CAST if each not in {"visitor", "officer"}])
def test_the_secretariat_alone_adopts(cast: Cast, name: str) -> None:
    person = cast.person(name)
    assert person is not None
    with pytest.raises(PermissionDenied):
        scheme_adopt(by=person, version="2028", begins=LATER, reason="So.", on=DAY)


@pytest.mark.usefixtures("newer")
def test_files_and_labels_keep_the_version_they_began_under(
    label_cast: LabelCast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_held_label(label_cast, "silver")
    journey = Journey(label_cast, "gold").to(State.FACTUAL_CHECK)
    adoption = adopt(label_cast, begins=journey.on, on=journey.on)
    # Tried on the file that has its points: full marks meet either version.
    assert adoption.counts == {"loses": 0, "gains": 0, "cannot_tell": 0}
    assert adoption.effects["files"] == 1
    journey.to(State.AWARDED)
    assert {each.scheme_version for each in Label.objects.all()} == {"2026"}
    Label.objects.update(state="lapsed")
    on_day(monkeypatch, journey.on)
    client.force_login(label_cast.manager)
    path = f"/excellence/labels/apply/{label_cast.organisation.slug}/"
    client.post(path, {"level": "bronze"})
    assert Application.objects.latest("pk").scheme_version == "2028"
    assert label_scheme(journey.on).version == "2028"


@pytest.mark.usefixtures("newer")
def test_a_version_is_adopted_on_the_page_where_it_was_tried(
    label_cast: LabelCast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_held_label(label_cast)
    on_day(monkeypatch, DAY)
    client.force_login(label_cast.officer)
    assert "Adopt this version" not in client.get(SCHEMES).content.decode()
    assert "not adopted" in client.get(SCHEMES).content.decode()
    said = {"begins": LATER.isoformat(), "reason": "More is asked."}
    page = client.post(SCHEMES, said, follow=True).content.decode()
    assert "Try the version against the one in force first." in page
    assert "Adopt this version" in client.get(TRIED).content.decode()
    page = client.post(TRIED, {**said, "begins": "2026-06-01"}).content.decode()
    assert "Choose today or a day to come." in page
    page = client.post(TRIED, said, follow=True).content.decode()
    assert "The version is adopted." in page
    assert "More is asked." in page
    assert version_on(LATER) == "2028"


def test_a_scheme_that_is_not_there(db: None, settings: Settings) -> None:
    settings.LABEL_SCHEME = "our_label"
    assert scheme_in_force(DAY) is None
    with pytest.raises(HanseError, match="no version of our_label"):
        label_scheme(DAY)
