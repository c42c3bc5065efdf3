"""The zip with one MP3 a chapter, unpacked and played with programs of other people."""

from __future__ import annotations

import io
import json
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from mutagen import mp3 as mutagen_mp3

from builder.audio.codecs import encoder
from builder.audio.timeline import lay_out
from builder.base.language import Language
from builder.base.units import to_ms
from builder.formats import base, chapter_folder
from builder.formats.chapter_files import chapter_files, share_out, write_chapter
from builder.formats.names import DEFAULT, NAMES
from builder.model.publication import Publication
from builder.model.script import Script
from builder.model.sound import DEFAULT_SOUND, EncodedUnit
from builder.testing.hearing import decode, lag
from builder.testing.programs import absent
from builder.testing.sound_files import COVER, TEXTS, Murmurs, encoded, murmurs, spoken_publication

TITLES = (
    "Opening",
    "What/Why: <5 mg>? 😀",
    "Qué hace la kétamine",
    "الآثار الجانبية",
    "Opening",
    "Never\0 take\n it " + "very " * 60 + "lightly",
)
FILES = (
    "01 Opening.mp3",
    "02.mp3",
    "03 Que hace la ketamine.mp3",
    "04.mp3",
    "05 Opening.mp3",
    "06 Never take it very very very very very very very very....mp3",
)


@dataclass(frozen=True)
class Unpacked:
    zipped: Path
    folder: Path
    recording: Murmurs
    publication: Publication

    @property
    def sounds(self) -> list[Path]:
        return sorted(self.folder.glob("*.mp3"))


def titled(script: Script, titles: Sequence[str] = TITLES) -> Script:
    chapters = zip(script.chapters, titles, strict=True)
    return replace(script, chapters=tuple(replace(each, title=title) for each, title in chapters))


def publication_of(recording: Murmurs, titles: Sequence[str] = TITLES) -> Publication:
    publication = spoken_publication(titled(recording.script, titles), recording.heads)
    return replace(publication, timeline=lay_out(publication.script, recording.heads))


def write(target: Path, publication: Publication, units: Sequence[EncodedUnit]) -> Path:
    chapter_folder.write(target, publication, units, TEXTS, cover=COVER)
    return target


