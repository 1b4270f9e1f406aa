"""Calls for consortia as data: where their files lie, how they are read, what they ask together."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanse.collaboration.consortia.call_rules import (
    AllowedRule,
    Code,
    CountriesRule,
    PartnersRule,
    Rule,
    Text,
)
from hanse.foundation.home import home_folder
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path
from hanse.foundation.toml_file import read_toml

_WHAT: Final = "The call"
_STEM: Final = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


class Call(BaseModel):
    """A call: its rules, and where they were read.

    about: who is checked by it, a consortium or a single exchange between two organisations.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    title: Text
    programme: Text
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    about: Literal["consortium", "exchange"] = "consortium"
    source: Text
    note: str = ""
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        codes = [rule.code for rule in self.rules]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"rules: the code {', '.join(twice)} stands there twice")
        return self


def read_call(path: Path) -> Call:
    """The call in the TOML file `path`. Raises `HanseError` with the line of every fault.

    The file is named after the code of the call.
    """
    found = read_toml(path, what=_WHAT)
    call = found.checked(
        Call, what=_WHAT, remedy="Compare it with the files in data/collaboration/calls."
    )
    if call.code != path.stem:
        raise HanseError(
            f"{_WHAT} has another code than its file.",
            where=found.where("code"),
            why=f"The code is {call.code}, the file is named {path.name}.",
            remedy=f"Name the file {call.code}.toml.",
        )
    return call


def calls_folder() -> Path:
    """Where the user of this installation puts calls of their own."""
    return home_folder() / "collaboration" / "calls"


def calls() -> Mapping[str, Call]:
    """Code -> call, newest first: those of Hanse, and those in the user's data folder before them.

    Raises `HanseError` for the first file at fault.
    """
    found = {**_ours(), **_in(calls_folder())}
    return MappingProxyType(
        dict(sorted(found.items(), key=lambda each: (-(each[1].year or 0), each[0])))
    )


def call_of(code: str) -> Call | None:
    """The call `code`; None where there is none of that code, such as one that was taken away."""
    return calls().get(code)


def consortium_calls() -> Mapping[str, Call]:
    """Code -> call, of those that consortia answer."""
    return MappingProxyType(
        {code: call for code, call in calls().items() if call.about == "consortium"}
    )


@cache
def _ours() -> Mapping[str, Call]:
    return _in(reference_path("collaboration/calls"))


def _in(folder: Path) -> Mapping[str, Call]:
    if not folder.is_dir():
        return {}
    paths = sorted(path for path in folder.glob("*.toml") if _STEM.match(path.stem))
    return {path.stem: read_call(path) for path in paths}


class Limits(BaseModel):
    """What a call asks of the choice of partners, the whole consortium counted."""

    model_config = ConfigDict(frozen=True)

    fewest_partners: int = 1
    most_partners: int | None = None
    fewest_countries: int = 1
    clusters_only: bool = False
    allowed: tuple[AllowedRule, ...] = ()

    def allows(self, country: str) -> bool:
        """Whether a partner from `country` may take part."""
        return all(rule.allows(country) for rule in self.allowed)


def limits(call: Call | None) -> Limits:
    """What `call` asks of the choice of partners: its required rules; nothing without a call."""
    rules = [rule for rule in call.rules if rule.required] if call else []
    partners = [rule for rule in rules if isinstance(rule, PartnersRule)]
    mosts = [rule.most for rule in partners if rule.most is not None]
    return Limits(
        fewest_partners=max((rule.least or 1 for rule in partners), default=1),
        most_partners=min(mosts, default=None),
        fewest_countries=max(
            (rule.least for rule in rules if isinstance(rule, CountriesRule)), default=1
        ),
        clusters_only=any(rule.clusters_only for rule in partners),
        allowed=tuple(rule for rule in rules if isinstance(rule, AllowedRule)),
    )
