"""The text of a cell as figure and flags, or the reason why it is neither."""

import re
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from hanse.observatory.tables import FLAGS, tidy_flag

FLAG_BITS: Final = {letter: 1 << place for place, letter in enumerate(sorted(FLAGS))}
"""Flags travel through the readers as bits, so that merging and counting them is cheap."""

WITHHELD: Final = FLAG_BITS["c"]

BLANKS: Final = " \t\r\u00a0"
"""Stripped from both ends of every cell."""

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_NOT_FINITE: Final = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_TIME: Final = re.compile(r"\d{1,2}:\d{2}(:\d{2})?( ?[AaPp][Mm])?", re.ASCII)
_DATE: Final = re.compile(
    r"\d{1,2}[-/. ][A-Za-z]{3}([-/. ]\d{2,4})?|[A-Za-z]{3}[-/. ]\d{2,4}"
    r"|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}",
    re.ASCII,
)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}([ ,.'\u00a0\u202f]\d{3})+([.,]\d+)?", re.ASCII)
_COMMA: Final = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class FigureStyle:
    """How a format writes figures: see `Layout` for the fields it shares.

    inline_flags: flag letters may follow the figure after a space (`3.16 p`), or stand alone
    or after a colon (`: c`).
    """

    missing: tuple[str, ...] = ("", ":")
    inline_flags: bool = False
    decimal_comma: bool = False
    thousands: str = ""


@dataclass(slots=True)
class Problems:
    """Numbered problems, each a kind (for counting) and a sentence (for the single issue)."""

    kinds: list[str] = field(default_factory=lambda: [""])
    sentences: list[str] = field(default_factory=lambda: [""])
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def number(self, kind: str, sentence: str = "") -> int:
        """The number of this problem; 0 is "no problem"."""
        if not kind:
            return 0
        key = (kind, sentence or kind)
        if key not in self._numbers:
            self._numbers[key] = len(self.kinds)
            self.kinds.append(key[0])
            self.sentences.append(key[1])
        return self._numbers[key]


def flag_bits(letters: str) -> int:
    """Flag letters as bits; raises `ValueError` naming letters that are no flags."""
    return sum(FLAG_BITS[letter] for letter in tidy_flag(letters))


def flag_letters(bits: int) -> str:
    """Bits as flag letters, sorted."""
    return "".join(letter for letter, bit in FLAG_BITS.items() if bits & bit)


def parse_figures(texts: pl.Series, style: FigureStyle, problems: Problems) -> pl.DataFrame:
    """Columns `value` (Float64, null when missing), `flags` (bits) and `problem` (number).

    Numeric columns are taken as they are, null is missing. A figure that is not finite, and a
    text that is neither number nor `style.missing`, becomes a problem and has no value.
    """
    if texts.dtype != pl.String:
        value = texts.cast(pl.Float64)
        wrong = value.is_not_null() & ~value.is_finite()
        number = problems.number("figure is not finite")
        return pl.DataFrame(
            {
                "value": value.set(wrong, None),
                "flags": pl.repeat(0, len(texts), dtype=pl.UInt16, eager=True),
                "problem": wrong.cast(pl.UInt32) * number,
            }
        )
    text = texts.fill_null("").str.strip_chars(BLANKS)
    value = _plain(text, style).cast(pl.Float64, strict=False)
    flags = pl.repeat(0, len(text), dtype=pl.UInt16, eager=True)
    problem = pl.repeat(0, len(text), dtype=pl.UInt32, eager=True)
    # Only cells that are neither plainly a number nor plainly missing are looked at closely.
    odd = (
        pl.DataFrame({"text": text, "value": value})
        .with_row_index("at")
        .filter(~pl.col("value").is_finite().fill_null(False))
        .filter(~pl.col("text").is_in(style.missing))
    )
    value = value.set(~value.is_finite().fill_null(True), None)
    if odd.height:
        odd = _flagged(odd, style, problems) if style.inline_flags else odd.select("at", "text")
        if "value" in odd.columns:
            good = odd.filter(pl.col("good"))
            value = value.scatter(good["at"], good["value"])
            flags = flags.scatter(good["at"], good["flags"])
            odd = odd.filter(~pl.col("good"))
        problem = problem.scatter(odd["at"], _problem_numbers(odd, style, problems))
    return pl.DataFrame({"value": value, "flags": flags, "problem": problem})


def _flagged(odd: pl.DataFrame, style: FigureStyle, problems: Problems) -> pl.DataFrame:
    """Columns at, text, value, flags, good: figures or blanks followed by flag letters.

    `problem` is set where the letters are no flags.
    """
    # Each text is looked at once: half of the cells may say ": c".
    parts = odd.unique("text").select(
        "text",
        pl.col("value").alias("plain"),
        # "12 p", ": c", ":c" and "c" alone; a figure needs the space, so that 5e is no guess.
        pl.col("text")
        .str.extract(r"^(?:(\S*[^:\s])\s+|:?\s*)[A-Za-z][A-Za-z ,;]*$", 1)
        .alias("body"),
        pl.col("text")
        .str.extract(r"^(?:\S*[^:\s]\s+|:?\s*)([A-Za-z][A-Za-z ,;]*)$", 1)
        .alias("letters"),
    )
    bits: dict[str, int | None] = {}
    wrong: dict[str, int] = {}
    for letters in parts["letters"].drop_nulls().unique().to_list():
        try:
            bits[letters] = flag_bits(letters)
        except ValueError as error:
            wrong[letters] = problems.number("unknown flag", str(error))
    looked_at = parts.with_columns(
        _plain(parts["body"], style).cast(pl.Float64, strict=False).alias("value"),
        pl.col("letters").replace_strict(bits, default=None, return_dtype=pl.UInt16).alias("flags"),
        pl.col("letters")
        .replace_strict(wrong, default=None, return_dtype=pl.UInt32)
        .alias("wrong"),
    ).with_columns(
        good=pl.col("flags").is_not_null()
        # A number that is not finite, such as inf, is no row of flags.
        & pl.col("plain").is_null()
        & (pl.col("body").is_null() | pl.col("value").is_finite().fill_null(False)),
        # A word alone is no row of flags either; after a figure or a colon it is a wrong flag.
        wrong=pl.when(
            pl.col("plain").is_null()
            & (pl.col("text").str.starts_with(":") | pl.col("value").is_not_null())
        ).then("wrong"),
    )
    return odd.select("at", "text").join(looked_at, on="text", how="left", maintain_order="left")


def _problem_numbers(odd: pl.DataFrame, style: FigureStyle, problems: Problems) -> pl.Series:
    texts = odd["text"].unique()
    numbers = {text: problems.number(*_not_a_figure(text, style)) for text in texts}
    found = odd["text"].replace_strict(numbers, default=None, return_dtype=pl.UInt32)
    if "wrong" not in odd.columns:
        return found
    return odd.select(pl.coalesce("wrong", found)).to_series()


def _plain(text: pl.Series, style: FigureStyle) -> pl.Series:
    """Figures in the plain form 1234.5; what is not written in the file's own form is null."""
    if not style.decimal_comma and not style.thousands:
        return text
    point = "," if style.decimal_comma else "."
    whole = r"(?:\d+"
    if style.thousands:
        whole += rf"|\d{{1,3}}(?:{re.escape(style.thousands)}\d{{3}})+"
    form = rf"^[+-]?(?:{whole}){re.escape(point)}?\d*|{re.escape(point)}\d+)(?:[eE][+-]?\d+)?$"
    plain = text
    if style.thousands:
        plain = plain.str.replace_all(style.thousands, "", literal=True)
    if style.decimal_comma:
        plain = plain.str.replace_all(",", ".", literal=True)
    return (
        pl.DataFrame({"text": text, "plain": plain})
        .select(pl.when(pl.col("text").str.contains(form)).then("plain"))
        .to_series()
    )


def _not_a_figure(text: str, style: FigureStyle) -> tuple[str, str]:
    """Kind and sentence for a text that is neither figure nor missing."""
    if _NOT_FINITE.fullmatch(text):
        return "figure is not finite", "a missing figure is left empty, not written so"
    plain = not style.decimal_comma and not style.thousands
    if plain and _NUMBER.fullmatch(text):
        return "figure is too large", ""
    if _TIME.fullmatch(text) or _DATE.fullmatch(text):
        return (
            "spreadsheet damage",
            "spreadsheet damage: a time or date stands where a figure was; the figure is lost",
        )
    if plain and (_GROUPED.fullmatch(text) or _COMMA.fullmatch(text)):
        return (
            "thousands separator or decimal comma",
            "thousands separator or decimal comma: if the file writes figures so, "
            "set decimal_comma or thousands in the layout",
        )
    if not plain and (_NUMBER.fullmatch(text) or _GROUPED.fullmatch(text)):
        return "number not in the layout's form", "the layout's decimal_comma and thousands differ"
    if text in {"NA", "N/A", "n/a", "null", "NULL", "None", "-", "..", "."}:
        return "not a number", f"not a number: if {text} means no figure, list it in `missing`"
    if re.fullmatch(r"\S+[A-Za-z]", text) and _NUMBER.fullmatch(text[:-1]):
        return "not a number", "not a number: a flag letter needs a space before it"
    return "not a number", ""
