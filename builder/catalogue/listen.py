"""Listen: each entry of a catalogue says where it can be heard, in a `#.` line that editors show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from builder.article.segments import SegmentKey, segments
from builder.base.language import Language
from builder.model.catalogue import Catalogue, Message
from builder.model.document import Document
from builder.model.segment import SegmentId

LISTEN = "Listen: "
"""What such a line starts with."""


def segment_ids(document: Document) -> Mapping[SegmentKey, SegmentId]:
    """Return the id of each text of a document by context and markup; of equal texts that of the first."""
    ids: dict[SegmentKey, SegmentId] = {}
    for segment in segments(document):
        if segment.id is not None:
            ids.setdefault((segment.context, segment.markup), segment.id)
    return ids


def with_listen(
    template: Catalogue, language: Language, ids: Mapping[SegmentKey, SegmentId], proof_url: str | None
) -> Catalogue:
    """Return the template of an article with a `Listen:` line in each of its messages that has an id.

    The line is the last of its `#.` lines and changes only when the address or the id does; an edited text
    keeps its id. A line of that kind that is there already is replaced, or taken away.

    Args:
        template: What `extract` gives.
        language: Of the catalogue it will be merged into: its proof is the one to listen to.
        ids: As `segment_ids` gives them.
        proof_url: Address of the folder of all proofs, ending in `/`; None for no line.
    """
    page = None if proof_url is None else f"{proof_url}{language}/{template.domain}/"
    return replace(template, messages=tuple(_linked(each, ids, page) for each in template.messages))


def _linked(message: Message, ids: Mapping[SegmentKey, SegmentId], page: str | None) -> Message:
    name = ids.get(message.key)  # type: ignore[arg-type] # in a catalogue any text is a context
    kept = tuple(comment for comment in message.extracted_comments if not comment.startswith(LISTEN))
    line = () if page is None or name is None else (f"{LISTEN}{page}#{name}",)
    comments = (*kept, *line)
    return (
        message if comments == message.extracted_comments else replace(message, extracted_comments=comments)
    )
