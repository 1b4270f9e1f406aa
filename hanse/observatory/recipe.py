"""Recipes: the TOML file that says how an edition is made, checked field by field."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hanse.foundation.problems import HanseError
from hanse.foundation.reference import recipes_folder
from hanse.observatory.sources.reading import Layout, MeasureRule
from hanse.observatory.tables import MEASURES

Vintage = Literal[2003, 2006, 2010, 2013, 2016, 2021, 2024]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Years = tuple[
    Annotated[int, Field(ge=1900, le=2200)],
    Annotated[int, Field(ge=1900, le=2200)],
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class MeasureField(_Part):
    """One code of the file and the measure it becomes: value x `multiply_by`."""

    measure: str
    multiply_by: float = 1.0

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.measure not in MEASURES:
            raise ValueError(f"unknown measure '{self.measure}': use one of {', '.join(MEASURES)}")
        return self


class Pull(_Part):
    """What `hanse observatory pull` asks Eurostat for when it fetches this data set."""

    page_by: str = ""
    select: dict[str, list[str]] = {}


class Source(_Part):
    """One file or pulled data set, with its layout and its place among the others.

    priority: where two sources give the same cell, the lower number wins; equal numbers that
    overlap are an error. years: the source is used for these years only. The fields from
    `region` to `unit` are those of `sources.reading.Layout`.
    """

    dataset: str = ""
    path: str = ""
    format: str = ""
    nuts: Vintage | None = None
    classification: str = ""
    priority: int = 1
    years: Years | None = None
    region: str = "geo"
    industry: str = "nace_r2"
    year: str = "time_period"
    value: str = "obs_value"
    flag: str = "obs_flag"
    confidentiality: str = "conf_status"
    measure: str = ""
    measures: dict[str, MeasureField] = {}
    select: dict[str, list[str]] = {}
    ignore: list[str] = []
    missing: list[str] = ["", ":"]
    delimiter: str = ""
    decimal_comma: bool = False
    thousands: str = ""
    value_columns: dict[str, MeasureField] = {}
    firm_register: Annotated[bool, Field(alias="register")] = False
    unit: str = ""
    licence: str
    attribution: str
    url: str = ""
    pull: Pull = Pull()

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if bool(self.dataset) == bool(self.path):
            raise ValueError("give either dataset (to be pulled) or path (a file), not both")
        if not (self.measures or self.value_columns or self.firm_register):
            raise ValueError(
                "say which measure the figures are: measures, value_columns or register"
            )
        return self

    @property
    def name(self) -> str:
        """What messages call this source."""
        return self.dataset or self.path

    def layout(self) -> Layout:
        """The layout that the readers take."""
        return Layout(
            region=self.region,
            industry=self.industry,
            year=self.year,
            value=self.value,
            flag=self.flag,
            confidentiality=self.confidentiality,
            measure=self.measure,
            measures=_rules(self.measures),
            select={name: tuple(values) for name, values in self.select.items()},
            ignore=tuple(self.ignore),
            nuts=self.nuts,
            classification=self.classification,
            missing=tuple(self.missing),
            delimiter=self.delimiter,
            decimal_comma=self.decimal_comma,
            thousands=self.thousands,
            value_columns=_rules(self.value_columns),
            register=self.firm_register,
            unit=self.unit,
        )


class Recipe(_Part):
    """How one edition is made.

    name: identifies the series of editions. nuts and level: vintage and NUTS level of the
    regions; without nuts the regions are the user's own, and `regions` may name a CSV (code,
    name) beside the recipe. years: first and last. classification: of the industries, built in
    or the path of a CSV. schemes: built-in codes or paths. rating: code of a rating rule;
    rating_parameters override its numbers. indicators: codes of the catalogue, empty for all
    the data allow; those that stars and relatedness rest on are always there.

    fill_from: the highest level of the classification whose rest may be split over blank
    industries below it, such as division; empty for any. minimum_coverage: share of a
    category's industries that must be known in a region, weighted by their size in all regions
    together, for the category to have a value there. specialisation_threshold: location
    quotient from which relatedness counts a region as specialised.
    """

    name: Slug
    title: str
    synthetic: bool = False
    nuts: Vintage | None = None
    level: Annotated[int, Field(ge=0, le=3)] = 2
    regions: str = ""
    years: Years
    classification: str = "nace_rev2"
    schemes: Annotated[list[str], Field(min_length=1)]
    rating: str = "european_cluster_observatory"
    rating_parameters: dict[str, float] = {}
    indicators: list[str] = []
    growth_years: Annotated[int, Field(ge=1, le=30)] = 5
    fill_from: str = ""
    minimum_coverage: Annotated[float, Field(gt=0, le=1)] = 1.0
    specialisation_threshold: Annotated[float, Field(gt=0)] = 1.0
    seed: int = 0
    notes: str = ""
    sources: Annotated[list[Source], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.years[0] > self.years[1]:
            raise ValueError("years: the first is after the last")
        if self.nuts is None and any(source.nuts for source in self.sources):
            raise ValueError("nuts: a source has NUTS regions, so the edition needs a vintage too")
        if self.nuts is not None and any(source.nuts is None for source in self.sources):
            raise ValueError("sources: each needs its nuts vintage, as the edition has one")
        return self

    def digest(self) -> str:
        """SHA-256 of the recipe's content, whatever its layout on the page."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


def load_recipe(path: Path) -> Recipe:
    """The recipe in the TOML file `path`.

    Raises `HanseError` naming the file and the line or field at fault.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise HanseError(
            "The recipe cannot be read.", where=str(path), why=error.strerror or str(error)
        ) from error
    except UnicodeDecodeError as error:
        raise HanseError(
            "The recipe is not UTF-8 text.",
            where=f"{path}, byte {error.start}",
            remedy="Save it as UTF-8.",
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise HanseError(
            "The recipe is not valid TOML.", where=str(path), why=str(error)
        ) from error
    return recipe_from(content, where=str(path))


def recipe_from(content: Mapping[str, object], *, where: str) -> Recipe:
    """The recipe with this content. Raises `HanseError` naming every field at fault."""
    try:
        return Recipe.model_validate(content)
    except ValidationError as error:
        faults = [
            f"{_field_name(fault['loc'])}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_url=False)
        ]
        known = ", ".join(Recipe.model_fields)
        raise HanseError(
            f"The recipe has {len(faults)} field{'s' if len(faults) > 1 else ''} to mend.",
            where=where,
            why="; ".join(faults),
            remedy=f"Fields of a recipe: {known}.",
        ) from error


def _rules(fields: Mapping[str, MeasureField]) -> dict[str, MeasureRule]:
    return {code: MeasureRule(rule.measure, rule.multiply_by) for code, rule in fields.items()}


def _field_name(location: tuple[int | str, ...]) -> str:
    name = ""
    for part in location:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name or "recipe"


def ready_recipes() -> dict[str, Path]:
    """The recipes that come with Hanse: name -> file."""
    home = recipes_folder()
    return {path.stem: path for path in sorted(home.glob("*.toml"))} if home else {}


def find_recipe(name: str) -> Path:
    """The recipe file at the path `name`, or the ready recipe of that name.

    Raises `HanseError` with the ready recipes when there is neither.
    """
    path = Path(name)
    if path.is_file():
        return path
    ready = ready_recipes()
    if name in ready:
        return ready[name]
    raise HanseError(
        f"There is no recipe {name}.",
        where=str(path.absolute()),
        remedy=f"Give the path of a TOML file, or a ready one: {', '.join(ready) or 'none here'}.",
    )
