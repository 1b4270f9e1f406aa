"""The report: its text, its plain form, and its bounds."""

import json
from pathlib import Path

import pytest

from hanse.observatory.sources import ledger
from hanse.observatory.sources.eurostat_tsv import read_eurostat_tsv
from hanse.observatory.sources.reading import Issue, Layout, ReadReport


def report() -> ReadReport:
    return ReadReport(
        source="a.csv",
        format="long_csv",
        read=12_345,
        accepted=12_340,
        repaired=2,
        rejected=3,
        missing=7,
        flagged={"p": 2, "b": 1},
        flagged_read={"p": 2, "b": 2},
        repairs=[Issue(3, "geo", "at", "region 'at' is AT", 2)],
        rejections=[Issue(5, "n2015", "x", "not a number"), Issue(9, "geo", "Q", "unknown", 2)],
        reasons={"not a number": 1, "unknown region code": 2},
        repair_reasons={"region mended": 2},
        notes=["unit is THS throughout."],
    )


def test_the_summary_says_everything_that_counts() -> None:
    assert report().summary().splitlines() == [
        "a.csv (long_csv)",
        "  read            12,345",
        "  accepted        12,340",
        "  repaired             2",
        "  rejected             3",
        "  left out             0",
        "  without a figure, among accepted and repaired: 7",
        "  flagged, among accepted and repaired: b 1, p 2",
        "  flagged, rejected ones included: b 2, p 2",
        "  note: unit is THS throughout.",
        "Rejected, by reason",
        "             2  unknown region code",
        "             1  not a number",
        "Rejected, first places",
        "  line 5, n2015 'x': not a number",
        "  line 9, geo 'Q': unknown (2 observations)",
        "Repaired, by reason",
        "             2  region mended",
        "Repaired, first places",
        "  line 3, geo 'at': region 'at' is AT (2 observations)",
    ]


def test_the_plain_form_is_json_and_bounded() -> None:
    plain = report().to_dict(issues=1)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["rejected"] == 3
    assert plain["rejections"] == [
        {"line": 5, "column": "n2015", "text": "x", "reason": "not a number", "observations": 1}
    ]


def test_counts_stay_exact_when_the_lists_are_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "KEPT_ISSUES", 5)
    lines = ["nace_r2,geo\\TIME_PERIOD\t2014\t2015"]
    lines += [f"C,AT{number}\tx\t{number}" for number in range(20)]
    lines += [f"C,AT{number}\t1\t{number}" for number in range(4)]
    lines += [f" C,AT{number}\t1\t{number}" for number in range(20, 30)]
    path = tmp_path / "a.tsv"
    path.write_text("\n".join(lines))
    found = read_eurostat_tsv(path, Layout()).report
    assert found.adds_up()
    assert found.reasons == {"not a number": 20, "repeats another line": 4}
    assert [issue.line for issue in found.rejections] == [2, 3, 4, 5, 6]
    assert found.repair_reasons == {"industry mended": 20}
    assert [issue.line for issue in found.repairs] == [26, 27, 28, 29, 30]
    assert {issue.observations for issue in found.repairs} == {2}


def test_long_texts_are_cut_in_the_lists(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("nace_r2,geo\\TIME_PERIOD\t2014\nC,AT11\t" + "x" * 100_000 + "\n")
    (issue,) = read_eurostat_tsv(path, Layout()).report.rejections
    assert issue.text == "x" * 200 + "..."
