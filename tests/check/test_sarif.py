"""SARIF has what section 3 of its standard demands, and what GitHub reads."""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest

from builder.check.explanations import EXPLANATIONS
from builder.check.report import Checked
from builder.check.sarif import render_sarif


def run_of(*checked: Checked) -> dict[str, Any]:
    log = json.loads(render_sarif(checked))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    found: dict[str, Any] = run
    return found


def fingerprints(run: dict[str, Any]) -> list[str]:
    return [each["partialFingerprints"]["primaryLocationLineHash"] for each in run["results"]]


def test_each_rule_has_what_github_shows(spanish: Checked) -> None:
    driver = run_of(spanish)["tool"]["driver"]

    # SARIF 3.19.2, 3.49.3: a name, and ids that are all different.
    assert driver["name"]
    assert [rule["id"] for rule in driver["rules"]] == list(EXPLANATIONS)
    for rule in driver["rules"]:
        assert re.fullmatch(r"\w+", rule["name"])
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"].endswith(".")
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert "Wrong: " in rule["help"]["text"]
        assert "| Right | " in rule["help"]["markdown"]
        assert "<em>" not in rule["help"]["markdown"]


def test_each_result_points_at_its_rule_and_its_line(spanish: Checked, broken: Checked) -> None:
    run = run_of(spanish, broken)

    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        # SARIF 3.27.6: the index leads to the rule of that id.
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["region"]["startLine"] >= 1
    lines = [each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in run["results"]]
    assert lines == [10, 20, 30, 1, 3]


def test_addresses_are_relative_to_a_base_that_is_named(spanish: Checked) -> None:
    run = run_of(spanish)

    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    # SARIF 3.4.3: a valid URI reference.
    assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", artifact["uri"])
    assert unquote(artifact["uri"]) == "sub/locales/es/LC_MESSAGES/tea time.po"
    assert artifact["uriBaseId"] in run["originalUriBaseIds"]


@pytest.mark.parametrize("folder", ["", "/"])
def test_an_absolute_path_is_a_file_address(arabic: Checked, folder: str) -> None:
    artifact = run_of(replace(arabic, folder=folder))["results"][0]["locations"][0]["physicalLocation"][
        "artifactLocation"
    ]

    assert artifact == {"uri": "file:///elsewhere/ar.po"}


def test_a_fingerprint_stays_when_the_text_moves_to_another_line(spanish: Checked) -> None:
    assert spanish.catalogue is not None
    moved = replace(
        spanish,
        catalogue=replace(
            spanish.catalogue,
            messages=tuple(replace(each, line=each.line + 7) for each in spanish.catalogue.messages),
        ),
        findings=tuple(
            replace(each, where=re.sub(r":(\d+)$", lambda line: f":{int(line[1]) + 7}", each.where))
            for each in spanish.findings
        ),
    )

    assert fingerprints(run_of(moved)) == fingerprints(run_of(spanish))


def test_two_findings_alike_have_fingerprints_of_their_own(spanish: Checked) -> None:
    twice = replace(spanish, findings=(*spanish.findings, spanish.findings[0]))

    found = fingerprints(run_of(twice))

    assert len(set(found)) == len(found)


def test_the_same_findings_give_the_same_bytes(spanish: Checked, broken: Checked) -> None:
    assert render_sarif((spanish, broken)) == render_sarif((spanish, broken))
