"""A document and a catalogue become an edition, or it is told what is left to translate."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from builder.article.detect import read_article
from builder.article.segments import identify, segments
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.localise import coverage, localise, method, original, translators, unfinished
from builder.catalogue.merge import start
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.review import approve
from builder.model.catalogue import Catalogue, Message
from builder.model.document import Document

ES = Language("es")
ARTICLE = """---
title: Ladders
date: 2026-11-23
disclaimer: Climb at your own risk.
summary: A village lends tools.
---

It began with *green* ink.

Lend it.

Lend it.
"""


def article() -> Document:
    document = read_article(ARTICLE.encode(), path="articles/ladders.md", language=Language("en"))
    return identify(document)


def catalogue(texts: Mapping[str, str] | None = None, **header: str) -> Catalogue:
    """Return the Spanish catalogue, as read from its file; each text translated, or as `texts` says."""
    empty = start(extract(article()), ES, path="es.po")
    chosen = texts or {}
    done = tuple(
        replace(message, msgstr=(chosen.get(message.msgid, f"es: {message.msgid}"),))
        for message in empty.messages
    )
    fields = {name.replace("_", "-"): value for name, value in header.items()}
    whole = replace(empty, messages=done, header={**empty.header, **fields})
    return parse_po(render_po(whole), path="es.po", domain="ladders")


def with_flag(known: Catalogue, msgid: str, flag: str = "fuzzy") -> Catalogue:
    return replace(
        known,
        messages=tuple(
            replace(message, flags=(flag,)) if message.msgid == msgid else message
            for message in known.messages
        ),
    )


def test_a_finished_catalogue_gives_every_text_in_its_language() -> None:
    source = article()

    edition = localise(source, catalogue())

    assert edition.language == "es"
    assert [segment.markup for segment in segments(edition.document)] == [
        f"es: {segment.markup}" for segment in segments(source)
    ]
    assert [segment.id for segment in segments(edition.document)] == [
        segment.id for segment in segments(source)
    ]
    assert (edition.untranslated, edition.draft, edition.source) == (frozenset(), False, source)


def test_localising_with_the_source_texts_changes_nothing() -> None:
    source = article()
    texts = {message.msgid: message.msgid for message in extract(source).messages}

    edition = localise(source, catalogue(texts), language=Language("en"))

    assert edition.document == source


def test_an_article_without_ids_gets_them() -> None:
    document = read_article(ARTICLE.encode(), path="articles/ladders.md", language=Language("en"))

    edition = localise(document, catalogue())

    assert all(segment.id for segment in segments(edition.document))


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        pytest.param(catalogue({"Lend it.": ""}), "es.po:51", id="missing"),
        pytest.param(with_flag(catalogue(), "Lend it."), "es.po:51", id="fuzzy"),
        pytest.param(
            catalogue({"It began with <em>green</em> ink.": "tinta <em>verde"}), "es.po:42", id="tags"
        ),
        pytest.param(
            replace(catalogue(), messages=catalogue().messages[:-1]),
            "articles/ladders.md:4",
            id="not in the file",
        ),
    ],
)
def test_an_unfinished_catalogue_is_refused_with_the_place(broken: Catalogue, line: str) -> None:
    with pytest.raises(ContentError) as caught:
        localise(article(), broken)

    assert str(caught.value).startswith(
        "es.po: error: 1 text of 5 left to translate, less than a minute of speech; "
    )
    assert caught.value.message.endswith(f"first: {line}")


def test_a_draft_leaves_what_is_not_finished_in_the_source_language() -> None:
    edition = localise(article(), catalogue({"Lend it.": ""}), draft=True)

    left = [segment for segment in segments(edition.document) if segment.id in edition.untranslated]
    assert edition.draft
    assert [segment.markup for segment in left] == ["Lend it.", "Lend it."]
    assert edition.document.title.markup == "es: Ladders"


def test_a_draft_of_a_finished_catalogue_is_no_draft() -> None:
    assert not localise(article(), catalogue(), draft=True).draft


def test_a_translation_becomes_one_line_and_keeps_its_no_break_spaces() -> None:
    edition = localise(article(), catalogue({"Ladders": "Échelles\u202f:\nune\x07 histoire\n"}))

    assert edition.document.title.markup == "Échelles\u202f: une\ufffd histoire"


def test_an_edition_is_reviewed_when_every_message_was_approved() -> None:
    whole, _ = approve(catalogue(), name="Ana Ruiz", on=date(2026, 11, 23))
    part, _ = approve(
        catalogue(), name="Ana Ruiz", on=date(2026, 11, 23), select=lambda m: m.msgctxt == "disclaimer"
    )

    assert localise(article(), whole).reviewed
    assert not localise(article(), part).reviewed


def test_a_catalogue_without_a_language_is_refused() -> None:
    with pytest.raises(ContentError, match="names no language"):
        localise(article(), catalogue(Language=""))


def test_the_original_counts_as_reviewed() -> None:
    edition = original(article())

    assert (edition.method, edition.reviewed, edition.translated) == ("original", True, False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", "human"),
        ("human", "human"),
        ("machine", "machine"),
        ("Machine+post-edited", "machine+post-edited"),
        ("deepl", "machine"),
    ],
)
def test_the_method_is_what_the_header_says(value: str, expected: str) -> None:
    assert method(catalogue(X_Translation_Method=value)) == expected


@pytest.mark.parametrize(
    ("last", "credited", "names"),
    [
        ("Ana Ruiz <ana@example.org>", "", ("Ana Ruiz",)),
        ("Ana Ruiz ana@example.org", "", ("Ana Ruiz",)),
        ("Ana Ruiz (ana [at] example [dot] org)", "", ("Ana Ruiz",)),
        ("Ana Ruiz <ana@example.org", "", ("Ana Ruiz",)),
        ("ana＠example.org", "", ()),
        ("Ana Ruiz https://example.org/ana", "", ("Ana Ruiz",)),
        ("ana@example.org", "", ()),
        ("<ana@example.org>", "", ()),
        ("FULL NAME <EMAIL@ADDRESS>", "", ()),
        ("Automatically generated", "", ()),
        ("Anonymous <noreply@weblate.org>", "", ()),
        ("", "", ()),
        (
            "Last One <x@example.org>",
            "Ana Ruiz; 山田 太郎 <y@example.org>; Ana Ruiz",
            ("Ana Ruiz", "山田 太郎"),
        ),
    ],
)
def test_translators_are_names_and_never_addresses(last: str, credited: str, names: tuple[str, ...]) -> None:
    known = catalogue(Last_Translator=last, X_Translators=credited)

    assert translators(known) == names
    assert "@" not in "".join(translators(known))


def test_a_machine_is_nobody() -> None:
    assert translators(catalogue(Last_Translator="Ana Ruiz", X_Translation_Method="machine")) == ()


def test_coverage_counts_what_can_be_used_against_the_template() -> None:
    template = extract(article())
    known = with_flag(catalogue({"Ladders": "", "It began with <em>green</em> ink.": "sin"}), "Lend it.")

    far = coverage(replace(known, messages=known.messages[:-1]), template)

    assert (far.total, far.translated, far.fuzzy, far.missing) == (5, 1, 2, 2)
    assert not far.finished


def test_coverage_without_a_template_counts_the_catalogues_own_messages() -> None:
    known = catalogue()
    more = (*known.messages, Message(msgid="gone", msgstr=("ido",), obsolete=True))

    far = coverage(replace(known, messages=more))

    assert (far.total, far.translated, far.finished) == (5, 5, True)


def test_a_language_is_finished_with_its_article_and_the_tools_texts() -> None:
    own = builder_domain.template()
    half = len(own.messages) // 2
    filled = tuple(replace(m, msgstr=tuple(f"es {m.msgid}" for _ in m.msgstr)) for m in own.messages)
    mine, shipped = replace(own, messages=filled[:half]), replace(own, messages=filled[half:])
    done = (extract(article()), (catalogue(),))

    assert unfinished(done, (own, (mine, shipped))) is None
    left = unfinished(done, (own, (mine,)))
    assert left is not None
    assert (left.texts, left.total) == (len(filled) - half, len(filled) + 5)


def test_what_is_left_is_told_with_the_first_three_places() -> None:
    template = extract(article())

    read = parse_po(render_po(start(template, ES, path="es.po")), path="es.po", domain="ladders")

    left = unfinished((template, (read,)))

    assert left is not None
    assert left.places == tuple(f"es.po:{message.line}" for message in read.messages[:3])
    assert str(left).startswith("5 texts of 5 left to translate, less than a minute of speech; first: es.po:")


def test_a_catalogue_without_lines_is_told_by_its_path_alone() -> None:
    template = extract(article())

    left = unfinished((template, (start(template, ES, path="es.po"),)), (builder_domain.template(), ()))

    assert left is not None
    assert left.texts == left.total
    assert left.places == ("es.po", "locales/builder.pot")


def test_texts_the_catalogue_does_not_have_yet_are_told_apart_with_their_place_in_the_article() -> None:
    known = catalogue({"Ladders": ""})

    left = unfinished((extract(article()), (replace(known, messages=known.messages[:2]),)))

    assert left is not None
    assert (left.texts, left.stale, left.faulty) == (4, 3, 0)
    assert left.places[0].startswith("es.po:")
    assert left.places[1].startswith("articles/ladders.md:")
    assert "; 3 not in the catalogue yet; first: " in str(left)


def test_a_translation_with_faults_is_told_apart_from_one_that_is_missing() -> None:
    broken = catalogue({"It began with <em>green</em> ink.": "tinta <em>verde", "Lend it.": ""})

    left = unfinished((extract(article()), (broken,)))

    assert left is not None
    assert (left.texts, left.stale, left.faulty) == (2, 0, 1)
    assert "; 1 with tags or places that do not fit; first: " in str(left)


def test_a_catalogue_without_all_texts_is_to_be_updated_first() -> None:
    with pytest.raises(ContentError) as caught:
        localise(article(), replace(catalogue(), messages=()))

    assert caught.value.hint == "bring the catalogue up to date: edition update ladders"


def test_a_text_that_is_only_shown_is_no_speech() -> None:
    left = unfinished((extract(article()), (catalogue({"A village lends tools.": ""}),)))

    assert left is not None
    assert left.spoken_seconds == 0
    assert "none of them spoken" in str(left)
