"""Sentences that move take their translations with them, and translators are told what is left to do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.catalogue.merge import merge, start
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.po_write import previous_lines
from builder.model.catalogue import Catalogue, Message

ES = Language("es")
PAIRS = {
    "The river was high that year.": "El río iba crecido aquel año.",
    "Nobody crossed it before summer came.": "Nadie lo cruzó antes del verano.",
    "A ferry ran once a week for those who dared.": "Un barco pasaba cada semana para los valientes.",
    "It took 40 minutes and two strong men.": "Tardaba 40 minutos y dos hombres fuertes.",
    "See <a1>the old map</a1> of the valley.": "Vea <a1>el viejo mapa</a1> del valle.",
    "All <em>that</em> was long ago.": "Todo <em>eso</em> pasó hace mucho.",
}
ENGLISH = list(PAIRS)


def template(*texts: str | Message) -> Catalogue:
    messages = (
        text
        if isinstance(text, Message)
        else Message(msgid=text, extracted_comments=("Paragraph",), references=("a.md:1",))
        for text in texts
    )
    header = {
        "Content-Type": "text/plain; charset=UTF-8",
        "X-Source-Language": "en",
        "X-Generator": "Edition Builder",
    }
    return Catalogue(domain="river", language=None, header=header, messages=tuple(messages), path="river.pot")


def catalogue(*texts: str) -> Catalogue:
    """Return a catalogue with these texts translated sentence by sentence."""
    messages = (Message(msgid=text, msgstr=(spanish(text),)) for text in texts)
    return reread(replace(start(template(), ES, path="es.po"), messages=tuple(messages)))


def spanish(text: str) -> str:
    for source, target in PAIRS.items():
        text = text.replace(source, target)
    return text


def reread(value: Catalogue) -> Catalogue:
    return parse_po(render_po(value), path="es.po", domain="river")


def joined(*places: int) -> str:
    return " ".join(ENGLISH[place] for place in places)


def live(value: Catalogue, msgid: str) -> Message:
    return next(message for message in value.live if message.msgid == msgid)


def test_both_halves_of_a_split_paragraph_keep_their_translations() -> None:
    before = catalogue(joined(0, 1, 2, 3))

    merged, report = merge(before, template(joined(0, 1), joined(2, 3)))

    assert live(merged, joined(0, 1)).msgstr == (spanish(joined(0, 1)),)
    assert live(merged, joined(2, 3)).msgstr == (spanish(joined(2, 3)),)
    assert all(message.fuzzy for message in merged.live)
    assert report.assembled == (joined(0, 1), joined(2, 3))
    assert [message.msgid for message in merged.messages if message.obsolete] == [joined(0, 1, 2, 3)]


def test_two_merged_paragraphs_keep_both_translations() -> None:
    before = catalogue(joined(0, 1), joined(2, 3))

    merged, _ = merge(before, template(joined(0, 1, 2, 3)))

    assert live(merged, joined(0, 1, 2, 3)).msgstr == (spanish(joined(0, 1, 2, 3)),)


def test_a_split_that_is_undone_brings_the_confirmed_translation_back() -> None:
    before = catalogue(joined(0, 1, 2, 3))
    away, _ = merge(before, template(joined(0, 1), joined(2, 3)))

    merged, report = merge(reread(away), template(joined(0, 1, 2, 3)))

    assert live(merged, joined(0, 1, 2, 3)).translated
    assert report.revived == (joined(0, 1, 2, 3),)


def test_new_sentences_of_an_assembled_text_are_named() -> None:
    text = f"{ENGLISH[0]} Then it rained for days on end. {ENGLISH[2]}"

    merged, report = merge(catalogue(joined(0, 1), joined(2, 3)), template(text))

    message = live(merged, text)
    assert message.msgstr == (spanish(joined(0, 2)),)
    assert message.extracted_comments == (
        "Paragraph",
        "Assembled: from sentences of earlier texts; new: sentence 2 of 3",
        "Changed: added “Then it rained for days on end.”",
        "Add: a sentence after sentence 1 of 2",
    )
    assert message.previous == previous_lines(Message(msgid=joined(0, 2)))
    assert report.events[0].missing == (2,)


def test_a_sentence_that_moved_to_another_paragraph_moves_in_the_translation() -> None:
    merged, _ = merge(catalogue(joined(0, 1, 2), joined(3, 5)), template(joined(0, 1), joined(3, 2, 5)))

    assert live(merged, joined(0, 1)).msgstr == (spanish(joined(0, 1)),)
    assert live(merged, joined(3, 2, 5)).msgstr == (spanish(joined(3, 2, 5)),)


def test_a_sentence_that_is_gone_stays_in_the_translation_and_is_named() -> None:
    merged, report = merge(catalogue(joined(0, 1, 2)), template(joined(0, 2)))

    message = live(merged, joined(0, 2))
    assert message.msgstr == (spanish(joined(0, 1, 2)),)
    assert "Remove: sentence 2 of 3" in message.extracted_comments
    assert report.edited == (joined(0, 2),)


def test_a_heading_is_never_put_together_from_sentences() -> None:
    whole = Message(msgid=joined(0, 1), msgstr=(spanish(joined(0, 1)),), msgctxt="heading")
    before = reread(replace(start(template(), ES, path="es.po"), messages=(whole,)))

    merged, _ = merge(before, template(Message(msgid=ENGLISH[0], msgctxt="heading")))

    assert merged.live[0].msgstr == ("",)


def test_an_edit_is_told_in_words_and_by_sentence() -> None:
    edited = joined(0, 3, 5).replace("40 minutes", "45 minutes")

    merged, report = merge(catalogue(joined(0, 3, 5)), template(edited))

    assert live(merged, edited).extracted_comments == (
        "Paragraph",
        "Changed: “40 minutes” → “45 minutes”",
        "Revise: sentence 2 of 3",
    )
    assert str(report.events[0]) == "edited: “40 minutes” → “45 minutes”"


def test_the_notes_go_when_the_message_is_confirmed() -> None:
    edited = joined(0, 3, 5).replace("40 minutes", "45 minutes")
    fuzzy, _ = merge(catalogue(joined(0, 3, 5)), template(edited))
    confirmed = replace(fuzzy, messages=tuple(replace(m, flags=(), previous=()) for m in fuzzy.messages))

    merged, _ = merge(reread(confirmed), template(edited))

    assert live(merged, edited).extracted_comments == ("Paragraph",)


def test_notes_another_tool_took_away_come_back() -> None:
    edited = joined(0, 3, 5).replace("40 minutes", "45 minutes")
    fuzzy, _ = merge(catalogue(joined(0, 3, 5)), template(edited))
    bare = replace(fuzzy, messages=tuple(replace(m, extracted_comments=()) for m in fuzzy.messages))

    merged, _ = merge(reread(bare), template(edited))

    assert render_po(merged) == render_po(fuzzy)


SENTENCES = st.lists(
    st.sampled_from([*ENGLISH, ENGLISH[0].replace("high", "low"), "Yes.", "<em>Go on.", "Stop.</em>"]),
    min_size=1,
    max_size=5,
)
TEXTS = st.lists(SENTENCES.map(" ".join), max_size=5, unique=True)


def words_of(value: Catalogue) -> set[str]:
    return {word for message in value.messages for text in message.msgstr for word in text.split()}


@given(TEXTS, TEXTS, st.booleans())
def test_no_translated_word_is_lost_wherever_sentences_move(
    before: list[str], after: list[str], minor: bool
) -> None:
    was = catalogue(*before)

    merged, _ = merge(was, template(*after), minor=minor)

    assert words_of(was) <= words_of(reread(merged))


@given(TEXTS, TEXTS, TEXTS, st.booleans())
def test_a_second_merge_changes_nothing(
    before: list[str], after: list[str], then: list[str], minor: bool
) -> None:
    once, _ = merge(catalogue(*before), template(*after), minor=minor)
    twice, _ = merge(reread(once), template(*then), minor=minor)

    again, report = merge(reread(twice), template(*then), minor=minor)

    assert render_po(again) == render_po(twice)
    assert report.kept == len(then)


@given(TEXTS, TEXTS)
def test_the_order_is_the_templates(before: list[str], after: list[str]) -> None:
    merged, _ = merge(catalogue(*before), template(*after))

    assert [message.msgid for message in merged.live] == after


@pytest.mark.parametrize("size", [200])
def test_nine_of_ten_sentences_survive_when_paragraphs_are_split(size: int) -> None:
    words = [f"word{number}" for number in range(size * 4)]
    sentences = [f"The {word} came by {place} times that year." for place, word in enumerate(words)]
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    before = tuple(
        Message(msgid=text, msgstr=(text.replace("The", "El").replace("came", "vino"),))
        for text in paragraphs
    )
    halves = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]

    merged, _ = merge(replace(start(template(), ES, path="es.po"), messages=before), template(*halves))

    kept = sum(m.msgstr[0] == m.msgid.replace("The", "El").replace("came", "vino") for m in merged.live)
    assert kept >= 0.9 * len(halves)


def test_a_file_of_others_comes_back_byte_for_byte_where_nothing_is_to_do() -> None:
    data = (
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: es\\n"\n\n'
        b'#, fuzzy\n#| msgid "A day."\nmsgid "Two days."\nmsgstr "Descanse un d\xc3\xada."\n\n'
        b'msgid "day"\nmsgid_plural "days"\nmsgstr[0] ""\n'
    )
    theirs = parse_po(data, path="es.po", domain="rest")

    merged, _ = merge(theirs, replace(theirs, language=None, messages=theirs.live))

    assert render_po(merged) == data
