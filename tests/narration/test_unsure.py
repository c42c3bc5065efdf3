"""Unsure words: what a voice may say wrong is asked about, and ordinary words are not."""

from __future__ import annotations

from builder.base.language import Language
from builder.narration.unsure import Sentence, unsure_words

EN, ES, FR, DE, RU = (Language(tag) for tag in ("en", "es", "fr", "de", "ru"))


def doubts(language: Language, *texts: str, **known: object) -> dict[str, str]:
    sentences = [Sentence(text=text, place=f"a.md:{line}") for line, text in enumerate(texts, 1)]
    found = unsure_words(sentences, language, **known)  # type: ignore[arg-type]
    return {word.word: word.doubt for word in found}


def test_acronyms_are_asked_about_but_neither_numerals_nor_words_in_capitals() -> None:
    assert doubts(EN, "The NMDA and the SSRIs in phase III are NOT alike.") == {
        "NMDA": "acronym",
        "SSRIs": "acronym",
    }


def test_words_with_digits_or_capitals_inside_are_mixed_and_figures_are_not() -> None:
    found = doubts(EN, "The 5HT2A of BuSpar since the 1960s, a 24-hour dose of 5 mg, 2nd of May.")

    assert {word: doubt for word, doubt in found.items() if doubt == "mixed"} == {
        "5HT2A": "mixed",
        "BuSpar": "mixed",
    }


def test_letters_of_another_language_are_foreign() -> None:
    assert doubts(ES, "Vive en Malmö con una señora.") == {"Malmö": "foreign letters"}


def test_a_name_spelled_alike_in_both_texts_is_foreign_and_any_other_is_a_name() -> None:
    found = doubts(ES, "Dijo Musk que Alicia no tiene nada.", others=frozenset({"Musk", "no"}))

    assert found == {"Musk": "foreign word", "Alicia": "name"}


def test_the_capital_of_a_sentence_makes_no_name() -> None:
    assert doubts(ES, "Nada ocurre.", "Algo sí.", "«Todo» cambia.") == {}


def test_a_title_in_capitals_makes_no_names() -> None:
    title = Sentence(text="The Old House", place="a.md:1", is_title=True)

    assert unsure_words([title], EN) == ()


def test_german_nouns_are_no_names() -> None:
    assert doubts(DE, "Die Wirkung ist der Musik von Prozac gleich.", others=frozenset({"Prozac"})) == {
        "Prozac": "foreign word"
    }


def test_latin_words_in_another_script_are_foreign() -> None:
    assert doubts(RU, "Препарат Spravato и кетамин") == {"Spravato": "foreign word"}


def test_the_lexicon_of_a_voice_decides_on_ordinary_spellings() -> None:
    known = frozenset({"the", "drug", "yale", "well", "known"})

    found = doubts(EN, "The well-known drug esketamine at Yale.", knows=lambda word: word.lower() in known)

    assert found == {"esketamine": "unknown"}


def test_long_terms_of_the_glossary_are_asked_about_where_there_is_no_lexicon() -> None:
    terms = ("ketamina", "dosis", "salud mental")

    assert doubts(ES, "La ketamina y la dosis.", terms=terms) == {"ketamina": "term"}
    assert doubts(ES, "La ketamina y la dosis.", terms=terms, knows=lambda _: True) == {}


def test_units_and_abbreviations_with_a_rule_of_their_own_are_left_out() -> None:
    assert doubts(EN, "Give 0.5 mg/kg, said Dr. Krystal.", knows=lambda word: word != "mg") == {}


def test_a_name_that_ends_in_one_capital_is_one_word() -> None:
    assert doubts(ES, "Lo llaman «Special K» allí.") == {"Special K": "name"}


def test_elisions_and_possessives_are_taken_off() -> None:
    assert doubts(FR, "On parle de l’Ampakine et d’Elon.") == {"Ampakine": "name", "Elon": "name"}
    assert doubts(EN, "It is Yale’s yard.") == {"Yale": "name"}


def test_a_word_tells_its_use() -> None:
    sentences = [
        Sentence(text="NMDA is one.", place="a.md:3"),
        Sentence(text="There NMDA is, and NMDA again.", place="a.md:5"),
    ]

    (word,) = unsure_words(sentences, EN)

    assert (word.count, word.place, word.spoken, word.sentence) == (3, "a.md:3", "N.M.D.A", "NMDA is one.")


def test_a_small_word_counts_with_its_capital_at_a_start() -> None:
    sentences = [Sentence(text="Esketamine helps, as esketamine does.", place="a.md:1")]

    (word,) = unsure_words(sentences, EN, knows=lambda word: "ketamine" not in word.lower())

    assert (word.word, word.count) == ("esketamine", 2)
