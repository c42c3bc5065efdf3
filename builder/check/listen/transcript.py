"""Transcript: the cues of a published WebVTT file, read by rules of its own and not by its writer's.

Source: W3C, WebVTT: The Web Video Text Tracks Format, "syntax".
"""

from __future__ import annotations

import html
import itertools
import re
from dataclasses import dataclass

from builder.base.language import Language

_TIMES = re.compile(
    r"(?:(\d{2,}):)?(\d\d):(\d\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,}):)?(\d\d):(\d\d)\.(\d{3})"
)
_LANGUAGE = re.compile(r"<lang ([A-Za-z0-9-]+)>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenCue:
    """A sentence of a published edition, or music, and where it is heard."""

    id: str
    """`<passage id>.<number from 1>`."""
    text: str
    """As it is shown."""
    language: Language
    start_ms: int
    end_ms: int
    before: str = ""
    """What the announcer says before it and is not shown, such as `Picture: `."""
    after: str = ""

    @property
    def passage_id(self) -> str:
        """The passage it belongs to."""
        return self.id.rpartition(".")[0]

    @property
    def music(self) -> bool:
        """True where music is heard and nothing is said."""
        return self.id.startswith("m-")

    @property
    def said(self) -> str:
        """All that is to be heard."""
        return f"{self.before} {self.text} {self.after}".strip()


def parse_transcript(data: bytes, language: Language) -> tuple[SpokenCue, ...]:
    """Return the cues of a WebVTT file, in its order.

    Args:
        data: The file.
        language: Of every cue that names none.

    Raises:
        ValueError: It is no WebVTT file, it has no cue, a cue lacks its id, or times run backwards.
    """
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    header, *blocks = re.split(r"\n{2,}", text.strip("\n"))
    if not re.match(r"WEBVTT(?:[ \t\n]|\Z)", header):
        raise ValueError("it does not begin with WEBVTT")
    cues = tuple(
        _cue(block, language)
        for block in blocks
        if not re.match(r"(?:NOTE|STYLE|REGION)(?:[ \t\n]|\Z)", block)
    )
    if not cues:
        raise ValueError("it has no cues")
    for before, cue in itertools.pairwise(cues):
        if cue.start_ms < before.end_ms:
            raise ValueError(f'the cue "{cue.id}" starts before the one above it ends')
    return cues


def _cue(block: str, language: Language) -> SpokenCue:
    name, _, rest = block.partition("\n")
    times, _, text = rest.partition("\n")
    found = _TIMES.match(times)
    if found is None:
        raise ValueError(f'the cue "{name[:40]}" has no times in its second line')
    start_ms, end_ms = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
    if end_ms <= start_ms:
        raise ValueError(f'the cue "{name}" ends before it starts')
    own = _LANGUAGE.search(text)
    return SpokenCue(
        id=name,
        text=html.unescape(_TAG.sub("", text.replace("\n", " "))),
        language=Language(own[1]) if own else language,
        start_ms=start_ms,
        end_ms=end_ms,
    )


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
