"""A whole MP3 file: sound, chapters and tags, reopened with readers of other people."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from mutagen import mp3 as mutagen_mp3

from builder.audio.pack import pack_packets, unpack_packets
from builder.base.language import Language
from builder.base.units import to_ms
from builder.formats import mp3
from builder.formats.sound_tags import sound_tags
from builder.model.edition import Edition
from builder.model.publication import Publication
from builder.model.show import Rights
from builder.model.sound import EncodedUnit
from builder.testing.hearing import decode, frequency_hz, tone
from builder.testing.programs import absent
from builder.testing.sound_files import COVER, TEXTS, spoken_document, spoken_publication
from builder.testing.spoken import spoken_passage, spoken_script
from builder.testing.units import MadeUnit, made_unit

DOCUMENT = spoken_document()


def encoded(units: tuple[MadeUnit, ...]) -> tuple[EncodedUnit, ...]:
    return tuple(unit.encoded for unit in units)


@dataclass(frozen=True)
class Built:
    path: Path
    publication: Publication
    units: tuple[MadeUnit, ...]
    frequencies: tuple[float, ...]
    """Of each utterance, in order."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Five chapters of four passages of two utterances, each with a frequency of its own."""
    script = spoken_script(
        [
            [
                spoken_passage(f"s-{chapter}-{number}", pauses_ms=(200, 300 + 37 * number))
                for number in range(4)
            ]
            for chapter in range(5)
        ]
    )
    frequencies = tuple(200.0 + 45 * number for number in range(len(script.utterances)))
    tones = iter(frequencies)
    units = tuple(
        made_unit(
            passage,
            [tone(next(tones), 250 + 29 * (number % 7)) for _ in passage.utterances],
            gain_db=0.0,
        )
        for number, passage in enumerate(script.passages)
    )
    publication = spoken_publication(script, [unit.head for unit in units])
    path = tmp_path_factory.mktemp("mp3") / mp3.path(publication)
    mp3.write(path, publication, encoded(units), TEXTS, cover=COVER)
    return Built(path=path, publication=publication, units=units, frequencies=frequencies)


def expected_chapters(built: Built) -> list[tuple[str, int, int]]:
    timeline = built.publication.timeline
    return [
        (chapter.title, to_ms(chapter.start, 24_000), to_ms(chapter.end, 24_000))
        for chapter in timeline.chapters
    ]


def tags_of(built: Built) -> mutagen_mp3.MP3:
    return mutagen_mp3.MP3(built.path, translate=False)


def test_a_file_is_named_for_its_article_and_language(built: Built) -> None:
    assert built.path.name == "ketamine.en.mp3"


def test_every_cue_points_at_its_own_sound(built: Built) -> None:
    samples, rate = decode(built.path)

    heard = [frequency_hz(samples[cue.start : cue.end], rate) for cue in built.publication.timeline.cues]

    assert heard == pytest.approx(list(built.frequencies), abs=2)


def test_the_file_sounds_as_long_as_its_timeline(built: Built) -> None:
    samples, _ = decode(built.path)

    assert len(samples) == built.publication.timeline.frames


def test_mutagen_reads_the_chapters_of_the_timeline(built: Built) -> None:
    chapters = sorted(tags_of(built).tags.getall("CHAP"), key=lambda chapter: chapter.start_time)

    read = [(each.sub_frames["TIT2"].text[0], each.start_time, each.end_time) for each in chapters]
    assert read == expected_chapters(built)


def test_chapters_link_to_their_place_on_the_page(built: Built) -> None:
    chapters = tags_of(built).tags.getall("CHAP")

    links = {chapter.sub_frames["WXXX:"].url for chapter in chapters}
    assert links == {f"https://example.org/pod/ketamine/en/#s-{number}" for number in range(1, 6)}


def test_tags_name_article_show_author_and_rights(built: Built) -> None:
    tags = tags_of(built).tags

    names = ("TIT2", "TALB", "TPE1", "TEXT", "TLAN", "TYER", "TDAT", "TCOP")
    assert [tags[name].text[0] for name in names] == [
        "Ketamine & mood", "Editions", "The Owner", "A. Writer", "eng", "2026", "0103",
        "2026 The Owner. All rights reserved",
    ]  # fmt: skip


def test_tags_disclose_the_voice_and_credit_by_name(built: Built) -> None:
    texts = {frame.desc: frame.text[0] for frame in tags_of(built).tags.getall("TXXX")}

    assert texts["Disclosure"] == "The voice in this edition is synthetic."
    assert texts["DigitalSourceType"].endswith("/algorithmicMedia")
    assert texts["License"] == "All rights reserved"
    assert "A. Writer" in texts["Credits"]
    assert "Tones by T. One" in texts["Credits"]


