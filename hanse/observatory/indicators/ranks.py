"""Places of the regional clusters of one category in one year."""

from narwhals.typing import IntoFrameT

from hanse.observatory.indicators.family import Indicator, Options, add, rank_code


def rank_of(column: str) -> Indicator:
    """The indicator `{column}_rank`; see `rank`."""
    return Indicator(rank_code(column), (), None, place_of=column, after=column, whole=True)


def rank(
    panel: IntoFrameT, column: str, *, category: str = "category", within: tuple[str, ...] = ()
) -> IntoFrameT:
    """Adds `{column}_rank`: the place of each cluster in its category and year by `column`.

    1 is the largest figure. Equal figures share the smaller place and the next place is skipped
    (1, 2, 2, 4). Places are counted within category, year and the columns `within`, for example
    the country. Null where the figure is missing, and such rows take no place. Raises
    `HanseError`; see `plan.extend`.
    """
    return add(panel, [rank_of(column)], Options(category=category, within=within))
