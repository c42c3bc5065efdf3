"""Verifying: every file of a published edition is opened again and compared with its article and others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from builder.article.inline import plain
from builder.base.errors import BuilderError
from builder.base.language import Language
from builder.build.editions import EditionPlan, plan_editions
from builder.build.music import music_credits
from builder.build.outputs import script_digest, text_digest
from builder.build.project import Project
from builder.build.published import Published
from builder.catalogue.pseudo import is_pseudo
from builder.check.files import check_files
from builder.check.listen.report import Verified
from builder.check.published.expected import Expected, expected_texts, listings, sentences
from builder.check.published.files_named import check_files_named, check_links
from builder.check.published.reading import HINT, Reading, open_reading, own_findings
from builder.check.published.times import check_times
from builder.check.published.words import check_words
from builder.formats import base
from builder.formats.names import SOUND_NAMES
from builder.formats.notes import attributions, credit_lines, disclaimers, disclosures
from builder.model.finding import Finding
from builder.model.publication import Publication
from builder.model.timeline import Timeline

_PAGES = ("page", "offline", "report", "accessibility")
_MOST_ALIKE = 4
"""Of one code in one file; the others are counted."""


def verify_edition(project: Project, edition: Published) -> Verified:
    """Return an edition with what its files say, and what is wrong with them."""
    artefacts = edition.record.artefacts
    damaged = tuple(check_files(edition.folder, artefacts, where=edition.shown))
    skipped = {finding.where for finding in damaged}
    readings = tuple(reading for reading in _readings(project, edition) if reading.where not in skipped)
    expected, remarks = expected_of(project, edition)
    found = [*remarks, *damaged]
    for reading in readings:
        found += _few(own_findings(reading))
        found += _few(_of_one(reading, expected, edition))
    duration_ms = edition.record.duration_ms if _has_sound(edition) else None
    found += _few(check_times(readings, expected, duration_ms))
    return Verified(
        name=edition.name,
        files=len(artefacts),
        findings=tuple(found),
        voices=edition.record.voices,
        readings=readings,
    )


def expected_of(project: Project, edition: Published) -> tuple[Expected | None, tuple[Finding, ...]]:
    """Return what an edition has to say by its article as it is now, and why that is not known or not all.

    None where the article has other words than the edition was made of: comparing them would tell of each.
    """
    plan, why = _plan(project, edition)
    if plan is None:
        return None, (_remark(edition, "V006", f"it was compared with no article: {why}", "warning"),)
    parts = [recipe.parts for recipe in edition.record.recipes.values() if "text" in recipe.parts]
    if any(each["text"] != text_digest(plan.edition.document) for each in parts):
        message = "the article or its translation has other words now than this edition was made of"
        return None, (_remark(edition, "V004", message, "error"),)
    certain = all(each.get("script") in {None, script_digest(plan.script)} for each in parts)
    expected = _expected(project, plan)
    if certain:
        return expected, ()
    voices = tuple(f"{credit.voice} ({credit.engine})" for credit in plan.voices.credits)
    expected = replace(
        expected,
        sentences=tuple(each for each in expected.sentences if not each.announced),
        # Other voices change the credits alone; where the voices are the same, the tool's texts are others.
        disclosures=() if voices == edition.record.voices else expected.disclosures,
        credits=(),
        attributions=(),
        source_types=(),
        certain=False,
    )
    message = (
        "voices or the tool's own texts are others now than this edition was made of; "
        "announcer texts and credits were not compared with them"
    )
    return expected, (_remark(edition, "V005", message, "warning"),)


def _plan(project: Project, edition: Published) -> tuple[EditionPlan | None, str]:
    if edition.source is None:
        return None, "it is gone, or cannot be read"
    # A draft that lacks nothing is a draft all the same, and a pseudo-locale is nothing else.
    draft = edition.record.draft or is_pseudo(edition.language)
    why = ""
    for as_draft in dict.fromkeys((draft, True)):
        try:
            plans, refusals = plan_editions(project, edition.source, [edition.language], draft=as_draft)
        except BuilderError as error:
            return None, error.message
        # What keeps a build waiting, such as a new text of the tool, keeps no words from being compared.
        if plans and plans[0].edition.draft == edition.record.draft:
            return plans[0], ""
        why = why or (refusals[0].error.message if refusals else "it has texts that are not translated")
    return None, why


def _expected(project: Project, plan: EditionPlan) -> Expected:
    publication = Publication(
        show=project.show,
        edition=plan.edition,
        script=plan.script,
        timeline=Timeline(sample_rate_hz=1, frames=0, cues=(), chapters=(), unit_starts=()),
        voices=plan.voices.credits,
        siblings=(),
        episode_guid="",
        music=music_credits(plan.script, project.settings.music),
    )
    document, texts = plan.edition.document, plan.texts
    silent = replace(publication, voices=(), music=())
    told = disclaimers(plan.edition)
    return Expected(
        language=plan.edition.language,
        title=plain(document.title.markup),
        texts=expected_texts(document),
        listings=listings(document),
        sentences=sentences(plan.script),
        chapters=tuple((chapter.title, chapter.anchor) for chapter in plan.script.chapters),
        disclaimer=next((each.text for each in told if not each.original), None),
        original_disclaimer=next((each.text for each in told if each.original), None),
        disclosures=disclosures(publication, texts),
        credits=credit_lines(publication, texts),
        attributions=attributions(publication),
        source_types=tuple(dict.fromkeys(voice.digital_source_type for voice in publication.voices)),
        of_the_voice=frozenset(
            (
                texts("disclosure_synthetic"),
                *attributions(publication),
                *(set(credit_lines(publication, texts)) - set(credit_lines(silent, texts))),
            )
        ),
    )


def _readings(project: Project, edition: Published) -> Iterator[Reading]:
    """Open every file of an edition, and its feed; a file that is not there is told by others."""
    for made in edition.record.artefacts:
        file = edition.folder / made.path
        if file.is_file():
            where = f"{edition.shown}{made.path}"
            yield open_reading(made.format, file, path=made.path, where=where)
    episode = edition.record.episode
    if episode is not None:
        path = base.feed_path(Language(edition.record.language))
        file = edition.folder.parent.parent / path
        where = project.relative(file)
        yield open_reading("feed", file, path=path, where=where, guid=episode.guid)


def _of_one(reading: Reading, expected: Expected | None, edition: Published) -> Iterator[Finding]:
    if expected is not None:
        yield from check_words(reading, expected)
    if reading.format == "feed":
        folder = base.edition_folder(edition.record.slug, edition.language)
        yield from check_files_named(reading, edition.record.artefacts, folder)
    elif reading.format in _PAGES:
        yield from check_links(reading, edition.folder)


def _has_sound(edition: Published) -> bool:
    return any(made.format in SOUND_NAMES for made in edition.record.artefacts)


def _few(findings: Iterable[Finding]) -> Sequence[Finding]:
    """Return the first findings of each code in each file, and how many more there are."""
    kept: list[Finding] = []
    alike: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = finding.code, finding.where
        alike[key] += 1
        if alike[key] <= _MOST_ALIKE:
            kept.append(finding)
        last[key] = finding
    for key, finding in last.items():
        more = alike[key] - _MOST_ALIKE
        if more > 0:
            kept.append(
                Finding(
                    code=finding.code,
                    severity=finding.severity,
                    message=f"and {more} more of this kind",
                    where=finding.where,
                    hint=finding.hint,
                )
            )
    return kept


def _remark(edition: Published, code: str, message: str, severity: str) -> Finding:
    return Finding(
        code=code,
        severity="error" if severity == "error" else "warning",
        message=message,
        where=edition.shown,
        hint=HINT.replace("make it again", "bring it up to date"),
    )
