"""Feedback: what the link of a report is made of."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from builder.catalogue.texts import Texts
from builder.formats.feedback import FeedbackLink, feedback_link
from builder.model.document import Text
from builder.model.publication import Publication
from builder.testing.samples import ENGLISH, SHOW, sample_publication


def link(feedback: str | None, publication: Publication | None = None) -> FeedbackLink | None:
    publication = publication or sample_publication()
    publication = replace(publication, show=replace(SHOW, feedback=feedback))
    return feedback_link(publication, Texts(ENGLISH))


def titled(title: str) -> Publication:
    publication = sample_publication()
    document = publication.edition.document
    text = Text(markup=title, locator=document.title.locator)
    return replace(publication, edition=replace(publication.edition, document=replace(document, title=text)))


def test_without_the_setting_there_is_no_link() -> None:
    assert link(None) is None


def test_a_mail_has_a_subject_and_lines_for_what_is_heard() -> None:
    found = link("mailto:desk@example.org")

    assert found is not None
    fields = parse_qs(urlsplit(found.template).query)
    assert fields["subject"] == ["A fault in “Why the sea breathes”"]
    assert fields["body"][0].split("\r\n")[:4] == [
        "Language: en", "Time: {time}", "Place: {segment}", "Sentence: {sentence}",
    ]  # fmt: skip
    assert "{" not in found.address


@pytest.mark.parametrize(
    ("address", "template"),
    [
        (
            "https://example.org/report",
            "https://example.org/report?language=en&time={time}&segment={segment}",
        ),
        ("https://example.org/r?a=1", "https://example.org/r?a=1&language=en&time={time}&segment={segment}"),
        ("https://example.org/{language}/{segment}", "https://example.org/en/{segment}"),
        ("https://example.org/?t={title}", "https://example.org/?t=Why%20the%20sea%20breathes"),
    ],
    ids=["no place", "a query already", "places in the path", "title"],
)
def test_an_address_of_the_web_is_filled_in(address: str, template: str) -> None:
    found = link(address)

    assert found is not None
    assert found.template == template


def test_a_title_adds_nothing_to_the_address() -> None:
    found = link("mailto:desk@example.org", titled("a&amp;bcc=x@example.org {sentence} #"))

    assert found is not None
    fields = parse_qs(urlsplit(found.address).query)
    assert sorted(fields) == ["body", "subject"]
    assert fields["subject"] == ["A fault in “a&bcc=x@example.org  #”"]
