"""Merge report: what a merge did to each text, to be read by people and programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, get_args

from builder.base.language import Language
from builder.catalogue.changes import Change, render_changes, word_diff
from builder.catalogue.notes import places

What = Literal[
    "new", "edited", "assembled", "remembered", "minor", "restored", "revived", "obsolete", "dropped"
]  # fmt: skip
"""What happened to a text: see the fields of `MergeReport` called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEvent:
    """What happened to one text."""

    what: What
    msgid: str
    msgctxt: str | None = None
    where: str = ""
    """`path:line`: in the article for a text in use, in the catalogue for one that is gone; else empty."""
    earlier: str | None = None
    """The text its translation was made of, where that is another one."""
    language: Language | None = None
    """Of the texts."""
    confirmed: bool = False
    """True when a translation is there that nobody has to look at."""
    missing: tuple[int, ...] = ()
    """Places, from 1, of the sentences of an assembled text that have no translation."""
    sentences: int = 0
    """How many sentences an assembled text has."""
    origin: str = ""
    """Where a remembered translation comes from."""
    refused: str = ""
    """Why an edit that was said to be minor is none."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """From the text its translation was made of to the text as it is; worked out when asked for."""
        if self.earlier is None or self.language is None:
            return ()
        return word_diff(self.earlier, self.msgid, self.language)

    def __str__(self) -> str:
        """Return what happened, in a few words without the text itself."""
        match self.what:
            case "assembled":
                new = (
                    f"; sentence {places(self.missing)} of {self.sentences} is new"
                    if len(self.missing) == 1
                    else ""
                )
                if len(self.missing) > 1:
                    new = f"; sentences {places(self.missing)} of {self.sentences} are new"
                return f"assembled from sentences of earlier texts{new}"
            case "remembered":
                return f"taken from {self.origin or 'memory'}{', approved there' if self.confirmed else ''}"
            case "edited" | "minor":
                told = render_changes(self.changes) or "blanks alone"
                return f"{self.what}: {told}" + (f"; not minor: {self.refused}" if self.refused else "")
            case _:
                return self.what


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What a merge did; its names of texts are msgids in the order of the template or the catalogue."""

    kept: int
    """Messages that were there before and still are."""
    events: tuple[MergeEvent, ...]
    """All that happened: first to the texts in use, in the template's order, then to those that are gone."""
    back: tuple[str, ...] = ()
    """Fuzzy messages that have the wording their translation was made of; now or since an earlier merge."""

    @property
    def new(self) -> tuple[str, ...]:
        """Messages without a translation that were not there before."""
        return self._texts("new")

    @property
    def edited(self) -> tuple[str, ...]:
        """Messages that took over the translation of an earlier text; translators have to look at them."""
        return self._texts("edited")

    @property
    def assembled(self) -> tuple[str, ...]:
        """Messages whose translation was put together from sentences of earlier texts; to be looked at."""
        return self._texts("assembled")

    @property
    def remembered(self) -> tuple[str, ...]:
        """Messages whose translation was taken from the memory; to be looked at unless approved there."""
        return self._texts("remembered")

    @property
    def minor(self) -> tuple[str, ...]:
        """Messages whose text was only corrected in its spelling; their translation stays confirmed."""
        return self._texts("minor")

    @property
    def refused(self) -> tuple[MergeEvent, ...]:
        """Edits that were said to be minor and are none; their translations are to be looked at."""
        return tuple(event for event in self.events if event.refused)

    @property
    def restored(self) -> tuple[str, ...]:
        """Messages with their earlier wording again that are confirmed: a person approved just that."""
        return self._texts("restored")

    @property
    def revived(self) -> tuple[str, ...]:
        """Messages that were obsolete and are in use again."""
        return self._texts("revived")

    @property
    def obsolete(self) -> tuple[str, ...]:
        """Messages that are no longer in use; their translations are kept."""
        return self._texts("obsolete")

    @property
    def dropped(self) -> tuple[str, ...]:
        """Messages that are no longer in use and that nobody had translated or commented."""
        return self._texts("dropped")

    def __str__(self) -> str:
        """Return the counts as one line."""
        counts = Counter(event.what for event in self.events)
        told = ((counts[what], what) for what in get_args(What) if counts[what])
        return ", ".join([f"{self.kept} kept", *(f"{count} {what}" for count, what in told)])

    def _texts(self, what: What) -> tuple[str, ...]:
        return tuple(event.msgid for event in self.events if event.what == what)
