"""What is counted adds up: states to all, chapters to the article."""

from dataclasses import replace
from datetime import date

import pytest

from builder.article.detect import read_article
from builder.article.inline import plain
from builder.base.language import Language
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.merge import start
from builder.catalogue.review import approve
from builder.catalogue.stats import Stats, count_words, statistics, total
from builder.model.catalogue import Catalogue

ES = Language("es")
ARTICLE = b"""---
title: Two Cups
deck: One for you.
summary: Shown alone.
disclaimer: No advice at all.
disclaimer_short: No advice.
---

Before it all.

## Twice

Boil *it*.

Boil *it*.

## Twice

Then pour.

### Inside

Boil *it*.
"""
DOCUMENT = read_article(ARTICLE, path="a.md", language=Language("en"))
TEMPLATE = extract(DOCUMENT)


def translated(**texts: str) -> Catalogue:
    empty = start(TEMPLATE, ES, path="es.po")
    messages = tuple(
        replace(message, msgstr=(texts.get(plain(message.msgid).split()[0].lower(), "x"),))
        for message in empty.messages
    )
    return replace(empty, messages=messages)


def count(catalogue: Catalogue) -> Stats:
    return statistics(catalogue, TEMPLATE, language=ES, document=DOCUMENT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Two words.", 2),
        ("It's a well-known 1,000.5 mg/kg", 5),
        ("お茶を飲む。", 5),
        ("喝茶 NMDA 受体", 5),
        ("차를 마신다", 2),
        ("ดื่มน้ำชา", 2),
        ("— … !", 0),
    ],
    ids=["empty", "plain", "joined", "Japanese", "Chinese", "Korean", "Thai", "signs"],
)
def test_words_are_counted_as_translators_count_them(text: str, words: int) -> None:
    assert count_words(text) == words


def test_each_text_is_in_one_state() -> None:
    catalogue = translated(two="", before="", boil="lacks its tag")
    fuzzy = tuple(
        replace(message, flags=("fuzzy",)) if message.msgid == "Then pour." else message
        for message in catalogue.messages
    )

    progress = count(replace(catalogue, messages=fuzzy)).progress

    assert progress.left.texts == 2
    assert progress.fuzzy.texts == 2
    assert progress.all.texts == len(TEMPLATE.messages)
    assert progress.to_do.texts == 4
    assert progress.unreviewed == progress.translated


def test_a_text_the_catalogue_does_not_have_is_left() -> None:
    empty = replace(translated(), messages=())

    assert count(empty).progress.left == count(empty).progress.all


def test_an_approved_text_is_not_unreviewed() -> None:
    catalogue, number = approve(
        translated(), name="Ana", on=date(2026, 11, 23), select=lambda message: message.msgid == "Then pour."
    )

    progress = count(catalogue).progress

    assert number == 1
    assert progress.translated.texts - progress.unreviewed.texts == 1


def test_chapters_are_those_that_are_spoken_and_add_up() -> None:
    found = count(translated())

    # A text that stands in several chapters counts in the first; two headings of one name are one message.
    assert [(chapter.title, chapter.progress.all.texts) for chapter in found.chapters] == [
        ("Opening", 2),
        ("Introduction", 2),
        ("Twice", 2),
        ("Twice", 1),
        ("Inside", 1),
        ("Disclaimer", 1),
        ("Shown, not spoken", 1),
    ]
    assert total(chapter.progress for chapter in found.chapters) == found.progress


def test_what_is_shown_alone_takes_no_time() -> None:
    (shown,) = [each for each in count(translated()).chapters if each.title == "Shown, not spoken"]

    assert shown.progress.all.words == 2
    assert shown.progress.all.spoken_seconds == 0


def test_the_tools_own_texts_have_no_chapters_and_few_are_spoken() -> None:
    template = builder_domain.template()
    found = statistics(start(template, ES, path="es.po"), template, language=ES)

    assert found.chapters == ()
    assert found.progress.left == found.progress.all
    assert 0 < found.progress.all.spoken_seconds < 120
