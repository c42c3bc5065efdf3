"""The tool's texts come in the language asked for, and never break a build."""

from dataclasses import replace

import pytest

from builder.base.language import Language
from builder.catalogue.texts import TEXTS, Texts, ToolText, misplaced, plural_rule
from builder.model.catalogue import Catalogue, Message

ES = Language("es")


def catalogue(*messages: Message, plural: str = "nplurals=2; plural=(n != 1);") -> Catalogue:
    return Catalogue(
        domain="builder", language=ES, header={"Plural-Forms": plural}, messages=messages, path="es.po"
    )


def test_an_untranslated_text_is_english() -> None:
    assert Texts(ES)("chapter_opening") == "Opening"


def test_the_first_catalogue_that_has_a_text_wins() -> None:
    mine = catalogue(Message(msgid="Opening", msgstr=("Mío",)), Message(msgid="Disclaimer"))
    shipped = catalogue(
        Message(msgid="Opening", msgstr=("Suyo",)), Message(msgid="Disclaimer", msgstr=("Aviso",))
    )

    texts = Texts(ES, (mine, shipped))

    assert (texts("chapter_opening"), texts("chapter_disclaimer")) == ("Mío", "Aviso")


@pytest.mark.parametrize(
    "message",
    [
        Message(msgid="Opening", msgstr=("x",), flags=("fuzzy",)),
        Message(msgid="Opening", msgstr=("x",), obsolete=True),
        Message(msgid="Opening", msgstr=("x {surprise}",)),
    ],
    ids=["fuzzy", "obsolete", "a place too many"],
)
def test_a_translation_that_cannot_be_used_is_not(message: Message) -> None:
    assert Texts(ES, (catalogue(message),))("chapter_opening") == "Opening"


def test_places_are_filled_in_and_what_is_filled_in_is_left_alone() -> None:
    text = Texts(ES)("spoken_credit_translators", translators="{voice} \\1 & <b>")

    assert text == "Translated by {voice} \\1 & <b>."


def test_a_translation_is_one_line() -> None:
    shipped = catalogue(Message(msgid="Opening", msgstr=("Aper\ntura\n",)))

    assert Texts(ES, (shipped,))("chapter_opening") == "Aper tura"


def test_every_text_has_places_that_code_can_fill_and_a_note() -> None:
    for text in TEXTS.values():
        assert misplaced(Message(msgid=text.text, msgid_plural=text.plural, msgstr=(text.text,))) == ()
        assert text.note.startswith(("Spoken. ", "Shown. "))


def test_a_plural_form_may_leave_out_the_count_alone() -> None:
    message = Message(msgid="{count} day of {show}", msgid_plural="{count} days of {show}", msgstr=("", ""))

    assert misplaced(replace(message, msgstr=("un día de {show}", "{count} días de {show}"))) == ()
    assert misplaced(replace(message, msgstr=("un día", "{count} días de {show}"))) == (
        "{show} of the source is missing",
    )


def test_the_count_chooses_the_plural_form(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ToolText(text="{count} chapter", plural="{count} chapters", note="Shown. A test.")
    monkeypatch.setattr("builder.catalogue.texts.TEXTS", {"chapters": text})
    forms = ("{count} rozdział", "{count} rozdziały", "{count} rozdziałów")
    polish = catalogue(
        Message(msgid=text.text, msgid_plural=text.plural, msgstr=forms),
        plural="nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);",
    )

    texts, english = Texts(Language("pl"), (polish,)), Texts(Language("en"))

    assert [texts("chapters", count=count) for count in (1, 3, 5)] == [
        "1 rozdział",
        "3 rozdziały",
        "5 rozdziałów",
    ]
    assert [english("chapters", count=count) for count in (1, 2)] == ["1 chapter", "2 chapters"]


@pytest.mark.parametrize(
    ("header", "forms"),
    [
        ("nplurals=2; plural=(n > 1);", [0, 0, 1]),
        ("nplurals=INTEGER; plural=EXPRESSION;", [1, 0, 1]),
        ("", [1, 0, 1]),
    ],
)
def test_the_plural_rule_is_the_headers_own(header: str, forms: list[int]) -> None:
    rule = plural_rule(catalogue(plural=header))

    assert [rule(count) for count in (0, 1, 2)] == forms
