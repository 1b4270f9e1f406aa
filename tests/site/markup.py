"""A page as tests read it: its links, forms, names, and what should not stand in it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

VOID: Final = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_PARTIAL: Final = {"data-ajax--url", "data-move"}
"""Addresses to which a script adds what they need: of Django's administration, of the board."""

_CONTROLS: Final = frozenset({"button", "input", "select", "textarea"})


@dataclass(slots=True)
class Element:
    """An element: its name, its attributes, what it holds, in order."""

    name: str
    attributes: Mapping[str, str]
    children: list["Element | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute, "" where there is none."""
        return self.attributes.get(name, "")

    def walk(self) -> Iterator["Element"]:
        """The element and all in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *names: str) -> list["Element"]:
        """The elements in it that are called so."""
        return [each for each in self.walk() if each.name in names]

    @property
    def text(self) -> str:
        """All text in it, what lists and labels say in it included, without superfluous space."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        yield from (f" {self.get(name)} " for name in ("aria-label", "alt", "title", "value"))
        for child in self.children:
            yield from [child] if isinstance(child, str) else child._texts()


@dataclass(frozen=True, slots=True)
class Control:
    """A field of a form. choices: the values it offers, empty where anything can be typed."""

    name: str
    value: str
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page. action: "" for the page's own address."""

    action: str
    method: str
    controls: tuple[Control, ...]

    @property
    def shape(self) -> tuple[object, ...]:
        """What makes two forms the same but for what stands in them."""
        return self.method, tuple(sorted({each.name for each in self.controls}))


class Page(HTMLParser):
    """A page, parsed. faults: tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self.faults: list[str] = []
        self._open = [self.root]
        self.feed(html)
        self.close()
        self.faults += [f"<{each.name}> is not closed" for each in self._open[1:]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        again = [name for name, count in Counter(name for name, _ in attrs).items() if count > 1]
        self.faults += [f"<{tag}> has {name} twice" for name in again]
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that holds nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if self._open[-1].name == tag:
            self._open.pop()
        elif tag not in VOID:
            self.faults.append(f"</{tag}> ends <{self._open[-1].name}>")
            if tag in {each.name for each in self._open}:
                while self._open.pop().name != tag:
                    pass

    def handle_data(self, data: str) -> None:
        """Text."""
        self._open[-1].children.append(data)

    @property
    def ids(self) -> list[str]:
        """Every id, in the order of the page."""
        return [each.get("id") for each in self.root.walk() if "id" in each.attributes]

    @property
    def links(self) -> list[Element]:
        """Every `a` that leads somewhere, those of drawings too."""
        return [each for each in self.root.all("a") if "href" in each.attributes]

    @property
    def addresses(self) -> list[str]:
        """Every address in an attribute: of links, files, forms, and those that scripts ask for."""
        return [
            value
            for each in self.root.walk()
            for name, value in each.attributes.items()
            if name in {"href", "src", "poster"}
            or (name == "action" and each.get("method").lower() != "post")
            or (
                name.startswith(("data-", "hx-")) and value.startswith("/") and name not in _PARTIAL
            )
        ]

    @property
    def forms(self) -> list[Form]:
        """Every form with its controls."""
        return [
            Form(
                each.get("action"),
                each.get("method").lower() or "get",
                tuple(_control(one) for one in each.all(*_CONTROLS) if one.get("name")),
            )
            for each in self.root.all("form")
        ]

    def text_of(self, name: str) -> list[str]:
        """The text of each element of that name."""
        return [each.text for each in self.root.all(name)]


def inline_code(page: Page) -> list[str]:
    """What a content security policy without `unsafe-inline` forbids."""
    found = []
    for each in page.root.walk():
        found += [
            f"<{each.name} {name}={value[:60]!r}>"
            for name, value in each.attributes.items()
            if name == "style"
            or name.startswith("on")
            or value.strip().lower().startswith("javascript:")
        ]
        if each.name == "style":
            found.append("<style>")
        runs = each.get("type") not in {"application/json", "application/ld+json"}
        if each.name == "script" and not each.get("src") and runs:
            found.append(f"<script> {each.text[:60]}")
    return found


def _control(element: Element) -> Control:
    if element.name == "select":
        options = element.all("option")
        values = tuple(each.attributes.get("value", each.text) for each in options)
        chosen = [each.get("value") for each in options if "selected" in each.attributes]
        return Control(element.get("name"), next(iter(chosen or values), ""), "select", values)
    if element.name == "textarea":
        return Control(element.get("name"), "".join(map(str, element.children)), "textarea")
    kind = element.get("type") or ("text" if element.name == "input" else "submit")
    return Control(element.get("name"), element.get("value"), kind)
