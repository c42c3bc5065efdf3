"""Workspaces for tests: a short article, its translations, and test tones for voices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from builder.article.detect import read_article
from builder.base.language import Language, po_locale
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.merge import start
from builder.catalogue.po import render_po
from builder.model.catalogue import Catalogue, Message

SLUG = "tea"
BASE_URL = "https://tea.example/"
FEW_FORMATS = """\
[formats]
build = ["mp3", "vtt", "chapters", "report", "page", "feed"]
"""
"""Enough for most tests, so that a thousand builds of them take less time."""
SETTINGS = f"""\
[show]
title = "Small Cups"
owner = "The Tea Society"
email = "tea@tea.example"
base_url = "https://tea.example/"
category = "Education"

{FEW_FORMATS}
[voices.en]
engine = "tone"

[voices.es]
engine = "tone"

[voices.fr]
engine = "tone"

[policy]
unreviewed = "disclose"
"""
ARTICLE = """\
---
title: How to Make Tea
deck: Water, leaves and patience.
date: 2026-03-14
author: Ada Brewer
language: en
disclaimer: Hot water can scald. This article is not advice.
disclaimer_short: Not advice.
---

Tea is a drink. It takes *no* more than 2.5 g of leaves.

## The Water

Boil 250 ml of water. Wait 3 minutes.

- Do not burn yourself.
- Use a pot.

## The Leaves

Leaves from the FDA's list are safe.
"""


def make_workspace(
    folder: Path, *, article: str = ARTICLE, languages: Iterable[str] = (), settings: str = SETTINGS
) -> Path:
    """Write a workspace with one article into `folder`, translated into `languages`, and return `folder`."""
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / f"{SLUG}.md").write_text(article, encoding="utf-8")
    (folder / "edition.toml").write_text(settings, encoding="utf-8")
    for tag in languages:
        translate(folder, tag)
    return folder


def translate(folder: Path, tag: str, *, slug: str = SLUG) -> Path:
    """Write a finished translation of the workspace's article into the language `tag` and return its file.

    The texts are the English ones with the tag in front, so that a test can read them.
    """
    language = Language(tag)
    path = folder / "articles" / f"{slug}.md"
    document = read_article(path.read_bytes(), path=f"articles/{slug}.md", language=Language("en"))
    for template in (extract(document, domain=slug), builder_domain.template()):
        name = f"locales/{po_locale(language)}/LC_MESSAGES/{template.domain}.po"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        catalogue = start(template, language, path=name)
        (folder / name).write_bytes(render_po(_translated(catalogue, tag)))
    return folder / "locales" / po_locale(language) / "LC_MESSAGES" / f"{slug}.po"


def _translated(catalogue: Catalogue, tag: str) -> Catalogue:
    messages = tuple(_with_text(message, tag) for message in catalogue.messages)
    header = {**catalogue.header, "X-Translation-Method": "machine"}
    return replace(catalogue, messages=messages, header=header)


def _with_text(message: Message, tag: str) -> Message:
    forms = len(message.msgstr)
    return replace(message, msgstr=tuple(f"{tag} {message.msgid}" for _ in range(forms)), raw=None)
