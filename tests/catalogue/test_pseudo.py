"""Pseudo-locales: made-up texts that keep what must be kept, and let everything else be seen and heard."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.detect import read_article
from builder.article.inline import plain, problems
from builder.base.errors import UsageError
from builder.base.language import Language
from builder.catalogue import builder_domain
from builder.catalogue.cldr import direction
from builder.catalogue.extract import extract
from builder.catalogue.figures import acronyms, decimal_mark, figures
from builder.catalogue.localise import coverage, localise
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.pseudo import (
    ACCENTED,
    LANGUAGES,
    RIGHT_TO_LEFT,
    is_pseudo,
    pseudo_catalogue,
    pseudo_text,
)
from builder.catalogue.rules.check import check_translation
from builder.model.catalogue import Catalogue
from builder.testing.workspaces import ARTICLE

TEXT = (
    "Take <em>no more</em> than 2.5 g, 0.5 mg/kg or 1,500 ml &amp; wait 40-60 min; the FDA's limit is 95 %."
)


def template() -> Catalogue:
    return extract(read_article(ARTICLE.encode(), path="articles/tea.md", language=Language("en")))


def test_accents_brackets_and_longer_words_leave_the_rest() -> None:
    text = pseudo_text("Boil <em>250 ml</em> of water, {name}. See <code>a = 1</code>.", ACCENTED)

    assert text == "[Bóóíl <em>250 ml</em> óóf wáátéér, {name}. Sééé <code>a = 1</code>]."


def test_letters_of_like_sound_leave_the_rest() -> None:
    text = pseudo_text("Boil <em>250 ml</em>, {name}; see the café?", RIGHT_TO_LEFT)

    assert text == "بويل <em>250 ml</em>، {name}؛ سي ثي كافي؟"


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_units_acronyms_and_tags_are_kept(language: Language) -> None:
    text = pseudo_text(TEXT, language)

    was, now = plain(TEXT), plain(text)
    assert problems(text, TEXT) == ()
    assert [figure.written for figure in figures(now, ".")] == [
        figure.written for figure in figures(was, ".")
    ]
    assert acronyms(now) == acronyms(was)


@pytest.mark.parametrize("language", LANGUAGES)
@given(markup=st.text(st.sampled_from("aeT éü漢я1234.,%- mgFDA'\u00a0")))
def test_any_text_keeps_its_figures_and_has_no_tag_faults(language: Language, markup: str) -> None:
    text = pseudo_text(markup, language)

    mark = decimal_mark(Language("en"))
    assert problems(text, markup) == ()
    assert [f.value for f in figures(plain(text), mark)] == [f.value for f in figures(plain(markup), mark)]


def test_accented_texts_are_about_a_third_longer() -> None:
    source = "Most people who take part in the programme feel better after three weeks at home."

    text = pseudo_text(source, ACCENTED)

    assert 1.2 < len(text) / len(source) < 1.4


def test_only_letters_a_voice_can_say_are_used() -> None:
    accented = pseudo_text("The quick brown fox jumps over the lazy dog.", ACCENTED)
    arabic = pseudo_text("The quick brown fox jumps over the lazy dog.", RIGHT_TO_LEFT)

    assert unicodedata.normalize("NFC", accented) == accented
    assert all(unicodedata.name(c).startswith("LATIN") for c in accented if c.isalpha())
    assert all(unicodedata.bidirectional(c) == "AL" for c in arabic if c.isalpha())
    assert not any(unicodedata.category(c) == "Cf" for c in accented + arabic)


def test_directions_are_those_of_the_letters() -> None:
    assert (direction(ACCENTED), direction(RIGHT_TO_LEFT)) == ("ltr", "rtl")


@pytest.mark.parametrize("markup", ["", "  "])
def test_a_blank_text_stays_blank(markup: str) -> None:
    assert pseudo_text(markup, ACCENTED) == pseudo_text(markup, RIGHT_TO_LEFT) == markup


def test_a_closing_tag_stays_the_last() -> None:
    assert pseudo_text("<em>Note it.</em>", ACCENTED) == "[<em>Nóótéé ít].</em>"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", [template(), builder_domain.template()], ids=["article", "builder"])
def test_a_made_up_catalogue_is_finished_and_has_no_faults(source: Catalogue, language: Language) -> None:
    catalogue = pseudo_catalogue(source, language, path="x.po")

    far = coverage(catalogue, source)
    faults = [
        finding
        for finding in check_translation(catalogue, source, language=language)
        if finding.severity == "error" or finding.code in {"T001", "T002", "T005", "T006", "T008"}
    ]
    assert far.finished
    assert far.reviewed == 0
    assert faults == []


def test_a_made_up_catalogue_says_that_a_machine_made_it_and_credits_nobody() -> None:
    catalogue = pseudo_catalogue(template(), ACCENTED, path="x.po")

    edition = localise(
        read_article(ARTICLE.encode(), path="articles/tea.md", language=Language("en")), catalogue
    )

    assert (edition.method, edition.reviewed, edition.translators) == ("machine", False, ())
    assert edition.document.disclaimer is not None
    assert edition.document.disclaimer.markup.startswith("[Hóót wáátéér")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_made_up_catalogue_is_the_same_each_time_and_comes_back_from_its_file(language: Language) -> None:
    first, second = (render_po(pseudo_catalogue(template(), language, path="x.po")) for _ in range(2))

    assert first == second
    assert render_po(parse_po(first, path="x.po", domain="tea")) == first


def test_plural_forms_are_those_of_the_language() -> None:
    source = Catalogue(
        domain="x",
        language=None,
        header=builder_domain.template().header,
        messages=tuple(
            message
            for message in parse_po(
                b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; '
                b'plural=(n != 1);\\n"\n\nmsgid "{count} cup"\nmsgid_plural "{count} cups"\nmsgstr[0] ""\n'
                b'msgstr[1] ""\n',
                path="x.pot",
                domain="x",
            ).messages
        ),
        path="x.pot",
    )

    english, arabic = (pseudo_catalogue(source, language, path="x.po").messages[0] for language in LANGUAGES)

    assert english.msgstr == ("[{count} cúúp]", "[{count} cúúps]")
    assert arabic.msgstr == ("{count} كوبس", "{count} كوب", *("{count} كوبس",) * 4)


def test_only_made_up_languages_are_made_up() -> None:
    assert [tag for tag in ("en", "en-XA", "ar", "ar-XB", "es") if is_pseudo(Language(tag))] == list(
        LANGUAGES
    )
    with pytest.raises(UsageError, match='did you mean "en-XA"'):
        pseudo_text("x", Language("en-XC"))
