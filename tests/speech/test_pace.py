"""Pace: bounds that every script fits, and that grow with the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.speech.pace import expected_s, is_speakable, longest_s, shortest_s


@pytest.mark.parametrize(
    ("text", "measured_s"),
    [
        ("Depression is hard to treat, and the usual medicines take weeks to work.", 3.96),
        ("The FDA approved it in 2019 for adults, at 56 or 84 mg.", 5.21),
        ("La depresión es difícil de tratar y los medicamentos tardan semanas.", 3.7),
        ("La dépression est difficile à traiter, et les médicaments mettent des semaines.", 3.5),
        ("Депрессию трудно лечить, а обычные лекарства действуют через недели.", 3.6),
        ("抑郁症很难治疗，常用药物需要数周才能起效。", 5.48),
        ("우울증은 치료하기 어렵고 일반적인 약물은 효과가 나타나기까지 몇 주가 걸립니다.", 6.15),
        ("يصعب علاج الاكتئاب، وتستغرق الأدوية المعتادة أسابيع حتى يظهر مفعولها.", 6.28),
    ],
)
def test_what_espeak_took_is_within_the_bounds_and_near_the_expectation(text, measured_s):
    assert shortest_s(text) * 1.5 < measured_s < longest_s(text) / 1.5
    assert measured_s / 2 < expected_s(text) < measured_s * 2


@given(st.text(), st.integers(min_value=50, max_value=200))
def test_the_bounds_hold_the_expectation(text, rate_percent):
    expected = expected_s(text, rate_percent=rate_percent)

    assert (
        shortest_s(text, rate_percent=rate_percent) <= expected <= longest_s(text, rate_percent=rate_percent)
    )


@given(st.text(), st.text())
def test_more_text_never_takes_less(text, more):
    assert shortest_s(text + " " + more) >= shortest_s(text)
    assert expected_s(text + " " + more) >= expected_s(text)


@pytest.mark.parametrize(
    ("text", "speakable"),
    [
        ("a", True),
        ("7", True),
        ("½", True),
        ("日", True),
        ("…", False),
        ("", False),
        ("—!", False),
        ("€", False),
    ],
)
def test_letters_and_figures_have_to_be_said(text, speakable):
    assert is_speakable(text) is speakable
