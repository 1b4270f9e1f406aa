"""Words that break sites, and how to see whether one broke ours."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from tests.site.crawling import body_of
from tests.site.markup import Page

MARK: Final = "zqx"
_LONG: Final = 1_000_000
_RTL, _ISOLATE, _HEBREW = (
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\N{FIRST STRONG ISOLATE}",
    "\N{HEBREW LETTER ALEF}",
)

TEXTS: Final[Mapping[str, str]] = {
    "markup": f"<b id={MARK}>x</b>",
    "out of an attribute": f"\" on{MARK}=\"x\" ' on{MARK}='x' ><i id={MARK}>",
    "out of a text": f"</textarea></title></script></svg><b id={MARK}>",
    "template": "zqzq{{ 6|add:1 }}{% now %}qz",
    "SQL": "' OR 1=1; DROP TABLE foundation_user; --",
    "SQL pattern": "%_[a-z]%' ESCAPE '",
    "NUL": "a\0b",
    "controls": "".join(map(chr, [*range(1, 32), *range(127, 160)])),
    "line breaks": "a\r\nSet-Cookie: planted=1\r\n\r\nb",
    "separators": "a\N{LINE SEPARATOR}b\N{PARAGRAPH SEPARATOR}c",
    "right to left": f"{_RTL}{_HEBREW}{_ISOLATE}abc",
    "combining": "e" + "\N{COMBINING ACUTE ACCENT}" * 3000,
    "one that folds longer": "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 60,
    "beyond the first plane": "\U0001f469\N{ZERO WIDTH JOINER}\U0001f52c\U0010ffff\ufffe\ufdd0",
    "huge": "9" * 40,
    "huger": "9" * 5000,
    "nested": "[" * 30_000,
    "other JSON": '{"id": {"a": [null]}, "rawId": 7, "type": "public-key", "response": []}',
    "no passkey": json.dumps(
        {
            "id": "AAAA",
            "rawId": "AAAA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "attestationObject": "/w",
                "authenticatorData": "AA",
                "signature": "AA",
                "userHandle": "_w",
            },
        }
    ),
    "below": "-9223372036854775809",
    "not a number": "NaN",
    "infinite": "-Infinity",
    "out of range": "1e999",
    "other digits": "\N{ARABIC-INDIC DIGIT THREE}\N{FULLWIDTH DIGIT FOUR}\N{SUPERSCRIPT TWO}",
    "underscored": "1_000",
    "hexadecimal": "0x1F",
    "path": "../../../../etc/passwd",
    "empty": "",
    "space": " \t\N{NO-BREAK SPACE}",
    "commas": "," * 500,
    "long": "x" * _LONG,
    "long and wide": "\N{EURO SIGN}" * (_LONG // 3),
}
"""What it is -> the text."""

ENCODED: Final[Mapping[str, str]] = {
    "lone surrogate": "%ED%A0%80",
    "no UTF-8": "%FF%FE%80",
    "too long an encoding": "%C0%AE%C0%AF",
    "cut off": "%E2%82",
    "no encoding": "%zz%",
    "encoded twice": "%253Cb%2520id%3Dzqx%253E",
    **{name: quote(text, safe="") for name, text in TEXTS.items()},
}
"""The same as an address carries them, and what is no text."""

LARGEST: Final = 1_500_000
"""Bytes of a page, however much is sent."""

FILES: Final = ("text/csv", "application/vnd.apache.parquet", "application/json")
"""Types of figures, which may be a whole table; what is sent does not stand in them."""

ANSWERS: Final = frozenset({200, 204, 301, 302, 304, 400, 403, 404, 405, 406, 410, 414, 422, 429})


def faults_of(answer: Any) -> Iterator[str]:
    """What is wrong with the answer to a nasty word."""
    body = body_of(answer)
    if answer.status_code not in ANSWERS:
        yield f"status {answer.status_code}"
    kind = answer.get("Content-Type", "")
    if len(body) > LARGEST and not kind.startswith(FILES):
        yield f"{len(body)} bytes"
    if any("\n" in value or "\r" in value for value in answer.headers.values()):
        yield "a header of two lines"
    if "planted" in answer.cookies:
        yield "a planted cookie"
    if MARK.encode() in body and kind.startswith(("text/html", "image/svg", "application/xml")):
        for each in Page(body.decode("utf-8")).root.walk():
            if each.get("id") == MARK or f"on{MARK}" in each.attributes:
                yield f"what was sent became <{each.name}>"
    if b"Traceback" in body or b"DoesNotExist" in body:
        yield "a traceback"
    if b"zqzq7" in body:
        yield "what was sent ran as a template"
