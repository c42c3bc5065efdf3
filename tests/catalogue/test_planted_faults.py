"""Seventeen faults are found, each by its own rule, and three good translations are left alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from builder.base.language import Language
from builder.catalogue.po import parse_po
from builder.catalogue.rules.check import check_any, check_translation
from builder.model.catalogue import Message
from builder.model.finding import Finding

PLANTED = parse_po(
    (Path(__file__).parents[1] / "data" / "planted.po").read_bytes(), path="planted.po", domain="planted"
)


def expected(message: Message) -> str:
    """Return the code a message was planted for."""
    return message.translator_comments[0].removeprefix("expect: ")


def found(message: Message) -> list[Finding]:
    """Return what both ways of checking find in one message."""
    template = replace(
        PLANTED,
        messages=tuple(replace(other, msgstr=("",), translator_comments=()) for other in PLANTED.messages),
    )
    as_article = check_translation(PLANTED, template, language=Language("es"))
    as_any = check_any(PLANTED)
    place = f"planted.po:{message.line}"
    if "{" in message.msgid:  # an article has no placeholders
        return [finding for finding in as_any if finding.where == place]
    return [finding for finding in as_article if finding.where == place]


def ids(message: Message) -> str:
    return f"{expected(message)} line {message.line}"


def test_the_set_is_whole() -> None:
    codes = [expected(message) for message in PLANTED.live]

    assert (len(codes), codes.count("nothing")) == (20, 3)


@pytest.mark.parametrize("message", [m for m in PLANTED.live if expected(m) != "nothing"], ids=ids)
def test_a_planted_fault_is_found_by_its_rule(message: Message) -> None:
    codes = {finding.code for finding in found(message) if finding.severity != "note"}

    assert expected(message) in codes


@pytest.mark.parametrize("message", [m for m in PLANTED.live if expected(m) == "nothing"], ids=ids)
def test_a_good_translation_is_left_in_peace(message: Message) -> None:
    assert found(message) == []
    assert not [finding for finding in check_any(PLANTED) if finding.where == f"planted.po:{message.line}"]
