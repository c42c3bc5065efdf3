"""Run: a build from articles to published editions, in its order of steps.

read → plan → estimate → make units → lay out → stage files → remember episodes → publish, feeds last.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from builder.article.inline import plain
from builder.article.segments import segments
from builder.article.slug import slugify
from builder.audio.timeline import lay_out
from builder.base.errors import (
    BuilderError,
    Busy,
    ContentError,
    OutputError,
    VerificationFailed,
    VoiceMissing,
)
from builder.base.language import Language
from builder.build.editions import EditionPlan, Refusal, plan_editions
from builder.build.inputs import files_known_early, files_named_by
from builder.build.music import make_music_units, music_files
from builder.build.names import DRAFT_FOLDER
from builder.build.outputs import UnitLost, drop_damaged, read_heads
from builder.build.progress import Progress
from builder.build.project import Project
from builder.build.pronunciation_findings import pronunciation_findings
from builder.build.pronunciations import Lexicons, read_lexicons
from builder.build.publish import Staging, drop_staged, roll_forward
from builder.build.recipes import recipes_of
from builder.build.recordings import stray_recordings
from builder.build.site import Site
from builder.build.sources import Source, gather_sources
from builder.build.store_room import hold_to_limit
from builder.build.units import OpenEngine, UnitPlan, make_units, missing_units, plan_units
from builder.build.voices import known_gain_db, measure_gain_db
from builder.catalogue.pseudo import is_pseudo
from builder.formats import base
from builder.model.finding import Finding
from builder.model.publication import Sibling
from builder.model.script import VoiceRef
from builder.model.segment import SegmentId
from builder.model.timeline import Timeline
from builder.speech import engines
from builder.speech.choose import better_voice, describe_voice, offer_next
from builder.speech.engine import EngineInfo, SpeechEngine
from builder.speech.estimate import Estimate, estimate
from builder.speech.trust import Trust
from builder.system.lock import locked
from builder.system.seen import Watch
from builder.system.store import Store

_TRIES_OF_DAMAGED_UNITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a build is asked for."""

    articles: tuple[Path, ...]
    """Article files; all of a workspace's, or those asked for."""
    output: Path
    languages: tuple[Language, ...] = ()
    """Empty for every language there is."""
    formats: tuple[str, ...]
    jobs: int
    draft: bool = False
    source_language: Language | None = None
    """Of articles that do not name theirs."""
    published: date | None = None
    """Of articles that name no date."""
    allow_network: bool = False
    whole: bool = True
    """True when nothing was left out, so that what is not made again may be removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of a build."""

    output: Path
    estimates: Mapping[str, Estimate]
    """By edition."""
    voices: tuple[str, ...] = ()
    """Which voice speaks each language, a line each, and what gets a better one where it is weak."""
    built: tuple[str, ...] = ()
    """Editions that are in the output as they should be."""
    changed: tuple[str, ...] = ()
    """Files that are new or changed, from the output folder."""
    refusals: tuple[Refusal, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    """What else the publisher should know, a sentence each."""
    passing_notes: tuple[str, ...] = ()
    """What he should know of this run alone: the same one again would not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An edition with the units it is made of."""

    plan: EditionPlan
    gains_db: Mapping[VoiceRef, float]
    units: tuple[UnitPlan, ...]


def build(
    project: Project,
    request: Request,
    progress: Progress,
    *,
    watch: Watch | None = None,
    ended: Callable[[Report], None] | None = None,
) -> Report:
    """Build what `request` asks for and publish it.

    One edition that cannot be built does not stop the others; the report names it.

    Args:
        project: The workspace.
        request: What is asked for.
        progress: Told how it goes on.
        watch: Looks at files outside of `articles/` and `locales/` before they are read.
        ended: Told of a build that has come to its end, while the output is still held.

    Raises:
        ContentError: An article is refused.
        Busy: Another build uses the output, or the store is being cleaned.
        OutputError: The disk does not take the result.
    """
    output = request.output / DRAFT_FOLDER if request.draft else request.output
    run = _Run(project=project, request=replace(request, output=output), progress=progress, watch=watch)
    with locked(request.output, what="output folder"), run.store.in_use():
        if roll_forward(output):
            progress.line("finished the publication that an interrupted build had begun")
        try:
            report = run.build()
        except BaseException:
            drop_staged(output)
            raise
        if ended is not None:
            ended(report)
    return run.within_limit(report)


def plan(project: Project, request: Request) -> Report:
    """Return what `build` would do: which editions, how much speech, how much work. Nothing is written."""
    return _Run(project=project, request=request, progress=None).plan()


def prepare(project: Project, request: Request, store: Store) -> tuple[tuple[Job, ...], tuple[Refusal, ...]]:
    """Return the editions of `request` with their units, and those that cannot be built; nothing is spoken.

    An edition whose voice was never measured is left out.
    """
    run = _Run(project=project, request=request, progress=None)
    _, plans = run.plans()
    return tuple(run.levelled(plans, store)), tuple(run.refusals)


def open_engine(project: Project, *, allow_network: bool) -> OpenEngine:
    """Return what makes an engine with the workspace's options for it.

    A network engine is made once and shared by all workers, so that its pace holds for them together.
    """
    shared: dict[str, SpeechEngine] = {}
    lock = threading.Lock()

    def load(name: str) -> SpeechEngine:
        options = project.settings.engines
        if not engines.info(name, options).network:
            return engines.load(name, options)
        if allow_network:
            options = {**options, name: {**options.get(name, {}), "consent": "yes"}}
        with lock:
            if name not in shared:
                shared[name] = engines.load(name, options)
            return shared[name]

    return load


@dataclass(slots=True)
class _Run:
    project: Project
    request: Request
    progress: Progress | None
    watch: Watch | None = None
    refusals: list[Refusal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    trust: Trust = field(default_factory=Trust)
    _grown: bool = False
    """True when something was added to the store."""
    _used: frozenset[str] = frozenset()
    """Keys of all that was taken from the store, where its size is limited."""
    _unread: bool = False
    """True when an article could not be read, so that nothing of it may be removed."""

    @property
    def store(self) -> Store:
        return Store(self.project.store)

    @property
    def open_engine(self) -> OpenEngine:
        return open_engine(self.project, allow_network=self.request.allow_network)

    def plan(self) -> Report:
        sources, plans = self.plans()
        site = self._site(self.request.output, sources)
        plans = self._checked(plans, site)
        return Report(
            output=self.request.output,
            estimates=_estimates(plans, self.store),
            voices=_voice_lines(plans, self.project),
            refusals=tuple(self.refusals),
            findings=(*self.findings, *site.findings),
        )

    def build(self) -> Report:
        progress = self._progress()
        store = self.store
        sources, plans = self.plans()
        site = self._site(self.request.output, sources)
        plans = self._checked(plans, site)
        site.staging.prepare()
        estimates = _estimates(plans, store)
        coming = {name: each for name, each in estimates.items() if each.stored < each.sentences}
        voices = _voice_lines((each for each in plans if each.name in coming), self.project)
        for line in (*voices, *(f"{name}: {each}" for name, each in coming.items())):
            progress.line(line)
        levelled = self.levelled(plans, store)
        if self.project.settings.store_limit_bytes is not None:
            spec = self.project.settings.sound
            self._used = frozenset(
                each.key for job in levelled for each in recipes_of(job.plan, job.units, spec)
            )
        jobs = self._made(levelled, store)
        built = self._stage(jobs, site, store)
        changed = site.publish(sources, whole=self.request.whole and not self._unread)
        self._grown = store.added_bytes > 0
        return Report(
            output=self.request.output,
            estimates=estimates,
            voices=voices,
            built=built,
            changed=changed,
            refusals=tuple(self.refusals),
            findings=(*self.findings, *site.findings),
            notes=tuple(dict.fromkeys(site.notes)),
            passing_notes=tuple(_store_notes(store)),
        )

    def within_limit(self, report: Report) -> Report:
        """Return `report` with what was removed from the store, if it grew past the size it may have.

        What is held by another build is left to that one.
        """
        limit_bytes = self.project.settings.store_limit_bytes
        if limit_bytes is None or not self._grown:
            return report
        store = self.store
        with contextlib.suppress(Busy), store.alone():
            note = hold_to_limit(store, limit_bytes, self._used, now_s=time.time())
            return replace(report, passing_notes=(*report.passing_notes, *([note] if note else ())))
        return report

    def _site(self, output: Path, sources: Iterable[Source]) -> Site:
        return make_site(self.project, self.request, Staging(output=output), sources=sources)

    def _checked(self, plans: Iterable[EditionPlan], site: Site) -> tuple[EditionPlan, ...]:
        """Return the plans that nothing will stop late; the others are refused."""
        good = []
        for each in plans:
            try:
                site.check_edition(each)
            except BuilderError as error:
                self._refuse(each, error)
            else:
                good.append(each)
        site.check(good)
        return tuple(good)

    def _progress(self) -> Progress:
        assert self.progress is not None
        return self.progress

    def plans(self) -> tuple[tuple[Source, ...], tuple[EditionPlan, ...]]:
        request = self.request
        if self.watch is not None:
            self.watch.add(files_known_early(self.project))
        sources, errors = gather_sources(
            self.project, request.articles, language=request.source_language, published=request.published
        )
        if self.watch is not None:
            self.watch.add(files_named_by(self.project, sources))
        self._unread = bool(errors)
        for path, error in errors.items():
            language = request.source_language or self.project.show.language
            self.refusals.append(Refusal(slug=slugify(path.stem), language=language, error=error))
        plans: list[EditionPlan] = []
        lexicons = read_lexicons(self.project)
        for source in sources:
            languages = request.languages or (
                source.document.language,
                *(tag for tag in self.project.languages(source.slug) if not is_pseudo(tag)),
            )
            found, refused = plan_editions(
                self.project, source, languages, draft=request.draft, lexicons=lexicons
            )
            plans += found
            self.refusals += refused
            for one in found:
                self.findings += one.findings
            for other in refused:
                self.findings += other.findings
        self.findings += self._pronunciation_findings(sources, plans, lexicons)
        if request.whole and not self._unread:
            self.findings += stray_recordings(self.project.settings, _segment_ids(sources))
        return sources, tuple(plans)

    def _pronunciation_findings(
        self, sources: Sequence[Source], plans: Iterable[EditionPlan], lexicons: Lexicons
    ) -> list[Finding]:
        """Return the findings on the pronunciations of every language that is built."""
        known = sources if self.request.whole and not self._unread else None
        return [
            finding
            for language in sorted({each.edition.language for each in plans})
            for finding in pronunciation_findings(self.project, lexicons, language, sources=known)
        ]

    def levelled(self, plans: Iterable[EditionPlan], store: Store) -> list[Job]:
        """Return the plans with the gains of their voices, measured where nobody did before."""
        jobs: list[Job] = []
        music = music_files(self.project)
        measured: dict[VoiceRef, float] = {}
        for each in plans:
            try:
                for language, ref in each.voices.spoken:
                    if ref not in measured:
                        measured[ref] = self._gain_db(language, ref, each.voices.infos[ref.engine], store)
            except BuilderError as error:
                self._refuse(each, error)
                continue
            units = plan_units(
                each.script,
                edition=each.name,
                infos=each.voices.infos,
                gains_db=measured,
                spec=self.project.settings.sound,
                codecs=base.codecs(self.request.formats),
                music=music,
            )
            jobs.append(Job(plan=each, gains_db=measured, units=units))
        return jobs

    def _gain_db(self, language: Language, ref: VoiceRef, info: EngineInfo, store: Store) -> float:
        spec = self.project.settings.sound
        known = known_gain_db(language, ref, info, store, spec)
        if known is not None:
            return known
        if self.progress is None:
            raise VoiceMissing(
                f'voice "{ref.voice}" of {ref.engine} was never measured', hint="edition build"
            )
        self._progress().line(f'measuring the loudness of {ref.engine}, voice "{ref.voice}"')
        return measure_gain_db(
            language, ref, info, store=store, open_engine=self.open_engine, spec=spec, trust=self.trust
        )

    def _made(self, jobs: Sequence[Job], store: Store) -> list[Job]:
        """Return the jobs whose units are all in the store, made where they were not."""
        progress = self._progress()
        make_music_units((unit for job in jobs for unit in job.units), store)
        missing = missing_units((unit for job in jobs for unit in job.units), store)
        counts = {job.plan.name: sum(unit.edition == job.plan.name for unit in missing) for job in jobs}
        for name, count in counts.items():
            if count:
                progress.begin(name, count)
        failed = make_units(
            missing,
            store=store,
            open_engine=self.open_engine,
            jobs=self.request.jobs,
            progress=progress,
            trust=self.trust,
        )
        for name, count in counts.items():
            if count:
                progress.end(name)
        done = []
        for job in jobs:
            error = failed.get(job.plan.name)
            if error is None:
                done.append(job)
            else:
                self._refuse(job.plan, _located(error, job.plan))
        return done

    def _refuse(self, each: EditionPlan, error: BuilderError) -> None:
        if isinstance(error, VoiceMissing) and error.engine:
            for language in [tag for tag, ref in each.voices.spoken if ref.engine == error.engine][:1]:
                offer_next(error, language, self.project.settings.engines)
        self.refusals.append(Refusal(slug=each.source.slug, language=each.edition.language, error=error))

    def _stage(self, jobs: Sequence[Job], site: Site, store: Store) -> tuple[str, ...]:
        """Stage every edition and return the names of those that were."""
        timelines = {
            job.plan.name: found for job in jobs if (found := self._timeline(job, store)) is not None
        }
        whole = [job for job in jobs if job.plan.name in timelines]
        built = []
        for job in whole:
            name = job.plan.name
            try:
                self._stage_one(job, siblings_of(job, whole), timelines[name], site, store)
            except (ContentError, VerificationFailed) as error:
                self._refuse(job.plan, error)
            else:
                built.append(name)
        return tuple(built)

    def _stage_one(
        self, job: Job, siblings: tuple[Sibling, ...], timeline: Timeline, site: Site, store: Store
    ) -> None:
        """Stage an edition; units that were damaged are made again once."""
        try:
            site.stage(job.plan, siblings, timeline=timeline, units=job.units, store=store)
        except UnitLost:
            drop_damaged(job.units, store)
            if not self._made([job], store):
                raise
            site.stage(job.plan, siblings, timeline=timeline, units=job.units, store=store)

    def _timeline(self, job: Job, store: Store) -> Timeline | None:
        """Return where all lies; a damaged unit is made again. None where that was in vain."""
        for _ in range(_TRIES_OF_DAMAGED_UNITS):
            try:
                return timeline_of(job, self.project, store)
            except UnitLost:
                drop_damaged(job.units, store)
            if not self._made([job], store):
                return None
        error = OutputError("the store does not keep what is put into it", where=str(store.root))
        self._refuse(job.plan, error)
        return None


def timeline_of(job: Job, project: Project, store: Store) -> Timeline:
    """Return where all that is said in an edition lies.

    Raises:
        UnitLost: The head of a unit is not whole in `store`.
    """
    return lay_out(job.plan.script, read_heads(job.units, store), project.settings.sound.sample_rate_hz)


def make_site(
    project: Project,
    request: Request,
    staging: Staging,
    *,
    published: Path | None = None,
    sources: Iterable[Source] = (),
) -> Site:
    """Return the site `request` builds into.

    Args:
        project: The workspace.
        request: The build.
        staging: Where files are staged.
        published: Where editions made before lie; by default in the output that is staged for.
        sources: Articles that were read.
    """
    known = {source.path: source.slug for source in sources}
    return Site(
        project=project,
        staging=staging,
        formats=request.formats,
        slugs=project.slugs(known) | {path.stem for path in request.articles},
        published=published or staging.output,
        draft=request.draft,
    )


def siblings_of(job: Job, jobs: Iterable[Job]) -> tuple[Sibling, ...]:
    """Return every language of the job's article among `jobs`, sorted by tag."""
    editions = [other.plan.edition for other in jobs if other.plan.source.slug == job.plan.source.slug]
    editions.sort(key=lambda edition: edition.language)
    return tuple(
        Sibling(language=edition.language, title=plain(edition.document.title.markup)) for edition in editions
    )


def _segment_ids(sources: Iterable[Source]) -> Iterator[SegmentId]:
    for source in sources:
        yield from (segment.id for segment in segments(source.document) if segment.id is not None)


def _located(error: BuilderError, each: EditionPlan) -> BuilderError:
    """Return `error` with the line of the article it is about, where it names an utterance."""
    passage_id = (error.where or "").rpartition(".")[0]
    if any(passage.id == passage_id for passage in each.script.passages):
        # What an announcer says stands in no line.
        error.where = each.source.document.metadata.path
    for segment in segments(each.source.document):
        if segment.id == passage_id:
            error.where = str(segment.locator)
    return error


def _voice_lines(plans: Iterable[EditionPlan], project: Project) -> tuple[str, ...]:
    options = project.settings.engines
    lines = []
    for language, ref in dict.fromkeys(pair for each in plans for pair in each.voices.spoken):
        better = better_voice(ref, language, options)
        hint = "" if better is None else f"; {better}"
        lines.append(f"voice for {describe_voice(ref, language, options)}{hint}")
    return tuple(dict.fromkeys(lines))


def _store_notes(store: Store) -> Iterator[str]:
    """Yield what the publisher should know of the store."""
    yield from sorted(store.notes)
    if store.damaged:
        one = store.damaged == 1
        yield (
            f"{store.damaged} object{'' if one else 's'} in {store.root} "
            f"{'was' if one else 'were'} damaged and made anew"
        )


def _estimates(plans: Iterable[EditionPlan], store: Store) -> Mapping[str, Estimate]:
    return {each.name: estimate(each.script.utterances, each.voices.infos, store) for each in plans}
