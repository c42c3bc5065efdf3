"""Editions: which languages of an article can be built, and what each of them will say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from builder.article.segments import map_texts
from builder.base.errors import BuilderError, ContentError
from builder.base.language import Language
from builder.base.text import one_line
from builder.build.project import Project
from builder.build.pronunciations import Lexicons, read_lexicons
from builder.build.sources import Source, load_catalogue, read_glossary
from builder.build.voices import EditionVoices, choose_voices, heard_in
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.localise import localise, method, original, unfinished
from builder.catalogue.pronunciation_domain import DOMAIN
from builder.catalogue.pseudo import is_pseudo
from builder.catalogue.review import unreviewed
from builder.catalogue.texts import Texts
from builder.check.catalogue import check_catalogue
from builder.check.pronunciation import check_pronunciations
from builder.model.catalogue import Catalogue
from builder.model.edition import Edition
from builder.model.finding import Finding
from builder.model.script import Script
from builder.narration.music import with_music
from builder.narration.script import narrate


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPlan:
    """An edition that can be built, and all that will be said in it."""

    source: Source
    edition: Edition
    texts: Texts
    voices: EditionVoices
    script: Script
    findings: tuple[Finding, ...] = ()
    """Warnings and notes; what forbids a build is a refusal."""
    untranslated_texts: int = 0
    """How many of the tool's own texts are English in this edition."""

    @property
    def name(self) -> str:
        """`<slug>/<language>`."""
        return f"{self.source.slug}/{self.edition.language}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An edition that is not built, and why."""

    slug: str
    language: Language
    error: BuilderError
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """`<slug>/<language>`."""
        return f"{self.slug}/{self.language}"


def plan_editions(
    project: Project,
    source: Source,
    languages: Iterable[Language],
    *,
    draft: bool = False,
    lexicons: Lexicons | None = None,
) -> tuple[tuple[EditionPlan, ...], tuple[Refusal, ...]]:
    """Return the editions of `source` that can be built, and those that cannot, each sorted by language.

    One language that cannot be built does not stop the others.

    Args:
        project: The workspace.
        source: The article.
        languages: To be built.
        draft: Whether what is not finished may be built.
        lexicons: Of the workspace, as they were when the run started; by default as they are.
    """
    lexicons = lexicons or read_lexicons(project)
    plans: list[EditionPlan] = []
    refusals: list[Refusal] = []
    for language in sorted(set(languages)):
        try:
            plans.append(_plan(project, source, language, lexicons, draft=draft))
        except _RefusedError as refused:
            refusals.append(
                Refusal(slug=source.slug, language=language, error=refused.error, findings=refused.findings)
            )
        except BuilderError as error:
            refusals.append(Refusal(slug=source.slug, language=language, error=error))
    return tuple(plans), tuple(refusals)


def builder_catalogues(project: Project, language: Language) -> tuple[Catalogue, ...]:
    """Return the catalogues of the tool's own texts, the workspace's first: its entries win."""
    own = load_catalogue(project, language, builder_domain.DOMAIN)
    shipped = builder_domain.shipped(language)
    return tuple(catalogue for catalogue in (own, shipped) if catalogue is not None)


def script_of(edition: Edition, voices: EditionVoices, texts: Texts) -> Script:
    """Return what is said in `edition` by its voices; `texts` are in its language."""
    credit = voices.credits[0]
    return narrate(
        edition,
        voices.plan,
        texts,
        voice_title=credit.voice,
        engine_title=credit.engine,
        readers=voices.readers,
    )


def spoken_edition(source: Source, catalogue: Catalogue, language: Language) -> Edition:
    """Return the edition to be heard, with fuzzy and faulty translations; untranslated texts are empty."""
    texts = {
        message.key: one_line(message.msgstr[0]) for message in catalogue.live if message.msgstr[0].strip()
    }
    document = map_texts(
        source.document,
        lambda text, _kind, context, _chapter: replace(text, markup=texts.get((context, text.markup), "")),
    )
    return Edition(
        document=replace(document, language=language),
        source=source.document,
        method=method(catalogue),
        reviewed=False,
    )


class _RefusedError(Exception):
    """An edition's refusal on its way up, with the findings that led to it."""

    def __init__(self, error: BuilderError, findings: tuple[Finding, ...]) -> None:
        super().__init__(str(error))
        self.error = error
        self.findings = findings


