"""Django's checks and our own, as findings for people."""

from dataclasses import dataclass

from django.core import checks

from hanse.site.loading import load


@dataclass(frozen=True, slots=True)
class Amiss:
    """What a check found: "error" or "warning", what it is, and what to do."""

    grade: str
    what: str
    remedy: str


def check(*, deploy: bool) -> list[Amiss]:
    """What is amiss, errors first. deploy: also what only matters on a public site.

    Raises `HanseError` when a setting, or the database, cannot be used at all.
    """
    load()
    found = checks.run_checks(include_deployment_checks=deploy, databases=["default"])
    serious = [each for each in found if each.level >= checks.WARNING and not each.is_silenced()]
    return [
        Amiss(
            "error" if each.level >= checks.ERROR else "warning",
            f"{each.msg} ({each.id})",
            str(each.hint or ""),
        )
        for each in sorted(serious, key=lambda each: -each.level)
    ]
