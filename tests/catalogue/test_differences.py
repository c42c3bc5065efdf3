"""What changed for a translator: in the article, and since an earlier state of the catalogue."""

from dataclasses import replace
from datetime import date

from builder.base.language import Language
from builder.catalogue.differences import count_kinds, since, to_do
from builder.catalogue.po_write import previous_lines
from builder.catalogue.review import approve
from builder.model.catalogue import Catalogue, Message

ES = Language("es")


def catalogue(*messages: Message, path: str = "es.po") -> Catalogue:
    numbered = tuple(replace(message, line=message.line or 10 * at) for at, message in enumerate(messages, 1))
    return Catalogue(domain="tea", language=ES, header={}, messages=numbered, path=path)


def template(*texts: str) -> Catalogue:
    messages = tuple(Message(msgid=text, references=(f"a.md:{at}",)) for at, text in enumerate(texts, 1))
    return Catalogue(domain="tea", language=None, header={}, messages=messages, path="tea.pot")


def done(msgid: str, msgstr: str, **more: object) -> Message:
    return replace(Message(msgid=msgid, msgstr=(msgstr,)), **more)  # type: ignore[arg-type]


POT = "Boil the water in a pot. Wait for three minutes."
CUP = "Boil the water in a cup. Wait for three minutes."


def test_an_empty_message_is_at_its_line_and_one_not_there_yet_in_the_article() -> None:
    found = to_do(catalogue(Message(msgid="One")), template("One", "Two"), ES)

    assert [(each.kind, each.where) for each in found] == [("new", "es.po:10"), ("new", "a.md:2")]


def test_a_fuzzy_message_with_its_earlier_text_is_edited_and_one_without_is_to_be_confirmed() -> None:
    messages = (
        done(CUP, "Hierva. Espere.", flags=("fuzzy",), previous=previous_lines(Message(msgid=POT))),
        done("Drink it.", "Bébalo.", flags=("fuzzy",)),
    )

    first, second = to_do(catalogue(*messages), template(CUP, "Drink it."), ES)

    assert (first.kind, first.before, first.sentences) == ("edited", POT, "revise sentence 1 of 2")
    assert [(change.before, change.after) for change in first.changes] == [("pot", "cup")]
    assert second.kind == "confirm"
    assert str(second) == ("es.po:20: to confirm: the translation is there, and marked fuzzy\n  Drink it.")


def test_where_sentences_do_not_match_those_of_the_source_are_told() -> None:
    message = done(CUP, "Hierva y espere.", flags=("fuzzy",), previous=previous_lines(Message(msgid=POT)))

    (found,) = to_do(catalogue(message), template(CUP), ES)

    assert found.sentences == "changed in the source: sentence 1"


def test_an_edit_that_no_update_brought_in_yet_is_found_and_its_text_is_not_gone() -> None:
    found = to_do(catalogue(done(POT, "Hierva. Espere."), done("Old.", "Viejo.")), template(CUP), ES)

    assert [(each.kind, each.message.msgid) for each in found] == [("edited", CUP), ("gone", "Old.")]
    assert count_kinds(found) == "1 edited, 1 gone"


def test_a_finished_catalogue_has_nothing_to_do() -> None:
    assert to_do(catalogue(done("One", "Uno")), template("One"), ES) == ()


def kinds(old: Catalogue, new: Catalogue) -> list[tuple[str, str]]:
    return [(each.kind, each.message.msgid) for each in since(old, new, ES)]


def test_what_was_done_to_translations_is_told() -> None:
    old = catalogue(
        Message(msgid="A"), done("B", "b"), done("C", "c"), done("D", "d"), done("E", "e", flags=("fuzzy",))
    )
    new = catalogue(
        done("A", "a"), done("B", "bb"), done("C", ""), done("D", "d", flags=("fuzzy",)), done("E", "e")
    )

    assert kinds(old, new) == [
        ("translated", "A"),
        ("retranslated", "B"),
        ("emptied", "C"),
        ("doubted", "D"),
        ("confirmed", "E"),
    ]


def test_an_approval_is_told() -> None:
    old = catalogue(done("A", "a"))
    new, _ = approve(old, name="Ana", on=date(2026, 11, 23))

    assert kinds(old, new) == [("approved", "A")]


def test_an_edited_text_is_paired_by_what_stands_with_it_else_by_likeness() -> None:
    old = catalogue(done("One thing.", "Una cosa."), done(POT, "Hierva. Espere."), path="old.po")
    new = catalogue(
        done("Other words.", "Una cosa.", flags=("fuzzy",), previous=previous_lines(old.messages[0])),
        done(CUP, "Hierva en una taza. Espere."),
    )

    found = since(old, new, ES)

    assert [(each.kind, each.before) for each in found] == [
        ("edited", "One thing."),
        ("doubted", ""),
        ("edited", POT),
        ("retranslated", "Hierva. Espere."),
    ]


def test_new_and_gone_texts_are_told_the_gone_ones_by_the_earlier_file() -> None:
    old, new = catalogue(done("A", "a"), path="old.po"), catalogue(done("Something else", "x"))

    found = since(old, new, ES)

    assert [(each.kind, each.where) for each in found] == [
        ("new", "es.po:10"),
        ("translated", "es.po:10"),
        ("gone", "old.po:10"),
    ]


def test_nothing_changed_since_itself() -> None:
    same = catalogue(done("A", "a"), Message(msgid="B"), done("C", "c", flags=("fuzzy",)))

    assert since(same, same, ES) == ()
