"""Formulas as the catalogue writes them, set in MathML."""

import re
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_TOKENS: Final = re.compile(
    r"(?P<index>\b[A-Za-z])_(?P<below>\([^)]*\)|[A-Za-z.]+[0-9]*)"
    r"|\^(?P<power>\([^)]*\)|[0-9]+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<word>[A-Za-z][A-Za-z_']*)"
    r"|(?P<sign><=|>=|[^\sA-Za-z0-9])"
)
_WORDS: Final = re.compile(r"(?![A-Za-z]_)[A-Za-z][A-Za-z_']+[,:;.]?|a")
_SIGNS: Final = {"-": "\N{MINUS SIGN}", "<=": "≤", ">=": "≥", "*": "\N{MIDDLE DOT}"}


def formula_markup(formula: str) -> SafeString:
    """The formula with indices and powers set as such; it wraps, and is read out as it is written.

    Each part between spaces is set on its own, because browsers do not break lines within MathML.
    """
    parts = format_html_join(" ", "{}", ((_part(each),) for each in formula.split()))
    return format_html(
        '<span class="formula" role="math" aria-label="{}">{}</span>', formula, parts
    )


def _part(text: str) -> SafeString:
    if _WORDS.fullmatch(text):
        return format_html("{}", text)
    nodes: list[SafeString] = []
    for found in _TOKENS.finditer(text):
        if found["index"]:
            below = found["below"].strip("()").replace("-", _SIGNS["-"])
            nodes.append(
                format_html("<msub><mi>{}</mi><mtext>{}</mtext></msub>", found["index"], below)
            )
        elif found["power"]:
            under = nodes.pop() if nodes else mark_safe("<mrow></mrow>")
            power = found["power"].strip("()")
            nodes.append(format_html("<msup>{}<mtext>{}</mtext></msup>", under, power))
        elif found["number"]:
            nodes.append(format_html("<mn>{}</mn>", found["number"]))
        elif found["word"]:
            markup = "<mi>{}</mi>" if len(found["word"]) == 1 else "<mtext>{}</mtext>"
            nodes.append(format_html(markup, found["word"]))
        else:
            sign = _SIGNS.get(found["sign"], found["sign"])
            nodes.append(format_html('<mo stretchy="false" lspace="0" rspace="0">{}</mo>', sign))
    return format_html("<math>{}</math>", format_html_join("", "{}", ((each,) for each in nodes)))
