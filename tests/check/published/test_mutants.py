"""Each fault that is planted in a published edition is found by `edition verify`, at its file, by its code.

The record is mended after each change, so that nothing but what is in the file gives it away.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder.base.digest import digest_bytes
from builder.build import verifying
from builder.build.project import Project, load_project
from builder.build.published import Published, published_editions
from builder.build.sources import gather_sources
from builder.build.verifying import verify_edition
from builder.check.published.expected import Expected
from builder.check.published.reading import Reading, open_reading, said
from builder.cli.main import main
from builder.formats.names import NAMES
from builder.model.finding import Finding
from builder.testing.published import (
    in_zip,
    moved_chapter,
    replaced,
    rewrite,
    without_entry,
)
from builder.testing.workspaces import ARTICLE, SETTINGS, make_workspace

Change = Callable[[bytes], bytes]

EDITION = Path("output/tea/es")
FEED = Path("output/feeds/es.xml")
PAGE, VTT, SRT, MP3, EPUB = "index.html", "tea.es.vtt", "tea.es.srt", "tea.es.mp3", "tea.es.epub"
BOOK, TEXT, OFFLINE, WORDS = "tea.es.text.epub", "tea.es.txt", "tea.es.html", "words.json"
DISCLAIMER = "Hot water can scald"
DISCLOSURE = "es The voice in this edition is synthetic."
CREDIT = "es By Ada Brewer"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one translation, published in every format."""
    folder = make_workspace(tmp_path_factory.mktemp("made") / "tea", languages=["es"])
    formats = [argument for name in NAMES for argument in ("--format", name)]
    words = ["build", "--workspace", str(folder), "--plain", "--jobs", "1", "--language", "es"]
    assert main([*words, *formats]) == 0
    return folder


@pytest.fixture(scope="module")
def known() -> dict[tuple[str, ...], Any]:
    """What was read or worked out before, by what it was made of."""
    return {}


