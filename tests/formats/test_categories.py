"""Categories: Apple's words and no others."""

from __future__ import annotations

import pytest

from builder.base.errors import UsageError
from builder.formats.categories import CATEGORIES, parse_category


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Education", ("Education",)),
        ("Health & Fitness > Mental Health", ("Health & Fitness", "Mental Health")),
        ("TV & Film>After Shows", ("TV & Film", "After Shows")),
    ],
)
def test_a_category_is_read_with_its_subcategory(text: str, expected: tuple[str, ...]) -> None:
    assert parse_category(text) == expected


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Educaton", 'did you mean "Education"?'),
        ("Mental Health", 'did you mean "Health & Fitness > Mental Health"?'),
        ("Science > Earth Science", 'did you mean "Earth Sciences"?'),
        ("education", 'did you mean "Education"?'),
    ],
)
def test_another_word_is_refused_with_the_nearest_one(text: str, suggestion: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_category(text)

    assert suggestion in str(caught.value)


def test_a_category_without_subcategories_says_so() -> None:
    with pytest.raises(UsageError) as caught:
        parse_category("True Crime > Cold Cases")

    assert "subcategories: none" in str(caught.value)


def test_there_are_nineteen_categories() -> None:
    assert len(CATEGORIES) == 19
    assert sum(map(len, CATEGORIES.values())) == 91
