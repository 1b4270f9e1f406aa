"""What the headers of every answer have to say to browsers."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

DEMANDED: Final[Mapping[str, frozenset[str]]] = {
    "default-src": frozenset({"'self'"}),
    "style-src": frozenset({"'self'"}),
    "object-src": frozenset({"'none'"}),
    "base-uri": frozenset({"'none'"}),
    "form-action": frozenset({"'self'"}),
    "frame-ancestors": frozenset({"'none'"}),
}
"""Directives of the content security policy that allow exactly this."""

EXACTLY: Final[Mapping[str, str]] = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy_of(answer: Any) -> dict[str, frozenset[str]]:
    """The content security policy of an answer: directive -> sources."""
    directives = (each.split() for each in answer.get("Content-Security-Policy", "").split(";"))
    return {words[0]: frozenset(words[1:]) for words in directives if words}


def header_faults(answer: Any) -> Iterator[str]:
    """What the headers of a page lack, or allow too much."""
    policy = policy_of(answer)
    if not policy:
        yield "it has no Content-Security-Policy"
    for directive, sources in DEMANDED.items():
        if policy and policy.get(directive) != sources:
            yield f"its policy says {directive} {sorted(policy.get(directive, ()))}"
    for directive, sources in policy.items():
        loose = [each for each in sources if "unsafe" in each or "*" in each or each == "data:"]
        if loose and (directive, loose) != ("img-src", ["data:"]):
            yield f"its policy allows {loose} in {directive}"
    scripts = {each for each in policy.get("script-src", ()) if not each.startswith("'nonce-")}
    if policy and scripts != {"'self'"}:
        yield f"its policy allows scripts from {sorted(scripts)}"
    for name, value in EXACTLY.items():
        if answer.get(name) != value:
            yield f"{name} is {answer.get(name)}"
