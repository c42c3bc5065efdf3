"""Music in a script: between what is said, never under it, and never before the voice was disclosed."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from dataclasses import replace

from builder.catalogue.texts import Texts
from builder.model.music import MusicName
from builder.model.script import Passage, Script, ScriptChapter


def with_music(script: Script, names: Collection[MusicName], texts: Texts) -> Script:
    """Return `script` with music where it is heard.

    The intro ends the opening, so that title, disclosure and short disclaimer come first. A cue begins each
    chapter that has a heading. The outro is the last that is heard, behind disclaimer and credits.

    Args:
        script: What is said; without music.
        names: The music there is.
        texts: In the script's language.
    """
    if not names:
        return script
    written, cues = f"♪ {texts('caption_music')} ♪", itertools.count(1)
    last = len(script.chapters) - 1

    def passages(number: int, chapter: ScriptChapter) -> Iterator[Passage]:
        if "cue" in names and chapter.passages[0].kind == "heading":
            yield _music("cue", f"m-cue-{next(cues)}", written)
        yield from chapter.passages
        if "intro" in names and chapter.id == "opening":
            yield _music("intro", "m-intro", written)
        if "outro" in names and number == last:
            yield _music("outro", "m-outro", written)

    chapters = (
        replace(chapter, passages=tuple(passages(number, chapter)))
        for number, chapter in enumerate(script.chapters)
    )
    return replace(script, chapters=tuple(chapters))


def _music(name: MusicName, passage_id: str, written: str) -> Passage:
    return Passage(
        id=passage_id,
        kind="music",
        segment_id=None,
        written=written,
        role="announcer",
        utterances=(),
        music=name,
    )
