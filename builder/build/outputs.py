"""Outputs: the files of one edition, staged with what they were made of."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from builder import __version__
from builder.article.segments import segments
from builder.audio.codecs import CodecName, encoder, encoding_recipe
from builder.audio.pack import unpack_head, unpack_packets
from builder.base.digest import canonical, digest_bytes
from builder.base.errors import ContentError, VerificationFailed
from builder.base.text import shorten
from builder.base.units import to_ms
from builder.build.names import RECORD_NAME
from builder.build.project import Project
from builder.build.publish import Staging
from builder.build.recipes import unit_recipes
from builder.build.record import Record, render_record
from builder.build.units import UnitPlan
from builder.catalogue.texts import Texts
from builder.formats import base, index, offline, report
from builder.formats.figures import figures
from builder.formats.names import SOUND_NAMES, SoundFormatName, TextFormatName, TimedFormatName
from builder.formats.speakers import Speakers
from builder.model.artefact import Artefact
from builder.model.document import Document
from builder.model.edition import Edition
from builder.model.levels import SoundLevels
from builder.model.publication import Picture, Publication
from builder.model.recipe import Recipe
from builder.model.script import Passage, Script
from builder.model.sound import EncodedUnit, SoundSpec, UnitHead
from builder.system.files import digest_file, open_atomic
from builder.system.store import Store

MOST_OFF_LU = 0.5
"""How far a recording may be from its loudness."""
MOST_OFF_IN_CHAPTER_LU = 2.0
"""How far one of its chapters may: passages of one voice differ by a tenth of that."""

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".svg")

TEXT_FORMATS: tuple[TextFormatName | TimedFormatName, ...] = (
    "epub-text", "vtt", "srt", "transcript", "text", "words", "chapters", "accessibility", "page",
)  # fmt: skip
"""The page last: it links to the others; what is kept of it as one file is made right before it."""


class UnitLost(VerificationFailed):
    """A unit went from the store, or was damaged there, between its making and its joining."""


@dataclass(slots=True)
class EditionFiles:
    """Stages the files of one edition, one after the other; each may need those before it."""

    publication: Publication
    texts: Texts
    project: Project
    staging: Staging
    store: Store
    units: Sequence[UnitPlan]
    before: Record | None
    """Of the edition as it lies in the output."""
    _folder: str = field(init=False)
    _recipes: dict[str, Recipe] = field(init=False, default_factory=dict)
    _levels: SoundLevels | None = field(init=False, default=None)
    _common: Mapping[str, str] = field(init=False)
    """What every text is made of."""
    _sounds: Mapping[str, str] = field(init=False)
    """Key of every unit, by what a record calls its passage; in order."""

    def __post_init__(self) -> None:
        """Digest what files are made of, while little else is held."""
        self._folder = base.folder_of(self.publication)
        self._common = _common_parts(self.publication)
        passages = zip(self.publication.script.passages, self.units, strict=True)
        self._sounds = {_called(passage): plan.recipe.key for passage, plan in passages}

    def make(self, formats: Sequence[str]) -> tuple[Publication, Record]:
        """Stage what `formats` name, and what pages need beside them.

        A file of another format that was published before stays part of the edition as long as it is what a
        build would make now.

        Returns:
            The publication with its artefacts, and the record that is still to be staged: `finish` does it.
        """
        self._add_pictures()
        for sound in SOUND_NAMES:
            self._add_sound(sound, wanted=sound in formats)
        self._add_report(wanted=report.NAME in formats)
        for name in TEXT_FORMATS:
            match name:
                case "srt" | "words":
                    self._add_timed(name, wanted=name in formats)
                case "page":
                    self._add_offline(wanted=offline.NAME in formats)
                    self._add_text(name, wanted=name in formats)
                case _:
                    self._add_text(name, wanted=name in formats)
        return self.publication, self._record()

    def open(self, path: str) -> IO[bytes]:
        """Open a file of the edition as it will be published: staged, or there already."""
        name = self._folder + path
        folder = self.staging.folder if name in self.staging.staged else self.staging.output
        return (folder / name).open("rb")

    def finish(self, record: Record) -> None:
        """Stage `record` as the edition's `build.json`."""
        self.staging.write(self._folder + RECORD_NAME, render_record(record))

    def _add(self, made: Artefact, recipe: Recipe) -> None:
        self._recipes[made.path] = recipe
        self.publication = replace(self.publication, artefacts=(*self.publication.artefacts, made))

    def _add_bytes(self, name: str, path: str, media_type: str, data: bytes, recipe: Recipe) -> None:
        self.staging.write(self._folder + path, data)
        self._add(_artefact(name, path, media_type, data), recipe)

    def _add_pictures(self) -> None:
        document = self.publication.edition.document
        places = {}
        for source, path in figures(document):
            data = read_picture(self.project, document, source)
            places[path] = picture_place(self.project, document, source)
            recipe = Recipe(step="figure", version=1, parts={"sha256": digest_bytes(data)})
            self._add_bytes("figure", path, _media_type(path), data, recipe)
        self.publication = replace(self.publication, pictures=places, cover=self._cover())

    def _add_sound(self, name: SoundFormatName, *, wanted: bool) -> None:
        module, cover = base.load(name), self.publication.cover
        path = module.path(self.publication)
        if not wanted and (self.before is None or self.before.artefact(path) is None):
            return
        recipe = self._sound_recipe(module, cover)
        made = self._unchanged(path, recipe)
        if made is None and wanted:
            target = self.staging.path(self._folder + path)
            units = self._read_units(module.CODEC)
            module.write(target, self.publication, units, self.texts, spec=self._spec, cover=cover)
            made = _artefact_of(name, path, module.MEDIA_TYPE, target)
        if made is not None:
            self._add(made, recipe)

    def _add_text(self, name: TextFormatName, *, wanted: bool) -> None:
        module = base.load(name)
        path = module.path(self.publication)
        if not wanted and (self.before is None or self.before.artefact(path) is None):
            return
        data = module.render(self.publication, self.texts)
        if not wanted and not self.staging.holds(self._folder + path, data):
            return
        if name == "page":
            self._add_assets()
        parts = {**self._common, "files": digest_bytes(repr(self.publication.artefacts).encode())}
        if name == "epub-text":
            parts |= {
                "cover": digest_bytes(repr(self.publication.cover).encode()),
                "lexicons": digest_bytes(repr(self.publication.lexicons).encode()),
            }
        recipe = Recipe(step=name, version=module.VERSION, parts=parts)
        self._add_bytes(name, path, module.MEDIA_TYPE, data, recipe)

    def _add_offline(self, *, wanted: bool) -> None:
        """Stage the page as one file; it may be large, so it is written when something in it has changed."""
        path = offline.path(self.publication)
        if not wanted and (self.before is None or self.before.artefact(path) is None):
            return
        parts = offline.compose(self.publication, self.texts)
        made_of = {**self._common, "content": offline.digest(parts)}
        recipe = Recipe(step=offline.NAME, version=offline.VERSION, parts=made_of)
        made = self._unchanged(path, recipe)
        if made is None and wanted:
            target = self.staging.path(self._folder + path)
            offline.write(target, parts, self.open)
            made = _artefact_of(offline.NAME, path, offline.MEDIA_TYPE, target)
        if made is not None:
            self._add(made, recipe)

    def _add_timed(self, name: TimedFormatName, *, wanted: bool) -> None:
        """Stage a file that tells of words; it is written when something it is made of has changed."""
        module = base.load(name)
        path = module.path(self.publication)
        if not wanted and (self.before is None or self.before.artefact(path) is None):
            return
        names = Speakers(self.publication, self.texts).names
        parts = {
            **self._common,
            "speakers": digest_bytes(canonical(names)),
            "sound": digest_bytes(canonical(list(self._sounds.values()))),
        }
        recipe = Recipe(step=name, version=module.VERSION, parts=parts)
        made = self._unchanged(path, recipe)
        if made is None and wanted:
            target = self.staging.path(self._folder + path)
            with open_atomic(target) as file:
                module.write(file, self.publication, self.texts, read_heads(self.units, self.store))
            made = _artefact_of(name, path, module.MEDIA_TYPE, target)
        if made is not None:
            self._add(made, recipe)

    def _add_report(self, *, wanted: bool) -> None:
        """Stage how loud the sound is; unlike texts, it is rendered when something it tells has changed."""
        page, data = report.path(self.publication), report.DATA_PATH
        recipe = self._report_recipe()
        there = [made for path in (page, data) if (made := self._unchanged(path, recipe)) is not None]
        if len(there) == len((page, data)):
            for made in there:
                self._add(made, recipe)
        elif wanted:
            aims = {"target_lufs": self._spec.target_lufs, "ceiling_dbtp": self._spec.ceiling_dbtp}
            levels = self._measured()
            shown = report.render(self.publication, self.texts, levels=levels, **aims)
            figures_ = report.render_data(self.publication, levels=levels, **aims)
            self._add_bytes(report.NAME, page, report.MEDIA_TYPE, shown, recipe)
            self._add_bytes(report.DATA_NAME, data, report.DATA_MEDIA_TYPE, figures_, recipe)

    def _report_recipe(self) -> Recipe:
        timeline, document = self.publication.timeline, self.publication.edition.document
        return Recipe(
            step=report.NAME,
            version=report.VERSION,
            parts={
                "builder": __version__,
                "target_lufs": float(self._spec.target_lufs),
                "ceiling_dbtp": float(self._spec.ceiling_dbtp),
                "title": document.title.markup,
                "labels": digest_bytes(canonical(report.labels(self.texts))),
                "chapters": digest_bytes(repr(timeline.chapters).encode()),
                "sound": digest_bytes(canonical(list(self._sounds.values()))),
            },
        )

    def _measured(self) -> SoundLevels:
        """Return the levels of the sound, measured once."""
        if self._levels is None:
            from builder.audio.measure import measure

            self._levels = measure(self.publication.timeline, read_heads(self.units, self.store))
        return self._levels

    def _add_assets(self) -> None:
        from builder.formats.page import assets

        for path, data in assets():
            recipe = Recipe(step="asset", version=1, parts={"sha256": digest_bytes(data)})
            self._add_bytes("asset", path, _media_type(path), data, recipe)

    def _cover(self) -> Picture | None:
        show = self.publication.show
        own = self.publication.edition.document.metadata.cover
        if own is not None:
            data = read_picture(self.project, self.publication.edition.source, own)
            return Picture(data=data, description=self.publication.edition.document.metadata.slug)
        if show.cover is None:
            return None
        return Picture(data=read_show_cover(self.project), description=show.cover_alt or show.title)

    @property
    def _spec(self) -> SoundSpec:
        return self.project.settings.sound

    def _sound_recipe(self, module: base.SoundFormat, cover: Picture | None) -> Recipe:
        tags = module.render_tags(self.publication, self.texts, cover=cover)
        parts: dict[str, str | int | float | bool] = {
            "tags": digest_bytes(tags),
            "encoding": digest_bytes(canonical(dict(encoder(module.CODEC, self._spec).parts))),
            **self._sounds,
            "order": digest_bytes(canonical(list(self._sounds.values()))),
        }
        return Recipe(step=module.NAME, version=module.VERSION, parts=parts)

    def _unchanged(self, path: str, recipe: Recipe) -> Artefact | None:
        """Return the artefact as it was published, where it is still there and made of the same things."""
        if self.before is None:
            return None
        made = self.before.artefact(path)
        if made is None or self.before.recipes[path].key != recipe.key:
            return None
        try:
            there = digest_file(self.staging.output / self._folder / path)
        except OSError:
            return None
        return made if there == made.sha256 else None

    def _read_units(self, codec: CodecName) -> Iterator[EncodedUnit]:
        for plan in self.units:
            recipe = encoding_recipe(plan.recipe.key, codec, plan.spec)
            yield unpack_packets(_read_part(plan, recipe, self.store))

    def _is_as_before(self, path: str, before: Record) -> bool:
        return path in before.recipes and before.recipes[path].key == self._recipes[path].key

    def _record(self) -> Record:
        publication, timeline = self.publication, self.publication.timeline
        return Record(
            builder=__version__,
            slug=publication.edition.document.metadata.slug,
            language=publication.edition.language,
            draft=publication.edition.draft,
            duration_ms=to_ms(timeline.frames, timeline.sample_rate_hz),
            **self._loudness(),
            voices=tuple(f"{credit.voice} ({credit.engine})" for credit in publication.voices),
            artefacts=publication.artefacts,
            recipes=dict(self._recipes),
            index_entry=index.entry_of(publication),
        )

    def _loudness(self) -> Mapping[str, Any]:
        """Return what the record tells of the sound; where that is as it was before, as it was noted then."""
        sounds = [made.path for made in self.publication.artefacts if made.format in SOUND_NAMES]
        before = self.before
        if not sounds:
            return {"loudness_lufs": None, "true_peak_dbtp": None}
        if before is not None and any(self._is_as_before(path, before) for path in sounds):
            return {
                "loudness_lufs": before.loudness_lufs,
                "true_peak_dbtp": before.true_peak_dbtp,
                "chapters_lufs": before.chapters_lufs,
            }
        levels = self._measured()
        return {
            "loudness_lufs": levels.whole.loudness_lufs,
            "true_peak_dbtp": levels.whole.true_peak_dbtp,
            "chapters_lufs": tuple(each.loudness_lufs for each in levels.chapters),
        }


