"""Review: a person's approval of one translation, which lapses when either text changes.

It is a translator comment, because these survive every gettext tool:
`# reviewed: NAME 2026-11-23 1a2b3c4d/5e6f7a8b`, the first 8 hex digits of the SHA-256 of msgid and of msgstr.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from builder.base.digest import digest_text
from builder.base.errors import UsageError
from builder.base.text import one_line, shorten
from builder.catalogue.rules.fit import place
from builder.model.catalogue import Catalogue, Message

_MARK = re.compile(
    r"reviewed: (?P<name>\S.*?) (?P<date>\d{4}-\d{2}-\d{2}) (?P<texts>[0-9a-f]{8}/[0-9a-f]{8})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who approved a translation, and when."""

    name: str
    on: str
    """ISO date, as written."""


def review_of(message: Message) -> Review | None:
    """Return the approval of `message` that fits both its texts as they are; None when there is none."""
    if not message.translated:
        return None
    texts = _texts(message)
    for comment in message.translator_comments:
        found = _MARK.fullmatch(comment.strip())
        if found and found["texts"] == texts:
            return Review(name=found["name"], on=found["date"])
    return None


def is_reviewed(message: Message) -> bool:
    """Tell whether a person approved `message` as it is now."""
    return review_of(message) is not None


def lapsed(catalogue: Catalogue) -> tuple[str, ...]:
    """Return `path:line` of the messages in use whose approval fits their texts no longer, in file order.

    A fuzzy or emptied message with a mark is one of them.
    """
    return tuple(
        place(catalogue, message)
        for message in catalogue.live
        if not is_reviewed(message) and any(map(_is_mark, message.translator_comments))
    )


def unreviewed(catalogue: Catalogue) -> tuple[str, ...]:
    """Return `path:line` of the translated messages nobody approved as they are now, in file order.

    Those whose approval lapsed are among them; fuzzy and untranslated ones are not.
    """
    return tuple(
        place(catalogue, message)
        for message in catalogue.live
        if message.translated and not is_reviewed(message)
    )


def without_marks(message: Message) -> Message:
    """Return `message` without any approval, whether it fits or not."""
    comments = tuple(comment for comment in message.translator_comments if not _is_mark(comment))
    return replace(message, translator_comments=comments)


def resigned(was: Message, now: Message) -> Message:
    """Return `now` with the approvals that fitted `was` made to fit it, names and days as they were."""
    before, after = _texts(was), _texts(now)
    comments = tuple(
        comment.replace(before, after) if _is_mark(comment) and comment.rstrip().endswith(before) else comment
        for comment in now.translator_comments
    )
    return replace(now, translator_comments=comments)


def approve(
    catalogue: Catalogue, *, name: str, on: date, select: Callable[[Message], bool] = lambda _: True
) -> tuple[Catalogue, int]:
    """Return `catalogue` with the approval of `name` on each selected message, and how many are new.

    Args:
        catalogue: Of an article or of the tool's texts.
        name: Of the person who read both texts; a name, not an address.
        on: Day of the approval.
        select: Says of a message whether it was read. One that is fuzzy, untranslated, obsolete or approved
            already is passed over.

    Raises:
        UsageError: The name is empty or an address.
    """
    name = _checked_name(name)
    approved = 0
    messages: list[Message] = []
    for message in catalogue.messages:
        wanted = message.translated and not message.obsolete and not is_reviewed(message)
        if wanted and select(message):
            approved += 1
            messages.append(_marked(message, name, on))
        else:
            messages.append(message)
    return replace(catalogue, messages=tuple(messages)), approved


def _checked_name(name: str) -> str:
    name = one_line(name)
    if not name or "@" in name or not any(character.isalpha() for character in name):
        raise UsageError(
            f'"{shorten(name)}" is not a name; expected the name of the person who read the translation',
            hint="no address is written into catalogues; example: --name 'Ana Ruiz'",
        )
    return name


def _marked(message: Message, name: str, on: date) -> Message:
    mark = f"reviewed: {name} {on.isoformat()} {_texts(message)}"
    return replace(message, translator_comments=(*without_marks(message).translator_comments, mark))


def _is_mark(comment: str) -> bool:
    return _MARK.fullmatch(comment.strip()) is not None


def _texts(message: Message) -> str:
    return f"{digest_text(message.msgid)[:8]}/{digest_text(chr(0).join(message.msgstr))[:8]}"
