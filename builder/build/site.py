"""Site: an output folder as a whole: editions, feeds, index, and what is no longer part of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from builder.base.errors import BuilderError, UsageError
from builder.base.language import Language
from builder.base.text import shorten
from builder.base.units import to_ms
from builder.build.attribution import check_attribution
from builder.build.editions import EditionPlan, builder_catalogues
from builder.build.episodes import Episodes, parse_episodes, render_episodes, with_episode, with_feed
from builder.build.music import music_credits, music_files
from builder.build.names import DRAFT_FOLDER, PROOF_FOLDER, RECORD_NAME, STAGING_NAME
from builder.build.outputs import (
    MOST_OFF_IN_CHAPTER_LU,
    MOST_OFF_LU,
    EditionFiles,
    check_pictures,
    read_show_cover,
)
from builder.build.project import Project
from builder.build.publish import Staging
from builder.build.record import Record, read_record
from builder.build.sources import Source, read_bytes
from builder.build.units import UnitPlan
from builder.catalogue.texts import Texts
from builder.formats import base, index, offline
from builder.formats import feed as feeds
from builder.model.edition import Edition
from builder.model.finding import Finding
from builder.model.publication import Publication, Sibling
from builder.model.sound import SoundSpec
from builder.model.timeline import Timeline
from builder.narration.script import opening_budget_ms
from builder.system.files import write_atomic
from builder.system.store import Store


@dataclass(slots=True, kw_only=True)
class Site:
    """What a build puts into an output folder.

    Editions are staged one after the other; feeds and the index are made of these and of the records of the
    editions that lie in the output already.
    """

    project: Project
    staging: Staging
    formats: tuple[str, ...]
    slugs: frozenset[str]
    """Of all articles of the workspace, built or not."""
    published: Path
    """Where editions made before are read from; usually where they are staged for."""
    draft: bool = False
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _episodes: Episodes = field(init=False)
    _before: Mapping[str, Record] = field(init=False)
    """What lies in the output already, by folder."""
    _records: dict[str, Record] = field(init=False, default_factory=dict)
    """What this build puts there."""

    def __post_init__(self) -> None:
        """Read which identities there are."""
        path = self.project.episodes_path
        name = self.project.relative(path)
        self._episodes = parse_episodes(read_bytes(path, name), path=name) if path.is_file() else Episodes()
        self._before = dict(published_editions(self.published))

    def _is_in_a_feed(self, language: Language) -> bool:
        """Return True when a feed in `language` is asked for, or lies in the output and has to follow."""
        if self.draft or self.project.show.base_url is None:
            return False
        return "feed" in self.formats or (self.published / base.feed_path(language)).is_file()

    def stage(
        self,
        plan: EditionPlan,
        siblings: tuple[Sibling, ...],
        *,
        timeline: Timeline,
        units: Sequence[UnitPlan],
        store: Store,
    ) -> Record:
        """Stage the files of one edition and return what is noted of them.

        Raises:
            ContentError: A picture it names cannot be had, or an episode has no date.
            OutputError: The disk does not take a file.
            VerificationFailed: The words a voice's licence asks for are not in a file.
        """
        publication = Publication(
            show=self.project.show,
            edition=plan.edition,
            script=plan.script,
            timeline=timeline,
            voices=plan.voices.credits,
            siblings=self._siblings(plan, siblings),
            episode_guid=self._guid(plan.source, plan.edition),
            readers=plan.voices.reader_names,
            music=music_credits(plan.script, self.project.settings.music),
            lexicons=_lexicons(plan),
        )
        files = EditionFiles(
            publication=publication,
            texts=plan.texts,
            project=self.project,
            staging=self.staging,
            store=store,
            units=units,
            before=self._before_at(base.folder_of(publication)),
        )
        kept = len(self.staging.staged)
        try:
            publication, record = files.make(self.formats)
            heard = base.has_feed(publication) and base.artefact(publication, "mp3") is not None
            episode = feeds.episode_of(publication, plan.texts) if heard else None
            check_attribution(publication, files.open, episode)
        except BuilderError:
            self.staging.undo(kept)
            raise
        record = replace(record, episode=episode)
        files.finish(record)
        self._records[base.folder_of(publication)] = record
        self.findings += _sound_findings(publication, record, self.project.settings.sound)
        return record

    def _before_at(self, folder: str) -> Record | None:
        """Return what was published in a folder that is staged for."""
        return self._before.get(folder) if self.published == self.staging.output else None

    def publish(self, sources: Sequence[Source], *, whole: bool) -> tuple[str, ...]:
        """Stage feeds and index, remember the episodes, and move everything into the output.

        Args:
            sources: The articles of this build.
            whole: True when these are all there are: an edition that is not among them, nor among the
                catalogues, is removed.

        Returns:
            The names of the files that are new or changed.
        """
        before = self._before
        gone = self._gone(sources) if whole else {}
        kept = {folder: record for folder, record in before.items() if folder not in gone}
        records = {**kept, **self._records}
        self._stage_index(records)
        feed_names = self._stage_feeds(records)
        if feed_names:
            write_if_other(self.project, render_episodes(self._episodes))
        doomed = [*_doomed(before, gone, self._records), *(self._dead_feeds(records) if whole else ())]
        return self.staging.publish(last=feed_names, remove=doomed)

    def check(self, plans: Iterable[EditionPlan]) -> None:
        """Look for what would stop a build late, before anything is spoken.

        Raises:
            UsageError: The show's category is none of Apple's, its picture is neither JPEG nor PNG, music
                is not where the settings say, or what a format needs is not installed.
            ContentError: The show's picture or music cannot be read.
        """
        base.check_installed(self.formats)
        show = self.project.show
        music_files(self.project)
        if show.cover is not None:
            read_show_cover(self.project)
        if "feed" in self.formats and show.base_url is not None and not self.draft:
            found = feeds.check_show(show)
            for finding in found:
                if finding.severity == "error":
                    raise UsageError(finding.message, where="edition.toml", hint=finding.hint)
            self.findings += found
        self.findings += [finding for each in plans for finding in _tool_findings(each)]

    def check_edition(self, plan: EditionPlan) -> None:
        """Look for what would stop one edition late, before anything is spoken.

        Raises:
            ContentError: A picture it names cannot be had, or an episode has no date.
        """
        check_pictures(self.project, plan.edition)
        if self._is_in_a_feed(plan.edition.language):
            feeds.day_of(plan.source.document.metadata)

    def _dead_feeds(self, records: Mapping[str, Record]) -> Iterator[str]:
        """Give the feeds in the output that no edition is part of any more."""
        alive = {record.language for record in records.values() if record.episode is not None}
        for path in sorted((self.published / "feeds").glob("*.xml")):
            if path.stem not in alive:
                yield base.feed_path(Language(path.stem))

    def _guid(self, source: Source, edition: Edition) -> str:
        if not self._is_in_a_feed(edition.language):
            return ""
        before = set(self._episodes.episodes)
        self._episodes = with_episode(
            self._episodes,
            source.slug,
            edition.language,
            segment_ids=source.own_segment_ids,
            published=feeds.day_of(source.document.metadata),
            others=self.slugs,
        )
        for old in before - set(self._episodes.episodes):
            self.notes.append(
                f"{source.slug} is known as the episode {old} was: subscribers get no second one"
            )
        return self._episodes.episodes[source.slug].guids[edition.language]

    def _stage_index(self, records: Mapping[str, Record]) -> None:
        entries = [
            record.index_entry
            for record in records.values()
            if any(made.format == "page" for made in record.artefacts)
        ]
        if not entries:
            return
        texts = self._texts(self.project.show.language)
        self.staging.write(base.INDEX_PATH, index.render_index(self.project.show, entries, texts))
        for name, data in index.assets():
            self.staging.write(name, data)

    def _stage_feeds(self, records: Mapping[str, Record]) -> tuple[str, ...]:
        show = self.project.show
        if "feed" in self.formats and not self.draft and show.base_url is None:
            self.notes.append("no feed: edition.toml has no base_url (or give --base-url)")
        languages = {Language(record.language) for record in self._records.values()}
        fed = [language for language in sorted(languages) if self._is_in_a_feed(language)]
        if not fed:
            return ()
        cover = base.show_cover_path(show)
        if cover is not None:
            self.staging.write(cover, read_show_cover(self.project))
        return tuple(self._stage_feed(language, records) for language in fed)

    def _stage_feed(self, language: Language, records: Mapping[str, Record]) -> str:
        show = self.project.show
        address = base.feed_url(show, language)
        assert address is not None
        self._episodes = with_feed(self._episodes, language, feed_url=address)
        episodes = [
            record.episode
            for record in records.values()
            if record.language == language and record.episode is not None
        ]
        name = base.feed_path(language)
        guid = self._episodes.feeds[language]
        self.staging.write(name, feeds.render_feed(show, episodes, self._texts(language), guid=guid))
        return name

    def _texts(self, language: Language) -> Texts:
        return Texts(language, builder_catalogues(self.project, language))

    def _siblings(self, plan: EditionPlan, built: Sequence[Sibling]) -> tuple[Sibling, ...]:
        """Return `built` and the languages of the article that were published before and stay."""
        there = {sibling.language: sibling for sibling in built}
        wanted = {plan.source.document.language, *self.project.languages(plan.source.slug)}
        for record in self._before.values():
            language = Language(record.language)
            if record.slug == plan.source.slug and language in wanted and language not in there:
                there[language] = Sibling(language=language, title=record.index_entry.title)
        return tuple(there[language] for language in sorted(there))

    def _gone(self, sources: Sequence[Source]) -> Mapping[str, Record]:
        """Return the editions in the output whose article or catalogue is no longer in the workspace."""
        there = {
            base.edition_folder(source.slug, language)
            for source in sources
            for language in (source.document.language, *self.project.languages(source.slug))
        }
        return {folder: record for folder, record in self._before.items() if folder not in there}


def made_files(output: Path) -> Iterator[str]:
    """Give the name of everything in `output` that was made; drafts, proofs and staging as whole folders."""
    for folder, record in published_editions(output):
        yield from (folder + made.path for made in record.artefacts)
        yield folder + RECORD_NAME
    for path in sorted((output / "feeds").glob("*.xml")):
        yield f"feeds/{path.name}"
    yield from (path.relative_to(output).as_posix() for path in made_proofs(output))
    tops = (base.INDEX_PATH, *(name for name, _ in index.assets()), DRAFT_FOLDER, STAGING_NAME)
    covers = (f"cover{suffix}" for suffix in (".png", ".jpg", ".jpeg"))
    yield from (name for name in (*tops, *covers) if (output / name).exists())


def made_proofs(output: Path) -> Iterator[Path]:
    """Give the folder of every proof in `output`, and every file made of one to be mailed."""
    for page in sorted(output.glob(f"{PROOF_FOLDER}/*/*/index.html")):
        yield page.parent
    yield from sorted(output.glob(f"{PROOF_FOLDER}/*/*.proof.zip"))


def write_if_other(project: Project, data: bytes) -> None:
    """Write the episodes' identities, unless the file has these bytes already."""
    path = project.episodes_path
    if not path.is_file() or path.read_bytes() != data:
        write_atomic(path, data)