def text_digest(document: Document) -> str:
    """Return what a record calls an edition's words by."""
    return digest_bytes(canonical([(each.kind, each.markup) for each in segments(document)]))


def script_digest(script: Script) -> str:
    """Return what a record calls all that is said by."""
    return digest_bytes(repr(script).encode())


def _common_parts(publication: Publication) -> Mapping[str, str]:
    return {
        "builder": __version__,
        "show": digest_bytes(repr(publication.show).encode()),
        "text": text_digest(publication.edition.document),
        "script": script_digest(publication.script),
        "times": digest_bytes(repr(publication.timeline).encode()),
        "voices": digest_bytes(repr(publication.voices).encode()),
        "music": digest_bytes(repr(publication.music).encode()),
        "languages": digest_bytes(repr(publication.siblings).encode()),
    }


def read_heads(units: Iterable[UnitPlan], store: Store) -> Iterator[UnitHead]:
    """Yield the head of every unit, in order; each is read when it is asked for, and none is held.

    Raises:
        UnitLost: One is not whole in `store`.
    """
    for plan in units:
        yield unpack_head(_read_part(plan, plan.recipe, store))


def drop_damaged(units: Iterable[UnitPlan], store: Store) -> None:
    """Read the head and the packets of every unit, so that the store removes those that are not whole."""
    for plan in units:
        for recipe in unit_recipes(plan):
            store.get(recipe)


