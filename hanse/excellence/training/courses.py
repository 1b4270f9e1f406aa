"""Courses as data: their modules, and what it takes to complete one."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanse.foundation.reference import reference_path
from hanse.foundation.toml_file import read_toml

NEWEST: Final = "2026"
Share = Annotated[float, Field(ge=0, le=1)]
Many = Annotated[int, Field(ge=1, le=1000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CourseModule(_Part):
    """One part of a course. compulsory: it has to be attended, whatever the share of the rest."""

    code: str
    name: str
    hours: Annotated[float, Field(gt=0, le=400)]
    compulsory: bool = False


class CourseRule(_Part):
    """A course: for whom, in which modules, and what completing it takes.

    least_attendance: share of the hours that must be attended. pass_mark: share of the points of
    the exam. most_attempts: at the exam, within `attempts_within_months`. places: how many seats a
    session offers unless it says otherwise. taught_by: the certificates of which a trainer needs
    one. basis: "field" where a public source tells of it, "hanse" where we made it up.
    """

    code: str
    name: str
    audience: str
    basis: Literal["field", "hanse"]
    least_attendance: Share
    pass_mark: Share
    most_attempts: Many
    attempts_within_months: Many
    places: Many
    calibration: bool = False
    field_project: bool = False
    largest_team: Many = 3
    needs_certificate: str = ""
    taught_by: tuple[str, ...] = ("benchmarking_trainer",)
    module: tuple[CourseModule, ...] = Field(min_length=1)

    @property
    def hours(self) -> float:
        """Hours of all modules together."""
        return sum(module.hours for module in self.module)


class CourseRules(_Part):
    """All courses of one version."""

    title: str
    version: str
    source: str
    decided_by: str
    course: tuple[CourseRule, ...]

    @model_validator(mode="after")
    def _codes_are_single(self) -> "CourseRules":
        codes = [course.code for course in self.course]
        codes += [module.code for course in self.course for module in course.module]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"the code {', '.join(twice)} stands twice")
        return self

    def of(self, code: str) -> CourseRule:
        """The rule of a course. Raises `KeyError` for an unknown code."""
        return self.by_code[code]

    @property
    def by_code(self) -> Mapping[str, CourseRule]:
        """Rules by their code, in the order of the file."""
        return MappingProxyType({course.code: course for course in self.course})


def read_courses(path: Path) -> CourseRules:
    """The courses in a TOML file. Raises `HanseError` with the line of every field at fault."""
    return read_toml(path, what="The file of courses").checked(
        CourseRules, what="The file of courses"
    )


@cache
def course_rules(version: str = NEWEST) -> CourseRules:
    """The courses that come with Hanse. Raises `HanseError` for a version there is not."""
    return read_courses(reference_path(f"excellence/courses/{version}.toml"))
