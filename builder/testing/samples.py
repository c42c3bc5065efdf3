"""Samples: one small article with every kind of block, its editions, scripts and timelines, made by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from builder.article.inline import plain
from builder.base.digest import digest_text
from builder.base.language import Language
from builder.base.units import to_frames
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
    SpokenSpan,
    Utterance,
    UtteranceId,
    VoiceRef,
)
from builder.model.segment import SegmentId
from builder.model.show import Rights, Show
from builder.model.timeline import Chapter, Cue, Timeline
from builder.testing.sample_texts import ARABIC_TEXTS, ENGLISH_TEXTS

SAMPLE_RATE_HZ = 24_000
SLUG = "tides"
ENGLISH = Language("en")
ARABIC = Language("ar")
FIGURE_SOURCE = "pictures/mud flat.svg"
REMOTE_FIGURE_SOURCE = "https://pictures.example.org/moon.jpg"

_MS_A_CHARACTER = 55
_LEAD_IN_MS = 40
_PAUSE_MS = 350
_PATH = "articles/tides.md"
_LINKS = ("https://tides.example.org/tables?year=2026&place=mole",)

_KINDS: Mapping[str, PassageKind] = {
    "title": "title", "deck": "deck", "short": "disclaimer-short", "disclaimer": "disclaimer",
    "pull": "heading", "sun": "heading", "read": "heading", "quote": "quote", "alt": "alt",
    "alt_moon": "alt", "caption": "caption", "table": "caption",
    "item_day": "item", "item_zone": "item", "item_add": "item", "item_height": "item",
    "h_time": "cell", "h_height": "cell", "t_1": "cell", "m_1": "cell", "t_2": "cell", "m_2": "cell",
}  # fmt: skip

# id and its titles, or the name of the heading it is; then what is said, by name.
_CHAPTERS: tuple[tuple[str, Mapping[Language, str] | None, tuple[str, ...]], ...] = (
    ("opening", {ENGLISH: "Opening", ARABIC: "الافتتاح"}, ("title", "a-voice", "short")),
    ("introduction", {ENGLISH: "Introduction", ARABIC: "المقدّمة"}, ("deck", "first", "second")),
    ("pull", None, ("pull", "moon", "alt", "caption", "alt_moon", "quote", "sun", "sun_text")),
    (
        "read",
        None,
        (
            "read", "read_text", "item_day", "item_zone", "item_add", "item_height", "table", "h_time",
            "h_height", "t_1", "m_1", "t_2", "m_2", "a-code-1",
        ),
    ),
    ("disclaimer", {ENGLISH: "Disclaimer", ARABIC: "إخلاء المسؤولية"}, ("disclaimer", "a-credit-voice")),
)  # fmt: skip

SHOW = Show(
    title="Salt & Water",
    owner="The Tide Table Press",
    language=ENGLISH,
    email="desk@example.org",
    base_url="https://example.org/salt/",
    category="Science > Earth Sciences",
    cover="cover.jpg",
    cover_alt="A wave",
    rights=Rights(article="CC BY 4.0"),
)


def segment_id(name: str) -> SegmentId:
    """Return the id of the text called `name`, such as `title` or `moon`; the same in every language."""
    return SegmentId(f"s-{digest_text(ENGLISH_TEXTS[name])[:8]}")


def sample_document(language: Language = ENGLISH) -> Document:
    """Return the article in English or Arabic, with every kind of block, identified."""
    return _Maker(texts=_texts(language)).document(language)


def sample_edition(language: Language = ENGLISH) -> Edition:
    """Return the original, or a machine translation nobody has reviewed."""
    source = sample_document()
    if language == ENGLISH:
        return Edition(document=source, source=source, method="original", reviewed=True)
    return Edition(document=sample_document(language), source=source, method="machine", reviewed=False)


def sample_publication(
    language: Language = ENGLISH,
    *,
    show: Show = SHOW,
    edition: Edition | None = None,
    artefacts: tuple[Artefact, ...] | None = None,
) -> Publication:
    """Return one edition of the sample with its script and timeline.

    Args:
        language: `ENGLISH` or `ARABIC`.
        show: What the publisher says.
        edition: In place of `sample_edition(language)`; its document has to have the same texts.
        artefacts: In place of made-up facts of an MP3, a WebVTT, a chapters and a picture file.
    """
    edition = edition or sample_edition(language)
    script = _script(language)
    guid = "5a1b0b6e-0000-5000-8000-00000000000" + ("1" if language == ENGLISH else "2")
    return Publication(
        show=show,
        edition=edition,
        script=script,
        timeline=timeline_of(script),
        voices=(VoiceCredit(engine="tone", voice="tone", band="good", licence="Apache-2.0"),),
        siblings=tuple(
            Sibling(language=other, title=plain(sample_document(other).title.markup))
            for other in (ARABIC, ENGLISH)
        ),
        episode_guid=guid,
        artefacts=_artefacts(language) if artefacts is None else artefacts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes the tree out of the texts of one language."""

    texts: Mapping[str, str]

    def text(self, name: str) -> Text:
        line = 1 + list(self.texts).index(name)
        markup = self.texts[name]
        links = _LINKS if "<a1>" in markup else ()
        return Text(markup=markup, locator=Locator(path=_PATH, line=line), links=links, id=segment_id(name))

    def paragraph(self, name: str) -> Paragraph:
        return Paragraph(text=self.text(name))

    def document(self, language: Language) -> Document:
        return Document(
            language=language,
            metadata=Metadata(
                slug=SLUG,
                path=_PATH,
                published=date(2026, 3, 14),
                updated=date(2026, 4, 2),
                author="Ada Moor",
            ),
            title=self.text("title"),
            deck=self.text("deck"),
            introduction=(self.paragraph("first"), self.paragraph("second")),
            sections=(self.pull(), self.read()),
            notice=self.text("notice"),
            disclaimer=self.text("disclaimer"),
            disclaimer_short=self.text("short"),
        )

    def pull(self) -> Section:
        blocks: tuple[Block, ...] = (
            self.paragraph("moon"),
            Figure(source=FIGURE_SOURCE, alt=self.text("alt"), caption=self.text("caption")),
            Figure(source=REMOTE_FIGURE_SOURCE, alt=self.text("alt_moon")),
            Quote(blocks=(self.paragraph("quote"),)),
        )
        inner = Section(heading=self.text("sun"), level=3, blocks=(self.paragraph("sun_text"),))
        return Section(heading=self.text("pull"), level=2, blocks=blocks, sections=(inner,))

    def read(self) -> Section:
        nested = ItemList(items=((self.paragraph("item_add"),),))
        steps = ItemList(
            items=(
                (self.paragraph("item_day"),),
                (self.paragraph("item_zone"), nested),
                (self.paragraph("item_height"),),
            ),
            ordered=True,
            start=3,
        )
        table = Table(
            header=(self.text("h_time"), self.text("h_height")),
            rows=((self.text("t_1"), self.text("m_1")), (self.text("t_2"), self.text("m_2"))),
            caption=self.text("table"),
        )
        code = Code(
            text="def height(low, high, hours):\n    return low + (high - low) * TWELFTHS[hours]  # < 6\n",
            locator=Locator(path=_PATH, line=90),
            language="python",
        )
        return Section(
            heading=self.text("read"), level=2, blocks=(self.paragraph("read_text"), steps, table, code)
        )


