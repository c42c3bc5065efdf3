"""Folding: figures of every script become plain ones, in their places."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.narration.folding import folded


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("٠٫٥", "0.5"),
        ("۰٫۵", "0.5"),
        ("٠،٥ ملغ", "0,5 ملغ"),
        ("١٬٠٠٠٪", "1,000%"),
        ("०.५", "0.5"),
        ("０．５ｍｇ／ｋｇ", "0.5mg/kg"),
        ("６０％、１，２３４", "60%、1,234"),
        ("ＮＭＤＡ", "NMDA"),
        ("０・５、1・5mg", "0.5、1.5mg"),
    ],
)
def test_a_figure_of_another_script_is_a_plain_one(written: str, plain: str) -> None:
    assert folded(written) == plain


@pytest.mark.parametrize("text", ["2，3个", "5・6月", "5، 6", "，・،", "é½²Ⅳ①", "二十"])
def test_marks_that_part_words_and_lists_stay(text: str) -> None:
    assert folded(text) == text


@given(text=st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    plain = folded(text)

    moved = [
        (before, after)
        for before, after in zip(text, plain, strict=True)
        if before != after and unicodedata.normalize("NFKC", before) != after
    ]
    assert [
        pair for pair in moved if unicodedata.decimal(pair[0], None) is None and pair[1] not in "%.,¥£~"
    ] == []


@given(text=st.text(st.characters(categories=["Nd"]), min_size=1))
def test_a_digit_is_worth_the_same(text: str) -> None:
    assert [int(digit) for digit in folded(text)] == [unicodedata.decimal(digit) for digit in text]
