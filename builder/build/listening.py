"""Listening: published editions are compared with their records, and a recogniser hears them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from builder.base.errors import VerificationFailed
from builder.build.progress import Progress
from builder.build.project import Project
from builder.build.published import Published, places, spoken_cues
from builder.build.verifying import verify_edition
from builder.check.listen.baseline import NAME as BASELINE
from builder.check.listen.baseline import Entry, compare, entry_of, parse_baseline, render_baseline
from builder.check.listen.findings import listening_findings, unknown_language
from builder.check.listen.hearing import Hearing, listen
from builder.check.listen.model import FOLDER_NAME, own_model, packaged_model, require_recogniser
from builder.check.listen.recogniser import Recogniser, Whisper
from builder.check.listen.report import Verified, failed
from builder.model.finding import Finding
from builder.system.files import write_atomic

_MOST_OFF_MS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """Who listens, and to how much."""

    recogniser: Recogniser
    every: int = 1
    """1 for every passage, 3 for the first of three."""
    update_baseline: bool = False
    """Keep what was heard instead of comparing with it."""


def open_recogniser(project: Project, folder: Path | None, *, threads: int) -> Recogniser:
    """Return the recogniser with the model of `folder`, of the settings, or of the extra, in this order.

    Raises:
        VoiceMissing: The recogniser or its model is not installed, or not the one we know.
        OutputError: The disk does not take the model.
    """
    require_recogniser()
    if folder is None and project.settings.listening_model is not None:
        folder = project.root / project.settings.listening_model
    model = packaged_model(project.work / "models" / FOLDER_NAME) if folder is None else own_model(folder)
    return Whisper(model, threads=threads)


def verify_sound(
    project: Project, editions: Sequence[Published], ears: Ears, progress: Progress
) -> Iterator[Verified]:
    """Yield each edition with what is wrong with its files and its sound; the baseline is written last.

    An edition whose files are not those that were published is not heard: its cues may be of other sound.

    Raises:
        VerificationFailed: An edition lacks its sound or its transcript, or one of them cannot be read.
        EngineFault: The recogniser crashed or hung.
        OutputError: The disk does not take the baseline.
    """
    before = _read_baseline(project)
    after: dict[str, Entry] = dict(before)
    for edition in editions:
        verified = verify_edition(project, edition)
        if not failed((verified,)):
            known = None if ears.update_baseline else before.get(edition.name)
            verified = _with_sound(project, edition, verified, ears, known, progress)
        if verified.hearing is not None:
            after[edition.name] = entry_of(
                verified.hearing, voices=verified.voices, model=ears.recogniser.model
            )
        yield verified
    if ears.update_baseline:
        write_atomic(project.root / BASELINE, render_baseline(after))
        progress.line(f"wrote {BASELINE}")


def _with_sound(  # noqa: PLR0917 - a step of `verify_sound`, which alone calls it
    project: Project,
    edition: Published,
    verified: Verified,
    ears: Ears,
    known: Entry | None,
    progress: Progress,
) -> Verified:
    """Return `verified` with what is heard of its edition."""
    recogniser, voices = ears.recogniser, edition.record.voices
    sound = edition.shown + edition.sound().path
    if not recogniser.knows(edition.language):
        finding = unknown_language(edition.language, sound)
        return replace(verified, findings=(*verified.findings, finding))
    hearing = _hear(project, edition, ears, progress)
    comparison = None if known is None else compare(hearing, known, voices=voices, model=recogniser.model)
    where = places(edition)
    found = listening_findings(
        hearing,
        edition=edition.name,
        sound=sound,
        place=lambda cue: where.get(cue.passage_id, sound),
        comparison=comparison,
    )
    return replace(
        verified,
        hearing=hearing,
        comparison=comparison,
        findings=(*verified.findings, *_length(edition, hearing.duration_ms, sound), *found),
    )


def _hear(project: Project, edition: Published, ears: Ears, progress: Progress) -> Hearing:
    cues = [cue for cue in spoken_cues(project, edition) if ears.recogniser.knows(cue.language)]

    def begin(what: str, total: int) -> Callable[[], None]:
        task = f"listening to {edition.name}, {what}"
        progress.begin(task, total)
        return lambda: progress.step(task)

    return listen(
        cues,
        edition.folder / edition.sound().path,
        ears.recogniser,
        language=edition.language,
        every=ears.every,
        begin=begin,
    )


def _length(edition: Published, duration_ms: int, sound: str) -> Iterator[Finding]:
    """Find a sound that plays longer or shorter than was published: its cues point beside the words."""
    expected_ms = edition.record.duration_ms
    if abs(duration_ms - expected_ms) > _MOST_OFF_MS:
        yield Finding(
            code="V003",
            severity="error",
            message=f"it plays for {duration_ms:,} ms, expected {expected_ms:,} ms",
            where=sound,
            hint="make it again: edition build",
        )


def _read_baseline(project: Project) -> Mapping[str, Entry]:
    try:
        data = (project.root / BASELINE).read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise VerificationFailed(f"cannot be read: {error.strerror}", where=BASELINE) from error
    return parse_baseline(data, path=BASELINE)
