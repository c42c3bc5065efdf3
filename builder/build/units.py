"""Units: the slow part of a build, made by several workers and kept in the store.

A unit is made of its own utterances alone, so any worker may make any unit in any order, and the result is
the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from builder.audio.codecs import CodecName, encoder, encoding_recipe
from builder.audio.music import MusicFile, music_recipe
from builder.audio.unit import unit_parts, unit_recipe
from builder.audio.unit_process import UnitProcess
from builder.base.errors import BuilderError, EngineFault
from builder.build.progress import Progress
from builder.model.music import MusicName
from builder.model.recipe import Recipe
from builder.model.script import Passage, Script, VoiceRef
from builder.model.sound import Clip, EncodedUnit, SoundSpec, UnitHead
from builder.speech.engine import EngineInfo, SpeechEngine
from builder.speech.speak import speak, speech_recipe
from builder.speech.trust import Trust
from builder.system.memory import share_one_heap
from builder.system.process import ChildFault
from builder.system.store import Store

if TYPE_CHECKING:
    from builder.audio.pcm import Samples

_TRIES = 2

OpenEngine = Callable[[str], SpeechEngine]
"""Makes an engine by its name; called once for each worker that needs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlan:
    """A passage, and the recipe its unit is kept under."""

    edition: str
    """Name of the edition it is made for, `<slug>/<language>`."""
    passage: Passage
    gains_db: Mapping[VoiceRef, float]
    spec: SoundSpec
    recipe: Recipe
    """Of the unit's head."""
    codecs: tuple[CodecName, ...]
    """What the unit is encoded with."""
    may_wait: bool = False
    """True when a service of the network speaks in it, which may keep one waiting."""
    music: MusicFile | None = None
    """What is heard in place of speech."""

    @property
    def encodings(self) -> Mapping[CodecName, Recipe]:
        """Recipes of the unit's packets, by codec; made when they are asked for, for there are many units."""
        key = self.recipe.key
        return {name: encoding_recipe(key, name, self.spec) for name in self.codecs}


def plan_units(
    script: Script,
    *,
    edition: str,
    infos: Mapping[str, EngineInfo],
    gains_db: Mapping[VoiceRef, float],
    spec: SoundSpec,
    codecs: Iterable[CodecName],
    music: Mapping[MusicName, MusicFile] = MappingProxyType({}),
) -> tuple[UnitPlan, ...]:
    """Return a plan for each passage of `script`, in order.

    Args:
        script: What is said.
        edition: Name of the edition, for messages.
        infos: Of every engine the script speaks with, by name.
        gains_db: The fixed gain of every voice.
        spec: What the recording is like.
        codecs: What units are encoded with.
        music: All that is heard in the script.
    """
    plans, codecs = [], tuple(codecs)
    for passage in script.passages:
        file = None if passage.music is None else music[passage.music]
        if file is None:
            keys = [speech_recipe(each, infos[each.voice.engine]).key for each in passage.utterances]
            recipe = unit_recipe(passage, keys, gain_db=gains_db, spec=spec)
        else:
            recipe = music_recipe(file, spec)
        plans.append(
            UnitPlan(
                edition=edition,
                passage=passage,
                gains_db=gains_db,
                spec=spec,
                recipe=recipe,
                codecs=codecs,
                may_wait=any(infos[each.voice.engine].network for each in passage.utterances),
                music=file,
            )
        )
    return tuple(plans)


def missing_units(plans: Iterable[UnitPlan], store: Store) -> tuple[UnitPlan, ...]:
    """Return the plans whose units are not whole in `store`, each recipe once, in order."""
    found: dict[str, UnitPlan] = {}
    for plan in plans:
        if plan.recipe.key not in found and not all(
            store.holds(recipe) for recipe in (plan.recipe, *plan.encodings.values())
        ):
            found[plan.recipe.key] = plan
    return tuple(found.values())


def keep_unit(plan: UnitPlan, head: UnitHead, samples: Samples, store: Store) -> None:
    """Keep a unit in `store`: its packets where they are not there, then its head.

    Raises:
        OutputError: The disk does not take it.
    """
    from builder.audio.pack import pack_head, pack_packets

    for name, recipe in plan.encodings.items():
        if not store.holds(recipe):
            packets = encoder(name, plan.spec).encode(samples)
            unit = EncodedUnit(frames=head.frames, sample_rate_hz=head.sample_rate_hz, packets=packets)
            store.put(recipe, pack_packets(unit))
    store.put(plan.recipe, pack_head(head))


def make_units(
    plans: Sequence[UnitPlan],
    *,
    store: Store,
    open_engine: OpenEngine,
    jobs: int,
    progress: Progress,
    trust: Trust | None = None,
) -> Mapping[str, BuilderError]:
    """Make the units of `plans` and keep them in `store`.

    The first error ends the work on its edition; the others go on. An interrupt ends the workers at once,
    and what was finished is kept.

    Args:
        plans: What to make, each recipe once.
        store: Where speech and units are kept.
        open_engine: Gives each worker its own engines.
        jobs: Number of workers.
        progress: Told of every unit.
        trust: Of the run in its engines; by default begun anew.

    Returns:
        The error that ended each edition that could not be finished.
    """
    errors: dict[str, BuilderError] = {}
    with _Workers(store=store, open_engine=open_engine, trust=trust or Trust()) as workers:
        for plan, error in workers.run(_by_turns(plans), jobs=jobs, failed=errors):
            if error is None:
                progress.step(plan.edition)
            else:
                errors.setdefault(plan.edition, error)
    return errors


