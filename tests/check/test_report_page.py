"""The page of findings is one file that shows texts as they are, each in its language, and runs nothing."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from builder.check.report import Checked
from builder.check.report_page import render_page
from builder.model.catalogue import Message

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Reader(HTMLParser):
    """Notes elements with their attributes and text, and whether every tag has its pair."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.append((self.open[-1], data))

    def of(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


@pytest.fixture
def page(spanish: Checked, arabic: Checked, broken: Checked) -> str:
    return render_page((spanish, arabic, broken)).decode()


def test_every_tag_is_closed_and_every_id_is_there_once(page: str) -> None:
    reader = Reader(page)

    ids = [value["id"] for _, value in reader.elements if "id" in value]
    wanted = [str(link["href"])[1:] for link in reader.of("a")]
    assert reader.open == []
    assert len(set(ids)) == len(ids)
    assert set(wanted) <= set(ids)


def test_nothing_outside_is_asked_for_and_nothing_runs(page: str) -> None:
    reader = Reader(page)

    assert reader.of("script") == reader.of("link") == reader.of("img") == []
    assert not re.search(r"https?:", page)
    assert all(str(link["href"]).startswith("#") for link in reader.of("a"))
    assert {"name": "robots", "content": "noindex"} in reader.of("meta")


def test_the_policy_allows_just_this_style(page: str) -> None:
    style = page.partition("<style>")[2].partition("</style>")[0]

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # In an attribute "+" and "=" need no escape, "'" is written as an entity.
    assert f"style-src &#39;sha256-{digest}&#39;" in page.replace("&#43;", "+").replace("&#x27;", "&#39;")


def test_texts_are_marked_with_their_language_and_direction(page: str) -> None:
    texts = [each for each in Reader(page).of("p") if each.get("class") == "text"]

    found = {(each["lang"], each["dir"]) for each in texts}
    assert found == {("en", "ltr"), ("es", "ltr"), ("ar", "rtl")}


def test_what_is_meant_is_marked_in_source_and_translation(page: str) -> None:
    assert "Wait <mark>45 minutes</mark> for 5 cups." in page
    assert "Wait <mark>5</mark> minutes." in page


def test_markup_and_invisible_characters_of_texts_are_shown_and_do_nothing(page: str) -> None:
    assert "A &lt;a1&gt;&#34;list&#34;&lt;/a1&gt; &amp; more" in page
    assert '<mark class="hidden" title="right-to-left override">[U+202E]</mark>lista &lt;b&gt;' in page
    assert "\u202e" not in page


def test_each_code_has_an_example_of_wrong_and_right_once(page: str) -> None:
    for code in ("T002", "T016", "T017", "T027", "T028"):
        assert page.count(f'<h3 id="{code}">') == 1
    assert "Espere un rato." in page


def test_errors_stand_before_warnings_and_notes_at_the_end(page: str) -> None:
    kinds = [str(each["class"]) for each in Reader(page).of("article")]

    assert kinds == ["finding error", "finding warning", "finding warning", "finding note",
                     "finding warning", "finding error"]  # fmt: skip


def test_headings_leave_no_level_out(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in Reader(page).elements if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_page_without_findings_says_so(spanish: Checked) -> None:
    page = render_page((replace(spanish, findings=()),)).decode()

    assert "No errors and no warnings." in page
    assert "Examples" not in page


def test_an_empty_translation_is_called_empty(spanish: Checked) -> None:
    assert spanish.catalogue is not None
    empty = replace(spanish.catalogue, messages=(Message(msgid="Wait.", line=10),))

    page = render_page((replace(spanish, catalogue=empty, findings=spanish.findings[:1]),)).decode()

    assert '<p class="text empty">(empty)</p>' in page
