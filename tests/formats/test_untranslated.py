"""Untranslated texts of the tool on a page: marked as English, and nothing else is."""

from __future__ import annotations

import pytest

from builder.base.language import Language
from builder.catalogue.texts import TEXTS, Texts
from builder.formats.untranslated import Marked
from builder.model.catalogue import Catalogue, Message
from builder.testing.samples import ARABIC

PLAY = Catalogue(
    domain="builder",
    language=ARABIC,
    header={},
    messages=(Message(msgid=TEXTS["page_play"].text, msgstr=("تشغيل",)),),
    path="locales/ar/LC_MESSAGES/builder.po",
)


def test_a_text_that_nobody_translated_is_english_from_left_to_right() -> None:
    marked = Marked(texts=Texts(ARABIC))

    assert marked.said("page_play") == '<bdi lang="en" dir="ltr">Play</bdi>'
    assert marked.lang("page_play") == ' lang="en"'


def test_a_translated_text_is_in_the_language_of_the_page() -> None:
    marked = Marked(texts=Texts(ARABIC, (PLAY,)))

    assert (marked.said("page_play"), marked.lang("page_play")) == ("تشغيل", "")
    assert marked.lang("page_pause") == ' lang="en"'


@pytest.mark.parametrize("tag", ["en", "en-GB", "en-XA"])
def test_english_needs_no_mark_in_english(tag: str) -> None:
    marked = Marked(texts=Texts(Language(tag)))

    assert (marked.said("page_play"), marked.lang("page_play")) == ("Play", "")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_filled_in_is_never_more_than_text(language: str) -> None:
    marked = Marked(texts=Texts(Language(language)))

    shown = marked.said("notes_by", author='<script>"&')

    assert "<script>" not in shown
    assert "&lt;script&gt;&#34;&amp;" in shown
