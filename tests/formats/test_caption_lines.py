"""Lines of captions: short enough for their script, and never between a figure and its unit."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.formats.caption_lines import captions, columns, line_columns, wrap
from builder.formats.held_together import is_held

ANY_TEXT = (
    st.text(
        st.characters(exclude_categories=("C", "Z")) | st.just(" ") | st.sampled_from("0.5 mg海は"),
        min_size=1,
    )
    .map(str.split)
    .map(" ".join)
    .filter(bool)
)


@pytest.mark.parametrize(
    ("language", "most"),
    [("en", 42), ("ar", 42), ("hi", 42), ("th", 35), ("ja", 26), ("zh-Hant", 32), ("ko", 32)],
)
def test_a_line_is_as_long_as_the_guides_of_its_language_say(language: str, most: int) -> None:
    assert line_columns(Language(language)) == most


@pytest.mark.parametrize(
    ("text", "taken"),
    [("0.5 mg", 6), ("海は", 4), ("मिनट", 3), ("क्षमा", 2), ("กก.", 3), ("ยิ้ม", 2), ("é", 1), ("👩‍🔬", 2),
     ("케타민", 6)],
    ids=str,
)  # fmt: skip
def test_a_letter_with_its_marks_takes_one_column_and_a_full_width_one_two(text: str, taken: int) -> None:
    assert columns(text) == taken


def test_two_lines_are_about_as_long() -> None:
    lines = wrap("Stand on a mole at noon and the boats float at your feet", 42)

    assert lines == ("Stand on a mole at noon and", "the boats float at your feet")


def test_a_line_ends_at_a_stop_where_that_takes_no_more_lines() -> None:
    lines = wrap("For reading alone, not for planning a walk on the flats.", 42)

    assert lines == ("For reading alone,", "not for planning a walk on the flats.")


TOGETHER = [
    ("en", "The dose that was given to each of the patients was 0.5 mg/kg of body weight.", "0.5 mg/kg"),
    ("en", "The dose that was given to each of them was 0.5 mg/kg per day at most.", "0.5 mg/kg per day"),
    ("en", "It lasts, as everyone who has ever waited for it will tell you, 24 hours.", "24 hours"),
    ("en", "Of those who had been ill for years without relief a share of 46 % got well.", "46 %"),
    ("en", "It was no chance, as a test of all of the differences showed (p < 0.05).", "(p < 0.05)"),
    ("en", "They were given to all of the patients over a period of between 5 and 10 days.", "5 and 10 days"),
    ("en", "The whole of the treatment would have cost every one of them about US$ 1,000.", "US$ 1,000"),
    ("en", "The first to describe what he had seen in the ward at night was J. Krystal.", "J. Krystal"),
    ("en", "The figures of the whole of the study are to be found in the table on p. 12.", "p. 12"),
    ("fr", "La quantité qui a été donnée à chacun des patients était de 1 000 000 mg.", "1 000 000 mg"),
    ("fr", "La quantité donnée à chacun était de 5\u202f000\u00a0mg par jour.", "5\u202f000\u00a0mg par"),
    ("fr", "Il s’est demandé toute la nuit s’il fallait vraiment en reprendre le soir ?", "soir ?"),
    ("fr", "Elle répondit encore et encore à tous ceux qui le lui demandaient : « jamais »", "« jamais »"),
    ("es", "La dosis que se administró a cada persona fue de 0,5 mg/kg al día.", "0,5 mg/kg al día"),
    ("es", "Los resultados de todas las personas están en la tabla que lleva el n.º 5.", "n.º 5"),
    ("ru", "Все результаты исследования приведены в таблице, которая имеет номер № 5.", "№ 5"),
    ("ru", "Доза, которую получал каждый из участников исследования, — 0,5 мг на кг.", "0,5 мг на кг"),
    ("hi", "अध्ययन में हर एक रोगी को नस के द्वारा धीरे धीरे जो मात्रा दी गई वह 0.5 मि.ग्रा. थी।", "0.5 मि.ग्रा."),
    ("ar", "كانت الجرعة التي تلقّاها كلّ واحد من المرضى عن طريق الوريد هي ٠٫٥ ملغ/كغ يوميًا.", "٠٫٥ ملغ/كغ"),
    ("ja", "患者に静脈から投与されたケタミンの量は0.5ミリグラム毎キログラムだった。", "0.5ミリグラム"),
    ("ja", "その薬をゆっくりと静脈から投与してから第3週間後にはおよそ約50%の患者が改善した。", "第3週間"),
    ("zh", "研究人员给每一位患者从静脉缓慢注射的氯胺酮剂量是0.5毫克/公斤，持续40分钟。", "0.5毫克/公斤"),
    ("ko", "연구에서 환자 한 사람에게 정맥으로 천천히 투여한 케타민의 양은 0.5 mg/kg 이었다.", "0.5 mg/kg"),
    ("th", "ปริมาณยาที่ผู้ป่วยแต่ละคนได้รับทางหลอดเลือดดำอย่างช้าๆ คือ 0.5 มก./กก. เท่านั้น", "0.5 มก./กก."),
]  # fmt: skip


@pytest.mark.parametrize("most", [20, 32, None])
@pytest.mark.parametrize(
    ("language", "text", "together"), TOGETHER, ids=[f"{tag} {held}" for tag, _, held in TOGETHER]
)
def test_no_line_and_no_caption_parts_what_belongs_together(
    language: str, text: str, together: str, most: int | None
) -> None:
    most = most or line_columns(Language(language))

    lines = wrap(text, most)
    shown = [text[start:end] for start, end in captions(text, most)]

    assert len(lines) > 1
    assert any(together in line for line in lines)
    assert any(together in caption for caption in shown)
    assert max(map(columns, lines)) <= max(most, columns(together) + 8)


@pytest.mark.parametrize(
    ("before", "after"), [("the boats", "float"), ("in 2019,", "a study"), ("vitamin", "is")]
)
def test_other_blanks_may_end_a_line(before: str, after: str) -> None:
    assert not is_held(before, after)


def test_figures_in_a_row_are_one_piece_and_words_around_them_are_not() -> None:
    text = "We counted " + " ".join(str(number) for number in range(100, 103)) + " and went home again."

    assert wrap(text, 26) == ("We counted 100 101 102 and", "went home again.")


def test_japanese_lines_end_after_a_phrase() -> None:
    text = "海は一日に二度、息をするように満ち引きする。月が地球の近い側をより強く引くからだ。"

    lines = wrap(text, 26)

    assert "".join(lines) == text
    assert all(line[0] not in "、。っー" for line in lines)
    assert lines[0] == "海は一日に二度、"


def test_a_thai_text_without_blanks_is_broken_between_syllables() -> None:
    text = "แก่ผู้ป่วยโรคซึมเศร้าที่ดื้อต่อการรักษาแก่ผู้ป่วยโรคซึมเศร้าที่ดื้อต่อการรักษา"

    lines = wrap(text, 35)

    assert "".join(lines) == text
    assert max(map(columns, lines)) <= 35
    assert all(line[0] not in "ะาำิีึืุูเ็่้๊๋์"[:5] for line in lines)


def test_a_word_wider_than_a_line_stays_whole_where_nothing_parts_it() -> None:
    assert wrap("a " + "m" * 50 + " b", 42) == ("a", "m" * 50, "b")


def test_an_address_is_broken_only_where_it_is_wider_than_a_line() -> None:
    address = "https://example.org/one-long-way/to-the-table/of-all-the-doses"

    assert len(wrap(address, 42)) == 2
    assert wrap("See https://example.org/one-way/to-it", 42) == ("See https://example.org/one-way/to-it",)


def test_captions_have_at_most_two_lines_and_end_at_stops_if_they_can() -> None:
    text = (
        "When both pull in line, the tide is a spring tide, and when they pull crosswise it is a neap tide."
    )

    shown = [text[start:end] for start, end in captions(text, 32)]

    assert " ".join(shown) == text
    assert all(len(wrap(caption, 32)) <= 2 for caption in shown)
    assert shown[0] == "When both pull in line, the tide is a spring tide,"


@given(ANY_TEXT, st.sampled_from([13, 26, 32, 42]))
def test_wrapping_loses_no_character(text: str, most: int) -> None:
    lines = wrap(text, most)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line == line.strip(" ") for line in lines)


@given(ANY_TEXT, st.sampled_from([13, 32]))
def test_captions_hold_every_character_once_in_order(text: str, most: int) -> None:
    places = captions(text, most)

    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))
    assert "".join(text[start:end] for start, end in places).replace(" ", "") == text.replace(" ", "")