def _texts(language: Language) -> Mapping[str, str]:
    return ENGLISH_TEXTS if language == ENGLISH else ARABIC_TEXTS


def _script(language: Language) -> Script:
    texts = _texts(language)
    return Script(
        language=language,
        chapters=tuple(
            ScriptChapter(
                id=name if titles else segment_id(name),
                title=titles[language] if titles else plain(texts[name]),
                anchor=name if titles else segment_id(name),
                passages=tuple(_passage(said, texts, language) for said in passages),
            )
            for name, titles, passages in _CHAPTERS
        ),
    )


def _passage(name: str, texts: Mapping[str, str], language: Language) -> Passage:
    announced = name.startswith("a-")
    written = plain(texts[name])
    passage_id = name if announced else segment_id(name)
    return Passage(
        id=passage_id,
        kind="announcement" if announced else _KINDS.get(name, "paragraph"),
        segment_id=None if announced else segment_id(name),
        written=written,
        role="announcer" if announced else "narrator",
        utterances=tuple(_utterances(passage_id, written, language, before=_header(name, texts))),
    )


def _header(name: str, texts: Mapping[str, str]) -> str:
    """Return what is said before a cell: the header of its column."""
    column = {"t": "h_time", "m": "h_height"}.get(name.partition("_")[0]) if "_" in name else None
    return f"{texts[column]}: " if column else ""


