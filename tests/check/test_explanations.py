"""Every code of a finding on translations is explained, and the examples show what they say."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from builder.base.language import Language
from builder.catalogue.rules.check import check_translation
from builder.check.explanations import EXPLANATIONS, explain
from builder.model.catalogue import Catalogue, Message

ROOT = Path(__file__).parents[2]

CODES = tuple(EXPLANATIONS)
# What one text and its translation can show; the others are about a file, a glossary, a voice or an approval.
SHOWN_BY_A_PAIR = (
    "T001", "T002", "T005", "T007", "T008", "T009", "T010", "T013", "T015", "T016", "T017", "T018", "T019",
    "T021", "T023", "T024", "T025",
)  # fmt: skip
INVISIBLE = {"[U+200B]": "\u200b", "[blank]": " "}


def documented() -> dict[str, str]:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([TP]\d{3})` \| ([^|]+) \|", text, re.MULTILINE))


def test_every_code_in_the_code_is_explained() -> None:
    used = {
        code
        for path in (ROOT / "builder").rglob("*.py")
        for code in re.findall(r'(?:code=|finding\(\s*)"([TP]\d{3})"', path.read_text(encoding="utf-8"))
    }

    assert used <= set(EXPLANATIONS)


def test_explained_and_documented_are_the_same_codes() -> None:
    assert list(documented()) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_documents_name_the_usual_severity(code: str) -> None:
    assert explain(code).severity in documented()[code]


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_is_whole_and_plain(code: str) -> None:
    found = explain(code)

    assert not found.title.endswith(".")
    assert len(found.title) <= 60
    assert found.meaning.endswith(".")
    assert found.what_to_do.endswith(".")
    assert not found.note or found.note.endswith(".")
    assert found.right
    assert found.source
    assert found.wrong != found.right or found.note
    assert not re.search(r"invalid|failed|unable|please|msgid|regex", found.meaning + found.what_to_do)


def test_an_unknown_code_is_a_fault() -> None:
    with pytest.raises(KeyError):
        explain("T999")


def codes_of(source: str, translation: str, language: Language, context: str | None) -> set[str]:
    template = Message(msgid=source, msgctxt=context, line=7)
    own = Catalogue(
        domain="a", language=None, header={"X-Source-Language": "en"}, messages=(template,), path="a.pot"
    )
    message = replace(template, msgstr=(translation,))
    catalogue = replace(own, language=language, messages=(message,), path="es.po")
    return {finding.code for finding in check_translation(catalogue, own, language=language)}


@pytest.mark.parametrize("code", SHOWN_BY_A_PAIR)
def test_the_wrong_example_is_found_and_the_right_one_is_not(code: str) -> None:
    found = explain(code)
    context = "disclaimer" if code == "T007" else None
    written = found.wrong
    for name, character in INVISIBLE.items():
        written = written.replace(name, character)

    wrong = codes_of(found.source, written, found.language, context)
    right = codes_of(found.source, found.right, found.language, context)

    assert code in wrong
    assert right == set()
