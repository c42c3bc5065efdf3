"""Page of findings: one file in plain words for translators, each code with an example of wrong and right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.base.language import Language
from builder.check.explanations import Explanation, explain
from builder.check.marking import Stretch, quoted, sentence, stretches
from builder.check.report import Checked, how_many, place_of, summary, with_messages
from builder.formats.rendering import asset, fill_in, style_policy
from builder.model.finding import Severity

PACKAGE = "builder.check"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding as it stands on the page."""

    code: str
    severity: Severity
    explanation: Explanation
    message: str
    hint: str | None
    line: int | None
    source: tuple[Stretch, ...]
    """Empty for a finding that is not about one text."""
    translations: tuple[tuple[Stretch, ...], ...]
    """One for each plural form; empty as `source` is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCatalogue:
    """A catalogue as it stands on the page."""

    id: str
    title: str
    path: str
    language: Language
    source_language: Language
    summary: str
    findings: tuple[ShownFinding, ...]
    """Errors first, then warnings, each in the order of the file."""
    notes: tuple[ShownFinding, ...]


def render_page(checked: Sequence[Checked]) -> bytes:
    """Return the page: everything is in this one file, it needs no network and has no script."""
    from builder.catalogue.cldr import direction

    style = asset("report.css", package=PACKAGE).decode().strip()
    catalogues = tuple(_catalogue(each, number) for number, each in enumerate(checked, 1))
    codes = sorted({finding.code for each in checked for finding in each.findings})
    return fill_in(
        "report.html",
        PACKAGE,
        style=style,
        policy=style_policy(style),
        direction=direction,
        summary=summary(checked),
        catalogues=catalogues,
        explanations=tuple((code, explain(code)) for code in codes),
        stretches=stretches,
        severities={"error": "Error", "warning": "Warning", "note": "Note"},
    ).encode()


def _catalogue(checked: Checked, number: int) -> ShownCatalogue:
    from builder.catalogue.cldr import language_name

    language = checked.language or checked.source_language
    name = language_name(language, Language("en")) if checked.language else "Language not named"
    shown = tuple(_findings(checked))
    order = ("error", "warning")
    return ShownCatalogue(
        id=f"catalogue-{number}",
        title=f"{name}: {checked.domain}",
        path=checked.path,
        language=language,
        source_language=checked.source_language,
        summary=how_many((checked,)),
        findings=tuple(each for severity in order for each in shown if each.severity == severity),
        notes=tuple(each for each in shown if each.severity == "note"),
    )


def _findings(checked: Checked) -> Iterator[ShownFinding]:
    for finding, message in with_messages(checked):
        marks = quoted(finding.message)
        yield ShownFinding(
            code=finding.code,
            severity=finding.severity,
            explanation=explain(finding.code),
            message=sentence(finding.message),
            hint=sentence(finding.hint) if finding.hint else None,
            line=place_of(finding)[1],
            source=stretches(message.msgid, marks) if message else (),
            translations=tuple(stretches(text, marks) for text in message.msgstr) if message else (),
        )
