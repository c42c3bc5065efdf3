"""Readers take what the specifications allow and refuse the rest, with a reason."""

from __future__ import annotations

import copy
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import CHAP, COMM, ID3, TIT2, TLAN, TXXX, USLT

from builder.check.readers import page as page_reader
from builder.check.readers import sound
from builder.check.readers.captions import read_srt, read_vtt
from builder.check.readers.data import read_chapters, read_levels, read_transcript, read_words
from builder.check.readers.epub import clock_value_ms, read_epub
from builder.check.readers.page import read_page
from builder.check.readers.read import NoReader, Read, ReadChapter, Unreadable, clock_ms
from builder.check.readers.text import read_text
from builder.check.readers.xml import MOST_DEPTH, parse_xml
from builder.testing.programs import absent
from builder.testing.samples import sample_publication
from builder.testing.sites import hum


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write(data: str | bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


def test_webvtt_with_all_it_may_have_is_read(written: Callable[[str], Path]) -> None:
    read = read_vtt(
        written(
            "\ufeffWEBVTT - tea\r\nLanguage: en\r\n\r\nSTYLE\n::cue { color: red }\n\nNOTE a word\n\n"
            "one\n00:01.000 --> 00:02.500 line:0 align:start\n"
            "<v Ada>Tea &amp; <i.loud>milk</i>,\nno sugar</v>\n\n"
            "01:00:00.000 --> 01:00:01.000\n<lang fr>thé</lang>\n"
        )
    )

    assert [(cue.id, cue.text, cue.start_ms, cue.end_ms) for cue in read.cues or ()] == [
        ("one", "Tea & milk, no sugar", 1000, 2500),
        (None, "thé", 3_600_000, 3_601_000),
    ]
    assert read.language == "en"
    assert "a word" in (read.shown or "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("WEBVTTX\n", "does not begin with WEBVTT"),
        ("WEBVTT\n\n00:01.00 --> 00:02.000\na", "has the times"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\na", "has the times"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na < b", "unescaped"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na & b", "unescaped"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000", '"-->" in it'),
        ("WEBVTT\n\n\0", "zero byte"),
    ],
)
def test_webvtt_that_breaks_a_rule_is_refused(written: Callable[[str], Path], text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read_vtt(written(text))


def test_srt_is_read_with_and_without_final_blank_lines(written: Callable[[str], Path]) -> None:
    read = read_srt(written("1\r\n00:00:01,000 --> 00:00:02,500\r\nTea\r\nand milk\r\n\r\n"))

    assert [(cue.text, cue.start_ms, cue.end_ms) for cue in read.cues or ()] == [("Tea and milk", 1000, 2500)]


@pytest.mark.parametrize(
    "text",
    [
        "2\n00:00:01,000 --> 00:00:02,000\na",
        "1\n00:00:01.000 --> 00:00:02.000\na",
        "1\n0:1 --> 0:2\na",
        "1\n00:00:0١,000 --> 00:00:02,000\na",
        "1\n00:00:01,000 --> 00:00:02,000\n ",
        "1\n00:00:01,000 --> 00:00:02,000\n<i>a</i>",
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}a",
        "1\n00:00:01,000 --> 00:00:02,000\na --> b",
    ],
)
def test_srt_that_is_written_otherwise_is_refused(written: Callable[[str], Path], text: str) -> None:
    with pytest.raises(Unreadable, match="cue 1"):
        read_srt(written(text))


DATA: tuple[tuple[str, Callable[[Path], Read], dict[str, Any]], ...] = (
    (
        "chapters",
        read_chapters,
        {
            "version": "1.2.0",
            "title": "Tea",
            "chapters": [{"title": "a", "startTime": 0.0, "endTime": 1.5, "url": "https://tea.example/#a"}],
        },
    ),
    (
        "transcript",
        read_transcript,
        {
            "version": "1.0.0",
            "segments": [{"speaker": "Ada", "startTime": 0.5, "endTime": 1.5, "body": "Tea."}],
        },
    ),
    (
        "words",
        read_words,
        {
            "schema": "edition-words/1",
            "title": "Tea",
            "language": "en",
            "duration": 2.0,
            "sentences": [
                {
                    "id": "s-1.1",
                    "start": 0.5,
                    "end": 1.5,
                    "text": "Hot tea.",
                    "speaker": "Ada",
                    "language": "en",
                    "words": [[0.5, 1.0, 0, 3], [1.0, 1.5, 4, 8]],
                }
            ],
        },
    ),
    (
        "levels",
        read_levels,
        {
            "schema": "edition-sound/1",
            "language": "en",
            "duration_ms": 1500,
            "chapters": [{"title": "a", "start_ms": 0, "end_ms": 1500}],
        },
    ),
)
ODD: tuple[object, ...] = (
    None, True, -1, 0, 1.5, float("inf"), float("nan"), 10**400,
    "", "1", "\ud800", "http://[", [], [[]], {}, [{}],
)  # fmt: skip


