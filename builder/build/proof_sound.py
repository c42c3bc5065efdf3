"""Sound of a proof: a clip of every text of an edition, out of the units a build joins."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from builder.audio.pack import unpack_packets
from builder.base.errors import BuilderError, EngineFault, OutputError, VoiceMissing
from builder.base.language import Language
from builder.build.editions import builder_catalogues, script_of
from builder.build.progress import Progress
from builder.build.project import Project
from builder.build.pronunciations import Lexicons
from builder.build.recordings import recordings_of
from builder.build.units import OpenEngine, UnitPlan, make_units, missing_units, plan_units
from builder.build.voices import EditionVoices, choose_voices, heard_in, known_gain_db, measure_gain_db
from builder.catalogue.texts import Texts
from builder.formats import mp3
from builder.formats.mp3 import write_sound
from builder.model.edition import Edition
from builder.model.script import Script, VoiceRef
from builder.model.segment import SegmentId
from builder.model.sound import EncodedUnit, SoundSpec
from builder.speech.estimate import Estimate, estimate
from builder.speech.trust import Trust
from builder.system.store import Store

CLIPS = "clips"
_MOST_FAULTS = 20
"""As many texts an engine may fail on before the engine itself is taken to be at fault."""


@dataclass(slots=True, kw_only=True)
class Sound:
    """The clips of one edition's texts."""

    files: dict[str, bytes] = field(default_factory=dict)
    """MP3 files by their paths from the page."""
    clips: dict[SegmentId, str] = field(default_factory=dict)
    """Path of each text that can be heard."""
    faults: dict[SegmentId, str] = field(default_factory=dict)
    """Why a text could not be spoken, a sentence without a final stop."""
    missing: VoiceMissing | None = None
    """Why nothing can be heard in this language."""
    estimate: Estimate | None = None
    """Of what was to be spoken, as it was before."""


def sound_of(
    project: Project,
    edition: Edition,
    *,
    name: str,
    lexicons: Lexicons,
    store: Store,
    open_engine: OpenEngine,
    jobs: int,
    progress: Progress | None,
) -> Sound:
    """Return the sound of each text of `edition`; without `progress` nothing is spoken.

    A language without a voice gives no clip and says why. A text that an engine fails on stops no other.

    Raises:
        SpeechError: The engine delivers nothing.
        NetworkError: A network engine's service did not deliver.
        OutputError: The store cannot be written.
    """
    sound = Sound()
    texts = Texts(edition.language, builder_catalogues(project, edition.language))
    try:
        # A stale recording keeps an edition from being built; a translator hears the synthetic voice instead.
        recordings = recordings_of(edition, project.settings)
        voices = lexicons.spoken_by(choose_voices(edition, project.settings, recordings=recordings))
    except VoiceMissing as error:
        sound.missing = error
        return sound
    script = script_of(edition, voices, texts)
    voices = heard_in(script, voices, project.settings)
    spoken = [each for passage in script.passages if passage.segment_id for each in passage.utterances]
    sound.estimate = estimate(spoken, voices.infos, store)
    if progress is None:
        return sound
    fill(
        sound,
        script,
        voices,
        name=name,
        store=store,
        open_engine=open_engine,
        jobs=jobs,
        progress=progress,
        spec=project.settings.sound,
    )
    return sound


def fill(
    sound: Sound,
    script: Script,
    voices: EditionVoices,
    *,
    name: str,
    store: Store,
    open_engine: OpenEngine,
    jobs: int,
    progress: Progress,
    spec: SoundSpec,
) -> None:
    """Add to `sound` the clip of each segment of `script`, or why there is none.

    Raises:
        SpeechError: The engine delivers nothing.
        NetworkError: A network engine's service did not deliver.
        OutputError: The store cannot be written.
    """
    try:
        gains_db = _gains_db(voices, store, open_engine, progress, spec)
    except VoiceMissing as error:
        sound.missing = error
        return
    plans = [
        plan
        for plan in plan_units(
            script,
            edition=name,
            infos=voices.infos,
            gains_db=gains_db,
            spec=spec,
            codecs=(mp3.CODEC,),
        )
        if plan.passage.segment_id
    ]
    faults = _made(plans, store=store, open_engine=open_engine, jobs=jobs, progress=progress)
    for plan in plans:
        _add(sound, plan, script.language, faults.get(plan.recipe.key), store)


def _gains_db(
    voices: EditionVoices, store: Store, open_engine: OpenEngine, progress: Progress, spec: SoundSpec
) -> Mapping[VoiceRef, float]:
    gains_db: dict[VoiceRef, float] = {}
    for language, ref in voices.spoken:
        info = voices.infos[ref.engine]
        known = known_gain_db(language, ref, info, store, spec)
        if known is None:
            progress.line(f'measuring the loudness of {ref.engine}, voice "{ref.voice}"')
            known = measure_gain_db(language, ref, info, store=store, open_engine=open_engine, spec=spec)
        gains_db[ref] = known
    return gains_db


def _made(
    plans: Sequence[UnitPlan], *, store: Store, open_engine: OpenEngine, jobs: int, progress: Progress
) -> Mapping[str, BuilderError]:
    """Make the units that are not in the store; return by recipe what could not be spoken, and why."""
    faults: dict[str, BuilderError] = {}
    trust = Trust()
    while True:
        missing = [plan for plan in missing_units(plans, store) if plan.recipe.key not in faults]
        if not missing:
            return faults
        name = missing[0].edition
        progress.begin(name, len(missing))
        failed = make_units(
            missing, store=store, open_engine=open_engine, jobs=jobs, progress=progress, trust=trust
        )
        progress.end(name)
        error = failed.get(name)
        if error is None:
            return faults
        passage_id = (error.where or "").rpartition(".")[0]
        plan = next((each for each in missing if each.passage.id == passage_id), None)
        if plan is None or not isinstance(error, EngineFault) or len(faults) == _MOST_FAULTS:
            raise error
        faults[plan.recipe.key] = error


def _add(sound: Sound, plan: UnitPlan, language: Language, fault: BuilderError | None, store: Store) -> None:
    """Note the clip of one passage, or why there is none."""
    name = plan.passage.segment_id
    assert name is not None
    if fault is not None:
        sound.faults[name] = fault.message.partition("\n")[0]
        return
    data = store.get(plan.encodings[mp3.CODEC])
    if data is None:
        raise OutputError(
            "a clip was damaged in the store and was removed",
            where=str(store.root),
            hint="run the same command again",
        )
    # The recipe is in the name: another sound never has an address that was used before.
    path = f"{CLIPS}/{name}.{language}.{plan.recipe.key[:8]}.mp3"
    sound.files[path] = mp3_of(unpack_packets(data), plan.spec)
    sound.clips[name] = path


def mp3_of(unit: EncodedUnit, spec: SoundSpec) -> bytes:
    """Return a unit as an MP3 file of its own; nothing is encoded again."""
    file = io.BytesIO()
    write_sound(file, [unit], unit.frames, spec)
    return file.getvalue()