def entries(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {Path(each.filename).name: archive.read(each) for each in archive.infolist()}


@pytest.fixture(scope="module")
def recording() -> Murmurs:
    return murmurs(6 * 4, chapters=6)


@pytest.fixture(scope="module")
def units(recording: Murmurs) -> tuple[EncodedUnit, ...]:
    return encoded(recording, "mp3")


@pytest.fixture(scope="module")
def unpacked(
    recording: Murmurs, units: tuple[EncodedUnit, ...], tmp_path_factory: pytest.TempPathFactory
) -> Unpacked:
    folder, publication = tmp_path_factory.mktemp("zip"), publication_of(recording)
    zipped = write(folder / chapter_folder.path(publication), publication, units)
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
    return Unpacked(zipped, folder / "ketamine.en", recording, publication)


def tags_of(path: Path) -> mutagen_mp3.MP3:
    return mutagen_mp3.MP3(path, translate=False)


def test_files_are_numbered_and_named_in_ascii(unpacked: Unpacked) -> None:
    with zipfile.ZipFile(unpacked.zipped) as archive:
        names = archive.namelist()

    inside = ("README.txt", "ketamine.en.m3u8", *FILES)
    assert unpacked.zipped.name == "ketamine.en.chapters.zip"
    assert names == [f"ketamine.en/{name}" for name in inside]
    assert max(map(len, inside)) <= 64


def test_a_hundred_chapters_sort_by_name() -> None:
    recording = murmurs(1)
    chapter = recording.script.chapters[0]
    script = replace(recording.script, chapters=(replace(chapter, title="A"),) * 100)
    publication = spoken_publication(script, recording.heads * 100)

    names = [
        line for line in chapter_folder.render_playlist(publication).decode().splitlines() if line[0] != "#"
    ]

    assert (names[0], names[-1]) == ("001 A.mp3", "100 A.mp3")
    assert names == sorted(names)


def test_entries_are_stored_without_a_time_for_everyone_to_read(unpacked: Unpacked) -> None:
    with zipfile.ZipFile(unpacked.zipped) as archive:
        found = archive.infolist()
        broken = archive.testzip()

    assert broken is None
    assert {each.compress_type for each in found} == {zipfile.ZIP_STORED}
    assert {each.date_time for each in found} == {(1980, 1, 1, 0, 0, 0)}
    assert {(each.create_system, each.external_attr) for each in found} == {(3, 0o100644 << 16)}
    # A size behind the data instead of before it stops readers that take an archive as a stream.
    assert {each.flag_bits for each in found} == {0}


def test_each_file_decodes_to_exactly_its_chapter(unpacked: Unpacked) -> None:
    lengths = [len(decode(path)[0]) for path in unpacked.sounds]

    assert lengths == [each.end - each.start for each in unpacked.publication.timeline.chapters]
    assert sum(lengths) == unpacked.publication.timeline.frames


def test_every_unit_is_heard_at_the_packet_nearest_to_its_place_in_its_file(unpacked: Unpacked) -> None:
    codec = encoder("mp3", DEFAULT_SOUND).codec
    timeline, samples = unpacked.publication.timeline, iter(unpacked.recording.samples)
    starts = iter(timeline.unit_starts)

    lags = []
    for path, file in zip(unpacked.sounds, chapter_files(unpacked.publication), strict=True):
        heard, _ = decode(path)
        for _ in file.passages:
            place = codec.snap(next(starts) - file.chapter.start, 24_000) * codec.frame_size
            lags.append(lag(heard, next(samples)[:8_000], place))

    assert set(lags) == {0}


def test_tags_of_a_file_tell_its_chapter_and_the_edition(unpacked: Unpacked) -> None:
    tags = tags_of(unpacked.sounds[2]).tags

    names = ("TIT2", "TRCK", "TALB", "TPE1", "TLAN")
    assert [tags[name].text[0] for name in names] == [
        TITLES[2], "3/6", "Ketamine & mood", "The Owner", "eng",
    ]  # fmt: skip
    assert tags["WXXX:"].url == "https://example.org/pod/ketamine/en/#s-3"
    assert tags.getall("APIC")[0].data == COVER.data
    assert tags["USLT::eng"].text.splitlines() == [
        passage.written for passage in unpacked.publication.script.chapters[2].passages
    ]
    assert not tags.getall("CHAP")


def test_every_file_discloses_the_voice_and_holds_the_disclaimer(unpacked: Unpacked) -> None:
    for path in unpacked.sounds:
        tags = tags_of(path).tags
        texts = {frame.desc: frame.text[0] for frame in tags.getall("TXXX")}
        assert texts["DigitalSourceType"].endswith("/algorithmicMedia")
        assert texts["Disclosure"] == "The voice in this edition is synthetic."
        assert "Tones by T. One" in texts["Attribution"]
        assert "This is not medical advice." in tags["COMM::eng"].text[0]


def test_mutagen_reads_the_length_of_every_file(unpacked: Unpacked) -> None:
    lengths_s = [tags_of(path).info.length for path in unpacked.sounds]

    expected = [file.frames / 24_000 for file in chapter_files(unpacked.publication)]
    assert lengths_s == pytest.approx(expected, abs=0.05)
    assert [tags_of(path).info.bitrate for path in unpacked.sounds] == [64_000] * 6


def test_the_playlist_names_every_file_with_title_and_length(unpacked: Unpacked) -> None:
    lines = (unpacked.folder / "ketamine.en.m3u8").read_text(encoding="utf-8").splitlines()

    durations = [(to_ms(file.frames, 24_000) + 500) // 1000 for file in chapter_files(unpacked.publication)]
    titles = (*TITLES[:5], "Never\N{REPLACEMENT CHARACTER} take it " + "very " * 60 + "lightly")
    assert lines[:2] == ["#EXTM3U", "#PLAYLIST:Ketamine & mood"]
    assert lines[2::2] == [
        f"#EXTINF:{seconds},{title}" for seconds, title in zip(durations, titles, strict=True)
    ]
    assert lines[3::2] == list(FILES)


def test_the_text_holds_title_disclosure_files_disclaimer_and_credits(unpacked: Unpacked) -> None:
    data = (unpacked.folder / "README.txt").read_bytes()

    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbfKetamine & mood\r\n\r\n")
    assert text.count("\n") == text.count("\r\n")
    parts = (
        "The voice in this edition is synthetic.", "1. Opening (0:", "04.mp3", "This is not medical advice.",
        "By A. Writer", "Tones by T. One", "All rights reserved", "https://example.org/pod/ketamine/en/",
    )  # fmt: skip
    assert [part for part in parts if part not in text] == []


def test_a_text_longer_than_tags_can_be_keeps_every_word(recording: Murmurs) -> None:
    publication = publication_of(recording)
    notice = "Word. " * 5_000 + "The end."
    document = publication.edition.document
    assert document.disclaimer is not None
    document = replace(document, disclaimer=replace(document.disclaimer, markup=notice))
    publication = replace(publication, edition=replace(publication.edition, document=document))

    text = chapter_folder.render_readme(publication, TEXTS).decode("utf-8-sig")

    assert notice in text
    assert "By A. Writer" in text


def test_an_unreviewed_translation_brings_the_original_disclaimer(recording: Murmurs) -> None:
    publication = publication_of(recording)
    document = publication.edition.document
    assert document.disclaimer is not None
    german = replace(
        document, language=Language("de"), disclaimer=replace(document.disclaimer, markup="Kein Rat.")
    )
    edition = replace(publication.edition, source=german, method="machine", reviewed=False)

    text = chapter_folder.render_readme(replace(publication, edition=edition), TEXTS).decode("utf-8-sig")

    assert "Kein Rat." in text
    assert "No person has reviewed" in text


def test_the_same_units_give_the_same_bytes(
    unpacked: Unpacked, units: tuple[EncodedUnit, ...], tmp_path: Path
) -> None:
    again = write(tmp_path / "again.zip", unpacked.publication, units)

    assert again.read_bytes() == unpacked.zipped.read_bytes()


def test_an_edited_chapter_leaves_the_files_of_the_others_as_they_are(
    unpacked: Unpacked, units: tuple[EncodedUnit, ...], tmp_path: Path
) -> None:
    # The second chapter's last unit becomes another one, of a length that moves every packet behind it.
    edited = list(unpacked.recording.heads)
    edited[7] = unpacked.recording.heads[1]
    publication = publication_of(replace(unpacked.recording, heads=tuple(edited)))
    other_units = [*units[:7], units[1], *units[8:]]

    after = entries(write(tmp_path / "edited.zip", publication, other_units))

    before = entries(unpacked.zipped)
    assert publication.timeline.frames != unpacked.publication.timeline.frames
    changed = {name for name in before if before[name] != after[name]}
    assert changed - {"README.txt", "ketamine.en.m3u8"} == {FILES[1]}


def test_a_new_title_changes_no_sound(
    unpacked: Unpacked, units: tuple[EncodedUnit, ...], tmp_path: Path
) -> None:
    publication = publication_of(unpacked.recording, ("Overture", *TITLES[1:]))

    after = entries(write(tmp_path / "titled.zip", publication, units))

    before = entries(unpacked.zipped)
    sounds = [sound[10 + mutagen_size(sound) :] for sound in (before[FILES[0]], after["01 Overture.mp3"])]
    assert sounds[0] == sounds[1]
    assert all(before[name] == after[name] for name in FILES[1:])


def mutagen_size(data: bytes) -> int:
    """Return the size of the tag in front, as mutagen reads it."""
    return mutagen_mp3.MP3(io.BytesIO(data)).tags.size - 10


@pytest.mark.parametrize(
    "change",
    [
        lambda publication: replace(publication, script=titled(publication.script, ("New", *TITLES[1:]))),
        lambda publication: replace(publication, show=replace(publication.show, owner="Another")),
        lambda publication: replace(
            publication, timeline=replace(publication.timeline, chapters=publication.timeline.chapters[::-1])
        ),
    ],
    ids=["title", "owner", "order"],
)
def test_what_is_beside_the_sound_tells_when_it_changes(recording: Murmurs, change: object) -> None:
    publication = publication_of(recording)
    assert callable(change)
    changed = change(publication)
    changed = replace(
        changed,
        timeline=lay_out(changed.script, recording.heads)
        if changed.script != publication.script
        else changed.timeline,
    )

    told = [chapter_folder.render_tags(each, TEXTS, cover=COVER) for each in (publication, changed)]

    assert told[0] != told[1]
    assert told[0] == chapter_folder.render_tags(publication, TEXTS, cover=COVER)
    assert told[0] != chapter_folder.render_tags(publication, TEXTS, cover=None)


@pytest.mark.parametrize("count", [-1, 1])
def test_units_of_another_script_are_refused_and_leave_no_file(
    recording: Murmurs, units: tuple[EncodedUnit, ...], tmp_path: Path, count: int
) -> None:
    given = units[:-1] if count < 0 else (*units, units[0])

    with pytest.raises(ValueError, match=r"packets for a timeline of|more units than"):
        write(tmp_path / "broken.zip", publication_of(recording), given)

    assert list(tmp_path.iterdir()) == []


def test_memory_grows_neither_with_the_units_of_a_chapter_nor_with_chapters(tmp_path: Path) -> None:
    recording = murmurs(1)
    unit, head, passage = encoded(recording, "mp3")[0], recording.heads[0], recording.script.passages[0]
    chapter = recording.script.chapters[0]
    peaks = []
    for chapters, repeats in ((1, 20), (1, 2_000), (10, 200)):
        script = replace(
            recording.script, chapters=(replace(chapter, passages=(passage,) * repeats),) * chapters
        )
        publication = spoken_publication(script, [head] * (chapters * repeats))

        tracemalloc.start()
        chapter_folder.write(tmp_path / "long.zip", publication, fresh(unit, chapters * repeats), TEXTS)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert (tmp_path / "long.zip").stat().st_size > 9_000_000
    assert max(peaks) < 4_000_000


def fresh(unit: EncodedUnit, count: int) -> Iterator[EncodedUnit]:
    """Give copies of a unit that share no memory."""
    for _ in range(count):
        yield replace(unit, packets=tuple(bytes(bytearray(packet)) for packet in unit.packets))


def test_a_book_takes_the_same_files_without_tags(
    unpacked: Unpacked, units: tuple[EncodedUnit, ...], tmp_path: Path
) -> None:
    files = chapter_files(unpacked.publication)

    for file, its_units in share_out(files, units):
        path = tmp_path / f"{file.number:02}.mp3"
        with path.open("wb") as target:
            write_chapter(target, file, its_units)

    bare = sorted(tmp_path.glob("*.mp3"))
    assert [path.read_bytes()[0] for path in bare] == [0xFF] * 6
    for one, other in zip(bare, unpacked.sounds, strict=True):
        assert np.array_equal(decode(one)[0], decode(other)[0])


def test_words_are_found_where_every_file_says_them(unpacked: Unpacked) -> None:
    with unpacked.zipped.open("rb") as file:
        found = [chapter_folder.says(file, words) for words in ("Tones by T. One", TITLES[2], "Nobody")]

    assert found == [True, False, False]


def test_words_are_not_found_where_one_chapter_lacks_them(unpacked: Unpacked, tmp_path: Path) -> None:
    target = tmp_path / "one.zip"
    with zipfile.ZipFile(unpacked.zipped) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            lost = "Tones by".encode("utf-16-le")
            after.writestr(name, data.replace(lost, lost[::-1]) if "04" in name else data)

    with target.open("rb") as file:
        assert not chapter_folder.says(file, "Tones by T. One")


def test_what_is_no_archive_is_refused() -> None:
    with pytest.raises(ValueError, match="no archive of chapters"):
        chapter_folder.says(io.BytesIO(b"ID3 and so on"), "Tones")


def test_the_format_is_made_only_where_it_is_asked_for() -> None:
    assert "zip" in NAMES
    assert "zip" not in DEFAULT
    assert base.codecs(["zip"]) == ("mp3",)
    assert base.codecs(["mp3", "zip"]) == ("mp3",)


@pytest.mark.external
@pytest.mark.skipif(absent("unzip"), reason="unzip is not installed")
def test_unzip_finds_no_fault_and_gives_the_same_files(unpacked: Unpacked, tmp_path: Path) -> None:
    test = subprocess.run(["unzip", "-tq", str(unpacked.zipped)], capture_output=True, text=True, check=False)
    subprocess.run(["unzip", "-q", str(unpacked.zipped), "-d", str(tmp_path)], check=True)

    assert test.returncode == 0, test.stdout + test.stderr
    assert test.stdout.startswith("No errors detected")
    assert {path.name: path.read_bytes() for path in (tmp_path / "ketamine.en").iterdir()} == entries(
        unpacked.zipped
    )


@pytest.mark.external
@pytest.mark.skipif(absent("ffmpeg", "ffprobe"), reason="FFmpeg is not installed")
def test_ffmpeg_reads_title_and_track_and_complains_of_nothing(unpacked: Unpacked) -> None:
    for number, path in enumerate(unpacked.sounds, start=1):
        run = subprocess.run(
            ["ffmpeg", "-v", "warning", "-i", str(path), "-map", "0:a", "-f", "null", "-"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        shown = subprocess.run(
            ["ffprobe", "-v", "error", "-show_format", "-of", "json", str(path)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip

        assert run.stderr == ""
        assert json.loads(shown.stdout)["format"]["tags"]["track"] == f"{number}/6"


@pytest.mark.external
@pytest.mark.skipif(absent("mp3val"), reason="mp3val is not installed")
def test_mp3val_finds_no_problem(unpacked: Unpacked) -> None:
    run = subprocess.run(["mp3val", *map(str, unpacked.sounds)], capture_output=True, text=True, check=True)

    assert run.stdout.count("INFO") == 6
    assert "WARNING" not in run.stdout
    assert "ERROR" not in run.stdout


@pytest.mark.external
@pytest.mark.skipif(absent("mpv"), reason="mpv is not installed")
def test_mpv_plays_the_playlist_from_end_to_end(unpacked: Unpacked) -> None:
    run = subprocess.run(
        [
            "mpv", "--no-config", "--vo=null", "--ao=null", "--ao-null-untimed", "--no-video",
            "--msg-level=all=warn", str(unpacked.folder / "ketamine.en.m3u8"),
        ],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip

    assert [line for line in (run.stdout + run.stderr).splitlines() if "rror" in line] == []