def published_editions(output: Path) -> Iterator[tuple[str, Record]]:
    """Give the folder and the record of every edition in the output, sorted by folder."""
    for path in sorted(output.glob(f"*/*/{RECORD_NAME}")):
        record = read_record(path)
        if record is not None:
            folder = path.parent.relative_to(output).as_posix() + "/"
            if folder == base.edition_folder(record.slug, Language(record.language)):
                yield folder, record


def _doomed(
    before: Mapping[str, Record], gone: Mapping[str, Record], now: Mapping[str, Record]
) -> Iterator[str]:
    """Give every file of `before` that is named by nothing any more."""
    for folder, record in before.items():
        names = {made.path for made in record.artefacts}
        if folder in gone:
            yield folder + RECORD_NAME
        elif folder in now:
            names -= {made.path for made in now[folder].artefacts}
        else:
            continue
        for name in names:
            yield folder + name


def _lexicons(plan: EditionPlan) -> tuple[tuple[Language, bytes], ...]:
    """Return the pronunciations the voices of an edition were given, as files of other programs have them."""
    from builder.catalogue.pls import render_pls

    said_as = plan.voices.plan.pronunciations
    return tuple((language, render_pls(said_as[language], language)) for language in sorted(said_as))


def _tool_findings(plan: EditionPlan) -> Iterator[Finding]:
    """Give what the tool itself cannot say in the edition's language."""
    if plan.untranslated_texts:
        language = plan.edition.language
        yield Finding(
            code="N004",
            severity="warning",
            message=f"{plan.untranslated_texts} of the tool's own texts are not translated into {language}: "
            "the disclosure and the page's labels are English",
            where=plan.name,
            hint=f"translate them: edition update builder --language {language}",
        )


