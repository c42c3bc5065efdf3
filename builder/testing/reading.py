"""Reading HTML strictly: a page as a tree of elements, with the faults a browser would forgive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "img", "source", "input", "br", "hr"})


@dataclass(slots=True)
class Element:
    """An element, what is in it, and where."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, in order."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def __iter__(self) -> Iterator[Element]:
        """Give this element and all in it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child

    def find(self, tag: str | None = None, **attributes: str) -> list[Element]:
        """Return the elements with this tag and these attributes; `class_` matches one of the classes."""
        wanted = attributes.pop("class_", None)
        return [
            each
            for each in self
            if tag in (None, each.tag)
            and (wanted is None or wanted in each.attributes.get("class", "").split())
            and all(each.attributes.get(name) == value for name, value in attributes.items())
        ]

    def by_id(self, name: str) -> Element:
        """Return the element with this id.

        Raises:
            ValueError: There is none, or more than one.
        """
        (found,) = self.find(id=name)
        return found


def read_html(markup: str) -> Element:
    """Return the root of a page.

    Raises:
        ValueError: A tag is not closed, crosses another, or closes nothing; an attribute stands twice.
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    if len(reader.open) != 1:
        raise ValueError(f"not closed: {[element.tag for element in reader.open[1:]]}")
    (root,) = (child for child in reader.open[0].children if isinstance(child, Element))
    return root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if len(attributes) != len(attrs):
            raise ValueError(f"an attribute stands twice: {attrs}")
        element = Element(tag, attributes)
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        if closed.tag != tag:
            raise ValueError(f"<{closed.tag}> is closed by </{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
