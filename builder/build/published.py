"""Published editions: which lie in an output folder, and what is to be heard in each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from builder.article.segments import segments
from builder.base.errors import BuilderError, ContentError, VerificationFailed
from builder.base.language import Language
from builder.base.suggest import did_you_mean
from builder.build.editions import plan_editions
from builder.build.names import RECORD_NAME
from builder.build.project import Project
from builder.build.record import Record, read_record
from builder.build.sources import Source
from builder.check.listen.transcript import SpokenCue, parse_transcript
from builder.formats.names import RECORDING_NAMES
from builder.model.artefact import Artefact
from builder.model.script import Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An edition in an output folder."""

    folder: Path
    record: Record
    source: Source | None
    """Its article as it is now; None where it is gone or cannot be read."""
    shown: str
    """The folder as people write it, ending in `/`."""

    @property
    def name(self) -> str:
        """`<slug>/<language>`."""
        return f"{self.record.slug}/{self.record.language}"

    @property
    def language(self) -> Language:
        """Of the edition."""
        return Language(self.record.language)

    def sound(self) -> Artefact:
        """Return the recording in the first of its formats that the edition has.

        Raises:
            VerificationFailed: It was published without any.
        """
        made = {each.format for each in self.record.artefacts}
        return self.artefact(next((name for name in RECORDING_NAMES if name in made), RECORDING_NAMES[0]))

    def artefact(self, name: str) -> Artefact:
        """Return the file of the format called `name`.

        Raises:
            VerificationFailed: The edition was published without it.
        """
        found = next((made for made in self.record.artefacts if made.format == name), None)
        if found is None:
            raise VerificationFailed(
                f"this edition was published without the format {name}",
                where=self.shown,
                hint=f"make it: edition build {self.record.slug} --language {self.language} --format {name}",
            )
        return found


def published_editions(
    project: Project,
    sources: Sequence[Source],
    output: Path,
    *,
    slugs: Collection[str] = (),
    languages: Sequence[Language] = (),
) -> tuple[Published, ...]:
    """Return the editions in `output`, or those asked for, sorted by name.

    Args:
        project: The workspace.
        sources: Of every article that can be read.
        output: The folder editions were published into.
        slugs: Of the articles asked for; empty for all.
        languages: Asked for; empty for all.

    Raises:
        ContentError: There is none, or one that is asked for is not there.
    """
    by_slug = {source.slug: source for source in sources}
    found = []
    for path in sorted(output.glob(f"*/*/{RECORD_NAME}")):
        record = read_record(path)
        if record is not None and (record.slug, record.language) == path.parts[-3:-1]:
            shown = f"{project.relative(path.parent)}/"
            found.append(
                Published(folder=path.parent, record=record, source=by_slug.get(record.slug), shown=shown)
            )
    _require(slugs, {each.record.slug for each in found}, "article", project.relative(output))
    found = [each for each in found if not slugs or each.record.slug in slugs]
    _require(languages, {each.record.language for each in found}, "language", project.relative(output))
    return tuple(each for each in found if not languages or each.language in languages)


def _require(asked: Collection[str], there: Collection[str], what: str, where: str) -> None:
    if not there:
        raise ContentError("nothing is published here", where=where, hint="edition build")
    for name in asked:
        if name not in there:
            raise ContentError(
                f'no edition of the {what} "{name}" is published{did_you_mean(name, there)}',
                where=where,
                hint=f"published: {', '.join(sorted(there))}",
            )


def spoken_cues(project: Project, edition: Published) -> tuple[SpokenCue, ...]:
    """Return every sentence of an edition as its transcript has it, with what the announcer adds to it.

    Raises:
        VerificationFailed: It has no transcript, or it cannot be read.
    """
    made = edition.artefact("vtt")
    try:
        cues = parse_transcript((edition.folder / made.path).read_bytes(), edition.language)
    except (OSError, ValueError) as error:
        raise VerificationFailed(
            f"cannot be read as WebVTT: {error}",
            where=f"{edition.shown}{made.path}",
            hint="make it again: edition build",
        ) from error
    added = dict(_announced(project, edition))
    return tuple(
        replace(cue, before=added[cue.id][0], after=added[cue.id][1]) if cue.id in added else cue
        for cue in cues
    )


def places(edition: Published) -> Mapping[str, str]:
    """Return where each text of an edition's article stands, as `path:line` by segment id."""
    if edition.source is None:
        return {}
    path = edition.source.document.metadata.path
    return {
        segment.id: f"{path}:{segment.locator.line}"
        for segment in segments(edition.source.document)
        if segment.id is not None
    }


def _announced(project: Project, edition: Published) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield by utterance id what is said before and after the words that are shown.

    It follows from the article as it is now; nothing where that cannot be told, for then a few words more
    are heard than are expected.
    """
    if edition.source is None:
        return
    try:
        plans, _ = plan_editions(project, edition.source, [edition.language], draft=edition.record.draft)
    except BuilderError:
        return
    for plan in plans:
        for utterance in plan.script.utterances:
            before, after = _around(utterance)
            if before or after:
                yield utterance.id, (before, after)


def _around(utterance: Utterance) -> tuple[str, str]:
    """Return the words of an utterance that stand for nothing written: at its start, and at its end."""
    added = [span for span in utterance.spans if span.written_start == span.written_end]
    before = "".join(utterance.text[: span.spoken_end] for span in added if span.spoken_start == 0)
    after = "".join(
        utterance.text[span.spoken_start :]
        for span in added
        if span.spoken_start > 0 and span.spoken_end == len(utterance.text)
    )
    return before if _has_words(before) else "", after if _has_words(after) else ""


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