def test_comment_and_transcript_hold_disclosure_disclaimer_and_every_word(built: Built) -> None:
    tags = tags_of(built).tags

    comment, transcript = tags["COMM::eng"].text[0], tags["USLT::eng"].text
    assert "The voice in this edition is synthetic." in comment
    assert "This is not medical advice." in comment
    assert all(cue.text in transcript for cue in built.publication.timeline.cues)


def test_no_address_of_a_person_is_in_the_file(built: Built) -> None:
    data = built.path.read_bytes()

    assert b"owner@example.org" not in data
    assert "owner@example.org".encode("utf-16-le") not in data


def test_the_cover_is_there_with_its_description(built: Built) -> None:
    picture = tags_of(built).tags.getall("APIC")[0]

    assert (picture.data, picture.desc) == (COVER.data, "A wave")


def test_a_licence_the_publisher_gave_is_told(built: Built) -> None:
    licence = "CC BY 4.0"
    show = replace(built.publication.show, rights=Rights(article=licence, audio=licence))

    tags = sound_tags(replace(built.publication, show=show), TEXTS)

    assert tags.named_texts["License"] == licence


def test_an_unreviewed_machine_translation_is_disclosed(built: Built) -> None:
    source = replace(
        DOCUMENT, language=Language("de"), disclaimer=replace(DOCUMENT.title, markup="Kein Rat.")
    )
    edition = Edition(document=DOCUMENT, source=source, method="machine", reviewed=False)

    tags = sound_tags(replace(built.publication, edition=edition), TEXTS)

    assert "made by a machine" in tags.named_texts["Disclosure"]
    assert "No person has reviewed" in tags.named_texts["Disclosure"]
    assert "Kein Rat." in (tags.comment or "")


def test_chapters_without_an_address_have_no_links(built: Built) -> None:
    show = replace(built.publication.show, base_url=None)

    tags = sound_tags(replace(built.publication, show=show), TEXTS)

    assert {chapter.link for chapter in tags.chapters} == {None}
    assert tags.link is None


def test_the_same_publication_gives_the_same_bytes(built: Built, tmp_path: Path) -> None:
    again = tmp_path / "again.mp3"

    units = map(unpack_packets, map(pack_packets, encoded(built.units)))

    mp3.write(again, built.publication, units, TEXTS, cover=COVER)

    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (built.path, again)]
    assert digests[0] == digests[1]


def test_units_of_another_timeline_are_refused_and_leave_no_file(built: Built, tmp_path: Path) -> None:
    target = tmp_path / "short.mp3"

    with pytest.raises(ValueError, match="packets for a timeline of"):
        mp3.write(target, built.publication, encoded(built.units[:-1]), TEXTS)

    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_number_of_units(built: Built, tmp_path: Path) -> None:
    repeats = 400
    packed = pack_packets(built.units[0].encoded)
    frames = built.units[0].frames * repeats
    timeline = replace(built.publication.timeline, frames=frames)
    publication = replace(built.publication, timeline=timeline)

    def stream() -> Iterator[EncodedUnit]:
        return (unpack_packets(packed) for _ in range(repeats))

    tracemalloc.start()
    mp3.write(tmp_path / "long.mp3", publication, stream(), TEXTS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (tmp_path / "long.mp3").stat().st_size > 3_000_000
    assert peak < 1_000_000


@pytest.mark.external
@pytest.mark.skipif(absent("ffprobe"), reason="ffprobe is not installed")
def test_ffprobe_reads_the_chapters_in_order_within_2_ms(built: Built) -> None:
    run = subprocess.run(
        ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-of", "json", str(built.path)],
        capture_output=True,
        text=True,
        check=True,
    )

    shown = json.loads(run.stdout)
    titles = [chapter["tags"]["title"] for chapter in shown["chapters"]]
    times = [
        float(chapter[end]) * 1000 for chapter in shown["chapters"] for end in ("start_time", "end_time")
    ]
    expected = expected_chapters(built)
    assert run.stderr == ""
    assert titles == [title for title, _, _ in expected]
    assert times == pytest.approx([time for _, start, end in expected for time in (start, end)], abs=2)
    # It counts whole packets, with the delay and the padding that players cut.
    duration = float(shown["format"]["duration"])
    assert 0 <= duration - built.publication.timeline.frames / 24_000 < 0.071


@pytest.mark.external
@pytest.mark.skipif(absent("ffmpeg"), reason="ffmpeg is not installed")
def test_ffmpeg_complains_of_nothing(built: Built) -> None:
    run = subprocess.run(
        ["ffmpeg", "-v", "warning", "-i", str(built.path), "-map", "0:a", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stderr == ""


@pytest.mark.external
@pytest.mark.skipif(absent("mp3val"), reason="mp3val is not installed")
def test_mp3val_finds_no_problem(built: Built) -> None:
    run = subprocess.run(["mp3val", str(built.path)], capture_output=True, text=True, check=True)

    assert "WARNING" not in run.stdout
    assert "ERROR" not in run.stdout
