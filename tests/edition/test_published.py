"""What listeners and readers get, opened with readers that other people wrote."""

import html
import json
import re
import subprocess
from pathlib import Path

import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

from builder.article.inline import plain
from builder.article.segments import plain_words
from builder.base.language import Language
from builder.build.editions import EditionPlan, plan_editions
from builder.build.project import load_project
from builder.build.sources import read_sources
from builder.catalogue.builder_domain import shipped
from builder.catalogue.texts import Texts
from builder.cli.main import main
from builder.testing.programs import absent

SLUG = "ketamine-and-depression"
LANGUAGES = ("en", "es", "fr")
OPENING_S = {"en": 10.0, "es": 12.0, "fr": 12.0}
# LAME's delay: mpv counts from the first sample a decoder gives, 1,105 at 24 kHz.
MPV_EARLIER_S = 1105 / 24_000

pytestmark = [pytest.mark.voice, pytest.mark.parametrize("language", LANGUAGES)]


def sound(output: Path, language: str) -> Path:
    return output / SLUG / language / f"{SLUG}.{language}.mp3"


def chapters(output: Path, language: str) -> list[tuple[float, str]]:
    found = json.loads((output / SLUG / language / "chapters.json").read_text())
    return [(chapter["startTime"], chapter["title"]) for chapter in found["chapters"]]


def same(
    found: list[tuple[float, str]], expected: list[tuple[float, str]], *, within_s: float = 0.002
) -> bool:
    return [title for _, title in found] == [title for _, title in expected] and all(
        abs(mine - theirs) <= within_s for (mine, _), (theirs, _) in zip(found, expected, strict=True)
    )


def said(program: list[str | Path]) -> str:
    done = subprocess.run(program, capture_output=True, check=True, timeout=120)
    # ffmpeg cuts long tags at a byte, and so within a character.
    return (done.stdout + done.stderr).decode(errors="replace")


def plan_of(workspace: Path, language: str) -> EditionPlan:
    project = load_project(workspace)
    (source,) = read_sources(project, project.articles())
    (plan,), _ = plan_editions(project, source, [Language(language)])
    return plan


def test_the_disclaimer_is_the_last_chapter_and_the_article_starts_in_time(
    output: Path, language: str
) -> None:
    found = chapters(output, language)

    catalogue = shipped(Language(language))
    texts = Texts(Language(language), (catalogue,) if catalogue else ())
    assert len(found) == 12
    assert found[0] == (0, texts("chapter_opening"))
    assert found[-1][1] == texts("chapter_disclaimer")
    assert found[1][0] <= OPENING_S[language]


def test_mutagen_reads_the_chapters(output: Path, language: str) -> None:
    frames = sorted(ID3(sound(output, language)).getall("CHAP"), key=lambda frame: frame.start_time)

    found = [(frame.start_time / 1000, frame.sub_frames["TIT2"].text[0]) for frame in frames]

    assert same(found, chapters(output, language))


@pytest.mark.external
@pytest.mark.skipif(absent("ffprobe"), reason="ffprobe is not installed")
def test_ffprobe_reads_the_chapters_in_order(output: Path, language: str) -> None:
    printed = said(["ffprobe", "-v", "error", "-show_chapters", "-of", "json", sound(output, language)])

    found = [
        (float(chapter["start_time"]), chapter["tags"]["title"])
        for chapter in json.loads(printed)["chapters"]
    ]

    assert same(found, chapters(output, language))


@pytest.mark.external
@pytest.mark.skipif(absent("mpv"), reason="mpv is not installed")
def test_mpv_reads_the_chapters_earlier_by_the_decoders_delay(output: Path, language: str) -> None:
    options = ["--no-config", "--ao=null", "--vo=null", "--no-video", "--length=0.05"]
    printed = said(["mpv", *options, "--term-playing-msg=@@${=chapter-list}@@", sound(output, language)])

    match = re.search(r"@@(\[.*?\])@@", printed, re.DOTALL)
    assert match is not None
    found = [(chapter["time"], chapter["title"]) for chapter in json.loads(match[1])]

    expected = chapters(output, language)
    earlier_s = expected[-1][0] - found[-1][0]
    assert 0 <= earlier_s <= MPV_EARLIER_S + 0.002
    assert same([(time + earlier_s, title) for time, title in found[1:]], expected[1:], within_s=0.003)


@pytest.mark.external
@pytest.mark.skipif(absent("ffmpeg"), reason="ffmpeg is not installed")
def test_the_loudness_is_what_was_promised(output: Path, language: str) -> None:
    measure = "ebur128=dualmono=true:peak=true"
    printed = said(["ffmpeg", "-nostats", "-i", sound(output, language), "-af", measure, "-f", "null", "-"])

    summary = printed[printed.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)

    assert loudness is not None
    assert abs(float(loudness[1]) + 16) <= 0.5
    assert peak is not None
    assert float(peak[1]) <= -1


@pytest.mark.external
@pytest.mark.skipif(absent("ffmpeg", "mp3val"), reason="ffmpeg or mp3val is not installed")
def test_strict_decoders_find_nothing(output: Path, language: str) -> None:
    decoded = said(["ffmpeg", "-v", "error", "-i", sound(output, language), "-f", "null", "-"])
    judged = said(["mp3val", sound(output, language)])

    assert decoded == ""
    assert "WARNING" not in judged
    assert "ERROR" not in judged


def test_every_word_of_the_article_is_spoken_once_and_in_order(workspace: Path, language: str) -> None:
    plan = plan_of(workspace, language)
    announced = ("announcement", "disclaimer-short")

    spoken = [each.written for each in plan.script.passages if each.kind not in announced]
    short = [each.written for each in plan.script.passages if each.kind == "disclaimer-short"]

    # The short disclaimer is spoken in the opening; everything else is heard in the order it is read.
    unspoken = {"summary", "notice", "disclaimer-short"}
    assert " ".join(spoken).split() == list(plain_words(plan.edition.document, leave_out=unspoken))
    assert plan.edition.document.disclaimer_short is not None
    assert short == [plain(plan.edition.document.disclaimer_short.markup)]


def test_the_transcript_shows_what_is_spoken_and_nothing_else(
    workspace: Path, output: Path, language: str
) -> None:
    plan = plan_of(workspace, language)
    text = (output / SLUG / language / f"{SLUG}.{language}.vtt").read_text()

    blocks = [block.splitlines() for block in text.split("\n\n")]
    cues = [" ".join(lines[2:]) for lines in blocks if len(lines) > 2 and "-->" in lines[1]]
    shown = html.unescape(re.sub(r"<[^>]+>", "", " ".join(cues))).split()

    assert shown == " ".join(each.written for each in plan.script.passages).split()


def test_the_tags_say_what_must_be_said(output: Path, language: str) -> None:
    tags = MP3(sound(output, language)).tags

    assert tags is not None
    assert str(tags["TLAN"]) == {"en": "eng", "es": "spa", "fr": "fra"}[language]
    assert "algorithmicMedia" in str(tags["TXXX:DigitalSourceType"]) or "trainedAlgorithmicMedia" in str(
        tags["TXXX:DigitalSourceType"]
    )
    assert str(tags["TXXX:Disclosure"])
    assert str(tags["TXXX:License"])
    assert tags.getall("APIC")[0].desc.startswith("A sound wave")
    assert "@" not in str(tags["TXXX:Credits"])


def test_a_second_build_changes_nothing(
    workspace: Path, output: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}

    status = main(["build", "--workspace", str(workspace), "--language", language, "--plain"])

    assert status == 0
    assert "nothing to do" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before