def _read_part(plan: UnitPlan, recipe: Recipe, store: Store) -> bytes:
    data = store.get(recipe)
    if data is None:
        raise UnitLost(
            f'the sound of "{shorten(plan.passage.written)}" went from the store during the build',
            where=str(store.root),
            hint="run the same command again",
        )
    return data


def _artefact(name: str, path: str, media_type: str, data: bytes) -> Artefact:
    return Artefact(
        format=name, path=path, media_type=media_type, size_bytes=len(data), sha256=digest_bytes(data)
    )


def _artefact_of(name: str, path: str, media_type: str, file: Path) -> Artefact:
    """Return the artefact that lies in `file`, however large it is."""
    return Artefact(
        format=name,
        path=path,
        media_type=media_type,
        size_bytes=file.stat().st_size,
        sha256=digest_file(file),
    )


def _media_type(path: str) -> str:
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


def check_pictures(project: Project, edition: Edition) -> None:
    """Read every picture of an edition once.

    Raises:
        ContentError: One cannot be had.
    """
    for source, _ in figures(edition.document):
        read_picture(project, edition.document, source)
    if edition.source.metadata.cover is not None:
        read_picture(project, edition.source, edition.source.metadata.cover)


def read_picture(project: Project, document: Document, source: str) -> bytes:
    """Return the bytes of a picture an article names.

    Raises:
        ContentError: There is no such file, or its path leads out of the workspace.
    """
    return _read(picture_place(project, document, source), document.metadata.path, source)