def _by_turns(plans: Sequence[UnitPlan]) -> list[UnitPlan]:
    """Return the plans edition by edition, the longest passages first, so that workers end together.

    Editions that a service may keep waiting come last: nothing that can be made here waits for it.
    """
    waiting = {plan.edition for plan in plans if plan.may_wait}
    return sorted(
        plans,
        key=lambda plan: (
            plan.edition in waiting,
            plan.edition,
            -sum(len(each.text) for each in plan.passage.utterances),
        ),
    )


class _Ended(Exception):
    """The workers were ended while one was at a unit."""


class _Closable(Protocol):
    def close(self) -> None: ...


_T = TypeVar("_T", bound=_Closable)


class _Workers:
    """Threads with engines and a maker of units of their own; the work is done in processes behind them."""

    def __init__(self, *, store: Store, open_engine: OpenEngine, trust: Trust) -> None:
        self._store = store
        self._trust = trust
        self._open_engine = open_engine
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: list[_Closable] = []
        self._stopping = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            self._stopping = True
            closing = list(self._open)
        for one in closing:
            one.close()

    def run(
        self, plans: Sequence[UnitPlan], *, jobs: int, failed: Mapping[str, BuilderError]
    ) -> Iterator[tuple[UnitPlan, BuilderError | None]]:
        """Give each plan when it is done, or with the error that stopped it; skip editions that failed."""
        share_one_heap()
        pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="unit")
        waiting = iter(plans)
        running: dict[Future[None], UnitPlan] = {}
        try:
            while True:
                for plan in waiting:
                    if plan.edition not in failed:
                        running[pool.submit(self._make, plan)] = plan
                    if len(running) >= 2 * jobs:
                        break
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done & running.keys():
                    plan, error = running.pop(future), _builder_error(future)
                    if error is not None:
                        _forget(running, plan.edition)
                    yield plan, error
        finally:
            # An interrupt comes here too: engines are ended first, so that no thread waits for one.
            self.__exit__()
            pool.shutdown(wait=True, cancel_futures=True)

    def _make(self, plan: UnitPlan) -> None:
        maker = self._maker()
        for left in reversed(range(_TRIES)):
            try:
                self._make_by(maker, plan)
            except ChildFault as fault:
                maker.restart()
                self._go_on()
                if left == 0:
                    raise _unit_error(plan, fault) from fault
            else:
                return

    def _make_by(self, maker: UnitProcess, plan: UnitPlan) -> None:
        """Make a unit and keep it: its packets where they are not there, then its head."""
        maker.start()
        head = maker.make(unit_parts(plan.passage, plan.gains_db), self._clips(plan), plan.spec)
        for name, recipe in plan.encodings.items():
            if not self._store.holds(recipe):
                self._store.put(recipe, maker.encode(name))
        self._store.put(plan.recipe, head)

    def _clips(self, plan: UnitPlan) -> Iterator[Clip]:
        for utterance in plan.passage.utterances:
            self._go_on()
            yield speak(utterance, self._engine(utterance.voice.engine), self._store, trust=self._trust)
        self._go_on()

    def _go_on(self) -> None:
        if self._stopping:
            raise _Ended

    def _engine(self, name: str) -> SpeechEngine:
        engines: dict[str, SpeechEngine] | None = getattr(self._local, "engines", None)
        if engines is None:
            engines = self._local.engines = {}
        if name not in engines:
            engines[name] = self._opened(self._open_engine(name))
        return engines[name]

    def _maker(self) -> UnitProcess:
        maker: UnitProcess | None = getattr(self._local, "maker", None)
        if maker is None:
            maker = self._local.maker = self._opened(UnitProcess())
        return maker

    def _opened(self, one: _T) -> _T:
        """Remember what is closed at the end, or close it where that has come."""
        with self._lock:
            if self._stopping:
                one.close()
            self._open.append(one)
        return one


def _unit_error(plan: UnitPlan, fault: ChildFault) -> EngineFault:
    return EngineFault(
        f"the worker that makes units {fault}, at passage {plan.passage.id}\n{fault.details}",
        where=plan.passage.id,
        hint="run it again; what is spoken is kept",
    )


def _forget(running: dict[Future[None], UnitPlan], edition: str) -> None:
    """Take away what has not begun of an edition that will not be finished."""
    for future in [future for future, plan in running.items() if plan.edition == edition and future.cancel()]:
        del running[future]


def _builder_error(future: Future[None]) -> BuilderError | None:
    error = future.exception()
    if error is None or isinstance(error, BuilderError):
        return error
    raise error
