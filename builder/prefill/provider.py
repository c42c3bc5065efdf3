"""Provider: what gives first drafts of translations, on this machine or over the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from builder.base.errors import NetworkError
from builder.base.language import Language
from builder.base.text import shorten
from builder.model.glossary import GlossaryTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text to be translated, and what a translator is told of it."""

    text: str
    """XML without a root: `<em>`, `<strong>`, `<code>`, `<a1>`… and `<x1></x1>`, which stand for what is not
    translated; `&lt;`, `&gt;` and `&amp;` for the three characters."""
    notes: tuple[str, ...] = ()
    """Where it stands, its neighbours, terms to keep."""


class WrongAnswer(Exception):
    """An answer that is not one text for each passage; fewer passages at once may do better."""


class Provider(Protocol):
    """Translates passages; all in it that is not a text is kept as it is, or the draft is thrown away."""

    @property
    def name(self) -> str:
        """As in `--provider`."""

    @property
    def address(self) -> str | None:
        """Where texts are sent; None when they stay on this machine."""

    @property
    def most_texts(self) -> int:
        """How many passages are asked for at once."""

    @property
    def most_characters(self) -> int:
        """How long they may be together; a longer one goes alone."""

    def label(self, source: Language, target: Language) -> str:
        """Return what the mark of a draft says of who made it, such as `apertium eng-spa`.

        Raises:
            UsageError: It does not know the two languages, or its program is not installed.
        """

    def translate(
        self,
        passages: Sequence[Passage],
        *,
        source: Language,
        target: Language,
        glossary: tuple[GlossaryTerm, ...] = (),
    ) -> tuple[str, ...]:
        """Return a translation of each passage, in order.

        Raises:
            WrongAnswer: The answer is not one text for each passage.
            BuilderError: There is no answer.
        """


def texts_of(found: object, count: int, *, service: str) -> tuple[str, ...]:
    """Return `found` if it is a list of `count` texts.

    Raises:
        NetworkError: It is something else than a list of texts.
        WrongAnswer: It is longer or shorter.
    """
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise unexpected(service, found)
    if len(found) != count:
        raise WrongAnswer(f"{service} sent {len(found)} texts for {count}")
    return tuple(found)


def unexpected(service: str, found: object) -> NetworkError:
    """Return the error for an answer that is JSON of another shape than the service's."""
    return NetworkError(
        f"{service} did not deliver: expected a list of translations, found {shorten(repr(found), 40)}",
        hint="look at the address of the service",
    )
