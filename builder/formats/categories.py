"""Categories of podcasts as Apple spells them: a closed list, and a feed with any other word is refused.

Source: Apple Podcasts for Creators, "Apple Podcasts categories".
"""

from __future__ import annotations

from collections.abc import Mapping

from builder.base.errors import UsageError
from builder.base.suggest import did_you_mean

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": (
        "Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality",
    ),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden",
        "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News",
        "Tech News",
    ),
    "Religion & Spirituality": (
        "Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality",
    ),
    "Science": (
        "Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences",
        "Nature", "Physics", "Social Sciences",
    ),
    "Society & Culture": (
        "Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships",
    ),
    "Sports": (
        "Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby",
        "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}  # fmt: skip


def parse_category(text: str) -> tuple[str, ...]:
    """Return the category, and the subcategory if `text` is `Category > Subcategory`.

    Raises:
        UsageError: Apple has no such category.
    """
    category, separator, subcategory = (part.strip() for part in text.partition(">"))
    if category not in CATEGORIES:
        raise UsageError(
            f'there is no podcast category "{category}"{_meant(category)}',
            where="show.category",
            hint=f"categories: {', '.join(CATEGORIES)}",
        )
    if not separator:
        return (category,)
    if subcategory not in CATEGORIES[category]:
        known = ", ".join(CATEGORIES[category]) or "none"
        raise UsageError(
            f'"{category}" has no subcategory "{subcategory}"'
            f"{did_you_mean(subcategory, CATEGORIES[category])}",
            where="show.category",
            hint=f"subcategories: {known}",
        )
    return category, subcategory


def _meant(word: str) -> str:
    """Return a suggestion, from the subcategories too: people write those alone."""
    inner = {name: f"{parent} > {name}" for parent, names in CATEGORIES.items() for name in names}
    if word in inner:
        return f'; did you mean "{inner[word]}"?'
    return did_you_mean(word, CATEGORIES)
