"""WebVTT: the transcript with the time of every sentence.

Source: W3C, WebVTT: The Web Video Text Tracks Format; the line length is what the Podcast Namespace advises
for transcripts (65 characters).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from builder.article.inline import plain
from builder.base.text import one_line
from builder.base.units import to_ms, vtt_time
from builder.catalogue.texts import Texts
from builder.formats.base import file_name
from builder.formats.notes import disclosures
from builder.model.publication import Publication
from builder.model.timeline import Cue

NAME: str = "vtt"
MEDIA_TYPE: str = "text/vtt"
VERSION: int = 1

LINE_LENGTH = 65

_ENDS_IN_FIGURE = re.compile(r"\d[%°]?\Z")
_BREAK_AFTER = "、。，．！？；：）」』】〉》…ฯๆ"


def path(publication: Publication) -> str:
    """Return the file's name in the edition's folder."""
    return file_name(publication, "vtt")


def render(publication: Publication, texts: Texts) -> bytes:
    """Return one cue for each sentence, named by its first utterance's id, its text as it is written."""
    blocks = ["WEBVTT", _note(publication, texts)]
    blocks += [_cue(cue, publication) for cue in publication.timeline.cues]
    return ("\n\n".join(blocks) + "\n").encode()


def wrap(text: str, width: int = LINE_LENGTH) -> tuple[str, ...]:
    """Return `text` as the fewest lines of at most `width` characters, as even as can be.

    A line never ends between a figure and the word after it, so that no figure loses its unit; a word that
    is longer than a line has a line of its own. Scripts without spaces break after their own punctuation,
    else between two characters.
    """
    pieces = tuple(_pieces(text, width))
    lines = _fill(pieces, width)
    for narrower in range(max(1, -(-len(text) // len(lines))), width):
        even = _fill(pieces, narrower)
        if len(even) == len(lines) and all(len(line) <= width for line in even):
            return even
    return lines


def _note(publication: Publication, texts: Texts) -> str:
    title = plain(publication.edition.document.title.markup)
    lines = (f"{publication.show.title}: {title}", *disclosures(publication, texts))
    # WebVTT, "comment block": it may hold anything but "-->" and a blank line.
    return "NOTE\n" + "\n".join(one_line(line).replace("-->", "→") for line in lines)


def _cue(cue: Cue, publication: Publication) -> str:
    rate = publication.timeline.sample_rate_hz
    start, end = to_ms(cue.start, rate), to_ms(cue.end, rate)
    lines = [html.escape(line, quote=False) for line in wrap(one_line(cue.text))]
    if cue.language != publication.edition.language:
        # WebVTT, "cue language span": what is not in the language of the track.
        lines[0] = f"<lang {cue.language}>{lines[0]}"
        lines[-1] = f"{lines[-1]}</lang>"
    times = f"{vtt_time(start)} --> {vtt_time(max(end, start + 1))}"
    return "\n".join((cue.utterance_id, times, *lines))


def _fill(pieces: tuple[str, ...], width: int) -> tuple[str, ...]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and len((lines[-1] + piece).rstrip()) > width:
            lines.append(piece)
        else:
            lines[-1] += piece
    return tuple(line.rstrip() for line in lines)


def _pieces(text: str, width: int) -> Iterator[str]:
    """Yield what a line may not break inside of, each with the space after it."""
    piece = ""
    for word in re.findall(r"[^ ]+ *", text):
        piece += word
        if not _ENDS_IN_FIGURE.search(word.rstrip()):
            yield from _without_spaces(piece, width)
            piece = ""
    if piece:
        yield from _without_spaces(piece, width)


def _without_spaces(piece: str, width: int) -> Iterator[str]:
    if len(piece) <= width:
        yield piece
    elif any(unicodedata.east_asian_width(character) in "WF" for character in piece):
        yield from re.findall(rf"\d[\d.,%]*.?|[^\d{_BREAK_AFTER}][{_BREAK_AFTER}]*|[{_BREAK_AFTER}]+", piece)
    else:
        yield from re.findall(r"[^ ]+ *", piece)
