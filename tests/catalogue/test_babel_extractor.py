"""Babel's own command extracts our articles, with the contexts and msgids of our own template."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from builder.article.detect import read_article
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.catalogue.babel_extractor import extract
from builder.catalogue.extract import extract as extract_template
from builder.catalogue.po import parse_po
from builder.testing.workspaces import ARTICLE

TWICE = ARTICLE + "\nUse a pot.\n\n## The Water\n\nAgain.\n"


def keys(path: Path) -> list[tuple[str | None, str]]:
    document = read_article(path.read_bytes(), path=path.name, language=Language("en"))
    return [message.key for message in extract_template(document).messages]


def test_a_context_goes_through_pgettext() -> None:
    file = io.BytesIO(ARTICLE.encode())

    found = list(extract(file, {}, (), {}))

    assert found[0][:3] == (2, "pgettext", ("title", "How to Make Tea"))
    assert (15, None, "Boil 250 ml of water. Wait 3 minutes.") in [one[:3] for one in found]
    assert found[0][3][0].startswith("Title of the article")


def test_an_article_that_is_refused_says_why() -> None:
    with pytest.raises(ContentError):
        list(extract(io.BytesIO(b"---\nno: end\n"), {}, (), {}))


def test_pybabel_gives_the_messages_of_our_template(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    article = tmp_path / "articles" / "tea.md"
    article.write_text(TWICE)
    (tmp_path / "babel.cfg").write_text("[edition_article: articles/**.md]\nlanguage = en\n")

    done = subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "extract", "-F", "babel.cfg", "-o", "out.pot", "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    found = parse_po((tmp_path / "out.pot").read_bytes(), path="out.pot", domain="tea")
    assert sorted(message.key for message in found.messages if message.msgctxt) == sorted(
        key for key in keys(article) if key[0]
    )
    assert {message.key for message in found.messages} == set(keys(article))
    again = next(message for message in found.messages if message.msgid == "Use a pot.")
    assert again.references == ("articles/tea.md:18", "articles/tea.md:24")
