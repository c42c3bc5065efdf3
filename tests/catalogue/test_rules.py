"""What a program can see wrong in a translation is found, with its code and its line."""

from dataclasses import replace

import pytest

from builder.article.detect import read_article
from builder.base.language import Language
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.merge import start
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.rules.check import check_translation
from builder.catalogue.rules.fit import is_usable
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding

ES = Language("es")


def check(text: str, translation: str, *, language: Language = ES, context: str = "") -> list[Finding]:
    """Return the findings on the translation of one text."""
    front = f"{context}: {text}\n" if context else ""
    body = "" if context else f"{text}\n"
    source = f"---\ntitle: T\n{front}---\n\n{body or 'x'}\n"
    document = read_article(source.encode(), path="a.md", language=Language("en"))
    template = extract(document)
    empty = start(template, language, path="es.po")
    done = tuple(
        replace(message, msgstr=(translation if message.msgid not in {"T", "x"} else "T",))
        for message in empty.messages
    )
    known = parse_po(render_po(replace(empty, messages=done)), path="es.po", domain="a")
    return list(check_translation(known, template))


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("0.5 mg/kg over 40 minutes", "0,5 mg/kg durante 40 minutos"),
        ("0.5 mg/kg over 40 minutes", "0.5 mg/kg durante 40 minutos"),
        ("0.5 mg/kg", "0,5 miligramos por kilo"),
        ("1,000 people, 50%", "1.000 personas, el 50 %"),
        ("40 to 40", "de 40 a 40"),
        ("The *green* [ink](https://example.org)", "La <a1>tinta</a1> <em>verde</em>"),
        ("no figure", "ninguna cifra"),
    ],
)
def test_a_faithful_translation_has_no_findings(text: str, translation: str) -> None:
    assert check(text, translation) == []


@pytest.mark.parametrize(
    ("text", "translation", "code", "severity", "words"),
    [
        ("within 24 hours", "en unas horas", "T002", "warning", 'lacks the figure "24"'),
        ("40 to 40", "de 40 a menos", "T002", "warning", 'lacks the figure "40"'),
        ("0.5 mg/kg", "5 mg/kg", "T002", "error", 'lacks the figure "0.5 mg/kg"'),
        ("1.500 mg", "1.500 mg", "T002", "error", 'lacks the figure "1.500 mg"'),
        ("0.5 mg/kg", "0,5 mg", "T005", "error", '"0.5 mg/kg" stands there as "0,5 mg"'),
        ("5 mg a day", "5 µg al día", "T005", "error", '"5 mg" stands there as "5 µg"'),
        ("the *ink*", "la tinta", "T001", "error", "<em>…</em> of the source is missing"),
        ("the ink", "la <em>tinta", "T001", "error", "<em> at column 4 is not closed"),
        ("the ink", "la <b>tinta</b>", "T001", "error", "no tag of ours"),
    ],
)
def test_an_unfaithful_translation_is_found(
    text: str, translation: str, code: str, severity: str, words: str
) -> None:
    first, *_ = check(text, translation)

    assert (first.code, first.severity) == (code, severity)
    assert words in first.message
    assert first.where.startswith("es.po:")
    assert first.hint


def test_a_figure_missing_in_a_disclaimer_is_an_error() -> None:
    (found,) = check("Rest for 24 hours.", "Descanse.", context="disclaimer")

    assert (found.code, found.severity) == ("T002", "error")


@pytest.mark.parametrize("context", ["disclaimer", "disclaimer_short"])
def test_a_disclaimer_that_is_not_translated_is_an_error(context: str) -> None:
    (found,) = check("At your own risk.", "", context=context)

    assert (found.code, found.severity) == ("T003", "error")
    assert "is not translated" in found.message
    assert ":" in found.where


