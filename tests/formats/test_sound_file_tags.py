"""What MP3, M4B and Opus files say beside their sound, read by programs of other people."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen.flac import Picture as FlacPicture

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.base.text import one_line
from builder.base.units import to_ms
from builder.formats import base, mp4, mp4_boxes
from builder.formats.mp4_boxes import find_box
from builder.formats.names import RECORDING_NAMES, SoundFormatName
from builder.formats.sound_tags import sound_tags
from builder.model.publication import Picture, Publication
from builder.model.sound import EncodedUnit
from builder.testing.programs import absent
from builder.testing.sound_files import (
    COVER,
    TEXTS,
    Murmurs,
    encoded,
    murmurs,
    spoken_document,
    spoken_publication,
    write_sound,
)

CHAPTERS = 5
HOSTILE = 'a\0b\r\nc --> d = e; \\f "g" <h> & 🎧 \u202eעברית\u2028TITLE=x\nCHAPTER000=0\x7f'


@dataclass(frozen=True)
class Written:
    name: SoundFormatName
    path: Path
    publication: Publication
    units: tuple[EncodedUnit, ...]


@pytest.fixture(scope="module")
def recording() -> Murmurs:
    return murmurs(CHAPTERS * 2, chapters=CHAPTERS)


@pytest.fixture(scope="module", params=RECORDING_NAMES)
def written(
    request: pytest.FixtureRequest, recording: Murmurs, tmp_path_factory: pytest.TempPathFactory
) -> Written:
    return _written(request.param, recording, recording.publication, tmp_path_factory.mktemp("tags"))


def _written(name: SoundFormatName, recording: Murmurs, publication: Publication, folder: Path) -> Written:
    units = encoded(recording, base.load(name).CODEC)
    path = write_sound(folder / base.load(name).path(publication), name, publication, units)
    return Written(name, path, publication, units)


def hostile(recording: Murmurs) -> Publication:
    """Return the publication with a text in every field that somebody else may write."""
    chapters = tuple(replace(each, title=HOSTILE) for each in recording.script.chapters)
    publication = spoken_publication(
        replace(recording.script, chapters=chapters),
        recording.heads,
        document=spoken_document(author=HOSTILE),
    )
    document = publication.edition.document
    markup = HOSTILE.replace("&", "&amp;").replace("<h>", "&lt;h&gt;")
    document = replace(document, title=replace(document.title, markup=markup))
    return replace(
        publication,
        show=replace(publication.show, title=HOSTILE, owner=HOSTILE),
        edition=replace(publication.edition, document=document),
        voices=tuple(replace(voice, attribution=HOSTILE) for voice in publication.voices),
    )


def ffprobe(path: Path) -> Mapping[str, Any]:
    """Return what ffprobe tells of chapters, tags and streams, tag names in lower case."""
    shown = ["-show_chapters", "-show_format", "-show_streams", "-of", "json"]
    run = subprocess.run(["ffprobe", "-v", "error", *shown, str(path)], capture_output=True, check=True)
    assert run.stderr == b""
    found: Mapping[str, Any] = json.loads(run.stdout)
    sound = next(stream for stream in found["streams"] if stream["codec_type"] == "audio")
    tags = {**sound.get("tags", {}), **found["format"].get("tags", {})}
    return {**found, "tags": {name.lower(): value for name, value in tags.items()}, "sound": sound}


def expected_chapters(publication: Publication) -> list[tuple[str, int]]:
    rate = publication.timeline.sample_rate_hz
    return [(each.title, to_ms(each.start, rate)) for each in publication.timeline.chapters]


needs_ffprobe = pytest.mark.skipif(absent("ffprobe"), reason="ffprobe is not installed")


@pytest.mark.external
@needs_ffprobe
def test_ffprobe_reads_the_chapters_of_the_timeline(written: Written) -> None:
    chapters = ffprobe(written.path)["chapters"]

    read = [(each["tags"]["title"], round(float(each["start_time"]) * 1000)) for each in chapters]
    assert read == expected_chapters(written.publication)


@pytest.mark.external
@needs_ffprobe
def test_ffprobe_reads_what_the_tags_say(written: Written) -> None:
    tags = ffprobe(written.path)["tags"]

    said = sound_tags(written.publication, TEXTS)
    assert (tags["title"], tags["album"], tags["artist"], tags["genre"]) == (
        "Ketamine & mood", "Editions", "The Owner", "Podcast",
    )  # fmt: skip
    assert tags["copyright"] == said.copyright_line
    named = {name.lower(): text for name, text in said.named_texts.items()}
    assert {name: tags[name] for name in named} == named


@pytest.mark.external
@needs_ffprobe
def test_ffprobe_reads_hostile_texts_as_plain_ones(
    recording: Murmurs, written: Written, tmp_path: Path
) -> None:
    publication = hostile(recording)

    made = _written(written.name, recording, publication, tmp_path)

    found = ffprobe(made.path)
    line = one_line(HOSTILE)
    assert "\0" not in line
    assert "\n" not in line
    assert [each["tags"]["title"] for each in found["chapters"]] == [line] * CHAPTERS
    assert (found["tags"]["title"], found["tags"]["album"], found["tags"]["artist"]) == (line, line, line)
    assert "chapter000" not in {name.lower() for name in found["format"].get("tags", {})}


def test_hostile_texts_leave_the_length_as_it_is(
    recording: Murmurs, written: Written, tmp_path: Path
) -> None:
    made = _written(written.name, recording, hostile(recording), tmp_path)

    assert mutagen.File(made.path).info.length == mutagen.File(written.path).info.length


def test_words_of_the_tags_are_found_and_others_are_not(written: Written) -> None:
    module = base.load(written.name)

    with written.path.open("rb") as file:
        said = [module.says(file, words) for words in ("Tones by T. One", "Tones by T. Two", "The Owner.")]

    assert said == [True, False, True]


def test_hostile_words_of_a_licence_are_found(recording: Murmurs, written: Written, tmp_path: Path) -> None:
    made = _written(written.name, recording, hostile(recording), tmp_path)

    with made.path.open("rb") as file:
        assert base.load(written.name).says(file, HOSTILE)


def test_another_kind_of_file_is_told(written: Written) -> None:
    with pytest.raises(ValueError, match="where"):
        base.load(written.name).says(io.BytesIO(b"RIFF" + bytes(100)), "words")


def test_no_address_of_a_person_is_in_the_file(written: Written) -> None:
    data = written.path.read_bytes()

    assert b"owner@example.org" not in data
    assert "owner@example.org".encode("utf-16-le") not in data


def test_what_the_tags_say_is_told_by_their_bytes(written: Written) -> None:
    module, publication = base.load(written.name), written.publication
    other = replace(publication, timeline=replace(publication.timeline, chapters=()))

    rendered = module.render_tags(publication, TEXTS, cover=COVER)

    assert rendered == module.render_tags(publication, TEXTS, cover=COVER)
    assert rendered != module.render_tags(other, TEXTS, cover=COVER)
    assert rendered != module.render_tags(publication, TEXTS, cover=None)


def test_a_cover_that_is_no_picture_is_refused(written: Written, tmp_path: Path) -> None:
    cover = Picture(data=b"GIF89a", description="")

    with pytest.raises(ContentError, match="neither JPEG nor PNG"):
        base.load(written.name).write(
            tmp_path / "sound", written.publication, written.units, TEXTS, cover=cover
        )

    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def m4b(recording: Murmurs, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return _written("m4b", recording, recording.publication, tmp_path_factory.mktemp("m4b"))


@pytest.fixture(scope="module")
def opus(recording: Murmurs, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return _written("opus", recording, recording.publication, tmp_path_factory.mktemp("opus"))


def test_an_m4b_has_the_tags_players_know_and_free_ones(m4b: Written) -> None:
    tags = mutagen.File(m4b.path).tags

    said = sound_tags(m4b.publication, TEXTS)
    names = ("©nam", "©alb", "©ART", "aART", "©gen", "©day", "cprt", "©cmt", "©lyr", "stik")
    assert [tags[name][0] for name in names] == [
        "Ketamine & mood", "Editions", "The Owner", "The Owner", "Podcast", "2026-03-01", said.copyright_line,
        said.comment, said.transcript, 2,
    ]  # fmt: skip
    free = {
        name.rpartition(":")[2]: bytes(tags[name][0]).decode() for name in tags if name.startswith("----")
    }
    assert free == {
        "Author": "A. Writer",
        "Language": "en",
        "Website": "https://example.org/pod/ketamine/en/",
        "CoverDescription": "A wave",
        **said.named_texts,
    }
    assert bytes(tags["covr"][0]) == COVER.data


def test_mutagen_reads_neros_list_of_chapters(m4b: Written) -> None:
    chapters = mutagen.File(m4b.path).chapters

    read = [(each.title, round(each.start * 1000)) for each in chapters]
    assert read == expected_chapters(m4b.publication)


def test_an_m4b_plays_from_its_first_bytes(m4b: Written) -> None:
    data = m4b.path.read_bytes()

    assert data[4:12] == b"ftypM4B "
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.external
@needs_ffprobe
def test_the_sound_of_an_m4b_is_in_the_editions_language(recording: Murmurs, tmp_path: Path) -> None:
    publication = recording.publication
    edition = replace(
        publication.edition, document=replace(publication.edition.document, language=Language("pt-BR"))
    )

    made = _written("m4b", recording, replace(publication, edition=edition), tmp_path)

    assert ffprobe(made.path)["sound"]["tags"]["language"] == "por"
    with made.path.open("rb") as file:
        assert find_box(file, "moov", "trak", "mdia", "elng") == b"\0\0\0\0pt-BR\0"


@pytest.mark.external
@pytest.mark.skipif(absent("mediainfo"), reason="mediainfo is not installed")
def test_mediainfo_reads_both_kinds_of_chapters_of_an_m4b(m4b: Written) -> None:
    menus = _mediainfo_menus(m4b.path)

    assert len(menus) == 2
    assert all(menu == expected_chapters(m4b.publication) for menu in menus)


@pytest.mark.external
@pytest.mark.skipif(absent("mediainfo"), reason="mediainfo is not installed")
def test_mediainfo_reads_the_chapters_of_an_opus(opus: Written) -> None:
    assert _mediainfo_menus(opus.path) == [expected_chapters(opus.publication)]


def _mediainfo_menus(path: Path) -> list[list[tuple[str, int]]]:
    run = subprocess.run(
        ["mediainfo", "--Output=JSON", str(path)], capture_output=True, text=True, check=True
    )
    menus = [each["extra"] for each in json.loads(run.stdout)["media"]["track"] if each["@type"] == "Menu"]
    return [
        [(title, _position_ms(name)) for name, title in menu.items() if re.fullmatch(r"_[\d_]{12}", name)]
        for menu in menus
    ]


def _position_ms(name: str) -> int:
    hours, minutes, seconds, ms = map(int, name.strip("_").replace("_", ":").split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


@pytest.mark.external
@pytest.mark.skipif(absent("AtomicParsley"), reason="AtomicParsley is not installed")
def test_atomicparsley_reads_tags_and_tree(m4b: Written) -> None:
    tags, tree = (
        subprocess.run(
            ["AtomicParsley", str(m4b.path), flag], capture_output=True, text=True, check=True
        ).stdout
        for flag in ("-t", "-T")
    )

    assert 'Atom "©nam" contains: Ketamine & mood' in tags
    assert "com.apple.iTunes;DigitalSourceType] contains: http://cv.iptc.org/" in tags
    assert 'Atom "covr" contains: 1 piece of artwork' in tags
    assert "Atom chpl" in tree


def test_more_chapters_than_neros_list_holds_are_in_the_track(recording: Murmurs, tmp_path: Path) -> None:
    publication = _with_chapters(recording.publication, 300)

    made = _written("m4b", recording, publication, tmp_path)

    with made.path.open("rb") as file:
        assert find_box(file, "moov", "udta", "chpl")[8] == 255
    data = made.path.read_bytes()
    assert data.count(b"encd\0\0\1\0") == 300


@pytest.mark.external
@needs_ffprobe
def test_long_titles_are_cut_between_two_characters_where_they_must(
    recording: Murmurs, tmp_path: Path
) -> None:
    title = "🎧" * 100
    chapters = tuple(replace(each, title=title) for each in recording.publication.timeline.chapters)
    publication = replace(
        recording.publication, timeline=replace(recording.publication.timeline, chapters=chapters)
    )

    made = _written("m4b", recording, publication, tmp_path)

    assert [each.title for each in mutagen.File(made.path).chapters] == ["🎧" * 63] * CHAPTERS
    assert {each["tags"]["title"] for each in ffprobe(made.path)["chapters"]} == {title}


def test_an_m4b_without_chapters_has_no_track_of_them(recording: Murmurs, tmp_path: Path) -> None:
    made = _written("m4b", recording, _with_chapters(recording.publication, 0), tmp_path)

    assert made.path.read_bytes().count(b"trak") == 1
    assert not mutagen.File(made.path).chapters


@pytest.mark.external
@pytest.mark.skipif(absent("ffprobe", "ffmpeg"), reason="ffmpeg is not installed")
def test_an_m4b_past_32_bits_is_read_too(
    recording: Murmurs, m4b: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Sizes and times over the limit take the wide boxes; here the limit is low, in place of the file large.
    monkeypatch.setattr(mp4, "MOST_32", 20_000)
    monkeypatch.setattr(mp4_boxes, "MOST_32", 20_000)

    wide = _written("m4b", recording, recording.publication, tmp_path)

    assert b"co64" in wide.path.read_bytes()
    assert ffprobe(wide.path)["chapters"] == ffprobe(m4b.path)["chapters"]
    assert ffprobe(wide.path)["format"]["duration"] == ffprobe(m4b.path)["format"]["duration"]
    assert _packets(wide.path) == _packets(m4b.path)
    assert mutagen.File(wide.path).info.length == mutagen.File(m4b.path).info.length
    with wide.path.open("rb") as file:
        assert base.load("m4b").says(file, "Tones by T. One")


def _packets(path: Path) -> list[bytes]:
    import av

    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(container.streams.audio[0])]


def test_an_opus_has_comments_chapters_links_and_a_cover(opus: Written) -> None:
    tags = mutagen.File(opus.path)

    said = sound_tags(opus.publication, TEXTS)
    names = (
        "title",
        "album",
        "artist",
        "author",
        "genre",
        "date",
        "language",
        "website",
        "lyrics",
        "comment",
    )
    assert [tags[name][0] for name in names] == [
        "Ketamine & mood", "Editions", "The Owner", "A. Writer", "Podcast", "2026-03-01", "en",
        "https://example.org/pod/ketamine/en/", said.transcript, said.comment,
    ]  # fmt: skip
    assert {name: tags[name][0] for name in said.named_texts} == said.named_texts
    assert tags["chapter001name"] == ["Chapter 2"]
    assert tags["chapter001url"] == ["https://example.org/pod/ketamine/en/#s-2"]
    picture = FlacPicture(base64.b64decode(tags["metadata_block_picture"][0]))
    assert (picture.type, picture.mime, picture.desc, picture.data) == (3, "image/png", "A wave", COVER.data)


def test_a_cover_larger_than_a_page_is_read_back(recording: Murmurs, tmp_path: Path) -> None:
    cover = Picture(data=COVER.data + bytes(200_000), description="Large")
    units = encoded(recording, "opus")

    base.load("opus").write(tmp_path / "a.opus", recording.publication, units, TEXTS, cover=cover)

    read = mutagen.File(tmp_path / "a.opus")
    assert FlacPicture(base64.b64decode(read["metadata_block_picture"][0])).data == cover.data


@pytest.mark.external
@pytest.mark.skipif(absent("opusinfo"), reason="opusinfo is not installed")
def test_opusinfo_warns_of_nothing(opus: Written, recording: Murmurs, tmp_path: Path) -> None:
    large = Picture(data=COVER.data + bytes(200_000), description="Large")
    base.load("opus").write(tmp_path / "a.opus", recording.publication, opus.units, TEXTS, cover=large)

    for path in (opus.path, tmp_path / "a.opus"):
        run = subprocess.run(["opusinfo", str(path)], capture_output=True, text=True, check=True)

        assert "warning" not in (run.stdout + run.stderr).lower()
        heard = re.search(r"Playback length: 0m:([\d.]+)s", run.stdout)
        assert heard
        assert float(heard[1]) == pytest.approx(recording.publication.timeline.frames / 24_000, abs=0.002)
        assert "Pre-skip: 312" in run.stdout


def _with_chapters(publication: Publication, count: int) -> Publication:
    """Return `publication` with so many chapters of one length."""
    timeline = publication.timeline
    bounds = [timeline.frames * number // max(1, count) for number in range(count + 1)]
    chapters = tuple(
        replace(timeline.chapters[0], id=f"c{number}", title=f"Chapter {number}", start=start, end=end)
        for number, (start, end) in enumerate(pairwise(bounds), start=1)
    )
    return replace(publication, timeline=replace(timeline, chapters=chapters))