def places(value: object) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of everything inside of a JSON value, and of the value itself."""
    yield ()
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from ((key, *rest) for rest in places(each))


def put(value: Any, path: tuple[str | int, ...], new: object) -> Any:
    """Return a JSON value with `new` at `path`."""
    if not path:
        return new
    changed = copy.copy(value)
    changed[path[0]] = put(value[path[0]], path[1:], new)
    return changed


@pytest.mark.parametrize(("reader", "value"), [each[1:] for each in DATA], ids=[each[0] for each in DATA])
def test_json_of_any_shape_is_read_or_refused(
    written: Callable[[str], Path], reader: Callable[[Path], Read], value: dict[str, Any]
) -> None:
    assert reader(written(json.dumps(value))).faults == ()
    refused = 0

    for path in places(value):
        for new in ODD:
            try:
                read = reader(written(json.dumps(put(value, path, new))))
            except Unreadable as error:
                refused += 1
                str(error).encode()
            else:
                repr(read).encode()
                assert all(isinstance(fault.message, str) for fault in read.faults)

    assert refused > len(list(places(value))) * len(ODD) / 2


@pytest.mark.parametrize(("reader", "value"), [each[1:] for each in DATA], ids=[each[0] for each in DATA])
def test_json_without_what_its_format_asks_for_is_refused(
    written: Callable[[str], Path], reader: Callable[[Path], Read], value: dict[str, Any]
) -> None:
    (entries,) = (each for each in value.values() if isinstance(each, list))
    may_be_left_out = {"speaker", "url"} | ({"language"} if reader is read_words else set())

    for name in value:
        with pytest.raises(Unreadable):
            reader(written(json.dumps({key: each for key, each in value.items() if key != name})))
    for name in set(entries[0]) - may_be_left_out:
        lacking = {key: each for key, each in entries[0].items() if key != name}
        changed = {key: [lacking] if each is entries else each for key, each in value.items()}
        with pytest.raises(Unreadable):
            reader(written(json.dumps(changed)))


@pytest.mark.parametrize(
    "words",
    [
        [[0.4, 1.0, 0, 3]],
        [[0.5, 1.6, 4, 8]],
        [[1.0, 0.9, 0, 3]],
        [[0.5, 1.0, 0, 9]],
        [[0.5, 1.0, -1, 3]],
        [[0.5, 1.0, 3, 3]],
        [[0.5, 1.0, 0, 3], [0.9, 1.5, 4, 8]],
        [[0.5, 1.0, 0, 4], [1.0, 1.5, 3, 8]],
        [[1.0, 1.5, 4, 8], [0.5, 1.0, 0, 3]],
    ],
)
def test_words_that_overlap_or_leave_their_sentence_are_told(
    written: Callable[[str], Path], words: list[list[float]]
) -> None:
    value = next(each[2] for each in DATA if each[0] == "words")

    read = read_words(written(json.dumps(put(value, ("sentences", 0, "words"), words))))

    assert [fault.code for fault in read.faults] == ["V018"]


@pytest.mark.parametrize(
    "words", [[[0.5, 1.0, 0]], [[0.5, 1.0, 0, 3.0]], [[0.5, 1.0, False, 3]], [["0", 1, 0, 3]]]
)
def test_words_of_another_shape_are_refused(written: Callable[[str], Path], words: list[list[Any]]) -> None:
    value = next(each[2] for each in DATA if each[0] == "words")

    with pytest.raises(Unreadable):
        read_words(written(json.dumps(put(value, ("sentences", 0, "words"), words))))


def test_a_sentence_nobody_timed_the_words_of_has_none(written: Callable[[str], Path]) -> None:
    value = next(each[2] for each in DATA if each[0] == "words")

    read = read_words(written(json.dumps(put(value, ("sentences", 0, "words"), None))))

    assert (len(read.cues or ()), read.faults) == (1, ())


def test_an_empty_archive_is_no_epub(tmp_path: Path) -> None:
    path = tmp_path / "empty.epub"
    with zipfile.ZipFile(path, "w"):
        pass

    with pytest.raises(Unreadable, match="nothing in it"):
        read_epub(path)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("5:34:31.396", 20_071_396),
        ("124:59:36", 449_976_000),
        ("05:01.2", 301_200),
        ("0:04", 4000),
        ("5", 5000),
        ("76.2s", 76_200),
        ("7.75h", 27_900_000),
        ("13min", 780_000),
        ("2345ms", 2345),
    ],
)
def test_clock_values_are_those_of_smil(text: str, ms: float) -> None:
    assert clock_value_ms(text) == pytest.approx(ms)


@pytest.mark.parametrize("text", ["", "1:2:3:4", "1:75", "2:61:00", "5 s", "-1", "1:02s", "x"])
def test_other_clock_values_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        clock_value_ms(text)


@pytest.mark.parametrize("text", ["", "1:2:3:4", "1.5:2", "a", "1..2"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        clock_ms(text)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "has an entity"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "has an entity"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>&b;</a>', "has an entity"),
        (b"<a><b></a>", "not well-formed"),
        (b"<a>" * (MOST_DEPTH + 1) + b"</a>" * (MOST_DEPTH + 1), "deeper"),
    ],
)
def test_xml_that_could_do_harm_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        parse_xml(data)


def test_an_epub_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.epub"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", b" " * 20_000_000)

    with pytest.raises(Unreadable, match="larger than it may be"):
        read_epub(path)


def test_a_page_gives_words_as_people_see_them(written: Callable[[str], Path]) -> None:
    read = read_page(
        written(
            '<!DOCTYPE html><html lang="en"><head><title>x</title><style>p{}</style></head><body><h1>Tea</h1>'
            '<div id="text"><p id="a">No <em>more</em> than&nbsp;2.5&#8239;g<br>of tea &amp; milk</p>'
            '<p id="b">Stop.<button>Play</button></p><img id="c" alt="A cup" src="cup.png">'
            "<p hidden>no</p></div>"
            '<a href="#gone">x</a><p id="a">y</p></body></html>'
        )
    )

    assert read.title == "Tea"
    assert read.body == "No more than\u00a02.5\u202fg\nof tea & milk\nStop.\nA cup"
    assert (read.named or {})["b"] == "Stop."
    assert [(fault.code, fault.message.partition('"')[2]) for fault in read.faults] == [
        ("V023", 'a" stands more than once'),
        ("V024", '#gone", which is not there'),
    ]


def test_what_a_page_holds_of_other_files_is_passed_over(
    written: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (
        f'<html lang="en"><p id="a">Tea</p><audio src="data:audio/mpeg;base64,{"A" * 99}"></audio><p>é!</p>'
    )

    for piece in range(1, 40):
        monkeypatch.setattr(page_reader, "_PIECE", piece)
        read = read_page(written(page))
        assert (read.shown, [file.address for file in read.files]) == ("Tea\né!", ["data:"])


def test_text_in_another_encoding_is_refused(written: Callable[[bytes], Path]) -> None:
    with pytest.raises(Unreadable, match="not UTF-8"):
        read_text(written(b"caf\xe9"))


@pytest.mark.external
@pytest.mark.skipif(absent("ffprobe"), reason="ffprobe is not installed")
def test_ffprobe_finds_what_pyav_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "hum.mp3"
    path.write_bytes(hum(sample_publication()))
    by_library = sound.read_sound(path)

    monkeypatch.setattr(sound, "find_spec", lambda name: None)
    by_program = sound.read_sound(path)

    assert by_program.reader == "ffprobe"
    assert by_program.duration_ms == pytest.approx(by_library.duration_ms, abs=30)
    assert by_program.chapters == by_library.chapters


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with nothing but the package."""
    monkeypatch.setattr(sound, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)


