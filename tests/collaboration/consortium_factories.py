"""Consortia with members, plans and strategies for tests."""

from typing import Any

from hanse.collaboration.consortia.states import Place, State, Version
from hanse.collaboration.consortia.strategy import SECTIONS
from hanse.collaboration.web.models.consortia import (
    Consortium,
    ConsortiumCode,
    ConsortiumMember,
    ConsortiumRole,
)
from hanse.collaboration.web.models.strategies import StrategySection, StrategyVersion
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from tests.foundation.web.factories import make_member, make_organisation, make_person

WHOLE: dict[str, dict[str, Any]] = {
    "vision": {"text": "Together to the world."},
    "markets": {"rows": [{"country": "JP", "reason": "Demand grows."}]},
    "offer": {"text": "One catalogue."},
    "needs": {"text": "Contacts."},
    "activities": {
        "rows": [
            {
                "title": "Visit",
                "country": "JP",
                "lead": "One",
                "begins": "2026-03-01",
                "ends": "2026-04-01",
            }
        ]
    },
    "budget": {"rows": [{"item": "Travel", "amount": "1000", "paid_by": "Members"}]},
    "milestones": {"rows": [{"title": "First visit", "due": "2026-04-01"}]},
    "indicators": {"rows": [{"name": "Firms", "unit": "", "start": "1", "target": "9"}]},
    "risks": {
        "rows": [{"risk": "No time", "likelihood": "low", "effect": "high", "answer": "Plan."}]
    },
}
"""A strategy in which nothing is missing."""


def make_editor(name: str, **more: Any) -> tuple[User, Organisation]:
    """A person and the organisation they edit."""
    organisation = make_organisation(f"{name} Cluster", **more)
    person = make_person(name)
    make_member(organisation, person, "editor")
    return person, organisation


def make_consortium(
    coordinator: Organisation,
    *others: Organisation,
    state: str = State.FORMING,
    invited: tuple[Organisation, ...] = (),
    targets: tuple[str, ...] = (),
    **more: Any,
) -> Consortium:
    """A consortium led by `coordinator`."""
    name = more.pop("name", "Test Consortium")
    slug = more.pop("slug", name.lower().replace(" ", "-"))
    consortium = Consortium.objects.create(slug=slug, name=name, state=state, **more)
    for at, each in enumerate((coordinator, *others, *invited)):
        ConsortiumMember.objects.create(
            consortium=consortium,
            organisation=each,
            role=ConsortiumRole.COORDINATOR if at == 0 else ConsortiumRole.PARTNER,
            place=Place.INVITED if each in invited else Place.ACCEPTED,
        )
    for code in targets:
        ConsortiumCode.objects.create(consortium=consortium, kind="target", code=code)
    return consortium


def make_strategy(
    consortium: Consortium,
    state: str = Version.DRAFT,
    number: int = 1,
    document: dict[str, dict[str, Any]] | None = None,
) -> StrategyVersion:
    """A version of the strategy, whole unless said otherwise."""
    version = StrategyVersion.objects.create(consortium=consortium, number=number, state=state)
    content = WHOLE if document is None else document
    for code in SECTIONS:
        StrategySection.objects.create(version=version, code=code, content=content.get(code, {}))
    return version
