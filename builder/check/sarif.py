"""SARIF: findings as code scanning reads them, so that they are shown at their lines.

Source: Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS Standard, 27 March 2020.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from builder import __version__
from builder.base.digest import Json, canonical, digest_bytes
from builder.check.explanations import EXPLANATIONS, Explanation
from builder.check.report import Checked, place_of, with_messages
from builder.model.catalogue import Message
from builder.model.finding import Finding

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
"""What relative addresses start from: the working folder, which is the root of the repository in CI."""
FINGERPRINT = "primaryLocationLineHash"
"""The one fingerprint that GitHub compares from run to run."""

_RULES = tuple(EXPLANATIONS)


def render_sarif(checked: Sequence[Checked]) -> str:
    """Return one run with a rule for each code and a result for each finding.

    Fingerprints follow from code, file and text, not from the line: a finding stays the same one when other
    texts move it.
    """
    seen: Counter[str] = Counter()
    run = {
        "tool": {
            "driver": {
                "name": "Edition Builder",
                "semanticVersion": __version__,
                "rules": [_rule(code, explanation) for code, explanation in EXPLANATIONS.items()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder the check was run in."}}},
        "results": [
            _result(finding, message, each.folder, seen)
            for each in checked
            for finding, message in with_messages(each)
        ],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str, explanation: Explanation) -> Json:
    # SARIF 3.49: a reporting descriptor. GitHub shows "help" in Markdown where it is there.
    example = f"Source: {explanation.source}\nWrong: {explanation.wrong}\nRight: {explanation.right}"
    note = f"\n{explanation.note}" if explanation.note else ""
    texts = (("Source", explanation.source), ("Wrong", explanation.wrong), ("Right", explanation.right))
    table = "\n".join(f"| {name} | {_cell(text)} |" for name, text in texts)
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in _words(explanation.title)),
        "shortDescription": {"text": explanation.title},
        "fullDescription": {"text": explanation.meaning},
        "defaultConfiguration": {"level": explanation.severity},
        "help": {
            "text": f"{explanation.meaning}\n{explanation.what_to_do}\n{example}{note}",
            "markdown": f"{_escaped(explanation.meaning)}\n\n**{_escaped(explanation.what_to_do)}**\n\n"
            f"| Example | |\n|---|---|\n{table}\n{_escaped(note)}",
        },
        "properties": {"tags": ["translation"], "precision": "medium"},
    }


def _result(finding: Finding, message: Message | None, folder: str, seen: Counter[str]) -> Json:
    path, line = place_of(finding)
    hint = f"\n{finding.hint}" if finding.hint else ""
    return {
        "ruleId": finding.code,
        "ruleIndex": _RULES.index(finding.code),
        "level": finding.severity,
        "message": {"text": f"{finding.message}{hint}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(path, folder),
                    # A finding on a file as a whole is shown at its top: GitHub wants a line.
                    "region": {"startLine": line or 1},
                }
            }
        ],
        "partialFingerprints": {FINGERPRINT: _fingerprint(finding, message, seen)},
    }


def _artifact(path: str, folder: str) -> dict[str, str]:
    # SARIF 3.4.4: an address with a base is relative. RFC 3986: what is no letter or digit is escaped.
    address = path if path.startswith("/") else folder + path
    if address.startswith("/"):
        return {"uri": f"file://{quote(address)}"}
    return {"uri": quote(address), "uriBaseId": ROOT}


def _fingerprint(finding: Finding, message: Message | None, seen: Counter[str]) -> str:
    about = [message.msgctxt, message.msgid] if message else []
    key = digest_bytes(canonical([finding.code, place_of(finding)[0], *about, finding.message]))[:16]
    seen[key] += 1
    return f"{key}:{seen[key]}"


def _words(title: str) -> list[str]:
    kept = "".join(character if character.isalnum() else " " for character in title)
    return kept.split()


def _cell(text: str) -> str:
    return _escaped(text).replace("|", "\\|") or "(empty)"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
