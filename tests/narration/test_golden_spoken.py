"""Golden texts: how hard cases and every figure and acronym of our own article are said."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.article.detect import read_article
from builder.article.segments import identify
from builder.base.language import Language, po_locale
from builder.catalogue.localise import localise, original
from builder.catalogue.po import parse_po
from builder.catalogue.texts import Texts
from builder.model.edition import Edition
from builder.model.script import NarratorPlan, VoiceRef
from builder.narration.script import narrate
from builder.narration.spoken import spoken_form

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "golden" / "spoken" / "in"
SLUG = "ketamine-and-depression"
TONE = VoiceRef(engine="tone", voice="tone")

Golden = Callable[[str, str], None]


def _edition(language: Language) -> Edition:
    source = ROOT / "articles" / f"{SLUG}.md"
    document = identify(read_article(source.read_bytes(), path=f"articles/{SLUG}.md"))
    if language == document.language:
        return original(document)
    path = ROOT / "locales" / po_locale(language) / "LC_MESSAGES" / f"{SLUG}.po"
    return localise(document, parse_po(path.read_bytes(), path=path.name, domain=SLUG))


LANGUAGES = [
    *("en", "es", "fr"),
    *("de", "it", "pt-BR", "ru"),
    *("ar", "hi", "zh", "ja"),
    *("nl", "pl", "sv", "uk"),  # without a table
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hard_cases_are_said_as_their_golden_file_has_them(language: str, golden: Golden) -> None:
    cases = (CASES / f"{language}.txt").read_text(encoding="utf-8").splitlines()

    said = [(case, spoken_form(case, Language(language)).text) for case in cases]

    golden(f"spoken/golden/{language}.txt", "".join(f"{case}\n    {spoken}\n" for case, spoken in said))


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_figure_and_acronym_of_the_article_is_said_as_its_golden_file_has_it(
    language: str, golden: Golden
) -> None:
    edition = _edition(Language(language))
    plan = NarratorPlan(voices={(edition.language, "narrator"): TONE})

    script = narrate(edition, plan, Texts(edition.language), voice_title="Tone", engine_title="Tone")

    said = [
        f"{utterance.written}\n    {utterance.text}\n"
        for utterance in script.utterances
        if re.search(r"[0-9]|[A-Z]{2}|\bDr", utterance.written)
    ]
    golden(f"spoken/golden/{SLUG}.{language}.txt", "".join(said))