def _utterances(passage_id: str, written: str, language: Language, *, before: str) -> Iterator[Utterance]:
    for number, found in enumerate(re.finditer(r"\S.*?(?:[.!?؟](?=\s|$)|$)", written), start=1):
        yield Utterance(
            id=UtteranceId(f"{passage_id}.{number}"),
            text=before + found[0],
            written=found[0],
            spans=_said_before(before),
            written_start=found.start(),
            language=language,
            voice=VoiceRef(engine="tone", voice="tone"),
            pause_after_ms=_PAUSE_MS,
        )


def _said_before(words: str) -> tuple[SpokenSpan, ...]:
    if not words:
        return ()
    return (SpokenSpan(spoken_start=0, spoken_end=len(words), written_start=0, written_end=0),)


def timeline_of(script: Script) -> Timeline:
    """Lay a script out as if each character took as long as any other."""
    cues: list[Cue] = []
    chapters: list[Chapter] = []
    unit_starts: list[int] = []
    here = 0
    pause = to_frames(_PAUSE_MS, SAMPLE_RATE_HZ)
    for chapter in script.chapters:
        chapter_start = here
        for passage in chapter.passages:
            unit_starts.append(here)
            here += to_frames(_LEAD_IN_MS, SAMPLE_RATE_HZ)
            for utterance in passage.utterances:
                end = here + to_frames(len(utterance.text) * _MS_A_CHARACTER, SAMPLE_RATE_HZ)
                cues.append(_cue(passage, utterance, here, end))
                here = end + pause
        chapters.append(
            Chapter(id=chapter.id, title=chapter.title, start=chapter_start, end=here, anchor=chapter.anchor)
        )
    return Timeline(
        sample_rate_hz=SAMPLE_RATE_HZ,
        frames=here,
        cues=tuple(cues),
        chapters=tuple(chapters),
        unit_starts=tuple(unit_starts),
    )


def _cue(passage: Passage, utterance: Utterance, start: int, end: int) -> Cue:
    return Cue(
        utterance_id=utterance.id,
        passage_id=passage.id,
        segment_id=passage.segment_id,
        kind=passage.kind,
        text=utterance.written,
        written_start=utterance.written_start,
        language=utterance.language,
        start=start,
        end=end,
    )


def _artefacts(language: Language) -> tuple[Artefact, ...]:
    stem = f"{SLUG}.{language}"
    facts = (
        ("mp3", f"{stem}.mp3", "audio/mpeg", 481_234),
        ("vtt", f"{stem}.vtt", "text/vtt", 5_120),
        ("chapters", "chapters.json", "application/json+chapters", 933),
    )
    return tuple(
        Artefact(format=name, path=path, media_type=kind, size_bytes=size, sha256=digest_text(path))
        for name, path, kind, size in facts
    )


def with_artefacts(publication: Publication, *artefacts: Artefact) -> Publication:
    """Return `publication` with `artefacts` added."""
    return replace(publication, artefacts=(*publication.artefacts, *artefacts))
