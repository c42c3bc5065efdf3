"""Baseline: how well each edition was understood when its publisher last said so, to see what got worse.

Error rates of two voices or two recognisers tell nothing of each other, so both stand in the file; where one
is another now, the edition is told and not judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from builder.base.digest import Json, canonical, digest_bytes
from builder.base.errors import UsageError
from builder.check.listen.hearing import Hearing

NAME = "locales/speech-baseline.json"
SCHEMA = "edition-speech-baseline/1"

_LEAST_WORSE = 0.015
_LEAST_WORSE_SHARE = 0.2
_TOO_LITTLE_PERCENT = 50.0


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An edition as it was understood."""

    voices: tuple[str, ...]
    """The narrator's first."""
    model: str
    """Digest of the recogniser's weights."""
    text: str
    """Digest of every sentence that was to be heard: single sentences are compared while it is the same."""
    words: int
    word_error_percent: float
    character_error_percent: float
    not_understood: tuple[str, ...] = ()
    """Ids of the sentences that were not understood then either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An edition beside its baseline."""

    remark: str | None
    """Why it is not judged, or None."""
    worse: bool
    before: float
    """The rate that counts, then; 0.05 is 5 %."""
    now: float
    too_little_before: bool
    """True where it was no better then: its publisher knows."""
    known: frozenset[str]
    """Ids of the sentences of the same text that were not understood then either."""
    newly: frozenset[str]
    """Ids of the sentences that were understood then and are no more."""


def entry_of(hearing: Hearing, *, voices: tuple[str, ...], model: str) -> Entry:
    """Return what is kept of a hearing."""
    found = hearing.rates
    return Entry(
        voices=voices,
        model=model,
        text=_text_digest(hearing),
        words=found.words,
        word_error_percent=round(100 * found.word_rate, 2),
        character_error_percent=round(100 * found.character_rate, 2),
        not_understood=tuple(sorted(each.cue.id for each in hearing.scores if each.fault is not None)),
    )


def compare(hearing: Hearing, before: Entry, *, voices: tuple[str, ...], model: str) -> Comparison:
    """Return whether an edition is understood worse than it was.

    Worse means by more than 1.5 points and more than a fifth: less than that is the recogniser's mood.
    """
    now = entry_of(hearing, voices=voices, model=model)
    rates = (_judged(before, hearing), _judged(now, hearing))
    remark = None
    if not hearing.whole:
        remark = "only some of its passages were heard"
    elif before.model != model:
        remark = "the baseline was heard by another model"
    elif before.voices != voices:
        remark = f"its voice was {', '.join(before.voices)} and is {', '.join(voices)} now"
    same_text = before.text == now.text and remark is None
    known = frozenset(before.not_understood) if same_text else frozenset()
    newly = frozenset(now.not_understood) - known if same_text else frozenset()
    bound = rates[0] + max(_LEAST_WORSE, _LEAST_WORSE_SHARE * rates[0])
    return Comparison(
        remark=remark,
        too_little_before=remark is None and before.character_error_percent > _TOO_LITTLE_PERCENT,
        worse=remark is None and rates[1] > bound,
        before=rates[0],
        now=rates[1],
        known=known,
        newly=newly,
    )


def parse_baseline(data: bytes, *, path: str) -> Mapping[str, Entry]:
    """Return the entries of a baseline file by the name of the edition, such as `tea/es`.

    Raises:
        UsageError: It is none, or of a version this program does not know.
    """
    try:
        found = json.loads(data)
        return msgspec.convert({SCHEMA: found["editions"]}[found["schema"]], dict[str, Entry])
    except (ValueError, KeyError, TypeError, msgspec.ValidationError) as error:
        raise UsageError(
            f"this is no baseline of speech: {error}",
            where=path,
            hint="write it again: edition verify --listen --update-baseline",
        ) from error


def render_baseline(entries: Mapping[str, Entry]) -> bytes:
    """Return the file, sorted, a line for each figure, so that a diff tells what changed."""
    value: Json = {
        "schema": SCHEMA,
        "editions": {name: msgspec.to_builtins(entry) for name, entry in sorted(entries.items())},
    }
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _judged(entry: Entry, hearing: Hearing) -> float:
    from builder.check.listen.wording import has_spaces

    percent = entry.word_error_percent if has_spaces(hearing.language) else entry.character_error_percent
    return percent / 100


def _text_digest(hearing: Hearing) -> str:
    said: Iterable[tuple[str, str]] = ((each.cue.id, each.cue.said) for each in hearing.scores)
    return digest_bytes(canonical([list(each) for each in said]))[:16]
