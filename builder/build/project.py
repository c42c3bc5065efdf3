"""Project: a workspace's folders, and what lies where in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from builder.article.detect import read_article
from builder.article.slug import slugify
from builder.base.errors import BuilderError, ContentError, UsageError
from builder.base.language import Language, from_po_locale, po_locale
from builder.base.suggest import did_you_mean
from builder.base.text import shorten
from builder.build.settings import DEFAULT_SETTINGS, Settings, parse_settings
from builder.catalogue import pronunciation_domain
from builder.model.show import Show
from builder.speech import engines
from builder.speech.stored import FILE_NAME, parse_engines

SETTINGS_NAME = "edition.toml"
ARTICLE_SUFFIXES = (".md", ".markdown", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A workspace: articles, catalogues and settings in one folder."""

    root: Path
    settings: Settings

    @property
    def show(self) -> Show:
        """What the publisher says of the podcast."""
        return self.settings.show

    @property
    def locales(self) -> Path:
        """Folder of the templates and catalogues."""
        return self.root / "locales"

    @property
    def work(self) -> Path:
        """Folder of the store and of what else a build keeps for the next one."""
        return self.root / ".builder"

    @property
    def store(self) -> Path:
        """Folder of the store: results of slow steps, above all speech."""
        return self.work / "store"

    @property
    def episodes_path(self) -> Path:
        """File of the episodes' identities."""
        return self.root / "episodes.lock"

    def articles(self) -> tuple[Path, ...]:
        """Return the article files, sorted by slug.

        Raises:
            ContentError: There is none, or two would have one slug.
        """
        found = self._article_files()
        if not found:
            raise ContentError(
                "there is no article here; expected files ending in .md or .txt",
                where=self.relative(self.root / "articles"),
                hint="put a text into articles/, or run: edition build FILE",
            )
        slugs: dict[str, Path] = {}
        for path in found:
            other = slugs.setdefault(path.stem.lower(), path)
            if other != path:
                raise ContentError(
                    f"two articles would have one name: {other.name} and {path.name}",
                    where=f"{self.relative(path)}:1",
                    hint="rename one of them",
                )
        return tuple(found)

    def article_path(self, slug: str) -> Path:
        """Return the source of the article called `slug`, by its slug, file name or path.

        Raises:
            ContentError: There is none of that name.
        """
        articles = self.articles()
        for path in articles:
            if slug in (path.stem, path.name, slugify(path.stem)) or _is(slug, path):
                return path
        slugs = {_slug(path): path for path in articles}
        if slug in slugs:
            return slugs[slug]
        raise ContentError(
            f'there is no article "{shorten(slug)}"{did_you_mean(slug, slugs)}',
            where=self.relative(self.root / "articles"),
            hint=f"articles here: {', '.join(slugs)}",
        )

    def catalogue_path(self, language: Language, domain: str) -> Path:
        """Return where the catalogue of `domain` in `language` is kept."""
        return self.locales / po_locale(language) / "LC_MESSAGES" / f"{domain}.po"

    def slugs(self, known: Mapping[Path, str] = MappingProxyType({})) -> frozenset[str]:
        """Return the slugs of all articles, of those that cannot be read too.

        Args:
            known: The slugs of articles that were read before, by file.
        """
        return frozenset(known.get(path) or _slug(path) for path in self._article_files())

    def _article_files(self) -> list[Path]:
        folder = self.root / "articles"
        return sorted(
            path
            for path in (folder.iterdir() if folder.is_dir() else ())
            if path.suffix.lower() in ARTICLE_SUFFIXES and not path.name.startswith(".")
        )

    def template_path(self, domain: str) -> Path:
        """Return where the template of `domain` is kept."""
        return self.locales / f"{domain}.pot"

    def glossary_path(self, language: Language) -> Path:
        """Return where the terms of `language` are kept."""
        return self.locales / po_locale(language) / "glossary.tsv"

    def memory_path(self, language: Language) -> Path:
        """Return where imported translations into `language` are kept: a compendium, as gettext has it."""
        return self.locales / po_locale(language) / "memory.po"

    def lexicon_path(self, language: Language) -> Path:
        """Return where an author gives the sounds of words in `language`: a lexicon, as the W3C has it."""
        return self.locales / po_locale(language) / "lexicon.pls"

    def segments_path(self, slug: str) -> Path:
        """Return where the segment ids of the article `slug` are kept."""
        return self.locales / f"{slug}.segments.json"

    def languages(self, domain: str = "*") -> tuple[Language, ...]:
        """Return the languages that have a catalogue of `domain`, sorted by tag.

        By default of any domain but that of pronunciations, which translates nothing.

        Raises:
            UsageError: The name of a folder with catalogues is not that of a language.
        """
        files = self.locales.glob(f"*/LC_MESSAGES/{domain}.po")
        folders = {
            path.parent.parent
            for path in files
            if path.is_file() and (domain != "*" or path.stem != pronunciation_domain.DOMAIN)
        }
        return tuple(sorted(map(self._language, folders)))

    def pronounced_languages(self) -> tuple[Language, ...]:
        """Return the languages that have pronunciations, in a catalogue or a lexicon, sorted by tag.

        Raises:
            UsageError: The name of a folder with one is not that of a language.
        """
        lexicons = {path.parent for path in self.locales.glob("*/lexicon.pls") if path.is_file()}
        found = set(map(self._language, lexicons))
        return tuple(sorted(found | set(self.languages(pronunciation_domain.DOMAIN))))

    def _language(self, folder: Path) -> Language:
        try:
            return from_po_locale(folder.name)
        except UsageError as error:
            raise UsageError(
                f'the name of this folder of catalogues is no language: "{shorten(folder.name)}"',
                where=self.relative(folder),
                hint="rename it, for example to es or pt_BR, or take its LC_MESSAGES out",
            ) from error

    def relative(self, path: Path) -> str:
        """Return `path` as people would write it from the workspace, `/` between its parts."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.as_posix()


def _is(name: str, path: Path) -> bool:
    try:
        return Path(name).resolve() == path.resolve()
    except (OSError, ValueError):
        return False


def _slug(path: Path) -> str:
    """Return the slug an article has, by its front matter too; one that cannot be read has its file's."""
    try:
        return read_article(path.read_bytes(), path=path.name).metadata.slug
    except (BuilderError, OSError):
        return slugify(path.stem)


def load_project(folder: Path) -> Project:
    """Read the settings of the workspace in `folder`.

    Raises:
        UsageError: There is no `edition.toml`, or it has a mistake.
    """
    path = folder / SETTINGS_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(
            f"this folder is no workspace: it has no {SETTINGS_NAME}",
            where=str(folder),
            hint="go to a workspace, or make one here: edition init",
        ) from error
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path)) from error
    settings = parse_settings(data, path=SETTINGS_NAME)
    options = engines.with_absolute_paths(settings.engines, folder)
    return _with_stored_speech(Project(root=folder, settings=replace(settings, engines=options)))


def loose_project(folder: Path) -> Project:
    """Return the workspace in `folder` with its settings if it has any, else with default ones."""
    if (folder / SETTINGS_NAME).is_file():
        return load_project(folder)
    return _with_stored_speech(Project(root=folder, settings=DEFAULT_SETTINGS))


def _with_stored_speech(project: Project) -> Project:
    """Return `project` with the engines whose speech was imported into its store."""
    try:
        infos = parse_engines((project.store / FILE_NAME).read_bytes())
    except (OSError, ValueError):
        return project  # `edition store verify` tells of one that is damaged
    options = engines.with_stored(project.settings.engines, infos)
    return replace(project, settings=replace(project.settings, engines=options))
