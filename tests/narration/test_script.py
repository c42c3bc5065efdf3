"""Script: every word of the document once and in order, in chapters, with announcer texts and pauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.inline import plain
from builder.article.segments import identify, segments
from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.model.catalogue import Catalogue, Message
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
from builder.model.script import NarratorPlan, Passage, Role, Script, VoiceRef
from builder.narration.script import narrate, opening_budget_ms
from builder.testing.samples import ARABIC, ENGLISH, sample_document, sample_edition, segment_id

SPANISH = Language("es")
NARRATOR = VoiceRef(engine="tone", voice="narrator")
WHERE = Locator(path="articles/a.md", line=1)


def _plan(*languages: Language, **roles: VoiceRef) -> NarratorPlan:
    voices: dict[tuple[Language, Role], VoiceRef] = {
        (language, "narrator"): replace(NARRATOR, voice=f"narrator-{language}") for language in languages
    }
    if "quote" in roles:
        voices[languages[0], "quote"] = roles["quote"]
    if "announcer" in roles:
        voices[languages[0], "announcer"] = roles["announcer"]
    return NarratorPlan(voices=voices)


def _narrated(edition: Edition, plan: NarratorPlan | None = None, texts: Texts | None = None) -> Script:
    return narrate(
        edition,
        plan or _plan(edition.language, ENGLISH),
        texts or Texts(edition.language),
        voice_title="Heart",
        engine_title="hibari",
    )


def _text(markup: str, *, language: Language | None = None) -> Text:
    return Text(markup=markup, locator=WHERE, language=language)


def _document(
    *blocks: Block, sections: tuple[Section, ...] = (), disclaimer: str | None = "Ask a doctor."
) -> Document:
    return identify(
        Document(
            language=ENGLISH,
            metadata=Metadata(slug="a", path="articles/a.md"),
            title=_text("A title"),
            deck=None,
            introduction=blocks,
            sections=sections,
            disclaimer=_text(disclaimer) if disclaimer else None,
            disclaimer_short=_text("Not advice.") if disclaimer else None,
        )
    )


def _original(document: Document) -> Edition:
    return Edition(document=document, source=document, method="original", reviewed=True)


def _translated(**fields: object) -> Edition:
    source = sample_document()
    values = {"method": "machine", "reviewed": False} | fields
    return Edition(document=replace(source, language=SPANISH), source=source, **values)  # type: ignore[arg-type]


def _by_id(script: Script) -> Mapping[str, Passage]:
    return {passage.id: passage for passage in script.passages}


def _spoken(script: Script, name: str) -> str:
    return " ".join(utterance.text for utterance in _by_id(script)[name].utterances)


def _document_texts(document: Document) -> list[tuple[str | None, str]]:
    """Return id and plain text of all that must be spoken, the short disclaimer after the title."""
    spoken = [s for s in segments(document) if s.kind not in {"summary", "notice"}]
    order = {"title": 0, "disclaimer-short": 1}
    spoken.sort(key=lambda segment: order.get(segment.kind, 2))
    return [
        (segment.id, plain(segment.markup))
        for segment in spoken
        if any(map(str.isalnum, plain(segment.markup)))
    ]


def _script_texts(script: Script) -> list[tuple[str | None, str]]:
    return [(p.segment_id, p.written) for p in script.passages if p.kind != "announcement"]


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_every_text_of_the_document_is_spoken_once_and_in_order(language: Language) -> None:
    edition = sample_edition(language)

    script = _narrated(edition)

    assert _script_texts(script) == _document_texts(edition.document)


_markups = st.lists(
    st.sampled_from(
        ["Dr. Who is 5 kg.", "<em>Not</em> 0.5 mg/kg.", "Yes!", "a &lt; b", "—", "…", "NMDA", "¿no?", "x"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
_st_texts = _markups.map(_text)
_blocks = st.recursive(
    st.one_of(
        st.builds(Paragraph, text=_st_texts),
        st.builds(Figure, source=st.just("a.png"), alt=_st_texts, caption=st.none() | _st_texts),
        st.builds(Code, text=st.just("x = 1"), locator=st.just(WHERE)),
        st.builds(
            Table,
            header=st.tuples(_st_texts, _st_texts),
            rows=st.lists(st.tuples(_st_texts, _st_texts), max_size=2).map(tuple),
            caption=st.none() | _st_texts,
        ),
    ),
    lambda inner: st.one_of(
        st.builds(Quote, blocks=st.lists(inner, min_size=1, max_size=2).map(tuple)),
        st.builds(
            ItemList,
            items=st.lists(st.lists(inner, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(
                tuple
            ),
        ),
    ),
    max_leaves=4,
)
_block_lists = st.lists(_blocks, max_size=3).map(tuple)
_sections = st.builds(
    Section,
    heading=_st_texts,
    level=st.just(2),
    blocks=_block_lists,
    sections=st.lists(
        st.builds(Section, heading=_st_texts, level=st.just(3), blocks=_block_lists), max_size=1
    ).map(tuple),
)


@given(blocks=_block_lists, sections=st.lists(_sections, max_size=2).map(tuple))
def test_no_document_loses_or_gains_a_word(blocks: tuple[Block, ...], sections: tuple[Section, ...]) -> None:
    document = _document(*blocks, sections=sections)

    script = _narrated(_original(document))

    assert _script_texts(script) == _document_texts(document)
    assert len({passage.id for passage in script.passages}) == len(script.passages)
    assert len({utterance.id for utterance in script.utterances}) == len(script.utterances)
    for passage in script.passages:
        _check_utterances(passage)


def _check_utterances(passage: Passage) -> None:
    """Fail unless the utterances cover the passage's text, and each one's spans lead back to it."""
    end = 0
    for utterance in passage.utterances:
        assert passage.written[end : utterance.written_start].strip() == ""
        end = utterance.written_start + len(utterance.written)
        assert passage.written[utterance.written_start : end] == utterance.written
        assert utterance.pause_after_ms >= 100
        assert any(map(str.isalnum, utterance.text))
        written = spoken = 0
        for span in utterance.spans:
            same = utterance.written[written : span.written_start]
            assert same == utterance.text[spoken : span.spoken_start]
            written, spoken = span.written_end, span.spoken_end
        assert utterance.written[written:] == utterance.text[spoken:]
    assert passage.written[end:].strip() == ""


def test_the_chapters_are_opening_introduction_sections_disclaimer() -> None:
    script = _narrated(sample_edition())

    chapters = [(chapter.id, chapter.title, chapter.anchor) for chapter in script.chapters]

    headings = [
        (str(segment_id(name)), plain(_heading(name)), str(segment_id(name))) for name in ("pull", "read")
    ]
    assert chapters == [
        ("opening", "Opening", "opening"),
        ("introduction", "Introduction", "introduction"),
        *headings,
        ("disclaimer", "Disclaimer", "disclaimer"),
    ]


def _heading(name: str) -> str:
    sections = {section.heading.id: section.heading.markup for section in sample_document().sections}
    return sections[segment_id(name)]


def test_without_deck_and_first_paragraphs_there_is_no_introduction() -> None:
    section = Section(heading=_text("One"), level=2, blocks=(Paragraph(text=_text("Text.")),))

    script = _narrated(_original(_document(sections=(section,))))

    assert [chapter.title for chapter in script.chapters] == ["Opening", "One", "Disclaimer"]


def test_without_a_disclaimer_the_credits_are_the_last_chapter() -> None:
    script = _narrated(_original(_document(Paragraph(text=_text("Text.")), disclaimer=None)))

    last = script.chapters[-1]

    assert (last.id, last.title) == ("credits", "Credits")
    assert [passage.id for passage in last.passages] == ["a-credit-voice"]


def test_the_opening_is_title_disclosure_and_short_disclaimer() -> None:
    script = _narrated(sample_edition())

    opening = [(passage.kind, passage.written) for passage in script.chapters[0].passages]

    document = sample_document()
    assert document.disclaimer_short is not None
    assert opening == [
        ("title", plain(document.title.markup)),
        ("announcement", "Read by a synthetic voice."),
        ("disclaimer-short", plain(document.disclaimer_short.markup)),
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"method": "machine"}, "A machine translation, not reviewed, read by a synthetic voice."),
        (
            {"method": "machine+post-edited", "reviewed": True},
            "A machine translation, reviewed by a person, read by a synthetic voice.",
        ),
        ({"method": "human"}, "A translation nobody has reviewed, read by a synthetic voice."),
        (
            {"method": "human", "reviewed": True, "translators": ("Ana Ruiz",)},
            "Translated by Ana Ruiz, read by a synthetic voice.",
        ),
        ({"method": "human", "reviewed": True}, "Read by a synthetic voice."),
    ],
    ids=["machine", "post-edited", "human", "named", "unnamed"],
)
def test_a_translation_says_how_it_came_about(fields: dict[str, object], said: str) -> None:
    script = _narrated(_translated(**fields))

    assert _by_id(script)["a-voice"].written == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"method": "machine"}, ["The translation was made by a machine.", "No person has reviewed it."]),
        ({"method": "machine", "reviewed": True}, ["The translation was made by a machine."]),
        (
            {"method": "human", "translators": ("Ana Ruiz", "Luis Sol")},
            ["Translated by Ana Ruiz y Luis Sol.", "No person has reviewed it."],
        ),
        ({"method": "human", "reviewed": True}, []),
    ],
    ids=["machine", "reviewed", "human", "unnamed"],
)
def test_the_credits_follow_the_full_disclaimer(fields: dict[str, object], said: list[str]) -> None:
    script = _narrated(_translated(**fields))

    last = script.chapters[-1].passages

    assert last[0].kind == "disclaimer"
    assert [passage.written for passage in last[1:]] == [
        *said,
        "You heard a synthetic voice: Heart, from hibari.",
    ]


def test_a_draft_says_so_and_speaks_what_is_not_translated_in_its_own_language() -> None:
    source = _document(
        Paragraph(text=_text("Hola.")), Paragraph(text=_text("Still English.", language=ENGLISH))
    )
    edition = Edition(
        document=replace(source, language=SPANISH),
        source=source,
        method="machine",
        reviewed=False,
        draft=True,
    )

    script = _narrated(edition)

    voices = {
        utterance.written: (utterance.language, utterance.voice.voice) for utterance in script.utterances
    }
    assert voices["Hola."] == (SPANISH, "narrator-es")
    assert voices["Still English."] == (ENGLISH, "narrator-en")
    assert "a-draft" in _by_id(script)


def test_announcer_texts_are_in_the_editions_language() -> None:
    message = Message(msgid="Read by a synthetic voice.", msgstr=("Leído por una voz sintética.",))
    catalogue = Catalogue(
        domain="builder", language=SPANISH, header={}, messages=(message,), path="builder.po"
    )
    edition = _translated(method="human", reviewed=True)

    script = _narrated(edition, texts=Texts(SPANISH, (catalogue,)))

    assert _by_id(script)["a-voice"].written == "Leído por una voz sintética."


def test_a_picture_is_announced_before_its_description() -> None:
    figure = Figure(source="a.png", alt=_text("Two doses. A scale"), caption=_text("A scale of 1958"))

    script = _narrated(_original(_document(figure)))

    alt, caption = (passage for passage in script.passages if passage.kind in {"alt", "caption"})
    assert alt.written == "Two doses. A scale"
    assert [utterance.text for utterance in alt.utterances] == ["Picture: Two doses.", "A scale."]
    assert caption.utterances[0].text == "A scale of nineteen fifty-eight."


def test_a_row_is_read_with_its_headers() -> None:
    table = Table(
        header=(_text("Drug"), _text("")),
        rows=((_text("Ketamine"), _text("0.5 mg/kg")), (_text("Other!"), _text("—"))),
        caption=_text("Doses"),
    )

    script = _narrated(_original(_document(table)))

    cells = [u.text for p in script.passages if p.kind in {"caption", "cell"} for u in p.utterances]
    assert cells == [
        "Doses.",
        "Drug.",
        "Drug: Ketamine.",
        "zero point five milligrams per kilogram.",
        "Drug: Other!",
    ]


def test_a_table_without_a_caption_and_a_listing_are_announced() -> None:
    table = Table(header=(_text("A b"),), rows=())
    code = Code(text="x = 1", locator=WHERE)

    script = _narrated(_original(_document(table, code, code)))

    announced = [(p.id, p.written) for p in script.chapters[1].passages if p.kind == "announcement"]
    assert announced == [
        ("a-table-1", "Table."),
        ("a-code-2", "A listing is shown here in the text."),
        ("a-code-3", "A listing is shown here in the text."),
    ]


def test_a_quote_and_the_announcer_may_have_voices_of_their_own() -> None:
    quote, announcer = (VoiceRef(engine="tone", voice=name) for name in ("second", "third"))
    document = _document(Quote(blocks=(Paragraph(text=_text("He said so.")),)), Paragraph(text=_text("Yes.")))

    script = _narrated(_original(document), _plan(ENGLISH, quote=quote, announcer=announcer))

    voices = {utterance.written: utterance.voice.voice for utterance in script.utterances}
    assert (voices["He said so."], voices["Yes."], voices["Read by a synthetic voice."]) == (
        "second",
        "narrator-en",
        "third",
    )


def test_a_link_is_its_text() -> None:
    document = _document(
        Paragraph(text=Text(markup="See <a1>the <em>tables</em></a1>.", locator=WHERE, links=("x",)))
    )

    script = _narrated(_original(document))

    assert script.chapters[1].passages[0].written == "See the tables."


def test_a_heading_without_a_stop_gets_one_in_speech_alone() -> None:
    document = _document(sections=(Section(heading=_text("The “odd” one"), level=2, blocks=()),))

    script = _narrated(_original(document))

    (heading,) = script.chapters[1].passages
    (utterance,) = heading.utterances
    assert (utterance.written, utterance.text) == ("The “odd” one", "The “odd” one.")
    (span,) = utterance.spans
    assert (span.written_start, span.written_end) == (13, 13)


def test_pauses_grow_from_sentence_to_paragraph_to_heading_to_chapter() -> None:
    blocks = tuple(Paragraph(text=_text(markup)) for markup in ("One. Two.", "Three."))
    section = Section(heading=_text("Four?"), level=2, blocks=blocks)

    script = _narrated(_original(_document(sections=(section,))))

    pauses = {utterance.written: utterance.pause_after_ms for utterance in script.utterances}
    assert pauses["One."] < pauses["Two."] < pauses["Four?"] < pauses["Three."]


def test_a_text_of_signs_alone_is_not_spoken() -> None:
    document = _document(Paragraph(text=_text("***")), Paragraph(text=_text("Yes.")))

    script = _narrated(_original(document))

    assert [passage.written for passage in script.chapters[1].passages] == ["Yes."]


def test_a_document_without_ids_is_refused() -> None:
    document = replace(_document(), title=_text("A title"))

    with pytest.raises(ValueError, match=r"articles/a\.md:1 has no id"):
        _narrated(_original(document))


def test_an_opening_may_take_two_seconds_more_in_a_translation() -> None:
    assert opening_budget_ms(sample_edition()) == 10_000
    assert opening_budget_ms(sample_edition(ARABIC)) == 12_000