@pytest.mark.usefixtures("bare")
def test_without_either_sound_is_not_read_and_the_reason_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(NoReader, match="edition-builder\\[sound\\]"):
        sound.read_sound(tmp_path / "any.m4b")


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("version", [3, 4])
def test_an_mp3_is_read_by_the_rules_of_id3_whoever_wrote_it(tmp_path: Path, version: int) -> None:
    path = tmp_path / "hum.mp3"
    path.write_bytes(hum(sample_publication()))
    tags = ID3()
    tags.add(TIT2(encoding=3 if version == 4 else 1, text="Ebb и flow"))
    tags.add(TLAN(encoding=0, text="eng"))
    tags.add(TXXX(encoding=1, desc="Disclosure", text="A voice."))
    tags.add(COMM(encoding=1, lang="eng", desc="", text="Not advice."))
    tags.add(USLT(encoding=1, lang="eng", desc="", text="Why?"))
    tags.add(CHAP(element_id="a", start_time=0, end_time=9, sub_frames=[TIT2(encoding=1, text="Öffnung")]))
    tags.save(path, v2_version=version)

    read = sound.read_sound(path)

    assert (read.reader, read.title, read.language) == ("a parser of ID3 and libsndfile", "Ebb и flow", "eng")
    assert read.chapters == (ReadChapter(title="Öffnung", start_ms=0.0),)
    assert read.body == "Why?"
    assert (read.shown or "").split("\n") == ["A voice.", "Not advice.", "Why?"]


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("data", [b"", b"\0" * 5000, b"ID3\x03\0\0\0\0\x7f\x7f", b"ID3\x02" + b"\0" * 20])
def test_an_mp3_that_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(data)

    with pytest.raises(Unreadable):
        sound.read_sound(path)
