"""Hostile texts: an article, its translation and a show in which every text tries to run code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from builder.article.detect import read_article
from builder.article.inline import escape, plain
from builder.article.segments import UNSPOKEN, identify, map_texts, segments
from builder.base.digest import digest_text
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.base.text import one_line
from builder.catalogue.builder_domain import template
from builder.catalogue.texts import Texts
from builder.formats.figures import figures
from builder.model.artefact import Artefact
from builder.model.document import (
    Block,
    Code,
    Document,
    Figure,
    ItemList,
    Metadata,
    Paragraph,
    Quote,
    Section,
    Table,
    Text,
)
from builder.model.edition import Edition
from builder.model.finding import Locator
from builder.model.publication import Publication, Sibling, VoiceCredit
from builder.model.script import (
    Passage,
    PassageKind,
    Script,
    ScriptChapter,
    Utterance,
    UtteranceId,
    VoiceRef,
)
from builder.model.segment import SegmentId
from builder.model.show import Rights, Show
from builder.testing.samples import timeline_of

SLUG = "hostile"
SOURCE = Language("en")
TARGET = Language("ar")
_A_SECTION = 9
"""Texts in a section: not a multiple of the kinds of blocks, so that a list in another order meets others."""
_HERE = Locator(path="articles/hostile.md", line=1)
_TONE = VoiceRef(engine="tone", voice="tone")


def payloads() -> tuple[str, ...]:
    """Return every text of the list of the package `brs-kb`, each once, in the same order always."""
    from brs_kb import get_all_payloads

    return tuple(sorted({str(each["payload"]) for each in get_all_payloads().values()}))


def batches(texts: Sequence[str], *, size: int) -> Iterator[tuple[str, ...]]:
    """Yield `texts` in runs of `size`."""
    for start in range(0, len(texts), size):
        yield tuple(texts[start : start + size])


def hostile_show(texts: Sequence[str]) -> Show:
    """Return a show whose every word is hostile; addresses stay as settings allow them to be."""
    joined = " ".join(texts)
    return Show(
        title=joined,
        owner=joined,
        language=SOURCE,
        email=joined,
        base_url="https://hostile.example/",
        cover="cover.jpg",
        cover_alt=joined,
        rights=Rights(article=joined, translations=joined, audio=joined),
    )


def hostile_texts(language: Language, texts: Sequence[str]) -> Texts:
    """Return the tool's own texts in a translation that is hostile, and has the places it has to have."""
    harmless = [text.replace("{", "(").replace("}", ")") for text in texts]
    whole = template()
    count = len(whole.messages)
    messages = []
    for number, message in enumerate(whole.messages):
        said = " ".join(harmless[number % len(texts) :: count])
        forms = (f"{said} {message.msgid} {said}",) * max(1, len(message.msgstr))
        messages.append(replace(message, msgstr=forms, raw=None))
    return Texts(language, (replace(whole, language=language, messages=tuple(messages)),))


def hostile_edition(texts: Sequence[str], language: Language = SOURCE) -> Edition:
    """Return an edition whose every text is hostile.

    In `SOURCE` texts are escaped, as the readers of articles do it. In `TARGET` nothing is, since a
    translator may write anything, and its translators have hostile names.
    """
    source = identify(_document(tuple(map(_section, batches(texts, size=_A_SECTION))), " ".join(texts)))
    if language == source.language:
        return Edition(document=source, source=source, method="original", reviewed=True)
    return Edition(
        document=_translated(source, language),
        source=source,
        method="machine+post-edited",
        reviewed=False,
        translators=tuple(texts),
    )


def read_edition(texts: Sequence[str], suffix: str) -> tuple[Edition, int]:
    """Return an edition of the blocks that `texts` make in an article's file, and how many of them were read.

    Args:
        texts: A file each, since one that is refused refuses its article.
        suffix: `.md` or `.txt`.
    """
    blocks: list[Block] = []
    read = 0
    for text in texts:
        data = f"{'# ' if suffix == '.md' else ''}Title\n\nBefore.\n\n{text}\n\nAfter.\n".encode()
        try:
            document = read_article(data, path=f"articles/{SLUG}{suffix}", language=SOURCE)
        except ContentError:
            continue
        read += 1
        blocks += document.introduction
        blocks += (block for section in document.sections for block in section.blocks)
    source = identify(_document((Section(heading=_text("Heading"), level=2, blocks=tuple(blocks)),), "Title"))
    return Edition(document=source, source=source, method="original", reviewed=True), read


def hostile_publication(edition: Edition, texts: Sequence[str]) -> Publication:
    """Return `edition` with a show, voices, music and siblings whose every word is hostile."""
    joined = " ".join(texts)
    script = _script(edition.document, joined)
    return Publication(
        show=hostile_show(texts),
        edition=edition,
        script=script,
        timeline=timeline_of(script),
        voices=(
            VoiceCredit(engine=joined, voice=joined, band="weak", licence=joined, attribution=joined),
            VoiceCredit(engine="tone", voice=f"{joined} ", band="good", licence=joined, human=True),
        ),
        siblings=tuple(Sibling(language=each, title=joined) for each in sorted((SOURCE, TARGET))),
        episode_guid="5a1b0b6e-0000-5000-8000-000000000001",
        music=tuple(texts),
        artefacts=tuple(_artefacts(edition.document)),
    )


