"""Spoken forms in Arabic, Hindi, Chinese and Japanese: the laws no text may break, and what each asks for."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.narration.spoken import SpokenForm, spoken_form

AR, HI, ZH, JA = Language("ar"), Language("hi"), Language("zh"), Language("ja")
LANGUAGES = (AR, HI, ZH, JA)
SPACED = (AR, HI)
NEGATIONS = {
    AR: ("لا", "ليس", "ليست", "لم", "لن", "غير", "بدون", "ما"),
    HI: ("नहीं", "न", "ना", "मत", "बिना"),
    ZH: ("不", "没", "没有", "未", "无", "非", "别"),
    JA: ("ない", "ません", "ず", "なく", "非", "未"),
}
UNITS = {
    AR: {
        "mg": "ملليغرام",
        "كغ": "كيلوغرام",
        "mL": "ملليلتر",
        "ساعة": "ساع",
        "دقيقة": "دق",
        "٪": "بالمئة",
        "µg": "ميكروغرام",
    },
    HI: {
        "mg": "मिलीग्राम",
        "कि.ग्रा.": "किलोग्राम",
        "mL": "मिलीलीटर",
        "h": "घंट",
        "मिनट": "मिनट",
        "%": "प्रतिशत",
    },
    ZH: {
        "mg": "毫克",
        "公斤": "公斤",
        "mL": "毫升",
        "小时": "小时",
        "min": "分钟",
        "％": "百分之",
        "㎎": "毫克",
        "次": "次",
    },
    JA: {
        "mg": "ミリグラム",
        "kg": "キログラム",
        "mL": "ミリリットル",
        "時間": "時間",
        "min": "分",
        "％": "パーセント",
        "回": "回",
    },
}
ACRONYMS = "NMDA PTSD MDMA LSD FDA SSRI SSRIs SNRI IV DMT DIY BDNF AMPA ＮＭＤＡ"
PER = {AR: "لكل كيلوغرام", HI: "प्रति किलोग्राम", ZH: "每公斤", JA: "パーキログラム"}

_WORDS = (
    "٠ ٥ ٤٠ ٢٠٢٥ ۵ ० ५ ४० ２ ４０ ２０２５ 0.5 ٠٫٥ ٠،٥ １，２３４ 0・5 1,23,456 0 1 2 12 99 2025 "
    "1960 007 1234567890123456789 ² ½ ① Ⅳ ⁻³ 10⁶ 1e-5 1:1000 mg mg/kg ｍｇ／ｋｇ ملغ ملغ/كغ दक "
    "मि.ग्रा. मिनट 毫克 毫克/公斤 小时 年 月 分 時間 回 次 个 か月 第 /分 /日 دقيقة يوم ساعة % "
    "％ ٪ $ ￥ ₹ 元 円 s वीं 年代 IV III NMDA SSRIs ＬＳＤ Dr. د. डॉ. U.S. COVID-19 B12 H2O a é "
    "و لـ ب ال 約 约 ケタミン खुराक جرعة 治疗 من إلى 期 型 - – — ～ 〜 / ／ : ： . ． , ， 、 ، "
    "٫ ٬ 。 । ؟ ( （ 「 」 “ ” & + < ≥ = ± # @ _ ・ https://example.org/a1?b=2 me@example.org "
    "24/7 10:30 2025/1/12"
)
_PIECES = (*_WORDS.split(), " ", " ", "\u00a0", "\u202f", "\u3000")
_texts = (
    st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)
    | st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join)
    | st.text()
)


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=_texts)
@example(text="0.5SSRIs")
@example(text="B.1.1.7")
@example(text="_7_")
@example(text="٣२５")
def test_the_spans_rebuild_the_written_text_and_no_digit_is_left(language: Language, text: str) -> None:
    form = spoken_form(text, language)

    written = spoken = 0
    for span in form.spans:
        assert text[written : span.written_start] == form.text[spoken : span.spoken_start]
        assert written <= span.written_start < span.written_end <= len(text)
        assert spoken <= span.spoken_start <= span.spoken_end <= len(form.text)
        assert not re.search(r"\d", text[written : span.written_start])
        written, spoken = span.written_end, span.spoken_end
    assert text[written:] == form.text[spoken:]
    assert not re.search(r"\d", form.text)


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_a_negation_stays_as_it_is_written(language: Language, data: st.DataObject) -> None:
    negations = NEGATIONS[language]
    joint = " " if language in SPACED else ""
    pieces = [piece for piece in _PIECES if piece not in {"و", "لـ", "ب", "ال", "https://example.org/a1?b=2"}]
    words = data.draw(st.lists(st.sampled_from(pieces) | st.sampled_from(negations), max_size=14))
    text = joint.join(words)

    form = spoken_form(text, language)

    lost = [
        (text[span.written_start : span.written_end], form.text[span.spoken_start : span.spoken_end])
        for span in form.spans
        for found in re.finditer("|".join(negations), text[span.written_start : span.written_end])
        if language not in SPACED or found[0] in text[span.written_start : span.written_end].split()
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("language", "written", "name"),
    [(language, written, name) for language, units in UNITS.items() for written, name in units.items()],
)
@given(
    number=st.integers(0, 20_000),
    decimals=st.sampled_from(["", ".5", ".05", "٫٥"]),
    gap=st.sampled_from(["", " ", "\u202f"]),
)
def test_a_unit_after_a_figure_is_always_said(
    language: Language, written: str, name: str, number: int, decimals: str, gap: str
) -> None:
    text = f"{number}{decimals}{gap}{written}"

    form = spoken_form(text, language)

    (span,) = form.spans
    assert (span.written_start, span.written_end) == (0, len(text))
    assert name in form.text


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(0, 999), low=st.none() | st.integers(0, 999), mark=st.sampled_from("-–"))
def test_what_a_dose_is_per_is_always_said_once(
    language: Language, number: int, low: int | None, mark: str
) -> None:
    text = f"{number} mg/kg" if low is None else f"{low}{mark}{number} mg/kg"

    form = spoken_form(text, language)

    assert form.text.count(PER[language]) == 1
    assert form.text.count(UNITS[language]["mg"]) == 1
    assert "/" not in form.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("acronym", ACRONYMS.split())
def test_an_acronym_is_never_left_to_the_voice(language: Language, acronym: str) -> None:
    text = {AR: "عقار {} هنا", HI: "यह {} है", ZH: "使用{}治疗", JA: "この{}を使う"}[language].format(acronym)

    form = spoken_form(text, language)

    assert acronym not in form.text
    assert language is ZH or not re.search("[A-Za-zＡ-Ｚ]", form.text)


@pytest.mark.parametrize("language", LANGUAGES)
@given(words=st.lists(st.text("аケताسم治疗абв", min_size=3, max_size=9), min_size=1))
def test_text_without_tokens_is_said_as_written(language: Language, words: list[str]) -> None:
    text = " ".join(words)

    form = spoken_form(text, language)

    assert form == SpokenForm(text=text, spans=())


def test_a_dose_of_chinese_is_one_span_though_its_units_change_places() -> None:
    text = "约0.5mg/kg，给药"

    form = spoken_form(text, ZH)

    (span,) = form.spans
    assert text[span.written_start : span.written_end] == "0.5mg/kg"
    assert form.text[span.spoken_start : span.spoken_end] == "每公斤零点五毫克"


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        (ZH, "2次、第2次、2月、2型、12个", "两次、第二次、二月、二型、十二个"),
        (
            ZH,
            "2025年1月、2年、20世纪60年代、1500年前",
            "二零二五年一月、两年、二十世纪六十年代、一千五百年前",
        ),
        (ZH, "40—60分钟——不是40～60天", "四十到六十分钟，不是四十到六十天"),
        (ZH, "5–10%、0.5–1 mg/kg", "百分之五到百分之十、每公斤零点五到一毫克"),
        (ZH, "5-%、10:00—16:00", "百分之五、十点整到十六点整"),
        (JA, "800、99、99人、40000", "はち百、きゅう十九、九十九人、よん万"),
        (JA, "2025年、約40分", "二千二十五年、約四十分"),
        (JA, "p<0.05、≥18", "p零点零五未満、十八以上"),
        (HI, "1960, 2025, 1,23,456", "उन्नीस सौ साठ, दो हज़ार पच्चीस, एक लाख तेईस हज़ार चार सौ छप्पन"),
        (AR, "3 ساعات و3 أيام", "ثلاث ساعات وثلاثة أيام"),
        (AR, "2 يوم، لمدة 2 يوم", "يومان، لمدة يومين"),
        (AR, "40-60 دقيقة، خلال 40-60 دقيقة", "من أربعين إلى ستين دقيقة، خلال أربعين إلى ستين دقيقة"),
        (AR, "بين عامي 2019 و2021", "بين عامي ألفين وتسعة عشر وألفين وواحد وعشرين"),
        (AR, "و28 يومًا، بـ0.5 mg", "وثمانية وعشرون يومًا، بـصفر فاصلة خمسة ملليغرام"),
    ],
)
def test_numbers_go_with_what_they_count(language: Language, written: str, said: str) -> None:
    assert spoken_form(written, language).text == said


@pytest.mark.parametrize(("language", "text"), [(ZH, "½5"), (JA, "①5"), (ZH, "5&6"), (JA, "½2½")])
def test_two_numbers_do_not_become_one(language: Language, text: str) -> None:
    said = spoken_form(text, language).text

    assert not re.search("[一二三四五六七八九十]{3,}", said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "1" + "，234" * 3000,
        "٠٫٥" * 4000,
        "NMDA受体" * 2000,
        "第" * 9000,
        "2～" * 4000,
        "5毫克/" * 3000,
        "—" * 9000,
        "५ मि.ग्रा." * 2000,
        "و5 " * 3000,
        "من 5 " * 3000,
        "0・" * 4000,
        "１" * 9000,
        "IV期" * 3000,
        "https://例" * 2000,
        "<5 " * 3000,
        "5 و" * 3000,
        "5/" * 4000,
        "1,23," * 3000,
    ],
    ids=lambda text: text[:8],
)
def test_a_long_odd_text_takes_no_long_time(language: Language, text: str) -> None:
    started = time.process_time()

    spoken_form(text, language)

    assert time.process_time() - started < 3
