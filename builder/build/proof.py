"""Proof: a page on which a translator reads and hears every text of a catalogue, whatever its state.

It is made of the clips and units a build makes, through the same store, so that after a build it costs no
engine call, and after the change of a sentence one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from builder.base.errors import BuilderError, ContentError, UsageError
from builder.base.language import Language
from builder.build.editions import spoken_edition
from builder.build.names import PROOF_FOLDER
from builder.build.progress import Progress
from builder.build.project import Project
from builder.build.pronunciations import Lexicons, read_lexicons
from builder.build.proof_sound import Sound, sound_of
from builder.build.proof_state import advanced, parse_seen, render_seen, state_path, text_digests
from builder.build.proof_texts import proof_of
from builder.build.proof_words import proof_words
from builder.build.proof_zip import render_zip
from builder.build.publish import Staging, drop_staged, roll_forward
from builder.build.run import open_engine
from builder.build.sources import Source, gather_sources, load_catalogue, read_bytes
from builder.catalogue import pronunciation_domain
from builder.formats.proof_page import Proof, assets, render_proof_page, render_readme
from builder.model.catalogue import Catalogue
from builder.model.edition import Edition
from builder.speech.estimate import Estimate
from builder.system.files import write_atomic
from builder.system.lock import locked
from builder.system.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRequest:
    """What proofs are asked for."""

    articles: tuple[str, ...] = ()
    """Slugs or files; empty for all."""
    languages: tuple[Language, ...] = ()
    """Empty for every language with a catalogue."""
    zipped: bool = False
    """True to make the file to be mailed too; one that is there already is always kept up to date."""
    jobs: int = 1
    allow_network: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeProof:
    """What came of one proof, or would."""

    name: str
    """`<slug>/<language>`."""
    folder: str
    """From the output folder."""
    estimates: tuple[Estimate, ...]
    """Of the source's speech, the translation's and the words', as it was before."""
    proof: Proof | None = None
    """None where nothing was to be written."""
    zip_path: str | None = None
    """From the output folder."""
    size_bytes: int = 0
    """Of page, clips and what lies beside them."""
    zip_bytes: int = 0
    changed: tuple[str, ...] = ()
    """Files that are new or changed, from the output folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofReport:
    """What came of all proofs."""

    made: tuple[MadeProof, ...]
    refused: Mapping[str, BuilderError]
    """By `<slug>/<language>`, or the path of an article that could not be read."""


def make_proofs(project: Project, request: ProofRequest, progress: Progress | None = None) -> ProofReport:
    """Make the proofs that are asked for; without `progress` nothing is spoken or written.

    One that cannot be made does not stop the others; the report names it.

    Raises:
        ContentError: There is no article of a name that is asked for.
        Busy: A build uses the output, or the store is being cleaned.
        OutputError: The disk does not take the result.
    """
    run = _Run(project=project, request=request, progress=progress, lexicons=read_lexicons(project))
    output = project.root / "output"
    if progress is None:
        return run.all()
    with locked(output, what="output folder"), run.store.in_use():
        roll_forward(output)
        try:
            return run.all()
        except BaseException:
            drop_staged(output)
            raise


@dataclass(slots=True, kw_only=True)
class _Run:
    project: Project
    request: ProofRequest
    progress: Progress | None
    lexicons: Lexicons
    refused: dict[str, BuilderError] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return Store(self.project.store)

    def all(self) -> ProofReport:
        project, names = self.project, self.request.articles
        paths = [project.article_path(name) for name in names] if names else project.articles()
        sources, errors = gather_sources(project, paths)
        self.refused.update({project.relative(path): error for path, error in errors.items()})
        made = []
        for source in sources:
            for language in self._languages(source):
                name = f"{source.slug}/{language}"
                try:
                    made.append(self._one(source, language, name))
                except BuilderError as error:
                    self.refused[name] = error
        return ProofReport(made=tuple(made), refused=self.refused)

    def _languages(self, source: Source) -> tuple[Language, ...]:
        return self.request.languages or tuple(
            language
            for language in self.project.languages(source.slug)
            if language != source.document.language
        )

    def _one(self, source: Source, language: Language, name: str) -> MadeProof:
        catalogue = self._catalogue(source, language)
        target, original = spoken_edition(source, catalogue, language), _original(source)
        folder = f"{PROOF_FOLDER}/{language}/{source.slug}"
        store = self.store
        sounds = [
            sound_of(
                self.project, edition, name=f"{source.slug}/{edition.language}",
                lexicons=self.lexicons, store=store,
                open_engine=open_engine(self.project, allow_network=self.request.allow_network),
                jobs=self.request.jobs, progress=self.progress,
            )
            for edition in (original, target)
        ]  # fmt: skip
        words = proof_words(
            self.project, source, language, lexicons=self.lexicons, store=store,
            open_engine=open_engine(self.project, allow_network=self.request.allow_network),
            jobs=self.request.jobs, progress=self.progress,
        )  # fmt: skip
        spoken = (*sounds, words.sound)
        made = MadeProof(
            name=name, folder=folder, estimates=tuple(each.estimate for each in spoken if each.estimate)
        )
        if self.progress is None:
            return made
        seen_path = state_path(self.project, source.slug, language)
        before = parse_seen(seen_path.read_bytes()) if seen_path.is_file() else None
        seen = advanced(before, text_digests(source.document, target.document))
        proof = proof_of(
            self.project, source, catalogue, language,
            seen=seen, sounds=sounds, words=words.words, lexicons=self.lexicons,
        )  # fmt: skip
        made = self._publish(made, proof, spoken, catalogue)
        if seen != before:
            write_atomic(seen_path, render_seen(seen))
        return made

    def _catalogue(self, source: Source, language: Language) -> Catalogue:
        if language == source.document.language:
            raise UsageError(
                f'"{language}" is the language of the article', hint="name one it is translated into"
            )
        catalogue = load_catalogue(self.project, language, source.slug)
        if catalogue is None:
            raise ContentError(
                f"there is no translation into {language}",
                where=self.project.relative(self.project.catalogue_path(language, source.slug)),
                hint=f"start one: edition add-language {language} {source.slug}",
            )
        return catalogue

    def _publish(
        self, made: MadeProof, proof: Proof, sounds: Sequence[Sound], catalogue: Catalogue
    ) -> MadeProof:
        """Put the files of a proof into the output: clips, then the page; then remove what is left over."""
        output = self.project.root / "output"
        files = {path: data for sound in sounds for path, data in sound.files.items()}
        files |= {**dict(assets()), "index.html": render_proof_page(proof)}
        size = sum(map(len, files.values()))
        staging = Staging(output=output)
        staging.prepare()
        for name, data in sorted(files.items()):
            staging.write(f"{made.folder}/{name}", data)
        archive = f"{made.folder}.{proof.language}.proof.zip"
        zip_bytes = 0
        if self.request.zipped or (output / archive).is_file():
            data = self._zip(archive, proof, files, catalogue)
            zip_bytes = len(data)
            staging.write(archive, data)
        page = f"{made.folder}/index.html"
        changed = staging.publish(last=[page, archive], remove=_left(staging, made.folder, files))
        return replace(
            made,
            proof=proof,
            zip_path=archive if zip_bytes else None,
            size_bytes=size,
            zip_bytes=zip_bytes,
            changed=changed,
        )

    def _zip(self, archive: str, proof: Proof, files: Mapping[str, bytes], catalogue: Catalogue) -> bytes:
        name = f"{catalogue.domain}.po"
        po = read_bytes(self.project.root / catalogue.path, catalogue.path)
        readme = render_readme(proof, catalogue=name)
        top = archive.rpartition("/")[2].removesuffix(".zip")
        kept = {**files, name: po, "README.txt": readme}
        words = self.project.catalogue_path(proof.language, pronunciation_domain.DOMAIN)
        if words.is_file():
            kept[words.name] = read_bytes(words, self.project.relative(words))
        return render_zip(kept, top=top)


def _original(source: Source) -> Edition:
    return Edition(document=source.document, source=source.document, method="original", reviewed=True)


def _left(staging: Staging, folder: str, files: Iterable[str]) -> list[str]:
    """Return what an earlier proof left in its folder that this one does not have."""
    kept = {f"{folder}/{name}" for name in files}
    there = (staging.output / folder).rglob("*")
    names = (path.relative_to(staging.output).as_posix() for path in there if path.is_file())
    return sorted(name for name in names if name not in kept)
