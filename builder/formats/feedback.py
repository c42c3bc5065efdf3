"""Feedback: the link by which a listener reports a wrong word or sound, filled in with where it was heard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from builder.article.inline import plain
from builder.catalogue.texts import Texts
from builder.model.publication import Publication
from builder.model.show import FEEDBACK_PLACES

HEARD = ("time", "segment", "sentence")
"""What only the page knows, while it plays."""

_PLACE = re.compile(rf"\{{({'|'.join(FEEDBACK_PLACES)})\}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackLink:
    """Where to report what is wrong."""

    address: str
    """For a page that cannot tell what is heard: nothing stands for it."""
    template: str
    """The same with `{time}`, `{segment}` and `{sentence}` where a page fills them in, each quoted."""


def feedback_link(publication: Publication, texts: Texts) -> FeedbackLink | None:
    """Return where the publisher wants faults reported; None when he wants nothing."""
    wanted = publication.show.feedback
    if wanted is None:
        return None
    template = _mail(wanted, publication, texts) if wanted.startswith("mailto:") else wanted
    if not template.startswith("mailto:") and not _PLACE.search(template):
        query = "&".join(f"{name}={{{name}}}" for name in ("language", "time", "segment"))
        template = f"{template}{'&' if '?' in template else '?'}{query}"
    known = {
        "language": str(publication.edition.language),
        "title": plain(publication.edition.document.title.markup),
    }
    template = _filled(template, known)
    return FeedbackLink(address=_filled(template, dict.fromkeys(HEARD, "")), template=template)


def _mail(address: str, publication: Publication, texts: Texts) -> str:
    """Return a mail with a subject and lines for what is known (RFC 6068: lines end in CR LF)."""
    title = plain(publication.edition.document.title.markup)
    language = publication.edition.language
    lines = (
        _quoted(texts("page_feedback_language", language=language)),
        *(_quoted(texts(f"page_feedback_{name}", **{name: f"{{{name}}}"})) for name in HEARD),
        _quoted(texts("page_feedback_words")),
        "",
    )
    subject = _quoted(texts("page_feedback_subject", title=title))
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}subject={subject}&body={'%0D%0A'.join(lines)}"


def _quoted(words: str) -> str:
    """Return `words` for an address, the places of what is heard left as they are."""
    parts = re.split(r"(\{(?:time|segment|sentence)\})", words)
    return "".join(part if number % 2 else quote(part, safe="") for number, part in enumerate(parts))


def _filled(template: str, values: dict[str, str]) -> str:
    return _PLACE.sub(
        lambda place: quote(values[place[1]], safe="") if place[1] in values else place[0], template
    )
