"""Machine: a draft's mark stays when a person confirms it, and nobody is credited with a machine's words."""

from dataclasses import replace
from datetime import date

import pytest

from builder.article.detect import read_article
from builder.base.language import Language
from builder.catalogue.extract import extract
from builder.catalogue.localise import method, translators
from builder.catalogue.machine import drafted, is_machine_made
from builder.catalogue.merge import start
from builder.catalogue.review import approve
from builder.model.catalogue import Catalogue
from builder.testing.workspaces import ARTICLE

DAY = date(2026, 11, 23)


def confirmed(said: str, *, fuzzy: bool = False) -> Catalogue:
    """Return a catalogue of which every second text was a machine's draft, confirmed or not."""
    template = extract(read_article(ARTICLE.encode(), path="articles/tea.md"))
    empty = start(template, Language("es"), path="es.po")
    messages = []
    for number, message in enumerate(empty.messages):
        text = (f"es {message.msgid}",)
        if number % 2:
            draft = drafted(message, text, label="fake en-es", on=DAY)
            messages.append(draft if fuzzy else replace(draft, flags=()))
        else:
            messages.append(replace(message, msgstr=text))
    header = {**empty.header, "X-Translation-Method": said, "Last-Translator": "Ana Ruiz <ana@example.org>"}
    return replace(empty, header=header, messages=tuple(messages))


@pytest.mark.parametrize("said", ["", "human"])
def test_a_confirmed_draft_is_a_machines_until_somebody_reviewed_it(said: str) -> None:
    catalogue = confirmed(said)

    assert method(catalogue) == "machine"
    assert translators(catalogue) == ()


@pytest.mark.parametrize("said", ["", "human"])
def test_reviewed_drafts_are_a_machines_that_people_edited(said: str) -> None:
    catalogue, _ = approve(confirmed(said), name="Eva Sol", on=DAY)

    assert method(catalogue) == "machine+post-edited"
    assert translators(catalogue) == ("Ana Ruiz",)


def test_a_draft_nobody_confirmed_says_nothing_of_the_others() -> None:
    assert method(confirmed("human", fuzzy=True)) == "human"


@pytest.mark.parametrize("said", ["machine", "machine+post-edited"])
def test_what_the_header_admits_stays(said: str) -> None:
    assert method(confirmed(said)) == said


def test_a_new_draft_takes_the_place_of_an_older_mark_alone() -> None:
    message = confirmed("").messages[0]
    message = replace(message, translator_comments=("machine: old 2020-01-01", "ask Ana"))

    draft = drafted(message, ("nuevo",), label="new\nmodel", on=DAY)

    assert draft.translator_comments == ("ask Ana", "machine: new model 2026-11-23")
    assert draft.fuzzy
    assert is_machine_made(draft)


def test_a_comment_that_speaks_of_machines_is_no_mark() -> None:
    message = replace(confirmed("").messages[0], translator_comments=("The machine: see note", "machine:"))

    assert not is_machine_made(message)