@pytest.fixture(autouse=True)
def known_once(known: dict[tuple[str, ...], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, or an article with its translation, is read once for all tests that leave it as it is."""
    work_out = verifying.expected_of

    def reading(name: str, file: Path, *, path: str, where: str, guid: str = "") -> Reading:
        key = (name, path, where, guid, digest_bytes(file.read_bytes()))
        if key not in known:
            known[key] = open_reading(name, file, path=path, where=where, guid=guid)
        return known[key]

    def expected(project: Project, edition: Published) -> tuple[Expected | None, tuple[Finding, ...]]:
        sources = [
            project.root / "edition.toml",
            *project.root.glob("articles/*"),
            *project.root.rglob("*.po"),
        ]
        recipes = [recipe.parts for recipe in edition.record.recipes.values()]
        key = (*(f"{file.name} {digest_bytes(file.read_bytes())}" for file in sources), str(recipes))
        if key not in known:
            known[key] = work_out(project, edition)
        return known[key]

    monkeypatch.setattr(verifying, "open_reading", reading)
    monkeypatch.setattr(verifying, "expected_of", expected)


@pytest.fixture
def edition(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "tea", ignore=shutil.ignore_patterns(".builder"))
    return tmp_path / "tea" / EDITION


def verified(edition: Path) -> tuple[Finding, ...]:
    project = load_project(edition.parents[2])
    sources, _ = gather_sources(project, project.articles())
    (published,) = published_editions(project, sources, project.root / "output")
    return verify_edition(project, published).findings


def found(edition: Path) -> set[tuple[str, str]]:
    return {(finding.where.rpartition("/")[2], finding.code) for finding in verified(edition)}


def without(pattern: str) -> Change:
    return lambda data: re.sub(pattern.encode(), b"", data, count=1, flags=re.DOTALL)


def swapped(first: str, second: str) -> Change:
    return lambda data: (
        data.replace(first.encode(), b"\x01")
        .replace(second.encode(), first.encode())
        .replace(b"\x01", second.encode())
    )


def parted_figure(data: bytes) -> bytes:
    """Take the figure of a caption to another place, away from its unit."""
    return data.replace(b"It takes no more", b"It takes 2.5 no more").replace(b"than 2.5 g of", b"than g of")


def reversed_words(data: bytes) -> bytes:
    """Swap the first two words of the first sentence, times and places."""
    return re.sub(rb'("words":\[)(\[[^]]*\]),(\[[^]]*\])', rb"\1\3,\2", data, count=1)


def test_an_edition_as_it_was_made_has_no_finding(edition: Path) -> None:
    assert [str(finding) for finding in verified(edition)] == []


MUTANTS: tuple[tuple[str, str, Change, str], ...] = (
    ("a chapter of the MP3 starts a second late", MP3, moved_chapter(3, 1000), "V015"),
    (
        "a chapter of the MP3 has another title",
        MP3,
        replaced("The Water", "The Voter", encoding="utf-16-le"),
        "V014",
    ),
    (
        "the MP3 has another title",
        MP3,
        replaced("How to Make Tea", "How to Bake Tea", encoding="utf-16-le"),
        "V014",
    ),
    ("the MP3's tags lack the disclaimer", MP3, replaced(DISCLAIMER, "-" * 19, encoding="utf-16-le"), "V020"),
    (
        "the MP3's tags lack the disclosure",
        MP3,
        replaced("synthetic", "human----", encoding="utf-16-le"),
        "V021",
    ),
    (
        "the MP3's tags lack a credit",
        MP3,
        replaced("By Ada Brewer", "By somebody  ", encoding="utf-16-le"),
        "V022",
    ),
    ("the MP3 has another language", MP3, replaced("spa", "por", encoding="latin-1"), "V013"),
    (
        "the MP3's tags lack IPTC's term",
        MP3,
        replaced("algorithmicMedia", "algorithmicMouse", encoding="utf-16-le"),
        "V021",
    ),
    (
        "one sound of the folder lacks the disclosure",
        "tea.es.chapters.zip",
        in_zip("03 es The Water.mp3", replaced("synthetic", "human----", encoding="utf-16-le")),
        "V021",
    ),
    (
        "one sound of the folder lacks the disclaimer",
        "tea.es.chapters.zip",
        in_zip("03 es The Water.mp3", replaced(DISCLAIMER, "-" * 19, encoding="utf-16-le")),
        "V020",
    ),
    (
        "one sound of the folder has another title",
        "tea.es.chapters.zip",
        in_zip("03 es The Water.mp3", replaced("The Water", "The Voter", encoding="utf-16-le")),
        "V014",
    ),
    ("a sound of the folder is gone", "tea.es.chapters.zip", without_entry("03 es The Water.mp3"), "V024"),
    (
        "the folder's text lacks a credit",
        "tea.es.chapters.zip",
        in_zip("README.txt", replaced(CREDIT, "es By nobody")),
        "V022",
    ),
    ("the MP3 is no sound", MP3, lambda data: b"\0" * 4096, "V007"),
    ("a chapter of the JSON starts late", "chapters.json", replaced("16.21", "17.21"), "V015"),
    (
        "a chapter of the JSON ends early",
        "chapters.json",
        replaced('"endTime": 16.21', '"endTime": 15.21'),
        "V016",
    ),
    (
        "a chapter of the JSON leads elsewhere",
        "chapters.json",
        replaced("#introduction", "#somewhere"),
        "V024",
    ),
    (
        "a cue ends before it starts",
        VTT,
        replaced("10.140 --> 00:00:11.220", "10.140 --> 00:00:10.120"),
        "V018",
    ),
    (
        "a cue is a second late",
        VTT,
        replaced("00:00:21.260 --> 00:00:22.340", "00:00:21.360 --> 00:00:22.440"),
        "V017",
    ),
    ("two cues are swapped", VTT, swapped("es Do not burn yourself.", "es Use a pot."), "V012"),
    ("a sentence is not in the captions", VTT, without(r"s-958e6c28\.2\n.*?\n\n"), "V008"),
    (
        "a sentence too many is in the captions",
        VTT,
        replaced("Wait 3 minutes.", "Wait 3 minutes. Or do not wait."),
        "V011",
    ),
    ("the captions lack the disclosure", VTT, replaced(DISCLOSURE, "-"), "V021"),
    ("the captions have a cue without times", VTT, replaced("00:00:10.140 -->", "0:10 -->"), "V007"),
    (
        "two cues of the SRT are swapped",
        SRT,
        swapped("00:00:23,030 --> 00:00:24,470", "00:00:24,960 --> 00:00:25,740"),
        "V018",
    ),
    ("a cue of the SRT has another number", SRT, replaced("\n4\r\n", "\n5\r\n"), "V007"),
    ("a figure of the SRT is parted from its unit", SRT, parted_figure, "V010"),
    ("a segment of the JSON lacks a word", "transcript.json", replaced("Do not burn", "Do burn"), "V009"),
    (
        "a segment of the JSON is late",
        "transcript.json",
        replaced('"startTime": 21.26', '"startTime": 21.36'),
        "V017",
    ),
    (
        "a segment of the JSON is said by nobody's name",
        "transcript.json",
        replaced('"speaker": "es Narrator (synthetic)"', '"speaker": 1'),
        "V007",
    ),
    ("the captions are in another language", VTT, replaced("Language: es", "Language: en"), "V013"),
    ("a cue of the SRT has a tag in it", SRT, replaced("es Do not burn", "es Do <i>not</i> burn"), "V007"),
    ('a "not" is lost in the SRT', SRT, replaced("es Do not burn", "es Do burn"), "V009"),
    ("a dose in words.json is another", WORDS, replaced("2.5 g", "25 g"), "V010"),
    ("words.json is in another language", WORDS, replaced('"language":"es"', '"language":"en"'), "V013"),
    ("words.json has another title", WORDS, replaced('"title":"es How', '"title":"es Who'), "V014"),
    ("words.json lasts longer", WORDS, replaced('"duration":46.37', '"duration":56.37'), "V003"),
    ("words.json is of another schema", WORDS, replaced("edition-words/1", "edition-words/2"), "V007"),
    ("two words are swapped", WORDS, reversed_words, "V018"),
    (
        "a word ends behind its sentence's letters",
        WORDS,
        lambda data: re.sub(rb",(\d+),\d+\]\]", rb",\1,999]]", data, count=1),
        "V018",
    ),
    (
        "a word is outside of its sentence",
        WORDS,
        lambda data: re.sub(rb",[\d.]+,(\d+),(\d+)\]\]", rb",99.9,\1,\2]]", data, count=1),
        "V018",
    ),
    ("a sentence is not on the page", PAGE, replaced("Wait 3 minutes.", ""), "V009"),
    ("a paragraph is not on the page", PAGE, without(r'<p id="s-958e6c28">.*?</p>'), "V008"),
    ("a dose on the page is another", PAGE, replaced("2.5 g", "25 g"), "V010"),
    (
        "the page says what nobody wrote",
        PAGE,
        replaced('<div id="introduction">', '<div id="introduction"><p>Tea cures all.</p>'),
        "V011",
    ),
    (
        "the page says a thing twice, with another dose",
        PAGE,
        replaced('<div id="introduction">', '<div id="introduction"><p>It takes no more than 25 g.</p>'),
        "V011",
    ),
    (
        "the page says a thing twice",
        PAGE,
        replaced('<div id="introduction">', '<div id="introduction"><p>es Use a pot.</p>'),
        "V011",
    ),
    ("the page lacks the disclaimer", PAGE, replaced(DISCLAIMER, "Water is wet"), "V020"),
    ("the page lacks the disclosure", PAGE, replaced(f"<li>{DISCLOSURE}</li>", ""), "V021"),
    ("the page lacks a credit", PAGE, replaced(CREDIT, "es By nobody"), "V022"),
    ("the page is in another language", PAGE, replaced('<html lang="es"', '<html lang="pt"'), "V013"),
    ("the page has an id twice", PAGE, replaced('id="introduction"', 'id="opening"'), "V023"),
    ("a chapter has no place on the page", PAGE, replaced('id="introduction"', 'id="intro"'), "V024"),
    (
        "a sentence is not highlighted",
        PAGE,
        without(r'(?<=<span) id="u-s-958e6c28-2" data-start="[\d.]+" data-end="[\d.]+"'),
        "V025",
    ),
    ("a sentence is highlighted late", PAGE, replaced('data-start="21.260"', 'data-start="21.900"'), "V017"),
    ("the page names a file that is not there", PAGE, replaced("tea.es.vtt?v", "tee.es.vtt?v"), "V024"),
    (
        "the statement is in another language",
        "accessibility.html",
        replaced('lang="es"', 'lang="en"'),
        "V013",
    ),
    (
        "the statement lacks the disclosure",
        "accessibility.html",
        replaced(f"<li>{DISCLOSURE}", "<li>"),
        "V021",
    ),
    (
        "the statement leads nowhere",
        "accessibility.html",
        replaced('href="index.html"', 'href="index.htm"'),
        "V024",
    ),
    (
        'a "not" is lost in the EPUB',
        EPUB,
        in_zip("s-86aaad00.xhtml", replaced("Do not burn", "Do burn")),
        "V009",
    ),
    (
        "a sentence is not in the EPUB",
        EPUB,
        in_zip("s-86aaad00.xhtml", replaced("Wait 3 minutes.", "")),
        "V009",
    ),
    (
        "an overlay points nowhere",
        EPUB,
        in_zip("s-86aaad00.smil", replaced("#u-s-958e6c28-2", "#u-s-958e6c28-9")),
        "V024",
    ),
    (
        "a sentence has no overlay",
        EPUB,
        in_zip("s-86aaad00.smil", without(r'<par id="p-u-s-958e6c28-2">.*?</par>')),
        "V025",
    ),
    (
        "the EPUB's total is wrong",
        EPUB,
        in_zip(".opf", replaced('duration">0:00:46', 'duration">0:00:49')),
        "V026",
    ),
    (
        "an overlay's duration is wrong",
        EPUB,
        in_zip(".opf", replaced('s-86aaad00">0:00:10', 's-86aaad00">0:00:18')),
        "V026",
    ),
    (
        "a clip is late",
        EPUB,
        in_zip("s-86aaad00.smil", replaced('clipBegin="0:00:05.050"', 'clipBegin="0:00:05.350"')),
        "V017",
    ),
    (
        "the EPUB lacks the disclaimer",
        EPUB,
        in_zip("disclaimer.xhtml", replaced(DISCLAIMER, "Water is wet")),
        "V009",
    ),
    ("the EPUB lacks a sound", EPUB, without_entry("introduction.mp3"), "V024"),
    (
        "the EPUB has another language",
        EPUB,
        in_zip(".opf", replaced("<dc:language>es", "<dc:language>en")),
        "V013",
    ),
    (
        "the EPUB's contents lack a chapter",
        EPUB,
        in_zip("nav.xhtml", replaced(">es The Leaves<", ">es Leaves<")),
        "V014",
    ),
    (
        "the EPUB declares an entity",
        EPUB,
        in_zip("s-86aaad00.xhtml", replaced("<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY a "b">]>')),
        "V007",
    ),
    (
        "the book without sound lacks a sentence",
        BOOK,
        in_zip("s-86aaad00.xhtml", replaced("Wait 3 minutes.", "")),
        "V009",
    ),
    (
        "a dose in the book without sound is another",
        BOOK,
        in_zip("introduction.xhtml", replaced("2.5 g", "25 g")),
        "V010",
    ),
    (
        "the book without sound is in another language",
        BOOK,
        in_zip(".opf", replaced("<dc:language>es", "<dc:language>en")),
        "V013",
    ),
    ("the text lacks the disclaimer", TEXT, replaced(DISCLAIMER, "Water is wet"), "V020"),
    ("the text lacks a sentence", TEXT, replaced(" Wait 3 minutes.", ""), "V008"),
    ('a "not" is lost in the text', TEXT, replaced("Do not burn", "Do burn"), "V009"),
    ("a dose in the text is another", TEXT, replaced("2.5 g", "25 g"), "V010"),
    ("the text lacks the disclosure", TEXT, replaced(DISCLOSURE, ""), "V021"),
    (
        "two sentences of the text are swapped",
        TEXT,
        swapped("Boil 250 ml of water.", "Wait 3 minutes."),
        "V008",
    ),
    ("the page as one file lacks the disclaimer", OFFLINE, replaced(DISCLAIMER, "Water is wet"), "V020"),
    ("a dose on the page as one file is another", OFFLINE, replaced("2.5 g", "25 g"), "V010"),
    ('a "not" is lost on the page as one file', OFFLINE, replaced("Do not burn", "Do burn"), "V009"),
    ("the page as one file lacks a credit", OFFLINE, replaced(CREDIT, "es By nobody"), "V022"),
    ("the page as one file lacks the disclosure", OFFLINE, replaced(f"<li>{DISCLOSURE}</li>", ""), "V021"),
    ("the EPUB is not one", EPUB, lambda data: b"PK", "V007"),
)


@pytest.mark.parametrize(("path", "change", "code"), [m[1:] for m in MUTANTS], ids=[m[0] for m in MUTANTS])
def test_a_planted_fault_is_found(edition: Path, path: str, change: Change, code: str) -> None:
    rewrite(edition, path, change)

    assert (path, code) in found(edition)


FEED_MUTANTS: tuple[tuple[str, Change, str], ...] = (
    ("the disclaimer is missing", replaced(DISCLAIMER, "Water is wet"), "V020"),
    ("the disclosure is missing", replaced(DISCLOSURE, "-"), "V021"),
    (
        "the mark of a synthetic voice is missing",
        replaced(">true</podcast:txt>", ">false</podcast:txt>"),
        "V021",
    ),
    ("a credit is missing", replaced(CREDIT, "es By nobody"), "V022"),
    ("the language is another", replaced("<language>es<", "<language>en<"), "V013"),
    ("the title is another", replaced("<title>es How to Make Tea", "<title>es How to Bake Tea"), "V014"),
    ("a chapter starts late", replaced('start="00:00:16.210"', 'start="00:00:17.210"'), "V015"),
    ("the length is wrong", lambda data: re.sub(rb'(<enclosure [^>]*length=")\d+', rb"\g<1>7", data), "V027"),
    (
        "the version is that of other sound",
        lambda data: re.sub(rb"(mp3\?v=)\w{8}", rb"\g<1>00000000", data),
        "V027",
    ),
    ("a digest is another", lambda data: re.sub(rb"sha256-\w{8}", b"sha256-AAAAAAAA", data), "V027"),
    ("it names another file", replaced("es/tea.es.vtt", "es/coffee.es.vtt"), "V024"),
    ("it takes longer", replaced("<itunes:duration>46", "<itunes:duration>64"), "V003"),
    ("the episode is gone", lambda data: re.sub(rb"<item>.*</item>", b"", data, flags=re.DOTALL), "V007"),
    ("it is not well-formed", replaced("</rss>", ""), "V007"),
)


@pytest.mark.parametrize(("change", "code"), [m[1:] for m in FEED_MUTANTS], ids=[m[0] for m in FEED_MUTANTS])
def test_a_fault_planted_in_the_feed_is_found(edition: Path, change: Change, code: str) -> None:
    feed = edition.parents[2] / FEED
    before = feed.read_bytes()

    feed.write_bytes(change(before))

    assert feed.read_bytes() != before
    assert ("es.xml", code) in found(edition)


@pytest.mark.parametrize(
    "path",
    [
        MP3, "tea.es.m4b", "tea.es.opus", "tea.es.chapters.zip", VTT, SRT, EPUB, BOOK, TEXT, PAGE, OFFLINE,
        WORDS, "chapters.json", "transcript.json", "sound.json",
    ],
)  # fmt: skip
def test_a_damaged_file_is_a_finding_and_no_crash(edition: Path, path: str) -> None:
    whole, chance = (edition / path).read_bytes(), random.Random(path)  # a fault that comes once comes again
    record = json.loads((edition / "build.json").read_bytes())
    name = next(made["format"] for made in record["artefacts"] if made["path"] == path)

    for _ in range(12 if path.endswith((".json", ".srt", ".vtt")) else 6):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 5, 60))):
            place = chance.randrange(min(len(damaged), chance.choice((400, 6_000, len(damaged)))))
            damaged[place : place + chance.choice((1, 30))] = chance.randbytes(chance.choice((0, 1, 30)))
        (edition / path).write_bytes(damaged)
        reading = open_reading(name, edition / path, path=path, where=path)
        assert (reading.read is None) == (reading.fault is not None)
        assert said(reading)


@pytest.mark.parametrize(
    ("path", "address"),
    [(PAGE, "http://[/"), (PAGE, "x" * 5_000), (EPUB, "http://[/"), ("chapters.json", "http://[/")],
)
def test_an_address_that_is_none_is_a_finding_and_no_crash(edition: Path, path: str, address: str) -> None:
    link = re.compile(rb'((?:href="|"url": ")(?=[a-z:/.]*(?:tea|intro)))[^"]*')

    def change(data: bytes) -> bytes:
        return link.sub(rb"\1" + address.encode(), data)

    rewrite(edition, path, in_zip("nav.xhtml", change) if path == EPUB else change)

    assert found(edition) & {(path, "V007"), (path, "V024")}


def test_a_length_of_a_thousand_digits_in_the_feed_is_a_finding_and_no_crash(edition: Path) -> None:
    feed = edition.parents[2] / FEED
    feed.write_bytes(re.sub(rb'(<enclosure [^>]*length=")\d+', rb"\g<1>" + b"9" * 5_000, feed.read_bytes()))

    assert ("es.xml", "V007") in found(edition)


def test_what_a_format_spells_or_orders_otherwise_is_no_fault(tmp_path: Path) -> None:
    table = "| Dose | For |\n|---|---|\n| 0.5 mg. Daily. | adults |\n| 5 mg | cats |\n"
    article = ARTICLE.replace(
        "- Use a pot.\n", f"- Use a pot.\n- Write `<b>`, `-->` or `{{\\an8}}`.\n\n{table}"
    )
    folder = make_workspace(tmp_path / "tea", article=article)
    formats = [word for name in ("vtt", "srt", "transcript", "text", "words") for word in ("--format", name)]
    assert main(["build", "--workspace", str(folder), "--plain", *formats]) == 0
    edition = folder / "output/tea/en"

    assert found(edition) == set()

    rewrite(edition, "tea.en.txt", replaced("5 mg. For: cats", "6 mg. For: cats"))
    rewrite(edition, "tea.en.srt", replaced("＜b>", "b"))

    assert found(edition) == {("tea.en.txt", "V010"), ("tea.en.srt", "V009")}


def test_an_article_that_has_changed_is_told_once_and_not_word_by_word(edition: Path) -> None:
    article = edition.parents[2] / "articles/tea.md"
    article.write_text(article.read_text().replace("Wait 3 minutes", "Wait 4 minutes"))
    catalogue = edition.parents[2] / "locales/es/LC_MESSAGES/tea.po"
    catalogue.write_text(catalogue.read_text().replace("Wait 3 minutes", "Wait 4 minutes"))

    assert [finding.code for finding in verified(edition)] == ["V004"]


def test_an_article_that_is_gone_leaves_the_files_to_be_compared_with_each_other(edition: Path) -> None:
    articles = edition.parents[2] / "articles"
    (articles / "tea.md").rename(articles / "coffee.md")
    rewrite(edition, MP3, moved_chapter(3, 1000))

    assert {("", "V006"), (MP3, "V015")} <= found(edition)


def test_another_voice_is_told_and_leaves_out_what_it_changes(edition: Path) -> None:
    record = edition / "build.json"
    value = json.loads(record.read_bytes())
    for made in value["artefacts"]:
        made["recipe"]["parts"].pop("script", None)
        if "text" in made["recipe"]["parts"]:
            made["recipe"]["parts"]["script"] = "0" * 64
    record.write_text(json.dumps(value))

    assert [finding.code for finding in verified(edition)] == ["V005"]


def test_a_pseudo_locale_is_compared_with_its_article_too(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "tea")
    (folder / "edition.toml").write_text(SETTINGS + '\n[voices.en-XA]\nengine = "tone"\n')
    here = ["--workspace", str(folder)]
    assert main(["pseudo", *here]) == 0
    assert main(["build", *here, "--plain", "--draft", "--language", "en-XA", "--format", "vtt"]) == 0

    project = load_project(folder)
    sources, _ = gather_sources(project, project.articles())
    (published,) = published_editions(project, sources, project.root / "output/draft")

    assert verify_edition(project, published).findings == ()