def _sound_findings(publication: Publication, record: Record, spec: SoundSpec) -> Iterator[Finding]:
    """Give what a listener would find wrong: an opening past its time, no disclaimer, an odd loudness."""
    timeline, name = publication.timeline, base.folder_of(publication).rstrip("/")
    budget_ms = opening_budget_ms(publication.edition)
    opening = timeline.chapters[0]
    opening_ms = to_ms(opening.end - opening.start, timeline.sample_rate_hz)
    if opening_ms > budget_ms:
        yield Finding(
            code="N001",
            severity="warning",
            message=f"the opening takes {opening_ms / 1000:.1f} s, past {budget_ms / 1000:.0f} s",
            where=name,
            hint=f"shorten {'the intro, ' if _has_music(publication) else ''}the title or disclaimer_short",
        )
    if publication.edition.source.disclaimer is None:
        yield Finding(
            code="N002",
            severity="warning",
            message="the article has no disclaimer, so none is spoken or shown",
            where=publication.edition.source.metadata.path,
            hint="write disclaimer: and disclaimer_short: at its top",
        )
    if record.loudness_lufs is not None and abs(record.loudness_lufs - spec.target_lufs) > MOST_OFF_LU:
        yield Finding(
            code="N003",
            severity="warning",
            message=f"the loudness is {record.loudness_lufs:.1f} LUFS, expected {spec.target_lufs:.0f}",
            where=name,
            hint="shorten the music, or bring it nearer to the voice: level_lu in edition.toml"
            if publication.music
            else "tell the maintainers which voice it is",
        )
    yield from _chapter_findings(publication, record, spec)
    yield from _offline_findings(publication, record)


