"""Calls as data: those of Hanse, a user's own with errors that name the line, and their checks."""

from dataclasses import replace
from pathlib import Path

import pytest

from hanse.collaboration.consortia.calls import (
    call_of,
    calls,
    calls_folder,
    consortium_calls,
    limits,
    read_call,
)
from hanse.collaboration.consortia.eligibility import (
    ConsortiumFacts,
    PartnerFacts,
    Standing,
    check,
    eligible,
    third_countries,
)
from hanse.foundation.problems import HanseError

MET, UNMET, UNKNOWN = Standing.MET, Standing.UNMET, Standing.UNKNOWN


def partner(name: str, country: str = "FR", **more: object) -> PartnerFacts:
    facts = PartnerFacts(name, country, cluster=True, profile=True, labels=frozenset())
    return replace(facts, **more)  # type: ignore[arg-type]


def written(folder: Path, rules: str, code: str = "own", more: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "own.toml"
    path.write_text(
        f'code = "{code}"\ntitle = "Own"\nprogramme = "Own"\nsource = "made up"\n{more}\n{rules}',
        "utf-8",
    )
    return path


def rule(folder: Path, text: str, facts: ConsortiumFacts) -> tuple[Standing, str]:
    """How `facts` stand to one rule, and what is missing in words."""
    call = read_call(written(folder, f'[[rules]]\ncode = "r"\n{text}\n'))
    found = check(call, facts)[0]
    assert (found.missing is None) == (found.standing is MET)
    assert str(found.asks)
    return found.standing, str(found.missing or "")


def test_the_programmes_on_record_are_there() -> None:
    assert set(calls()) >= {
        "escp_4i_2014_strand_1",
        "escp_4i_2014_strand_2",
        "escp_4i_2020",
        "escp_s3",
        "clusterxchange",
    }
    assert "clusterxchange" not in consortium_calls()
    assert all(call.source for call in calls().values())
    assert call_of("none") is None


def test_the_call_of_2020() -> None:
    call = call_of("escp_4i_2020")
    assert call is not None
    three = tuple(
        partner(name, country) for name, country in zip("ABC", ("FR", "NO", "UA"), strict=True)
    )
    facts = ConsortiumFacts(three, frozenset({"US", "JP"}))
    assert eligible(check(call, facts)) is MET
    many = ConsortiumFacts(three, frozenset({"US", "JP", "CN", "IN", "BR", "KR"}))
    assert [each.standing for each in check(call, many)] == [MET, MET, MET, UNMET, MET]
    assert eligible(check(call, many)) is MET  # no more than five is encouraged, not required
    two = ConsortiumFacts(
        (partner("A"), partner("B", "US", profile=False)), frozenset({"DE", "US"})
    )
    assert [str(each.missing) for each in check(call, two)] == [
        "Partners missing: 1.",
        "From a country that cannot take part: B.",
        "Target third countries missing: 1.",
        "None",
        "Without a published profile: B.",
    ]
    assert eligible(check(call, two)) is UNMET


def test_strategy_and_roadmap_in_words() -> None:
    call = call_of("escp_4i_2014_strand_1")
    assert call is not None
    facts = ConsortiumFacts((), documents={"partnership_agreement": True, "strategy": False})
    assert [(each.standing, str(each.missing)) for each in check(call, facts)] == [
        (MET, "None"),
        (UNMET, "Missing: a joint internationalisation strategy approved by all members."),
        (
            UNKNOWN,
            "Not on record: a roadmap: a work plan whose tasks have a lead, a start and an end.",
        ),
    ]


@pytest.mark.parametrize(
    ("days", "standing"),
    [(2, UNMET), (3, MET), (31, MET), (32, UNMET), (None, UNKNOWN)],
)
def test_an_exchange_lasts_three_days_to_a_month(days: int | None, standing: Standing) -> None:
    call = call_of("clusterxchange")
    assert call is not None
    assert check(call, ConsortiumFacts((), days=days))[0].standing is standing


@pytest.mark.parametrize(
    ("stages", "standing", "missing"),
    [
        (None, UNKNOWN, "Stages are not on record."),
        ((), UNMET, "The next stage is: register."),
        (("register", "match"), UNMET, "The next stage is: build."),
        (("match", "register"), UNMET, "The stages were not gone through in their order."),
        (("register", "match", "build", "finalise"), MET, ""),
    ],
)
def test_stages_in_their_order(
    stages: tuple[str, ...] | None, standing: Standing, missing: str
) -> None:
    call = call_of("clusterxchange")
    assert call is not None
    found = check(call, ConsortiumFacts((), stages=stages))[1]
    assert (found.standing, str(found.missing or "")) == (standing, missing)


@pytest.mark.parametrize(
    ("text", "partners", "standing", "missing"),
    [
        ('kind = "partners"\nmost = 1', ("FR", "FR"), UNMET, "Partners too many: 1."),
        ('kind = "partners"\nleast = 2\nmost = 2', ("FR", "FR"), MET, ""),
        ('kind = "countries"\nleast = 3', ("FR", "FR", "DE"), UNMET, "Countries missing: 1."),
        ('kind = "countries"\nleast = 3', ("FR", "", "DE"), UNKNOWN, "Country not known: P1."),
        ('kind = "countries"\nleast = 2', ("FR", "", "DE"), MET, ""),
        (
            'kind = "allowed"\nstandings = ["EU"]',
            ("FR", "", "DE"),
            UNKNOWN,
            "Country not known: P1.",
        ),
        (
            'kind = "allowed"\nstandings = ["EU"]',
            ("FR", "", "US"),
            UNMET,
            "From a country that cannot take part: P2.",
        ),
    ],
)
def test_partners_and_countries(
    tmp_path: Path, text: str, partners: tuple[str, ...], standing: Standing, missing: str
) -> None:
    named = tuple(partner(f"P{at}", country) for at, country in enumerate(partners))
    assert rule(tmp_path, text, ConsortiumFacts(named)) == (standing, missing)


def test_clusters_only(tmp_path: Path) -> None:
    facts = ConsortiumFacts((partner("A"), partner("B", cluster=False)))
    found = rule(tmp_path, 'kind = "partners"\nleast = 1\nclusters_only = true', facts)
    assert found == (UNMET, "No cluster organisation: B.")


@pytest.mark.parametrize(
    ("labels", "standing"),
    [
        ((frozenset({"gold"}), frozenset({"bronze"})), UNMET),
        ((frozenset({"gold"}), frozenset({"gold", "silver"})), MET),
        ((frozenset({"gold"}), None), UNKNOWN),
        ((frozenset(), None), UNMET),
    ],
)
def test_labels(
    tmp_path: Path, labels: tuple[frozenset[str] | None, ...], standing: Standing
) -> None:
    facts = ConsortiumFacts(tuple(partner(str(at), labels=held) for at, held in enumerate(labels)))
    text = 'kind = "labels"\nleast = 2\nlevels = ["gold"]'
    assert rule(tmp_path, text, facts)[0] is standing


def test_profiles_not_known(tmp_path: Path) -> None:
    facts = ConsortiumFacts((partner("A"), partner("B", profile=None)))
    assert rule(tmp_path, 'kind = "profiles"', facts) == (
        UNKNOWN,
        "Not known whether registered: B.",
    )


def test_targets_not_on_record(tmp_path: Path) -> None:
    text = 'kind = "targets"\nleast = 1'
    assert rule(tmp_path, text, ConsortiumFacts(()))[0] is UNKNOWN


def test_third_countries_lie_outside_the_union() -> None:
    assert third_countries({"FR", "EL", "UK", "NO", "US", "TN"}) == {"UK", "NO", "US", "TN"}


def test_a_users_call_is_read_and_takes_the_place_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANSE_HOME", str(tmp_path))
    written(calls_folder(), '[[rules]]\ncode = "r"\nkind = "profiles"\n')
    assert call_of("own") is not None
    path = calls_folder() / "own.toml"
    path.write_text(path.read_text("utf-8").replace('"own"', '"escp_s3"'), "utf-8")
    path.rename(path.with_name("escp_s3.toml"))
    found = call_of("escp_s3")
    assert found is not None
    assert found.title == "Own"


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("", ("rules", "Field required")),
        ('[[rules]]\ncode = "r"\nkind = "moon"\n', ("line 6", "moon")),
        ('[[rules]]\ncode = "r"\nkind = "partners"\n', ("line 6", "say one of them at least")),
        (
            '[[rules]]\ncode = "r"\nkind = "targets"\nleast = 5\nmost = 2\n',
            ("line 6", "least: above most"),
        ),
        ('[[rules]]\ncode = "r"\nkind = "countries"\nleast = 0\n', ("line 9", "greater than or")),
        ('[[rules]]\ncode = "r"\nkind = "profiles"\nmost = 2\n', ("line 9", "Extra inputs")),
        (
            '[[rules]]\ncode = "r"\nkind = "allowed"\ncountries = ["ZZ"]\n',
            ("line 6", "there is no country ZZ"),
        ),
        (
            '[[rules]]\ncode = "r"\nkind = "profiles"\n[[rules]]\ncode = "r"\nkind = "profiles"\n',
            ("the code r stands there twice",),
        ),
        (
            '[[rules]]\ncode = "r"\nkind = "stages"\nstages = ["match", "match"]\n',
            ("one stands there twice",),
        ),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, rules: str, words: tuple[str, ...]) -> None:
    with pytest.raises(HanseError) as told:
        read_call(written(tmp_path, rules))
    for word in words:
        assert word in str(told.value)


def test_a_call_named_unlike_its_file(tmp_path: Path) -> None:
    path = written(tmp_path, '[[rules]]\ncode = "r"\nkind = "profiles"\n', code="other")
    with pytest.raises(HanseError, match="another code than its file"):
        read_call(path)


def test_limits_are_those_that_are_required() -> None:
    asked = limits(call_of("escp_4i_2020"))
    assert (asked.fewest_partners, asked.fewest_countries, asked.most_partners) == (3, 1, None)
    assert asked.allows("FR")
    assert not asked.allows("US")
    assert limits(None).allows("US")
