"""Findings of listening: sentences that were not heard as they are written, and editions that got worse.

| code | says |
|---|---|
| L001 | a sentence was not understood |
| L002 | a sentence was not heard at all |
| L003 | a sentence was heard twice |
| L004 | it is understood worse than the baseline says |
| L005 | another language is heard |
| L006 | another sentence of the edition is heard in its place |
| L007 | too little is understood to tell one sentence from another |
| L008 | the recogniser does not know the language |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builder.base.language import Language
from builder.base.text import shorten
from builder.base.units import clock
from builder.check.listen.baseline import NAME as BASELINE
from builder.check.listen.baseline import Comparison
from builder.check.listen.hearing import Hearing
from builder.check.listen.score import Score, heard_instead, lost_share
from builder.check.listen.transcript import SpokenCue
from builder.model.finding import Finding

_MOST_SAID = 50
_MOST_HEARD = 70


def listening_findings(
    hearing: Hearing,
    *,
    edition: str,
    sound: str,
    place: Callable[[SpokenCue], str],
    comparison: Comparison | None,
) -> Iterator[Finding]:
    """Yield what is wrong with an edition as it is heard, the edition as a whole first.

    Args:
        hearing: Of the edition.
        edition: Its name, such as `tea/es`.
        sound: Path of its sound file, as people write it.
        place: Gives where a sentence stands in its article.
        comparison: With the baseline, or None where there is none.
    """
    if hearing.other_language is not None:
        yield _other_language(hearing, hearing.other_language, sound)
    if comparison is not None and comparison.worse:
        yield _worse(comparison, edition, sound)
    if hearing.too_little:
        known = comparison is not None and comparison.too_little_before
        yield _too_little(hearing, edition, sound, known=known)
        return
    understood = hearing.rates.band in ("good", "usable")
    for each in hearing.scores:
        known = comparison is not None and each.cue.id in comparison.known
        newly = comparison is not None and each.cue.id in comparison.newly
        # Of a voice it understands ill, a recogniser passes over sentences that are there.
        sure = each.silent or (understood and not known)
        found = _sentence(each, hearing, place(each.cue), sure=sure, newly=newly)
        if found is not None:
            yield found


def unknown_language(language: Language, sound: str) -> Finding:
    """Return the finding on an edition nobody can listen to."""
    return Finding(
        code="L008",
        severity="warning",
        message=f"the recogniser does not know the language {language}; nothing was heard",
        where=sound,
        hint="let a person listen, or name another model with --model",
    )


def _sentence(each: Score, hearing: Hearing, where: str, *, sure: bool, newly: bool) -> Finding | None:
    fault = each.fault
    if fault is None:
        return None
    said = f'"{shorten(each.cue.text, _MOST_SAID)}"'
    at = clock(each.cue.start_ms)
    heard = f'"{shorten(" ".join(each.heard), _MOST_HEARD)}"'
    hear = f"listen to it at {at}"
    if fault == "doubled":
        return Finding(
            code="L003",
            severity="error",
            message=f"at {at} {said} is heard twice: {heard}",
            where=where,
            hint=_AGAIN,
        )
    if fault == "omitted" and sure:
        message = f"at {at} {said} is not heard" + (f", only {heard}" if each.heard else "")
        return Finding(code="L002", severity="error", message=message, where=where, hint=_AGAIN)
    other = heard_instead(each, hearing.cues)
    if other is not None:
        return Finding(
            code="L006",
            severity="error",
            message=f'at {at} {said} is not heard; "{shorten(other.text, _MOST_SAID)}" is',
            where=where,
            hint=_AGAIN,
        )
    if newly:
        return Finding(
            code="L004",
            severity="error",
            message=f"at {at} {said} was understood before and is not now: {heard}",
            where=where,
            hint=f"{hear}; if it is well: edition verify --listen --update-baseline",
        )
    return Finding(
        code="L001",
        severity="warning",
        message=f"at {at} {said} is not understood: {heard}",
        where=where,
        hint=f"{hear}; write it otherwise where a voice cannot say it",
    )


_AGAIN = "speak it anew: edition clean --store, then edition build"


def _other_language(hearing: Hearing, heard: str, sound: str) -> Finding:
    sure = round(100 * hearing.guesses[heard])
    return Finding(
        code="L005",
        severity="error",
        message=f'expected speech in {hearing.language}, heard "{heard}" ({sure} % sure)',
        where=sound,
        hint=f"look at its voice: edition voices, and [voices.{hearing.language}] in edition.toml",
    )


def _worse(comparison: Comparison, edition: str, sound: str) -> Finding:
    return Finding(
        code="L004",
        severity="error",
        message=f"{edition} is understood worse: {100 * comparison.now:.1f} % errors, "
        f"{100 * comparison.before:.1f} % in {BASELINE}",
        where=sound,
        hint="find what changed: edition why FILE; if it is meant: edition verify --listen --update-baseline",
    )


def _too_little(hearing: Hearing, edition: str, sound: str, *, known: bool) -> Finding:
    return Finding(
        code="L007",
        severity="warning" if known else "error",
        message=f"{100 * lost_share(hearing.scores):.0f} % of {edition} is not understood: "
        "too much to tell one sentence from another",
        where=sound,
        hint="choose another voice (edition voices); if a person understands it: "
        "edition verify --listen --update-baseline",
    )