def _document(sections: tuple[Section, ...], joined: str) -> Document:
    return Document(
        language=SOURCE,
        metadata=Metadata(
            slug=SLUG,
            path=_HERE.path,
            published=date(2026, 3, 14),
            updated=date(2026, 4, 2),
            author=joined,
        ),
        title=_text(joined),
        deck=_text(joined),
        summary=_text(joined),
        introduction=(Paragraph(text=_text(joined)),),
        sections=sections,
        notice=_text(joined),
        disclaimer=_text(joined),
        disclaimer_short=_text(joined),
    )


def _section(texts: Sequence[str]) -> Section:
    """Return a section with each of `texts` as a paragraph, and as one other block in turn."""
    blocks: list[Block] = []
    for number, text in enumerate(texts):
        blocks += [_paragraph(text), _block(text, number)]
    return Section(heading=_text(texts[0]), level=2, blocks=tuple(blocks))


def _paragraph(text: str) -> Paragraph:
    """Return a text as emphasis, as words and address of a link, in another language, and as code."""
    inner = one_line(escape(text))
    return Paragraph(
        text=Text(
            markup=f"<em>{inner}</em> <strong>{inner}</strong> <a1>{inner}</a1> <l1>{inner}</l1>"
            f" <code>{inner}</code>",
            locator=_HERE,
            links=(text,),
            languages=(Language("fr"),),
        )
    )


def _block(text: str, number: int) -> Block:
    bare = _text(text)
    blocks: tuple[Block, ...] = (
        ItemList(items=((Paragraph(text=bare),),), ordered=True, start=3),
        ItemList(items=((Paragraph(text=bare),),)),
        Figure(source=text, alt=bare, caption=bare),
        Figure(source=f"https://pictures.example/{text}", alt=bare),
        Quote(blocks=(Paragraph(text=bare),)),
        Table(header=(bare,), rows=((bare,),), caption=bare),
        Table(header=(bare,), rows=((bare,),)),
        Code(text=text, locator=_HERE, language=text),
    )
    return blocks[number % len(blocks)]


def _text(text: str) -> Text:
    return Text(markup=one_line(escape(text)), locator=_HERE)


def _translated(source: Document, language: Language) -> Document:
    """Return `source` as a translation in which nothing is escaped: a translator may write anything."""

    def raw(text: Text, *_: object) -> Text:
        markup = text.markup.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        return replace(text, markup=markup)

    return replace(map_texts(source, raw), language=language)


def _script(document: Document, announced: str) -> Script:
    """Return what is said in `document`, a passage for each text, with an announcement before each heading.

    Narration would split each into sentences, for minutes, and changes no character.
    """
    chapters: list[ScriptChapter] = [
        ScriptChapter(id="opening", title=announced, anchor="opening", passages=())
    ]
    for number, segment in enumerate(segments(document)):
        assert segment.id
        written = plain(segment.markup)
        if segment.kind in ("heading", "disclaimer"):
            name = segment.id if segment.kind == "heading" else "disclaimer"
            said = _passage(f"a-{number}", "announcement", written, None, document.language)
            chapters.append(ScriptChapter(id=name, title=written, anchor=name, passages=(said,)))
        if written and segment.kind not in UNSPOKEN:
            passage = _passage(segment.id, segment.kind, written, segment.id, document.language)
            last = chapters[-1]
            chapters[-1] = replace(last, passages=(*last.passages, passage))
    return Script(language=document.language, chapters=tuple(chapters))


def _passage(
    name: str, kind: PassageKind, written: str, segment_id: SegmentId | None, language: Language
) -> Passage:
    said = Utterance(
        id=UtteranceId(f"{name}.1"),
        text=written,
        written=written,
        spans=(),
        written_start=0,
        language=language,
        voice=_TONE,
        pause_after_ms=100,
    )
    return Passage(
        id=name,
        kind=kind,
        segment_id=segment_id,
        written=written,
        role="narrator",
        utterances=(said,),
    )


def _artefacts(document: Document) -> Iterator[Artefact]:
    stem = f"{SLUG}.{document.language}"
    made = [
        ("mp3", f"{stem}.mp3", "audio/mpeg"),
        ("vtt", f"{stem}.vtt", "text/vtt"),
        ("chapters", "chapters.json", "application/json+chapters"),
    ]
    # One of eight: each picture is one more request.
    made += [("figure", path, "image/svg+xml") for _, path in figures(document)[::8]]
    for name, path, kind in made:
        yield Artefact(format=name, path=path, media_type=kind, size_bytes=9, sha256=digest_text(path))
