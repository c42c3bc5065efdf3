"""An approval is a person's word about two texts, and lapses with either."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from builder.base.errors import UsageError
from builder.base.language import Language
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.review import Review, approve, is_reviewed, lapsed, review_of, unreviewed
from builder.model.catalogue import Catalogue, Message

DAY = date(2026, 11, 23)


def catalogue(*messages: Message) -> Catalogue:
    return Catalogue(domain="tea", language=Language("es"), header={}, messages=messages, path="es.po")


def approved(message: Message) -> Message:
    return approve(catalogue(message), name="Ana Ruiz", on=DAY)[0].messages[0]


def test_an_approval_is_a_comment_with_the_digests_of_both_texts() -> None:
    message = approved(Message(msgid="One", msgstr=("Uno",), translator_comments=("mine",)))

    # SHA-256 of "One" and of "Uno", as sha256sum prints them.
    assert message.translator_comments == ("mine", "reviewed: Ana Ruiz 2026-11-23 8b125077/17bcc6fa")


def test_an_approval_is_read_back_from_the_file() -> None:
    data = render_po(catalogue(approved(Message(msgid="One", msgstr=("Uno",)))))

    (message,) = parse_po(data, path="es.po", domain="tea").messages

    assert b"\n# reviewed: Ana Ruiz 2026-11-23 " in data
    assert review_of(message) == Review(name="Ana Ruiz", on="2026-11-23")


@pytest.mark.parametrize(
    "change",
    [{"msgid": "Once"}, {"msgstr": ("Una",)}, {"flags": ("fuzzy",)}, {"msgstr": ("",)}],
    ids=["source", "translation", "fuzzy", "emptied"],
)
def test_an_approval_lapses_when_a_text_changes(change: dict[str, Any]) -> None:
    message = approved(Message(msgid="One", msgstr=("Uno",)))

    assert is_reviewed(message)
    assert not is_reviewed(replace(message, **change))


def test_each_plural_form_is_part_of_what_was_approved() -> None:
    message = approved(Message(msgid="day", msgid_plural="days", msgstr=("día", "días")))

    assert is_reviewed(message)
    assert not is_reviewed(replace(message, msgstr=("día", "dias")))


def test_a_lapsed_approval_is_replaced_and_one_that_holds_stays() -> None:
    lapsed = replace(approved(Message(msgid="One", msgstr=("Uno",))), msgstr=("Una",))
    holding = approved(Message(msgid="Two", msgstr=("Dos",)))

    again, count = approve(catalogue(lapsed, holding), name="Li Wei", on=DAY)

    assert count == 1
    assert [len(message.translator_comments) for message in again.messages] == [1, 1]
    assert [review_of(message) for message in again.messages] == [
        Review(name="Li Wei", on="2026-11-23"),
        Review(name="Ana Ruiz", on="2026-11-23"),
    ]


def test_what_is_fuzzy_missing_obsolete_or_not_asked_for_is_passed_over() -> None:
    messages = (
        Message(msgid="fuzzy", msgstr=("x",), flags=("fuzzy",)),
        Message(msgid="missing"),
        Message(msgid="gone", msgstr=("x",), obsolete=True),
        Message(msgid="other", msgstr=("x",), msgctxt="heading"),
    )

    marked, count = approve(
        catalogue(*messages), name="Ana Ruiz", on=DAY, select=lambda message: message.msgctxt is None
    )

    assert count == 0
    assert marked.messages == messages


def test_messages_nobody_approved_as_they_are_now_are_named_with_their_lines() -> None:
    one = approved(Message(msgid="One", msgstr=("Uno",), line=3))
    two = replace(approved(Message(msgid="Two", msgstr=("Dos",), line=7)), msgstr=("Dós",))
    three = Message(msgid="Three", msgstr=("Tres",), line=11)
    four = replace(approved(Message(msgid="Four", msgstr=("Cuatro",), line=15)), flags=("fuzzy",))
    gone = replace(two, msgid="gone", obsolete=True)
    known = catalogue(one, two, three, four, Message(msgid="Five", line=19), gone)

    assert lapsed(known) == ("es.po:7", "es.po:15")
    assert unreviewed(known) == ("es.po:7", "es.po:11")


@pytest.mark.parametrize("name", ["", "  ", "ana@example.org", "123"])
def test_a_name_is_wanted_and_no_address(name: str) -> None:
    with pytest.raises(UsageError, match="is not a name"):
        approve(catalogue(), name=name, on=DAY)
