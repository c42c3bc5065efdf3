"""Message and catalogue: what gettext has for one domain in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.base.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One entry of a catalogue."""

    msgid: str
    msgstr: tuple[str, ...] = ("",)
    """One text, or one for each plural form."""
    msgctxt: str | None = None
    msgid_plural: str | None = None
    flags: tuple[str, ...] = ()
    """In file order, unknown ones too; `fuzzy` among them means unconfirmed."""
    previous: tuple[str, ...] = ()
    """The `#|` lines without `#| `: the oldest source text this translation was made of."""
    references: tuple[str, ...] = ()
    """`path:line`, where the text stands in its source."""
    extracted_comments: tuple[str, ...] = ()
    """The `#.` lines: from the author to the translator."""
    translator_comments: tuple[str, ...] = ()
    """The `#` lines: the translator's own."""
    obsolete: bool = False
    line: int = 0
    """1-based line of `msgid` in the file it was read from; 0 for a new one."""
    raw: tuple[str, ...] | None = field(default=None, compare=False, repr=False)
    """The lines as they were read, to be written back when nothing changed."""

    @property
    def key(self) -> tuple[str | None, str]:
        """Context and msgid, by which gettext finds a message."""
        return self.msgctxt, self.msgid

    @property
    def fuzzy(self) -> bool:
        """True when a translator has still to confirm the translation."""
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        """True when every form has a text and the message is not fuzzy."""
        return not self.fuzzy and all(text.strip() for text in self.msgstr)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A `.po` or `.pot` file's messages in file order."""

    domain: str
    language: Language | None
    """None for a template."""
    header: Mapping[str, str]
    """Header fields in file order."""
    messages: tuple[Message, ...]
    """Obsolete ones too, each where it stood; the header entry is not among them."""
    path: str
    header_message: Message | None = None
    """The entry with the empty msgid, with its comments and raw lines."""
    trailing: tuple[str, ...] = ()
    """Lines after the last entry."""

    @property
    def source_language(self) -> Language:
        """Language of the msgids, as the header says; English where it says nothing, as gettext has it."""
        return Language(self.header.get("X-Source-Language") or "en")

    @property
    def live(self) -> tuple[Message, ...]:
        """The messages that are not obsolete."""
        return tuple(message for message in self.messages if not message.obsolete)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far a translation is."""

    total: int
    translated: int
    fuzzy: int
    reviewed: int
    """Messages whose translator comment `reviewed:` fits both texts as they are now."""

    @property
    def missing(self) -> int:
        """Messages without a text."""
        return self.total - self.translated - self.fuzzy

    @property
    def finished(self) -> bool:
        """True when every message is translated and none is fuzzy."""
        return self.translated == self.total

    @property
    def all_reviewed(self) -> bool:
        """True when a person approved every message."""
        return self.reviewed == self.total
