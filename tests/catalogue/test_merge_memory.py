"""Other catalogues serve as memory, and corrections of typos leave translations as they are."""

from dataclasses import replace
from datetime import date

import pytest

from builder.base.language import Language
from builder.catalogue.memory import memory_of
from builder.catalogue.merge import merge, start
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.po_write import previous_lines
from builder.catalogue.review import approve, is_reviewed, review_of
from builder.model.catalogue import Catalogue, Message
from builder.model.memory import MemoryUnit

ES = Language("es")
LONG = "The village library of Lower Thistleby lent nothing but books until a neighbour asked for a ladder."
ALIKE = LONG.replace("ladder", "drill")
TYPO = LONG.replace("neighbour", "nieghbour")


def template(*messages: Message, domain: str = "tea") -> Catalogue:
    header = {"Content-Type": "text/plain; charset=UTF-8", "X-Source-Language": "en"}
    return Catalogue(domain=domain, language=None, header=header, messages=messages, path=f"{domain}.pot")


def catalogue(*messages: Message, domain: str = "tea") -> Catalogue:
    return reread(replace(start(template(domain=domain), ES, path="es.po"), messages=messages))


def reread(value: Catalogue) -> Catalogue:
    return parse_po(render_po(value), path="es.po", domain=value.domain)


def approved(*messages: Message, domain: str = "other") -> Catalogue:
    return approve(catalogue(*messages, domain=domain), name="Ana Ruiz", on=date(2026, 11, 23))[0]


def test_an_approved_text_of_another_catalogue_is_taken_over_with_its_approval() -> None:
    memory = memory_of([approved(Message(msgid=LONG, msgstr=("La biblioteca…",)))])

    merged, report = merge(catalogue(), template(Message(msgid=LONG)), memory=memory)

    assert is_reviewed(merged.messages[0])
    assert merged.messages[0].extracted_comments == ()
    assert report.remembered == (LONG,)
    assert str(report.events[0]) == "taken from other, approved there"


def test_a_text_nobody_approved_is_to_be_looked_at_and_says_where_it_is_from() -> None:
    memory = memory_of([catalogue(Message(msgid=LONG, msgstr=("La biblioteca…",)), domain="other")])

    merged, _ = merge(
        catalogue(), template(Message(msgid=LONG, extracted_comments=("Paragraph",))), memory=memory
    )
    again, _ = merge(reread(merged), template(Message(msgid=LONG, extracted_comments=("Paragraph",))))

    message = merged.messages[0]
    assert (message.fuzzy, message.previous, message.msgstr) == (True, (), ("La biblioteca…",))
    assert message.extracted_comments == ("Paragraph", "From memory: other")
    assert render_po(again) == render_po(merged)


def test_a_similar_text_is_taken_over_with_the_text_it_was_made_of() -> None:
    memory = memory_of([approved(Message(msgid=LONG, msgstr=("La biblioteca…",)))])

    merged, _ = merge(catalogue(), template(Message(msgid=ALIKE)), memory=memory)

    message = merged.messages[0]
    assert message.fuzzy
    assert message.previous == previous_lines(Message(msgid=LONG))
    assert message.extracted_comments == ("From memory: other", "Changed: “ladder” → “drill”")
    assert message.translator_comments == ()


@pytest.mark.parametrize("context", ["heading", "title"])
def test_a_heading_is_taken_over_only_when_it_is_equal(context: str) -> None:
    memory = memory_of([approved(Message(msgid=LONG, msgctxt=context, msgstr=("La biblioteca…",)))])
    wanted = template(Message(msgid=ALIKE, msgctxt=context), Message(msgid=LONG, msgctxt=context))

    merged, _ = merge(catalogue(), wanted, memory=memory)

    assert [message.msgstr for message in merged.messages] == [("",), ("La biblioteca…",)]


def test_a_text_of_another_context_is_not_taken_over() -> None:
    memory = memory_of([approved(Message(msgid=LONG, msgctxt="deck", msgstr=("La biblioteca…",)))])

    merged, report = merge(catalogue(), template(Message(msgid=LONG)), memory=memory)

    assert merged.messages[0].msgstr == ("",)
    assert report.remembered == ()


