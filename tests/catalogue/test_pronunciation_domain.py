"""The domain of pronunciations: what counts as an entry, and templates that lose nothing."""

from __future__ import annotations

from builder.base.language import Language
from builder.catalogue.merge import merge, start
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.pronunciation_domain import (
    CONTEXT,
    DOMAIN,
    pronunciations_in,
    template,
    with_kept,
    with_words,
)
from builder.model.catalogue import Catalogue
from builder.model.pronunciation import UnsureWord

ES, FR = Language("es"), Language("fr")
PATH = "locales/es/LC_MESSAGES/pronunciation.po"


def word(text: str, *, sentence: str = "…", count: int = 2) -> UnsureWord:
    return UnsureWord(
        word=text, doubt="name", spoken=text.upper(), sentence=sentence, count=count, place="a.md:7"
    )


def catalogue(*entries: str) -> Catalogue:
    header = 'msgid ""\nmsgstr "Language: es\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
    return parse_po("\n".join((header, *entries)).encode(), path=PATH, domain=DOMAIN)


def entry(msgid: str, msgstr: str, *, flags: str = "", context: str = CONTEXT) -> str:
    return f'{flags}msgctxt "{context}"\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'


def test_filled_in_and_confirmed_entries_count_alone() -> None:
    found = pronunciations_in(
        catalogue(
            entry("Yale", "Yéil"),
            entry("LSD", ""),
            entry("Musk", "Mask", flags="#, fuzzy\n"),
            entry("Elon", "Ílon", context="title"),
            entry("12", "doce"),
        )
    )

    assert {each.word: each.said for each in found} == {"Yale": "Yéil"}
    assert next(iter(found)).where == f"{PATH}:5"


def test_an_entry_tells_why_it_is_asked_about_and_how_it_is_spoken_now() -> None:
    (message,) = template([word("Yale", sentence="Vive en Yale.")], ES).messages

    assert (message.msgctxt, message.msgid, message.references) == ("say", "Yale", ("a.md:7",))
    assert message.extracted_comments == ("Name · 2 times", "In: “Vive en Yale.”", "Spoken now: YALE")


def test_what_somebody_filled_in_stays_in_use_whatever_is_unsure_today() -> None:
    before = catalogue(entry("Yale", "Yéil"), entry("Gone", ""), entry("Own", "oun"))

    merged, _ = merge(before, with_kept(template([word("New")], ES), before, empty_too=False))

    assert {message.msgid: message.msgstr[0] for message in merged.live} == {
        "New": "",
        "Own": "oun",
        "Yale": "Yéil",
    }


def test_entries_of_articles_that_were_not_read_stay_too() -> None:
    before = catalogue(entry("Other", ""))

    merged, _ = merge(before, with_kept(template([word("New")], ES), before, empty_too=True))

    assert [message.msgid for message in merged.live] == ["New", "Other"]


def test_merging_twice_changes_nothing() -> None:
    own = template([word("Yale"), word("alfa")], ES)
    once = start(own, ES, path=PATH)

    again, _ = merge(
        parse_po(render_po(once), path=PATH, domain=DOMAIN), with_kept(own, once, empty_too=False)
    )

    assert render_po(again) == render_po(once)
    assert [message.msgid for message in once.live] == ["alfa", "Yale"]


def test_the_template_of_all_languages_has_a_line_for_each_that_uses_a_word() -> None:
    shared = with_words(None, [word("Yale", sentence="En Yale."), word("Old")], ES)
    shared = with_words(shared, [word("Yale", sentence="À Yale.")], FR)
    shared = with_words(shared, [word("Yale", sentence="Es Yale.")], ES)

    assert {message.msgid: message.extracted_comments for message in shared.live} == {
        "Yale": ("es: “Es Yale.”", "fr: “À Yale.”")
    }


def test_the_template_keeps_words_of_articles_that_were_not_read() -> None:
    shared = with_words(None, [word("Yale"), word("Old")], ES)

    shared = with_words(shared, [word("New")], ES, whole=False)

    assert [message.msgid for message in shared.live] == ["New", "Old", "Yale"]
