"""Synthetic participants with synthetic answers, to measure and to show; they are nobody's.

Figures are drawn so that they hang together as those of real organisations would: a latent
strength moves most of them, sizes are skewed, parts stay within their wholes, some answers are
missing. No parameter is estimated from anybody's data.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from hanse.excellence.benchmark.macro_regions import macro_region_of
from hanse.excellence.benchmark.peers import Participant
from hanse.excellence.criteria.answers import NONE_OPTION, Answer, Kind
from hanse.excellence.criteria.questionnaire import questionnaire

FIELDS: Final = (
    "aviation_space", "biotechnology", "construction", "creative", "energy_environment", "food",
    "health", "ict", "materials_chemistry", "micro_nano_optics", "production", "sports_tourism",
    "transport",
)  # fmt: skip
COUNTRIES: Final = (
    "DE", "FR", "ES", "PL", "IT", "DK", "SE", "AT", "NO", "FI", "RO", "PT", "HU", "CZ", "NL", "BE",
    "TR", "EL", "SI", "HR", "BG", "RS", "LT", "LV", "EE", "SK", "CH", "IE", "UK", "IS", "UA", "MD",
    "LU", "CY", "MT", "BA", "MK", "ME", "AL", "XK", "GE", "AM", "IL", "MA", "CA", "MX", "BR", "IN",
)  # fmt: skip
"""48 countries, those with most participants first."""
_UNANSWERED: Final = 0.04
VERSION: Final = "2026"
"""The questionnaire that the answers are to."""


def synthetic_participants(
    count: int, *, seed: int, countries: Sequence[str] = COUNTRIES, year: int = 2026
) -> list[Participant]:
    """`count` participants; the same for the same arguments.

    Their ids begin with `synthetic-`. Countries take part by a skewed distribution.
    """
    random = np.random.default_rng(seed)
    weights = 1 / (np.arange(len(countries)) + 3.0)
    found = []
    for number in range(count):
        country = str(random.choice(countries, p=weights / weights.sum()))
        founded = int(np.clip(year - 1 - random.exponential(9), 1995, year - 1))
        answers = _answers(random, founded=founded)
        size = answers["members_committed"]
        found.append(
            Participant(
                id=f"synthetic-{number + 1:04d}",
                field=str(random.choice(FIELDS)),
                country=country,
                macro_region=macro_region_of(country),
                founded=founded,
                size=float(size) if isinstance(size, float) else None,
                answers=answers,
                version=f"{year}",
            )
        )
    return found


def _answers(random: np.random.Generator, *, founded: int) -> Mapping[str, Answer]:
    strength = random.normal()
    committed = float(np.clip(round(np.exp(random.normal(4.1 + 0.25 * strength, 0.7))), 12, 1500))
    firms = round(committed * random.uniform(0.5, 0.9))
    research = round((committed - firms) * random.uniform(0.3, 0.8))
    public = round((committed - firms - research) * random.uniform(0.2, 0.9))
    posts = float(
        np.clip(round(0.5 + committed**0.6 / 5 * np.exp(random.normal(0, 0.4)), 1), 0.5, 60)
    )
    people = float(np.ceil(posts * random.uniform(1.0, 1.4)))
    income = random.dirichlet([max(2 + strength, 0.5), 1.5, 0.8, 2.0, 2.5])
    shares = (np.round(income[:4] * 100) / 100).tolist()

    def share(middle: float) -> float:
        return float(np.round(np.clip(random.normal(middle + 0.08 * strength, 0.18), 0, 1), 2))

    def count(middle: float) -> float:
        return float(random.poisson(middle * np.exp(random.normal(0.25 * strength, 0.4))))

    def yes(chance: float) -> bool:
        return bool(random.random() < np.clip(chance + 0.1 * strength, 0.05, 0.95))

    def grade(*grades: str) -> str:
        return grades[int(np.clip(round(random.normal(2.3 + 0.6 * strength, 1.0)), 0, 4))]

    answers: dict[str, Answer] = {
        "founded": float(founded),
        "members_all": float(round(committed * random.uniform(1.0, 1.8))),
        "members_committed": committed,
        "members_firms": float(firms),
        "members_small": float(round(firms * random.uniform(0.5, 0.95))),
        "members_research": float(research),
        "members_public": float(public),
        "members_other": committed - firms - research - public,
        "members_nearby": share(0.7),
        "staff_people": people,
        "staff_posts": posts,
        "manager_experience": float(np.round(random.gamma(3, 2.2) * 2) / 2),
        "staff_qualified": share(0.75),
        "training_days": float(np.round(random.gamma(2.5, 1.6) * 2) / 2),
        "staff_left": float(random.binomial(int(people), 0.2)),
        "members_left": float(random.binomial(int(committed), 0.05)),
        "members_joined": float(random.binomial(int(committed), 0.09)),
        "written_roles": yes(0.7),
        "strategy_document": grade("none", "notes", "document", "agreed", "published"),
        "planned_measures": share(0.6),
        "cost_control": grade("none", "yearly", "half_yearly", "quarterly", "monthly"),
        "strategy_reviewed": float(random.poisson(12)),
        "monitored_targets": count(7),
        "time_on_priorities": share(0.6),
        "budget": float(round(posts * np.exp(random.normal(11.4, 0.35)), -3)),
        "income_fees": shares[0],
        "income_services": shares[1],
        "income_private_other": shares[2],
        "income_public_core": shares[3],
        "income_public_projects": round(1 - sum(shares), 2),
        "funding_secured": float(random.poisson(18)),
        "events": count(14),
        "members_served": share(0.6),
        "projects": count(5),
        "working_groups": count(4),
        "members_met": share(0.6),
        "members_in_projects": float(round(committed * share(0.4))),
        "foreign_partners": count(5),
        "press_reports": count(15),
        "success_stories": count(6),
        "survey_response": share(0.45),
        "members_satisfied": share(0.75),
        "members_digital": share(0.35),
        "digital_targets": yes(0.6),
        "members_green": share(0.3),
        "green_targets": yes(0.5),
        "members_social": float(random.binomial(int(committed), 0.06)),
        "people_trained": count(60),
    }
    for question in questionnaire(VERSION).questions:
        if question.kind is Kind.CHOICES:
            chance = np.clip(0.5 + 0.12 * strength, 0.1, 0.9)
            options = [each for each in question.options if each != NONE_OPTION]
            chosen = tuple(each for each in options if random.random() < chance)
            answers[question.code] = chosen or (NONE_OPTION,)
    for code in answers:
        if code != "members_committed" and random.random() < _UNANSWERED:
            answers[code] = None
    return answers
