"""Cut-off dates: which one comes next, which one has passed."""

from datetime import date

from hanse.collaboration.missions.cut_offs import last_cut_off, next_cut_off

DAYS = [date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31)]


def test_the_day_itself_still_counts() -> None:
    assert next_cut_off(DAYS, date(2027, 3, 31)) == date(2027, 3, 31)
    assert next_cut_off(DAYS, date(2027, 4, 1)) == date(2027, 4, 30)
    assert next_cut_off(DAYS, date(2027, 6, 1)) is None
    assert last_cut_off(DAYS, date(2027, 3, 31)) is None
    assert last_cut_off(DAYS, date(2027, 4, 1)) == date(2027, 3, 31)
    assert last_cut_off(DAYS, date(2028, 1, 1)) == date(2027, 5, 31)
    assert next_cut_off([], date(2027, 1, 1)) is last_cut_off([], date(2027, 1, 1)) is None
