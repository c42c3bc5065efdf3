"""WebVTT: the transcript with the time of every sentence, and who speaks it.

Source: W3C, WebVTT: The Web Video Text Tracks Format. Apple Podcasts takes speakers from voice spans.
"""

from __future__ import annotations

import html

from builder.article.inline import plain
from builder.base.text import one_line
from builder.base.units import vtt_time
from builder.catalogue.texts import Texts
from builder.formats.base import file_name
from builder.formats.caption_lines import line_columns, wrap
from builder.formats.captions import Caption, captions_of, harmless
from builder.formats.notes import disclosures
from builder.model.publication import Publication

NAME: str = "vtt"
MEDIA_TYPE: str = "text/vtt"
VERSION: int = 2


def path(publication: Publication) -> str:
    """Return the file's name in the edition's folder."""
    return file_name(publication, "vtt")


def render(publication: Publication, texts: Texts) -> bytes:
    """Return one cue for each sentence, named by its first utterance's id, its text as it is written."""
    most = line_columns(publication.edition.language)
    # WebVTT, "file body": behind the signature and a blank the first line may say anything.
    blocks = [f"WEBVTT Kind: captions; Language: {publication.edition.language}", _note(publication, texts)]
    blocks += [_cue(caption, most) for caption in captions_of(publication, texts)]
    return ("\n\n".join(blocks) + "\n").encode()


def _note(publication: Publication, texts: Texts) -> str:
    title = plain(publication.edition.document.title.markup)
    lines = (f"{publication.show.title}: {title}", *disclosures(publication, texts))
    # WebVTT, "comment block": it may hold anything but "-->" and a blank line.
    return "NOTE\n" + "\n".join(one_line(line).replace("-->", "→") for line in lines)


def _cue(caption: Caption, most: int) -> str:
    lines = [html.escape(line, quote=False) for line in wrap(caption.text, most)]
    if caption.language is not None:
        # WebVTT, "cue language span": what is not in the language of the track.
        lines[0] = f"<lang {caption.language}>{lines[0]}"
        lines[-1] = f"{lines[-1]}</lang>"
    if caption.speaker is not None:
        # WebVTT, "cue voice span": its end tag may be left out where it is all of the cue.
        lines[0] = f"<v {html.escape(harmless(caption.speaker), quote=False)}>{lines[0]}"
    times = f"{vtt_time(caption.start_ms)} --> {vtt_time(caption.end_ms)}"
    return "\n".join((caption.id, times, *lines))