def _plan(
    project: Project, source: Source, language: Language, lexicons: Lexicons, *, draft: bool
) -> EditionPlan:
    if is_pseudo(language) and not draft:
        raise ContentError(
            f"{language} is a pseudo-locale, made to test with; it is built as a draft alone",
            hint=f"run: edition build {source.slug} --draft --language {language}",
        )
    layers = builder_catalogues(project, language)
    findings: tuple[Finding, ...] = ()
    if language == source.document.language:
        edition = original(source.document)
    else:
        edition, findings = _translation(project, source, language, layers, lexicons, draft=draft)
    _require_sound_pronunciations(lexicons, language)
    _require_disclaimer(project, source)
    texts = Texts(language, layers)
    voices = lexicons.spoken_by(choose_voices(edition, project.settings))
    script = script_of(edition, voices, texts)
    own_left = unfinished((builder_domain.template(), layers))
    return EditionPlan(
        source=source,
        edition=edition,
        texts=texts,
        voices=heard_in(script, voices, project.settings),
        script=with_music(script, project.settings.music, texts),
        findings=(*findings, *voices.findings),
        untranslated_texts=0 if own_left is None else own_left.texts,
    )


def _translation(
    project: Project,
    source: Source,
    language: Language,
    layers: Sequence[Catalogue],
    lexicons: Lexicons,
    *,
    draft: bool,
) -> tuple[Edition, tuple[Finding, ...]]:
    catalogue = load_catalogue(project, language, source.slug)
    if catalogue is None:
        raise ContentError(
            f"there is no translation into {language}",
            where=project.relative(project.catalogue_path(language, source.slug)),
            hint=f"start one: edition add-language {language} {source.slug}",
        )
    template = extract(source.document, domain=source.slug)
    glossary = read_glossary(project, language)
    # Whether a translation is finished and approved is told in words of its own below.
    findings = tuple(
        finding
        for finding in check_catalogue(
            catalogue,
            template,
            language=language,
            glossary=glossary,
            pronunciations=lexicons.of(language),
        )
        if finding.severity != "note"
    )
    left = unfinished((template, (catalogue,)), (builder_domain.template(), layers))
    if left is not None and not draft:
        raise _RefusedError(
            ContentError(
                str(left),
                where=catalogue.path,
                hint=f"bring it up to date: edition update {source.slug}"
                if left.stale
                else f"translate them, or build a draft: edition build --draft --language {language}",
            ),
            findings,
        )
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors and not draft:
        raise _RefusedError(
            ContentError(
                f"{len(errors)} text{'s' if len(errors) > 1 else ''} cannot be published as translated",
                where=errors[0].where,
                hint="mend what the findings name",
            ),
            findings,
        )
    edition = localise(source.document, catalogue, language=language, draft=draft)
    if not edition.reviewed and not draft and project.settings.unreviewed == "refuse":
        waiting = unreviewed(catalogue)
        raise ContentError(
            f"{len(waiting)} of {len(catalogue.live)} texts wait for a person's approval; "
            f"first: {', '.join(waiting[:3])}",
            where=catalogue.path,
            hint=f"approve it (edition approve {source.slug} --language {language} --name NAME --all), "
            'or publish it with a notice: unreviewed = "disclose" under [policy] in edition.toml',
        )
    return edition, findings


def _require_sound_pronunciations(lexicons: Lexicons, language: Language) -> None:
    """Refuse a language whose pronunciations would change what is said."""
    findings = check_pronunciations(lexicons.of(language), language=language, texts=None)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise _RefusedError(
            ContentError(
                f"{len(errors)} pronunciation{'s' if len(errors) > 1 else ''} would change what is said",
                where=errors[0].where,
                hint=f"mend what the findings name, then run: edition check {DOMAIN} --language {language}",
            ),
            tuple(errors),
        )


def _require_disclaimer(project: Project, source: Source) -> None:
    document = source.document
    if project.settings.disclaimer == "required" and (
        document.disclaimer is None or document.disclaimer_short is None
    ):
        missing = "disclaimer" if document.disclaimer is None else "disclaimer_short"
        raise ContentError(
            f"the article has no {missing}, and this workspace requires one",
            where=f"{document.metadata.path}:1",
            hint=f"write {missing}: at its top",
        )