def picture_place(project: Project, document: Document, source: str) -> Path:
    """Return where a picture lies that an article names.

    Raises:
        ContentError: Its path leads out of the workspace, or it is no picture by its name.
    """
    article = project.root / document.metadata.path
    path = (article.parent / source).resolve()
    if not path.is_relative_to(project.root.resolve()) and not path.is_relative_to(article.parent.resolve()):
        raise ContentError(
            f'the picture "{shorten(source)}" lies outside of the workspace',
            where=document.metadata.path,
            hint="copy it beside the article",
        )
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        raise ContentError(
            f'"{shorten(source)}" is no picture; expected a name ending in {", ".join(PICTURE_SUFFIXES)}',
            where=document.metadata.path,
            hint="save it as one of these, or link to it",
        )
    return path


def read_show_cover(project: Project) -> bytes:
    """Return the bytes of the show's picture.

    Raises:
        ContentError: There is no such file.
    """
    assert project.show.cover is not None
    return _read(project.root / project.show.cover, "edition.toml", project.show.cover)


def _read(path: Path, where: str, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentError(
            f'the picture "{shorten(name)}" cannot be read: {error.strerror or error}',
            where=where,
            hint="check its name, from the folder of the file that names it",
        ) from error


def _called(passage: Passage) -> str:
    return f'sound of {passage.id} "{shorten(passage.written, 40)}"'
