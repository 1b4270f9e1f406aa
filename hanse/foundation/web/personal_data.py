"""What the database holds about a person, found through every link to people there is."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import ELSEWHERE, Personal

_HISTORY: Final = Personal(keep="what was once said of it", unexported="it is not about the person")
_OWN_SECRET: Final = frozenset({"password", "id"})
_FOLDER: Final = "my-data"


@dataclass(frozen=True, slots=True)
class Link:
    """A column that names a person: its model, the field's name, and its treatment."""

    model: type[models.Model]
    field: str
    personal: Personal

    def rows(self, person: User) -> models.QuerySet[Any]:
        """The rows that name `person` here."""
        return self.model._base_manager.filter(**{self.field: person})


def links() -> list[Link]:
    """Every link to people of every app.

    Raises `LookupError` for a model that does not say what becomes of its rows.
    """
    found = []
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model = relation.related_model
        if isinstance(model, str):
            continue
        found.append(Link(model, relation.field.name, treatment(model)))
    return sorted(found, key=lambda each: (each.model._meta.label_lower, each.field))


def treatment(model: type[models.Model]) -> Personal:
    """What becomes of the rows of `model` that name a person. Raises `LookupError` if unsaid."""
    if hasattr(model, "instance_type"):  # the history of another model
        return _HISTORY
    # The table behind a many-to-many field is treated as the model that has the field.
    owner = model._meta.auto_created or model
    personal = getattr(owner, "personal", None) or ELSEWHERE.get(model._meta.label_lower)
    if not isinstance(personal, Personal):
        raise LookupError(
            f"{model._meta.label} names people: give it an attribute `personal` "
            "(hanse.foundation.web.privacy) that says what becomes of its rows."
        )
    return personal if owner is model else replace(personal, blank={}, secret=())


def about(person: User) -> dict[str, Any]:
    """All of it, ready for JSON: the account, and by model the rows that name the person."""
    answer: dict[str, Any] = {"foundation.user": [_row(person, person, _OWN_SECRET)]}
    for link in links():
        if link.personal.unexported:
            continue
        kept = answer.setdefault(link.model._meta.label_lower, [])
        seen = {each["number"] for each in kept}
        secret = frozenset({*link.personal.secret, "id"})
        for row in link.rows(person).iterator():
            if row.pk not in seen:
                kept.append({"number": row.pk, **_row(row, person, secret)})
    return {name: rows for name, rows in answer.items() if rows}


def size(person: User) -> int:
    """How many rows name the person."""
    return sum(link.rows(person).count() for link in links() if not link.personal.unexported)


def archive(person: User) -> bytes:
    """`about` as a ZIP: one JSON file, and a text that says what it is."""
    data = json.dumps(about(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"{_FOLDER}/data.json", data)
        packed.writestr(f"{_FOLDER}/README.txt", _readme(person))
    return buffer.getvalue()


def _readme(person: User) -> str:
    lines = [
        "These are the data this site holds about you, as JSON (UTF-8).",
        "Each part is a kind of record; times are in UTC.",
        "Passwords, keys and session secrets are left out, and names of other people.",
    ]
    if person.fictitious:
        lines.append("The account is fictitious: it belongs to a demo.")
    return "\n".join(lines) + "\n"


def _row(row: models.Model, person: User, secret: frozenset[str]) -> dict[str, Any]:
    return dict(_values(row, person, secret))


def _values(row: models.Model, person: User, secret: frozenset[str]) -> Iterator[tuple[str, Any]]:
    for field in row._meta.concrete_fields:
        if field.name in secret:
            continue
        value = field.value_from_object(row)
        if not isinstance(field, models.ForeignKey):
            yield field.name, value
        elif value is None:
            yield field.name, None
        elif issubclass(field.related_model, User):
            yield field.name, "you" if value == person.pk else "somebody else"
        else:
            yield field.name, str(getattr(row, field.name))


def anonymised(value: Any, words: frozenset[str]) -> Any:
    """`value` of JSON, with every text that holds one of `words` blanked, case aside."""
    if isinstance(value, str):
        folded = value.casefold()
        return "" if any(word in folded for word in words) else value
    if isinstance(value, list):
        return [anonymised(each, words) for each in value]
    if isinstance(value, dict):
        return {name: anonymised(each, words) for name, each in value.items()}
    return value
