"""The fictitious people and organisations of a demo: one person a role, a few organisations."""

from dataclasses import dataclass
from typing import Final

from hanse.foundation.roles import Role

PASSWORD: Final = "fictitious-demo"  # noqa: S105 - for accounts that work on a demo only
"""The password of every demo account."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A fictitious person; `organisation` is the one they belong to, "" for none."""

    email: str
    name: str
    role: Role
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """A fictitious organisation in a real region."""

    name: str
    native_name: str
    kind: str
    country: str
    region: str
    description: str


PEOPLE: Final = (
    DemoPerson("member@hanse.example", "Mia Member", Role.MEMBER, "Fictitious Tooth and Gear Ltd"),
    DemoPerson(
        "editor@hanse.example", "Edgar Editor", Role.EDITOR, "Fictitious Alpine Timber Cluster"
    ),
    DemoPerson(
        "second-editor@hanse.example",
        "Paula Partner",
        Role.EDITOR,
        "Fictitious Ria Boats Cluster",
    ),
    DemoPerson("expert@hanse.example", "Xenia Expert", Role.EXPERT),
    DemoPerson("officer@hanse.example", "Olaf Officer", Role.OFFICER),
    DemoPerson("board@hanse.example", "Berta Board", Role.BOARD),
    DemoPerson("administrator@hanse.example", "Ada Administrator", Role.ADMINISTRATOR),
)

ORGANISATIONS: Final = (
    DemoOrganisation(
        "Fictitious Alpine Timber Cluster",
        "Fiktiver Alpenholz-Cluster",
        "cluster",
        "AT",
        "AT33",
        "An invented cluster organisation: sawmills, joiners and makers of machines for wood.",
    ),
    DemoOrganisation(
        "Fictitious Ria Boats Cluster",
        "Cluster fictício dos barcos da ria",
        "cluster",
        "PT",
        "PT19",
        "An invented cluster organisation: boatyards, sailmakers and their suppliers.",
    ),
    DemoOrganisation(
        "Fictitious Tooth and Gear Ltd",
        "",
        "firm",
        "SI",
        "SI03",
        "An invented firm that cuts gears for machines.",
    ),
    DemoOrganisation(
        "Fictitious Institute of Useful Materials",
        "",
        "research",
        "DE",
        "DE21",
        "An invented research organisation.",
    ),
    DemoOrganisation(
        "Fictitious Agency for Regional Growth",
        "",
        "public",
        "PL",
        "PL21",
        "An invented public body that funds clusters.",
    ),
    DemoOrganisation(
        "Fictitious Overseas Machinery Association",
        "",
        "partner",
        "JP",
        "",
        "An invented partner outside Europe.",
    ),
)
