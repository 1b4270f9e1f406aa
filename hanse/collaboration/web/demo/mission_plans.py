"""Which fictitious missions a demo has: where they go, when, and how many take part."""

from dataclasses import dataclass
from typing import Final

from hanse.collaboration.missions.states import State
from hanse.collaboration.web.models.missions import MissionMode


@dataclass(frozen=True, slots=True)
class MissionPlan:
    """One mission. begins: days from today. applied, going, hosts: organisations.

    closes: days before it begins. cut_offs: days before it closes.
    """

    title: str
    theme: str
    state: State
    begins: int
    country: str
    city: str
    zone: str
    sectors: tuple[str, ...]
    applied: int = 0
    going: int = 0
    hosts: int = 0
    places: int = 12
    mode: MissionMode = MissionMode.IN_PERSON
    closes: int = 75
    cut_offs: tuple[int, ...] = ()


PLANS: Final = (
    MissionPlan(
        "Fictitious mission to Santiago", "Robots for mines and orchards", State.DRAFT, 190,
        "CL", "Santiago", "America/Santiago", ("automotive",),
    ),
    MissionPlan(
        "Fictitious mission to Seoul", "Health technology and ageing", State.CALL, 110,
        "KR", "Seoul", "Asia/Seoul", ("medical_devices", "biopharmaceuticals"),
        applied=5, closes=80, cut_offs=(12,),
    ),
    MissionPlan(
        "Fictitious mission to Montreal", "Wood in tall buildings", State.REVIEW, 85,
        "CA", "Montreal", "America/Toronto", ("forestry_and_wood",), applied=9, places=5,
        closes=90,
    ),
    MissionPlan(
        "Fictitious mission to Pune", "Light vehicles and batteries", State.SELECTED, 60,
        "IN", "Pune", "Asia/Kolkata", ("automotive",), applied=10, going=6, hosts=4, places=7,
        closes=95,
    ),
    MissionPlan(
        "Fictitious remote mission to Brazil", "Food from the sea", State.PROGRAMME, 35,
        "BR", "", "America/Sao_Paulo", ("food_processing",), applied=11, going=8, hosts=8,
        places=8, mode=MissionMode.REMOTE,
    ),
    MissionPlan(
        "Fictitious mission to Tokyo", "Clean technologies and new materials", State.TIMETABLE, 7,
        "JP", "Tokyo", "Asia/Tokyo", ("information_technology",), applied=15, going=12, hosts=12,
    ),
    MissionPlan(
        "Fictitious mission to Tunis", "Textiles that last", State.UNDER_WAY, 0,
        "TN", "Tunis", "Africa/Tunis", ("textiles",), applied=9, going=8, hosts=7,
    ),
    MissionPlan(
        "Fictitious mission to Casablanca", "Ports and renewable energy", State.FOLLOW_UP, -200,
        "MA", "Casablanca", "Africa/Casablanca", ("water_transportation",), applied=14, going=12,
        hosts=10,
    ),
    MissionPlan(
        "Fictitious mission to Denver", "Sports and outdoor equipment", State.CLOSED, -430,
        "US", "Denver", "America/Denver", ("recreational_goods",), applied=10, going=9, hosts=8,
    ),
    MissionPlan(
        "Fictitious mission to Lima", "Instruments for mountain farms", State.CALLED_OFF, 50,
        "PE", "Lima", "America/Lima", ("food_processing",), applied=3,
    ),
)  # fmt: skip
