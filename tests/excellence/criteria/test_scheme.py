"""The label scheme that comes with Hanse, and what its loader refuses, by file and line."""

import shutil
from pathlib import Path

import pytest

from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.excellence.criteria.scheme import (
    read_scheme,
    scheme,
    scheme_codes,
    scheme_versions,
)
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path
from tests.excellence.criteria.model_answers import MODEL

SCHEME = scheme("hanse_label", "2026")
ASKED = questionnaire(SCHEME.questionnaire)


# --- The data ---------------------------------------------------------------------------------


def test_the_scheme_has_the_31_published_criteria_in_their_groups() -> None:
    assert [each.code for each in SCHEME.criteria] == [
        "1.1.0", "1.1.1", "1.1.2", "1.2",
        "2.1", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.3", "2.4", "2.5", "2.6", "2.7",
        "3.1", "3.2",
        "4.1.1", "4.1.2", "4.1.3", "4.1.4", "4.1.5", "4.1.6", "4.2", "4.3", "4.4", "4.5",
        "4.6.1", "4.6.2",
        "5.1", "5.2", "5.3",
    ]  # fmt: skip
    assert all(each.code.startswith(f"{each.dimension}.") for each in SCHEME.criteria)
    assert [each.code for each in SCHEME.scored("silver")] == [
        "1.1.0", "1.1.1", "1.1.2", "2.1", "2.2.2", "2.4", "2.5", "2.6", "2.7",
        "4.1.1", "4.1.2", "4.1.3", "4.1.4", "4.1.5", "4.1.6", "4.3", "4.4", "4.6.1", "4.6.2",
    ]  # fmt: skip
    assert SCHEME.scored("gold") == SCHEME.criteria
    assert SCHEME.scored("bronze") == ()
    assert [each.code for each in SCHEME.criteria if each.recalled] == ["5.2", "5.3"]


def test_levels_say_what_was_published_of_them() -> None:
    assert [each.code for each in SCHEME.levels] == ["bronze", "silver", "gold"]
    bronze, silver, gold = SCHEME.levels
    assert gold.minimum_percent == 80
    assert {each.validity_months for each in SCHEME.levels} == {24}
    assert {each.grace_months for each in SCHEME.levels} == {12}
    assert (bronze.experts, silver.experts, gold.experts) == (1, 1, 2)
    assert (bronze.foreign_experts, gold.foreign_experts) == (0, 1)
    assert (bronze.audit_hours, silver.audit_hours) == (3, 5)
    assert gold.audit_hours == 2 * gold.renewal_audit_hours  # two days, one day for a renewal
    assert (bronze.renewal_months, bronze.renewal_from) == (36, "old_end")
    assert bronze.validity_from == "interview_month"
    assert silver.second_benchmarking_months == (18, 24)
    assert silver.improvements == 3
    assert silver.on_site
    assert "renewal_months" in gold.ours
    assert "audit_hours" not in gold.ours


def test_every_criterion_is_fed_and_every_rule_looks_at_what_feeds_it() -> None:
    for criterion in SCHEME.criteria:
        assert criterion.questions, criterion.code
        for code in criterion.questions:
            assert criterion in SCHEME.fed_by(code)
        if criterion.rule:
            assert set(criterion.rule.questions) <= set(criterion.questions)
    assert sum(each.rule is not None for each in SCHEME.criteria) == 25


def test_thresholds_can_be_reached_and_leave_room_above() -> None:
    for criterion in SCHEME.criteria:
        assert 0 < criterion.gold_threshold < criterion.max_points
        assert SCHEME.threshold("gold", criterion) == criterion.gold_threshold
        assert SCHEME.threshold("bronze", criterion) == 0


def test_sources_say_what_is_published_and_what_is_ours() -> None:
    covered = {part: source.code for source in SCHEME.sources for part in source.covers}
    assert covered["criterion.name"] == "mlodzianowski_2023"
    for ours in ("gold_threshold", "descriptors", "rule", "effort_days", "max_points"):
        assert covered[f"criterion.{ours}"] == "hanse"
    assert SCHEME.decided_by == "Hanse"


def test_names_are_there_in_six_languages() -> None:
    languages = ("en", *SCHEME.languages)
    assert len(languages) == 6
    for criterion in SCHEME.criteria:
        assert len({criterion.name_in(each) for each in languages}) >= 5, criterion.code
    assert SCHEME.level("gold").name_in("pl-pl") == "Złoto"
    assert SCHEME.title_in("de").startswith("Hanse-Label")
    assert SCHEME.dimension_name("3", "fr") == "Financement"
    assert SCHEME.dimension_name("3") == "Financing"
    assert SCHEME.criterion("3.1").name_in("mt") == "Financial prospects"