def _offline_findings(publication: Publication, record: Record) -> Iterator[Finding]:
    """Give the page that is one file but for its sound."""
    file = offline.path(publication)
    if record.artefact(file) is not None and offline.too_large(publication):
        yield Finding(
            code="N020",
            severity="warning",
            message=f"{file} is without sound: the recording is larger than the "
            f"{offline.MOST_SOUND_BYTES // 1_000_000} MB that every browser plays out of a page",
            where=base.folder_of(publication).rstrip("/"),
            hint="give people the files of each chapter, too: edition build --format zip",
        )


def _chapter_findings(publication: Publication, record: Record, spec: SoundSpec) -> Iterator[Finding]:
    """Give the chapters that a listener would turn the sound up or down for."""
    for chapter, loudness in zip(publication.timeline.chapters, record.chapters_lufs, strict=False):
        if loudness is not None and abs(loudness - spec.target_lufs) > MOST_OFF_IN_CHAPTER_LU:
            yield Finding(
                code="N010",
                severity="warning",
                message=f'the loudness of chapter "{shorten(chapter.title, 40)}" is {loudness:.1f} LUFS, '
                f"expected {spec.target_lufs:.0f}",
                where=base.folder_of(publication).rstrip("/"),
                hint="bring its music nearer to the voice: level_lu in edition.toml"
                if publication.music
                else "listen to it; another voice or a recording may be louder or softer than the narrator",
            )


def _has_music(publication: Publication) -> bool:
    """Return True when the opening ends in music."""
    return any(passage.music for passage in publication.script.chapters[0].passages)