def test_a_fuzzy_disclaimer_and_one_that_is_not_there_are_errors() -> None:
    document = read_article(b"---\ntitle: T\ndisclaimer: D\n---\n\nx\n", path="a.md", language=Language("en"))
    template = extract(document)
    empty = start(template, ES, path="es.po")
    fuzzy = replace(
        empty, messages=tuple(replace(m, msgstr=("y",), flags=("fuzzy",)) for m in empty.messages)
    )

    (first,) = check_translation(fuzzy, template)
    (second,) = check_translation(replace(empty, messages=()), template)

    assert "is fuzzy" in first.message
    assert second.hint == "run: edition update a"


def test_a_persian_translation_may_use_its_own_digits() -> None:
    assert check("40 minutes and 0.5 mg/kg", "۴۰ دقیقه و ۰٫۵ mg/kg", language=Language("fa")) == []


def header(**fields: str) -> list[Finding]:
    own = builder_domain.template()
    catalogue = start(own, ES, path="es.po")
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    data = render_po(replace(catalogue, header={**catalogue.header, **named}))
    return list(check_translation(parse_po(data, path="es.po", domain="builder"), own, language=ES))


def test_a_method_nobody_knows_is_found_in_the_header() -> None:
    (found,) = header(X_Translation_Method="machin")

    assert (found.code, found.where) == ("T004", "es.po:4")
    assert 'did you mean "machine"' in found.message


def test_a_header_of_another_language_than_the_folder_is_found() -> None:
    (found,) = header(Language="fr")

    assert found.code == "T004"
    assert header(Language="es_MX") == []


@pytest.mark.parametrize(
    ("translation", "words"),
    [
        ("Traducción", "{translators} of the source is missing"),
        ("Traducción: {traductores}", "{traductores} is not in the source"),
    ],
)
def test_places_of_a_tool_text_have_to_fit(translation: str, words: str) -> None:
    message = Message(msgid="Translated by {translators}.", msgstr=(translation,), line=7)
    catalogue = replace(start(builder_domain.template(), ES, path="es.po"), messages=(message,))

    found = check_translation(catalogue, builder_domain.template())

    assert {(finding.code, finding.where) for finding in found} == {("T006", "es.po:7")}
    assert any(words in finding.message for finding in found)
    assert not is_usable(message, "builder")


def test_obsolete_messages_are_not_checked() -> None:
    template = builder_domain.template()
    gone = Message(msgid="Translated by {translators}.", msgstr=("x",), obsolete=True)
    catalogue: Catalogue = replace(start(template, ES, path="es.po"), messages=(gone,))

    assert check_translation(catalogue, template) == ()


@pytest.mark.parametrize("context", ["disclaimer", "disclaimer_short"])
def test_a_disclaimer_with_the_words_of_the_source_is_found(context: str) -> None:
    (found,) = check("At your own risk.", "At your own  risk.", context=context)

    assert (found.code, found.severity) == ("T007", "warning")
    assert found.where.startswith("es.po:")
    assert 'in the language "es"' in str(found.hint)


def test_a_disclaimer_may_have_the_same_words_in_a_variety_of_its_language() -> None:
    assert (
        check("At your own risk.", "At your own risk.", language=Language("en-GB"), context="disclaimer")
        == []
    )


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_figure_with_the_marks_of_the_source_language_is_found(language: str) -> None:
    (found,) = check("It cost 1,000.50 pounds.", "1,000.50 £.", language=Language(language))

    assert (found.code, found.severity) == ("T008", "warning")
    assert '"1,000.50"' in found.message
    assert found.hint == f'write thousands and decimals as the language "{language}" does'


@pytest.mark.parametrize(
    ("language", "translation"),
    [
        ("es", "1.000,50"),
        ("es-MX", "1,000.50"),
        ("fr", "1\u202f000,50"),
        ("ar", "1,000.50"),
        ("ja", "1,000.50"),
    ],
)
def test_a_figure_with_the_marks_of_its_own_language_is_none(language: str, translation: str) -> None:
    assert check("1,000.50", translation, language=Language(language)) == []