def test_eligibility_is_read_off_the_answers() -> None:
    def met(**changed: float | bool | None) -> dict[str, bool | None]:
        answers = {**MODEL, **changed}
        return {each.code: each.met(ASKED, answers, year=2025) for each in SCHEME.eligibility}

    assert met() == {"staff": True, "members": True, "member_types": True, "website": True}
    assert met(staff_posts=0.5)["staff"] is True
    assert met(staff_posts=0.4)["staff"] is False
    assert met(members_committed=14.0)["members"] is False
    assert met(members_research=0.0, members_public=0.0)["member_types"] is False
    assert met(members_public=0.0)["member_types"] is True
    assert met(public_website=False)["website"] is False
    assert met(public_website=None)["website"] is None
    assert SCHEME.eligibility[0].text_in("it").startswith("Almeno mezzo posto")


def test_schemes_are_found_by_code_and_version() -> None:
    assert scheme_codes() == ("hanse_label",)
    assert scheme_versions("hanse_label") == ("2026",)
    with pytest.raises(HanseError, match="no version of hanse_label 1900"):
        scheme("hanse_label", "1900")
    with pytest.raises(HanseError, match="no level platinum"):
        SCHEME.level("platinum")


# --- What is refused ---------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the scheme, to be spoilt."""
    source = reference_path("excellence/schemes/hanse_label/2026")
    return Path(shutil.copytree(source, tmp_path / "2026"))


def test_another_body_loads_its_own_scheme(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    there = home / "excellence" / "schemes" / "our_label" / "1"
    shutil.copytree(folder, there)
    file = there / "scheme.toml"
    changed = file.read_text("utf-8").replace('code = "hanse_label"', 'code = "our_label"')
    file.write_text(changed.replace("minimum_percent = 80", "minimum_percent = 75"), "utf-8")
    monkeypatch.setenv("HANSE_HOME", str(home))
    assert scheme_codes() == ("hanse_label", "our_label")
    assert scheme("our_label", "1").level("gold").minimum_percent == 75


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('code = "1.1.1"', 'code = "1.1.0"'), "1.1.0 is given twice"),
        (('dimension = "3"', 'dimension = "7"'), "dimension there is not"),
        (("gold_threshold = 2", "gold_threshold = 5"), "above the 4 points"),
        (("effort_days = [5, 8, 12, 20]", "effort_days = [5]"), "4 steps take one each"),
        (("effort_days = [5, 8, 12, 20]", "effort_days = [5, 8, 12, -1]"), "effort_days[3]"),
        (("at_least = [0.25, 0.5, 0.7, 0.9]", "at_least = [0.25, 0.5]"), "4 points take one bound"),
        (("at_least = [0.25, 0.5, 0.7, 0.9]", "at_least = [0.5, 0.2, 0.7, 0.9]"), "goes up"),
        (("at_most = [36, 24, 18, 12]", "at_most = [12, 18, 24, 36]"), "goes up and at_most down"),
        (("at_most = [36, 24, 18, 12] }", "at_most = [36], at_least = [1] }"), "give one of them"),
        (('questions = ["members_nearby"]', 'questions = ["events"]'), "not among the questions"),
        (('questions = ["members_nearby"]', 'questions = ["gone"]'), "does not ask gone"),
        (('of = ["members_nearby"]', 'of = ["field"]'), "cannot be drawn from field"),
        (('of = ["staff_posts"]\nat', 'of = ["posts"]\nat'), "condition staff cannot be checked"),
        (('questionnaire = "2026"', 'questionnaire = "1926"'), "no questionnaire 1926"),
        (('follows = "bronze"', 'follows = "gold"'), "follows gold, which is not below"),
        (("foreign_experts = 1", "foreign_experts = 3"), "more than there are experts"),
        (('ours = ["follows"', 'ours = ["price"'), "a level has no price"),
        (('covers = ["level"', 'covers = ["price"'), "covers price"),
        (('scored = "all"', 'scored = "most"'), "level[2].scored"),
        (("[[level]]", "[[levels]]"), "levels"),
        (('"Fewer than 15 committed participants.",', ""), "0 to 4 points take one each"),
    ],
)
def test_a_fault_is_named_by_line(folder: Path, change: tuple[str, str], said: str) -> None:
    file = folder / "scheme.toml"
    text = file.read_text("utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(HanseError) as refused:
        read_scheme(folder)
    told = str(refused.value)
    assert said in told
    assert "scheme.toml" in told
    assert "line " in told
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"3.1" = "Finanzielle Aussichten"', ""), "3.1 is not translated"),
        (('gold = "Gold"', 'platinum = "Platin"'), "platinum has no counterpart"),
        (('language = "de"', 'language = "en"'), "its language is en"),
    ],
)
def test_a_translation_that_does_not_fit_is_refused(
    folder: Path, change: tuple[str, str], said: str
) -> None:
    file = folder / "de.toml"
    text = file.read_text("utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(HanseError, match=said):
        read_scheme(folder)