def test_a_text_that_stands_untranslated_in_the_catalogue_is_filled_too() -> None:
    memory = memory_of([approved(Message(msgid=LONG, msgstr=("La biblioteca…",)))])
    before = catalogue(Message(msgid=LONG, translator_comments=("mine",)))

    merged, _ = merge(before, template(Message(msgid=LONG)), memory=memory)

    assert merged.messages[0].translator_comments[0] == "mine"
    assert is_reviewed(merged.messages[0])


def test_a_translation_that_is_there_is_never_replaced() -> None:
    memory = memory_of([approved(Message(msgid=LONG, msgstr=("Otra…",)))])

    merged, report = merge(
        catalogue(Message(msgid=LONG, msgstr=("Mía…",))), template(Message(msgid=LONG)), memory=memory
    )

    assert merged.messages[0].msgstr == ("Mía…",)
    assert str(report) == "1 kept"


def test_an_approved_equal_text_goes_before_a_similar_one_of_the_catalogue_itself() -> None:
    memory = memory_of([approved(Message(msgid=ALIKE, msgstr=("El taladro…",)))])

    merged, _ = merge(
        catalogue(Message(msgid=LONG, msgstr=("La escalera…",))),
        template(Message(msgid=ALIKE)),
        memory=memory,
    )

    assert merged.live[0].msgstr == ("El taladro…",)
    assert [message.msgstr for message in merged.messages if message.obsolete] == [("La escalera…",)]


def test_an_approved_unit_goes_before_others_and_a_fuzzy_one_counts_for_its_earlier_text() -> None:
    fuzzy = Message(
        msgid=ALIKE, msgstr=("Vieja",), flags=("fuzzy",), previous=previous_lines(Message(msgid=LONG))
    )
    units = memory_of([catalogue(fuzzy, domain="old"), approved(Message(msgid=LONG, msgstr=("Nueva",)))])

    merged, _ = merge(catalogue(), template(Message(msgid=LONG)), memory=units)

    assert units[0] == MemoryUnit(source=LONG, target="Vieja", origin="old", confirmed=False)
    assert merged.messages[0].msgstr == ("Nueva",)


def test_a_minor_edit_keeps_translation_and_approval() -> None:
    before = approved(Message(msgid=TYPO, msgstr=("La biblioteca…",)), domain="tea")

    merged, report = merge(before, template(Message(msgid=LONG)), minor=True)
    again, _ = merge(reread(merged), template(Message(msgid=LONG)), minor=True)

    review = review_of(merged.messages[0])
    assert review is not None
    assert (review.name, review.on) == ("Ana Ruiz", "2026-11-23")
    assert (report.minor, report.refused) == ((LONG,), ())
    assert render_po(again) == render_po(merged)


def test_an_edit_that_is_not_minor_is_refused_and_told() -> None:
    before = approved(Message(msgid=LONG, msgstr=("La biblioteca…",)), domain="tea")

    merged, report = merge(before, template(Message(msgid=ALIKE)), minor=True)

    assert merged.messages[0].fuzzy
    assert report.minor == ()
    assert "not minor: “ladder” → “drill” is another word" in str(report.refused[0])


def test_a_fuzzy_translation_does_not_become_confirmed_by_a_minor_edit() -> None:
    before = catalogue(Message(msgid=TYPO, msgstr=("La biblioteca…",), flags=("fuzzy",)))

    merged, report = merge(before, template(Message(msgid=LONG)), minor=True)

    assert merged.messages[0].fuzzy
    assert "was not confirmed" in report.refused[0].refused


def test_a_merge_may_be_said_to_have_been_minor_afterwards_where_it_was_approved() -> None:
    wanted = template(Message(msgid=LONG))
    signed, _ = merge(approved(Message(msgid=TYPO, msgstr=("La…",)), domain="tea"), wanted)
    unsigned, _ = merge(catalogue(Message(msgid=TYPO, msgstr=("La…",))), wanted)

    first, told = merge(reread(signed), wanted, minor=True)
    second, refused = merge(reread(unsigned), wanted, minor=True)

    assert is_reviewed(first.messages[0])
    assert (first.messages[0].previous, first.messages[0].extracted_comments) == ((), ())
    assert told.minor == (LONG,)
    assert second.messages[0].fuzzy
    assert "nobody had approved" in refused.refused[0].refused
