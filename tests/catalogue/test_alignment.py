"""Sentences are laid beside their translations, and put together again for other texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.catalogue.alignment import align
from builder.catalogue.assemble import Assembly, Earlier, assemble

EN, ES, JA = Language("en"), Language("es"), Language("ja")
ONE, TWO = "The river was high that year.", "Nobody crossed it before summer came."
THREE = "A ferry ran once a week."
UNO, DOS, TRES = (
    "El río iba crecido aquel año.",
    "Nadie lo cruzó antes del verano.",
    "Un barco pasaba cada semana.",
)


def assembled(earlier: list[tuple[str, str]], new: str, *, successor: int | None = None) -> Assembly | None:
    texts = [Earlier(source=source, target=target) for source, target in earlier]
    return assemble(texts, [new], {} if successor is None else {0: successor}, EN, ES).get(0)


def test_as_many_sentences_on_both_sides_belong_together_in_order() -> None:
    beads = align(f"{ONE} {TWO}", f"{UNO} {DOS}", EN, ES)

    assert [(bead.source, bead.target) for bead in beads] == [((ONE,), UNO), ((TWO,), DOS)]


def test_sentences_of_other_number_are_laid_side_by_side_by_length() -> None:
    joined = "El río iba crecido aquel año y nadie lo cruzó antes del verano."

    beads = align(f"{ONE} {TWO} {THREE}", f"{joined} {TRES}", EN, ES)

    assert [(bead.source, bead.target) for bead in beads] == [((ONE, TWO), joined), ((THREE,), TRES)]


WORDS = st.lists(
    st.sampled_from(["Go on.", "It was a long and quiet day.", "No?", "Why not here, of all places."]),
    max_size=6,
)


@given(WORDS, WORDS)
def test_an_alignment_loses_no_sentence(one: list[str], other: list[str]) -> None:
    source, target = " ".join(one), " ".join(other)

    beads = align(source, target, EN, ES)

    assert " ".join(part for bead in beads for part in bead.source) == source
    assert not source or " ".join(filter(None, (bead.target for bead in beads))) == target


def test_half_a_paragraph_takes_its_own_sentences() -> None:
    made = assembled([(f"{ONE} {TWO}", f"{UNO} {DOS}")], TWO)

    assert made is not None
    assert (made.previous, made.translation, made.missing) == (TWO, DOS, ())


def test_two_paragraphs_become_one_with_both_translations() -> None:
    made = assembled([(f"{ONE} {TWO}", f"{UNO} {DOS}"), (THREE, TRES)], f"{ONE} {TWO} {THREE}", successor=0)

    assert made is not None
    assert made.translation == f"{UNO} {DOS} {TRES}"


def test_a_new_sentence_between_known_ones_is_named() -> None:
    made = assembled([(ONE, UNO), (TWO, DOS)], f"{ONE} Then came the great flood. {TWO}")

    assert made is not None
    assert (made.translation, made.missing, made.total) == (f"{UNO} {DOS}", (2,), 3)


def test_an_edited_sentence_keeps_its_translation_and_its_earlier_wording() -> None:
    edited = TWO.replace("summer", "autumn")

    made = assembled([(f"{ONE} {TWO}", f"{UNO} {DOS}"), (THREE, TRES)], f"{edited} {ONE} {THREE}")

    assert made is not None
    assert made.previous == f"{TWO} {ONE} {THREE}"
    assert made.translation == f"{DOS} {UNO} {TRES}"
    assert made.edited == (1,)


def test_a_text_edited_in_place_is_left_to_its_successor() -> None:
    assert assembled([(f"{ONE} {TWO}", f"{UNO} {DOS}")], f"{ONE} Nothing new.", successor=0) is None


def test_links_get_the_numbers_they_have_in_the_new_text() -> None:
    source = f"See <a1>this page</a1> first. {ONE} Then see <a2>that page</a2>."
    target = f"Vea antes <a1>esta página</a1>. {UNO} Vea luego <a2>aquella página</a2>."

    made = assembled([(source, target)], "Then see <a1>that page</a1>.")

    assert made is not None
    assert made.translation == "Vea luego <a1>aquella página</a1>."


@pytest.mark.parametrize("new", ["Yes.", "Something quite different is told here."], ids=["short", "other"])
def test_too_little_that_is_known_brings_nothing(new: str) -> None:
    assert assembled([(f"Yes. {ONE}", f"Sí. {UNO}")], new) is None


def test_japanese_sentences_stand_without_blanks() -> None:
    texts = [Earlier(source=ONE, target="川は高かった。"), Earlier(source=TWO, target="誰も渡らなかった。")]

    made = assemble(texts, [f"{ONE} {TWO}"], {}, EN, JA)

    assert made[0].translation == "川は高かった。誰も渡らなかった。"
