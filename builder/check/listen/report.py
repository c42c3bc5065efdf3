"""Report: what was heard of editions, as lines for people and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from builder.base.digest import Json
from builder.base.units import clock
from builder.check.listen.baseline import Comparison
from builder.check.listen.hearing import Hearing
from builder.check.listen.score import Score
from builder.check.listen.wording import has_spaces
from builder.check.published.reading import Reading, as_json, said
from builder.check.report import place_of
from builder.model.finding import Finding, Severity

SCHEMA = "edition-verify/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """One edition, and all that was found in it."""

    name: str
    """`<slug>/<language>`."""
    files: int
    """How many of its files were compared with its record."""
    findings: tuple[Finding, ...]
    voices: tuple[str, ...]
    readings: tuple[Reading, ...] = ()
    """Those that were opened again; no file that is missing or changed is among them."""
    hearing: Hearing | None = None
    """None where nobody listened."""
    comparison: Comparison | None = None
    """With the baseline, where it has the edition."""


def failed(verified: Sequence[Verified]) -> bool:
    """Tell whether something is not as it should be."""
    return any(finding.severity == "error" for each in verified for finding in each.findings)


def render_text(verified: Sequence[Verified]) -> str:
    """Return the findings of each edition, each with its hint, and one line on each edition."""
    lines: list[str] = []
    for each in verified:
        lines += [f"{reading.where}: {said(reading)}" for reading in each.readings]
        lines += [str(finding) for finding in each.findings]
        lines.append(f"{each.name}: {'; '.join(_said(each))}")
    return "".join(f"{line}\n" for line in lines)


def render_json(verified: Sequence[Verified], *, model: str | None) -> Json:
    """Return the report as a value for JSON.

    Args:
        verified: In the order of the report.
        model: Digest of the recogniser's weights; None where nobody listened.
    """
    counts = Counter(finding.severity for each in verified for finding in each.findings)
    return {
        "schema": SCHEMA,
        "model": model,
        "editions": [_edition(each) for each in verified],
        "counts": {name: counts[name] for name in get_args(Severity)},
    }


def _said(each: Verified) -> Iterator[str]:
    counts = Counter(finding.severity for finding in each.findings)
    yield f"{each.files} file{'' if each.files == 1 else 's'} compared with their record"
    if each.readings:
        yield f"{sum(reading.read is not None for reading in each.readings)} read"
        unread = sum(reading.fault is not None for reading in each.readings)
        if unread:
            yield f"{unread} not read"
    if each.hearing is not None:
        yield from _heard(each, each.hearing)
    found = ", ".join(
        f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}"
        for name in get_args(Severity)
        if counts[name]
    )
    yield found or "nothing found"


def _heard(each: Verified, hearing: Hearing) -> Iterator[str]:
    rates = hearing.rates
    unit = "words" if has_spaces(hearing.language) else "characters"
    share = "" if hearing.whole else f" of {clock(hearing.duration_ms)}"
    yield f"{clock(hearing.heard_ms)} min{share} heard, {rates.words:,} {unit}"
    if has_spaces(hearing.language):
        yield f"{_percent(rates.word_rate)} of words and {_percent(rates.character_rate)} of letters wrong"
    else:
        yield f"{_percent(rates.character_rate)} of the characters wrong"
    yield f"{rates.band}" + (f", by {', '.join(each.voices)}" if each.voices else "")
    comparison = each.comparison
    if comparison is None:
        yield "not in the baseline"
    elif comparison.remark is not None:
        yield f"not compared with the baseline: {comparison.remark}"
    else:
        yield f"{_percent(comparison.before)} in the baseline"


def _edition(each: Verified) -> Json:
    return {
        "edition": each.name,
        "files": each.files,
        "read": [as_json(reading) for reading in each.readings],
        "voices": list(each.voices),
        "heard": None if each.hearing is None else _hearing(each.hearing),
        "baseline": None if each.comparison is None else _comparison(each.comparison),
        "findings": [_finding(finding) for finding in each.findings],
    }


def _hearing(hearing: Hearing) -> Json:
    rates = hearing.rates
    return {
        "language": hearing.language,
        "duration_ms": hearing.duration_ms,
        "heard_ms": hearing.heard_ms,
        "sentences": len(hearing.scores),
        "words": rates.words,
        "word_errors": rates.errors,
        "word_error_percent": round(100 * rates.word_rate, 2) if has_spaces(hearing.language) else None,
        "character_error_percent": round(100 * rates.character_rate, 2),
        "band": rates.band,
        "language_guesses": dict(hearing.guesses),
        "sentences_with_errors": [_sentence(score) for score in hearing.scores if score.errors],
    }


def _sentence(score: Score) -> Json:
    return {
        "id": score.cue.id,
        "start_ms": score.cue.start_ms,
        "end_ms": score.cue.end_ms,
        "text": score.cue.text,
        "heard": (" " if has_spaces(score.cue.language) else "").join(score.heard),
        "words": score.words,
        "errors": score.errors,
        "fault": score.fault,
    }


def _comparison(comparison: Comparison) -> Json:
    return {
        "remark": comparison.remark,
        "worse": comparison.worse,
        "before_percent": round(100 * comparison.before, 2),
        "now_percent": round(100 * comparison.now, 2),
        "newly_not_understood": sorted(comparison.newly),
    }


def _finding(finding: Finding) -> Json:
    path, line = place_of(finding)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "path": path,
        "line": line,
    }


def _percent(rate: float) -> str:
    return f"{100 * rate:.1f} %"
