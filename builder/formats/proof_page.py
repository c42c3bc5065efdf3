"""Proof page: source and translation of every text of an article side by side, to be read and heard.

For translators: it works from a folder and from a server, with scripting or without, and no search engine
takes it in. Its own words are English, as those of findings are; each text is in its own language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from builder.base.language import Language
from builder.catalogue.changes import Change
from builder.formats.page import POLICY
from builder.formats.rendering import asset, asset_address, fill_in
from builder.model.finding import Finding
from builder.model.segment import SegmentId

MEDIA_TYPE: str = "text/html"
ASSETS: tuple[str, ...] = ("page.css", "proof.css", "proof.js")
"""What has to lie beside the page."""

State = Literal["missing", "new", "fuzzy", "translated", "reviewed"]
"""Of a translation: not there, not even its entry in the catalogue, to be confirmed, there, approved."""

Filter = Literal["all", "changed", "findings", "fuzzy", "missing", "disclaimer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFinding:
    """A finding, and what its code means."""

    finding: Finding
    title: str | None = None
    """Of its code, in a few plain words without a final stop."""
    meaning: str | None = None
    """In plain words, with an example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofSide:
    """One of the two texts of a segment."""

    html: str
    """Safe HTML; empty where there is no text."""
    language: Language
    clip: str | None = None
    """Path of its sound from the page."""
    silent: str | None = None
    """Why it has none, a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofSegment:
    """One text of the article with all a translator wants to know of it."""

    id: SegmentId
    number: int
    """From 1, in document order."""
    kind: str
    """What it is, such as `Heading`."""
    source: ProofSide
    target: ProofSide
    state: State
    reviewed_by: str | None = None
    changes: tuple[Change, ...] = ()
    """What became of the source since a fuzzy translation was made."""
    findings: tuple[ProofFinding, ...] = ()
    notes: tuple[str, ...] = ()
    """From the author and the tool."""
    comments: tuple[str, ...] = ()
    """The translators' own."""
    place: str | None = None
    """`path:line` of its entry in the catalogue."""
    changed: bool = False
    """True when one of its texts is not what it was in the proof before."""
    disclaimer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofChapter:
    """A heading and the texts under it."""

    title: str
    language: Language | None
    """Of the title; None for one of the page's own."""
    segments: tuple[ProofSegment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofWord:
    """A word a voice may say wrong, and how it is said."""

    id: SegmentId
    word: str
    """As it is written."""
    language: Language
    said: str
    """What its entry gives; empty where it has none in letters."""
    ipa: str
    """The sounds an author gave; empty for none."""
    spoken: str
    """What the voice is given now."""
    clip: str | None = None
    """Path of its sound from the page."""
    clip_before: str | None = None
    """Path of its sound without the entry."""
    silent: str | None = None
    """Why it has none, a sentence."""
    place: str | None = None
    """`path:line` of its entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """All that one page shows."""

    title: str
    """Of the article, in its own language."""
    source_language: Language
    language: Language
    catalogue: str
    """Path of the catalogue, from the workspace."""
    chapters: tuple[ProofChapter, ...]
    findings: tuple[ProofFinding, ...] = ()
    """Those about the file as a whole."""
    notices: tuple[str, ...] = ()
    """What cannot be heard, and why; a sentence each."""
    words: tuple[ProofWord, ...] = ()
    """Words of the translation that have an entry of pronunciations, filled in or not."""
    words_catalogue: str = ""
    """Path of the catalogue of pronunciations, from the workspace."""
    first: bool = False
    """True where there was no proof before to compare with."""

    @property
    def segments(self) -> tuple[ProofSegment, ...]:
        """Every text in document order."""
        return tuple(segment for chapter in self.chapters for segment in chapter.segments)


_FILTERS: Mapping[Filter, tuple[str, Callable[[ProofSegment], bool]]] = {
    "all": ("All texts", lambda _: True),
    "changed": ("Changed since last time", lambda segment: segment.changed),
    "findings": ("With findings", lambda segment: bool(segment.findings)),
    "fuzzy": ("To be confirmed", lambda segment: segment.state == "fuzzy"),
    "missing": ("Not translated", lambda segment: segment.state in ("missing", "new")),
    "disclaimer": ("Disclaimer", lambda segment: segment.disclaimer),
}

_STATES: Mapping[State, str] = {
    "new": "not translated, and not in the catalogue yet",
    "missing": "not translated",
    "fuzzy": "to be confirmed",
    "translated": "translated, not reviewed",
    "reviewed": "reviewed",
}


def assets() -> tuple[tuple[str, bytes], ...]:
    """Return name and bytes of each file that has to lie beside the page, the same for every page."""
    return tuple((name, asset(name)) for name in ASSETS)


def render_proof_page(proof: Proof) -> bytes:
    """Return the page as HTML."""
    from builder.catalogue.cldr import direction, language_name

    return fill_in(
        "proof.html",
        proof=proof,
        policy=POLICY,
        styles=[asset_address(name) for name in ASSETS if name.endswith(".css")],
        script=asset_address("proof.js"),
        direction=direction,
        language_name=lambda language: language_name(language, Language("en")),
        filters=[(name, label, sum(map(fits, proof.segments))) for name, (label, fits) in _FILTERS.items()],
        matches=_matches,
        status=_status,
        counts=_counts(proof),
    ).encode()


def render_readme(proof: Proof, *, catalogue: str) -> bytes:
    """Return what a person reads first who gets a proof by mail; `catalogue` is the name of its file."""
    from builder.catalogue.cldr import language_name

    name = language_name(proof.language, Language("en"))
    return f"""\
Proof of "{proof.title}" in {name}

1. Unpack the whole file into a folder.
2. Open index.html with a web browser. Nothing else is needed, no network either.
3. Each text stands there beside its translation, with a player for each of the two.
4. To change a translation, open {catalogue} with a program for translators, such as Poedit,
   save it, and send it back to the person this came from.

The voice is synthetic. Texts that still have to be confirmed are spoken here, so that you can judge them.
They are not published.
""".encode()


def _matches(segment: ProofSegment) -> str:
    """Return the names of the filters a segment passes, as classes beside that of its state."""
    given = ("all", segment.state)
    return " ".join(name for name, (_, fits) in _FILTERS.items() if name not in given and fits(segment))


def _status(segment: ProofSegment) -> tuple[str, ...]:
    """Return all that stands beside the name of a text."""
    found = len(segment.findings)
    told = (
        _state(segment),
        "changed since last time" if segment.changed else "",
        f"{found} {'finding' if found == 1 else 'findings'}" if found else "",
    )
    return tuple(filter(None, told))


def _state(segment: ProofSegment) -> str:
    if segment.reviewed_by is not None:
        return f"reviewed by {segment.reviewed_by}"
    return _STATES[segment.state]


def _counts(proof: Proof) -> str:
    """Return how far the translation is, a line without a final stop."""
    states = [segment.state for segment in proof.segments]
    told = [
        (states.count("reviewed"), "reviewed"),
        (states.count("translated"), "translated, not reviewed"),
        (states.count("fuzzy"), "to be confirmed"),
        (states.count("missing") + states.count("new"), "not translated"),
    ]
    parts = ", ".join(f"{count} {name}" for count, name in told if count)
    return f"{len(states)} texts: {parts}"
