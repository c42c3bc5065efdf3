"""PLS: what an author's lexicon says, what ours says to others, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.catalogue.pls import NAMESPACE, parse_pls, render_pls
from builder.catalogue.po import parse_po
from builder.catalogue.pronunciation_domain import pronunciations_in
from builder.model.pronunciation import Pronunciation, Pronunciations

EN, ES = Language("en"), Language("es")
ROOT = Path(__file__).parents[2]
XML = "{http://www.w3.org/XML/1998/namespace}lang"


def lexicon(inside: str, *, before: str = "", attributes: str = 'alphabet="ipa" xml:lang="en"') -> bytes:
    return (
        f'<?xml version="1.0"?>{before}\n<lexicon version="1.0" xmlns="{NAMESPACE}" {attributes}>\n'
        f"{inside}\n</lexicon>"
    ).encode()


def lexeme(inside: str) -> bytes:
    return lexicon(f"<lexeme>{inside}</lexeme>")


def read(data: bytes, language: Language = EN) -> dict[str, tuple[str, str]]:
    return {entry.word: (entry.said, entry.ipa) for entry in parse_pls(data, path="a.pls", language=language)}


def test_words_have_their_sounds_and_spellings_and_tell_their_line() -> None:
    data = lexeme("<grapheme>Yale</grapheme><phoneme>/jeɪl/</phoneme><alias>yayl</alias>")

    (entry,) = parse_pls(data, path="a.pls", language=EN)

    assert entry == Pronunciation(word="Yale", said="yayl", ipa="jeɪl", where="a.pls:3")


def test_the_preferred_pronunciation_wins_and_else_the_first() -> None:
    data = lexicon(
        '<lexeme><grapheme>a</grapheme><alias>one</alias><alias prefer="true">two</alias></lexeme>'
        "<lexeme><grapheme>b</grapheme><alias>one</alias><alias>two</alias></lexeme>"
    )

    assert read(data) == {"a": ("two", ""), "b": ("one", "")}


def test_each_spelling_is_an_entry_and_the_first_lexeme_of_a_word_stays() -> None:
    data = lexicon(
        "<lexeme><grapheme>a</grapheme><grapheme>b</grapheme><alias>x</alias></lexeme>"
        "<lexeme><grapheme>b</grapheme><alias>y</alias></lexeme><lexeme><grapheme>c</grapheme></lexeme>"
    )

    assert read(data) == {"a": ("x", ""), "b": ("x", "")}


def test_meta_examples_and_other_namespaces_are_passed_over() -> None:
    data = lexicon(
        '<meta name="a" content="b"/><metadata><x xmlns="urn:x">y</x></metadata>'
        "<lexeme><grapheme>a</grapheme><alias>x</alias><example>a long example</example></lexeme>"
    )

    assert read(data) == {"a": ("x", "")}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<lexicon", "well-formed"),
        (b'<lexicon version="1.0"/>', "expected <lexicon xmlns="),
        (f'<lexicon version="2.0" xmlns="{NAMESPACE}" xml:lang="en"/>'.encode(), 'expected "1.0"'),
        (lexicon("", attributes='alphabet="ipa" xml:lang="es"'), 'expected xml:lang="en"'),
        (lexicon("", attributes='alphabet="ipa"'), 'expected xml:lang="en"'),
        (lexicon("", before="<!DOCTYPE lexicon>"), "DOCTYPE"),
        (lexicon("&x;", before='<!DOCTYPE lexicon [<!ENTITY x "y">]>'), "DOCTYPE"),
        (lexeme('<grapheme>a</grapheme><phoneme alphabet="x-sampa">e</phoneme>'), 'expected "ipa"'),
        (lexeme("<grapheme>a</grapheme><phoneme>a](/b</phoneme>"), "no sign of the phonetic alphabet"),
        (lexeme("<grapheme>a</grapheme><phoneme>a]]b</phoneme>"), "no sign of the phonetic alphabet"),
        (lexeme("<grapheme>a</grapheme><phoneme>.</phoneme>"), "no sound"),
        (lexicon('<lexeme role="x:verb"><grapheme>a</grapheme></lexeme>'), "role"),
        (lexeme(f"<grapheme>{'a' * 201}</grapheme>"), "more than 200 characters"),
        (lexicon("<metadata>" + "<a>" * 20 + "</a>" * 20 + "</metadata>"), "deep"),
        (b" " * 2_000_001, "at most"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_lexicon_of_ours_is_refused_with_its_place(data: bytes, says: str) -> None:
    with pytest.raises(ContentError) as error:
        parse_pls(data, path="a.pls", language=EN)

    assert says in str(error.value)
    assert error.value.where is not None
    assert error.value.where.startswith("a.pls:")


def test_a_lexicon_of_the_main_language_serves_a_region() -> None:
    data = lexeme("<grapheme>a</grapheme><alias>x</alias>")

    assert read(data, Language("en-GB")) == {"a": ("x", "")}


def test_what_is_written_is_read_again() -> None:
    entries = Pronunciations(
        (
            Pronunciation(word="A & <b>", said="a and b"),
            Pronunciation(word="Yale", said="yayl", ipa="jeɪl"),
        )
    )

    assert read(render_pls(entries, EN)) == {"A & <b>": ("a and b", ""), "Yale": ("yayl", "jeɪl")}


def test_ours_keeps_the_rules_of_the_recommendation() -> None:
    entries = Pronunciations((Pronunciation(word="Yale", said="yayl", ipa="jeɪl"),))

    root = ET.fromstring(render_pls(entries, ES))

    # PLS 1.0, 4.1 to 4.6: version, alphabet and language are required; then graphemes, then pronunciations.
    assert root.tag == f"{{{NAMESPACE}}}lexicon"
    assert (root.get("version"), root.get("alphabet"), root.get(XML)) == ("1.0", "ipa", "es")
    (each,) = root
    assert each.tag == f"{{{NAMESPACE}}}lexeme"
    assert [part.tag.rpartition("}")[2] for part in each] == ["grapheme", "phoneme", "alias"]


def test_our_own_pronunciations_as_a_lexicon(golden: Callable[[str, str], None]) -> None:
    path = ROOT / "tests" / "golden" / "pls" / "in" / "pronunciation.po"
    catalogue = parse_po(path.read_bytes(), path="pronunciation.po", domain="pronunciation")
    sounds = Pronunciations((Pronunciation(word="Spravato", ipa="spɾaˈβato"),))

    golden("pls/golden/es.pls", render_pls(pronunciations_in(catalogue).over(sounds), ES).decode())
