"""Report: what was found in catalogues, as lines for people, as JSON, and as the lines GitHub reads."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from builder.base.digest import Json
from builder.base.errors import BuilderError
from builder.base.language import Language
from builder.check.explanations import explain
from builder.check.marking import visible
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding, Severity

SCHEMA = "edition-check/1"
UNREADABLE = "T028"

_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d+))(?::(?P<column>\d+))?", re.DOTALL)
_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One catalogue, and all that was found in it."""

    path: str
    """As it stands in the findings."""
    domain: str
    language: Language | None
    """Of the translations; None where nothing tells it."""
    source_language: Language
    findings: tuple[Finding, ...]
    catalogue: Catalogue | None
    """None for a file that cannot be read."""
    folder: str = ""
    """What stands before `path` as seen from the working folder: empty, or ending in `/`."""

    @property
    def texts(self) -> int:
        """How many messages are in use."""
        return len(self.catalogue.live) if self.catalogue else 0


def place_of(finding: Finding) -> tuple[str, int | None]:
    """Return the path of a finding, and its line where it names one."""
    found = _PLACE.fullmatch(finding.where)
    return (found["path"], int(found["line"])) if found else (finding.where, None)


def with_messages(checked: Checked) -> Iterator[tuple[Finding, Message | None]]:
    """Yield each finding with the message it is about; None for one on the header or the file as a whole."""
    messages = checked.catalogue.messages if checked.catalogue else ()
    by_line = {message.line: message for message in messages if message.line}
    for finding in checked.findings:
        path, line = place_of(finding)
        yield finding, by_line.get(line) if line and path == checked.path else None


def unreadable(error: BuilderError, path: str) -> Finding:
    """Return as a finding why a file cannot be checked (T028)."""
    return Finding(
        code=UNREADABLE, severity="error", message=error.message, where=error.where or path, hint=error.hint
    )


def severities(checked: Iterable[Checked]) -> Counter[Severity]:
    """Return how many findings there are of each severity."""
    return Counter(finding.severity for each in checked for finding in each.findings)


def summary(checked: Sequence[Checked]) -> str:
    """Return one sentence without a final stop: what was checked and how much was found."""
    texts = _count(sum(each.texts for each in checked), "text")
    return f"{_count(len(checked), 'catalogue')} checked, {texts}: {how_many(checked)}"


def how_many(checked: Sequence[Checked]) -> str:
    """Return the number of findings of each severity as people read it."""
    counts = severities(checked)
    return ", ".join(_count(counts[name], name) for name in get_args(Severity)) if counts else "nothing found"


def render_text(checked: Sequence[Checked], *, notes: bool = False) -> str:
    """Return every finding as its line and its hint, and the summary as the last line.

    Args:
        checked: In the order of the report.
        notes: Show notes too; by default they are only counted.
    """
    shown = [visible(str(finding)) for finding in _shown(checked, notes=notes)]
    hidden = severities(checked)["note"] and not notes
    return "".join(
        f"{line}\n" for line in (*shown, summary(checked) + ("; --notes shows the notes" if hidden else ""))
    )


def render_json(checked: Sequence[Checked]) -> str:
    """Return the report as JSON: a table of `edition-check/1` with everything that was found."""
    counts = severities(checked)
    report = {
        "schema": SCHEMA,
        "catalogues": [_catalogue(each) for each in checked],
        "counts": {name: counts[name] for name in get_args(Severity)},
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def render_github(checked: Sequence[Checked], *, notes: bool = False) -> str:
    """Return the findings as workflow commands, which GitHub shows at their lines.

    Source: GitHub, "Workflow commands for GitHub Actions", setting a message.
    """
    lines: list[str] = []
    for each in checked:
        for finding in _shown((each,), notes=notes):
            path, line = place_of(finding)
            place = f"file={_property(each.folder + path)}" + (f",line={line}" if line else "")
            title = _property(f"{finding.code} {explain(finding.code).title}")
            words = finding.message + (f"\nhint: {finding.hint}" if finding.hint else "")
            lines.append(f"::{_GITHUB[finding.severity]} {place},title={title}::{_data(words)}\n")
    return "".join([*lines, summary(checked) + "\n"])


def _shown(checked: Iterable[Checked], *, notes: bool) -> Iterator[Finding]:
    for each in checked:
        yield from (finding for finding in each.findings if notes or finding.severity != "note")


def _catalogue(checked: Checked) -> Json:
    return {
        "path": checked.path,
        "domain": checked.domain,
        "language": checked.language,
        "readable": checked.catalogue is not None,
        "texts": checked.texts,
        "findings": [_finding(finding, message) for finding, message in with_messages(checked)],
    }


def _finding(finding: Finding, message: Message | None) -> Json:
    path, line = place_of(finding)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "title": explain(finding.code).title,
        "message": finding.message,
        "hint": finding.hint,
        "path": path,
        "line": line,
        "msgctxt": message.msgctxt if message else None,
        "msgid": message.msgid if message else None,
        "msgstr": list(message.msgstr) if message else None,
    }


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
