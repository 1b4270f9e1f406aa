"""Small questionnaires and schemes for tests, written to a folder and read back."""

from pathlib import Path
from typing import Any

from hanse.excellence.criteria.questionnaire import Questionnaire, read_questionnaire
from hanse.excellence.criteria.scheme import LabelScheme

HEAD = """
version = "{version}"
title = "Small"
decided_by = "tests"
decided_on = 2026-01-01
languages = [{languages}]
[jumps]
factor = 2.0
least = 5.0
share = 0.3
text = "jump"
lasting = "lasting"
[dimensions]
size = "Size"
[units]
things = "things"
"""

QUESTION = """
[[question]]
code = "{code}"
dimension = "size"
kind = "whole"
unit = "things"
low = 0
high = {high}
text = "How many {code}?"
help = "Count."
"""


def small_file(
    folder: Path,
    *codes: str,
    version: str = "one",
    more: str = "",
    high: int = 1000,
    languages: str = "",
) -> Path:
    """A folder with a questionnaire of whole numbers; `more` is added at its end."""
    home = folder / version
    home.mkdir(parents=True, exist_ok=True)
    text = HEAD.format(version=version, languages=languages)
    text += "".join(QUESTION.format(code=code, high=high) for code in codes or ("first", "second"))
    (home / "questions.toml").write_text(text + more, "utf-8")
    return home


def small(folder: Path, *codes: str, **more: Any) -> Questionnaire:
    """Such a questionnaire, read."""
    return read_questionnaire(small_file(folder, *codes, **more))


def small_scheme(
    maxima: list[int],
    thresholds: list[int],
    *,
    percent: int = 0,
    efforts: list[list[float]] | None = None,
) -> LabelScheme:
    """A scheme with one level "top" that scores all of its criteria, called c0, c1 and so on."""
    months = {"validity_months": 24, "renewal_months": 24, "grace_months": 12}
    return LabelScheme.model_validate(
        {
            "code": "small",
            "version": "1",
            "title": "Small",
            "decided_by": "tests",
            "decided_on": "2026-01-01",
            "questionnaire": "2026",
            "source": [{"code": "tests", "text": "made up", "covers": ["criterion"]}],
            "dimensions": {"1": "All"},
            "level": [
                {
                    "code": "top",
                    "name": "Top",
                    "follows": "",
                    "scored": "all",
                    "thresholds": True,
                    "minimum_percent": percent,
                    "experts": 1,
                    "foreign_experts": 0,
                    "audit_hours": 1,
                    "renewal_audit_hours": 1,
                    "on_site": False,
                    "validity_from": "decision",
                    "renewal_from": "decision",
                    **months,
                }
            ],
            "criterion": [
                {
                    "code": f"c{at}",
                    "dimension": "1",
                    "name": f"Criterion {at}",
                    "max_points": most,
                    "gold_threshold": threshold,
                    "questions": ["founded"],
                    "effort_days": efforts[at] if efforts else [1.0] * most,
                    "descriptors": [str(points) for points in range(most + 1)],
                }
                for at, (most, threshold) in enumerate(zip(maxima, thresholds, strict=True))
            ],
        }
    )
