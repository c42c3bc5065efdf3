"""Times: chapters and sentences start at the same time in every file, in order, inside of the recording."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.base.text import shorten
from builder.check.published.expected import Expected
from builder.check.published.reading import Reading
from builder.check.published.words import BOOKS, PAGES, SOUNDS, heard
from builder.check.readers.read import Read, ReadChapter, ReadCue, squeezed
from builder.model.finding import Finding

_CHAPTERED = (*SOUNDS, *PAGES, "epub", "zip", "chapters", "report data", "feed")
_NEAR_MS = 1.5
"""Every file names whole milliseconds of one timeline; one may be rounded twice."""
_NEAR_IN_PARTS_MS = 30.0
"""Where a file of each chapter is put behind the others, its length is that of whole frames."""
_MOST_OFF_MS = 100
_ABOUT_A_SECOND_MS = 1000

Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clock:
    """What most files say."""

    starts: tuple[float, ...]
    """Of the chapters."""
    spans: Mapping[str, Span]
    """Start and end of each sentence, by its id."""


def check_times(
    readings: Sequence[Reading], expected: Expected | None, duration_ms: int | None
) -> Iterator[Finding]:
    """Find chapters and cues that are not where the other files have them.

    Args:
        readings: Every file of one edition.
        expected: What they have to say; None where that is not known.
        duration_ms: Of the recording; None where there is none.
    """
    starts, titles = _agreed_starts(readings), _agreed_titles(readings, expected)
    placed = {
        reading.path: _placed(reading, reading.read, expected, starts)
        for reading in readings
        if reading.read is not None and expected is not None
    }
    books = {reading.path for reading in readings if reading.format in BOOKS}
    exact = tuple(spans for path, spans in placed.items() if spans and path not in books)
    clock = _Clock(starts=starts, spans=_agreed_spans(exact))
    for reading in readings:
        if reading.read is None:
            continue
        yield from _titles(reading, reading.read, titles)
        if expected is not None:
            yield from _anchors(reading, reading.read, expected)
        yield from _starts(reading, reading.read, clock)
        yield from _cover(reading, reading.read, duration_ms)
        yield from _length(reading, reading.read, duration_ms)
        yield from _order(reading, reading.read, duration_ms)
        yield from _spans(reading, placed.get(reading.path, {}), clock)
    if expected is not None:
        yield from _homes(readings, expected, clock)


def _agreed_starts(readings: Sequence[Reading]) -> tuple[float, ...]:
    """Return where most files have each chapter start; among equals the JSON wins."""
    lists = [
        starts
        for reading in sorted(readings, key=lambda each: (each.format != "chapters", each.format == "zip"))
        if reading.read is not None and (starts := _timed(reading.read.chapters))
    ]
    if not lists:
        return ()
    length = Counter(map(len, lists)).most_common(1)[0][0]
    whole = [starts for starts in lists if len(starts) == length]
    return tuple(_most(each) for each in zip(*whole, strict=True))


def _timed(chapters: Sequence[ReadChapter] | None) -> tuple[float, ...]:
    starts = tuple(each.start_ms for each in chapters or () if each.start_ms is not None)
    return starts if len(starts) == len(chapters or ()) else ()


def _most(values: Sequence[float]) -> float:
    return float(Counter(round(value) for value in values).most_common(1)[0][0])


def _placed(
    reading: Reading, read: Read, expected: Expected | None, starts: Sequence[float]
) -> Mapping[str, Span]:
    """Return when each sentence is heard by what one file says, as far as it can be told."""
    if expected is None or read.cues is None:
        return {}
    if reading.format in PAGES:
        ids = {f"u-{each.id.replace('.', '-')}": each for each in expected.sentences}
        return {
            ids[cue.id].id: (cue.start_ms, cue.end_ms)
            for cue in read.cues
            if cue.id in ids and squeezed(cue.text) == squeezed(ids[cue.id].text)
        }
    cues = _on_one_clock(read.cues, starts)
    return {} if cues is None else _by_sentence(cues, reading, expected)


def _on_one_clock(cues: Sequence[ReadCue], starts: Sequence[float]) -> tuple[ReadCue, ...] | None:
    """Return cues with times from the start of the recording; None where its parts are not the chapters."""
    parts = {cue.part for cue in cues}
    if parts == {None}:
        return tuple(cues)
    if len(parts) != len(starts) or None in parts:
        return None
    return tuple(
        ReadCue(text=cue.text, start_ms=starts[cue.part] + cue.start_ms, end_ms=starts[cue.part] + cue.end_ms)
        for cue in cues
        if cue.part is not None
    )


def _by_sentence(cues: Sequence[ReadCue], reading: Reading, expected: Expected) -> Mapping[str, Span]:
    """Return the times of sentences whose first and last letters are those of cues."""
    first: dict[int, ReadCue] = {}
    last: dict[int, ReadCue] = {}
    place = 0
    for cue in cues:
        first.setdefault(place, cue)
        place += len(squeezed(cue.text))
        last[place] = cue
    stream = "".join(squeezed(cue.text) for cue in cues)
    spans: dict[str, Span] = {}
    place = 0
    for sentence in heard(reading, expected):
        wanted = squeezed(sentence.text)
        if not stream.startswith(wanted, place):
            found = stream.find(wanted, place, place + 2_000 + len(wanted))
            if found < 0:
                continue
            place = found
        end = place + len(wanted)
        if place in first and end in last:
            spans[sentence.id] = first[place].start_ms, last[end].end_ms
        place = end
    return spans


def _agreed_spans(placed: Sequence[Mapping[str, Span]]) -> Mapping[str, Span]:
    names = dict.fromkeys(name for spans in placed for name in spans)
    return {
        name: (
            _most([spans[name][0] for spans in placed if name in spans]),
            _most([spans[name][1] for spans in placed if name in spans]),
        )
        for name in names
    }


def _agreed_titles(readings: Sequence[Reading], expected: Expected | None) -> tuple[str, ...]:
    """Return what the chapters are called by the article or, where that is not known, by most files."""
    if expected is not None and expected.certain:
        return tuple(title for title, _ in expected.chapters)
    lists = [
        tuple(chapter.title for chapter in reading.read.chapters)
        for reading in readings
        if reading.read is not None and reading.read.chapters and reading.format not in BOOKS
    ]
    return Counter(lists).most_common(1)[0][0] if lists else ()


def _titles(reading: Reading, read: Read, titles: Sequence[str]) -> Iterator[Finding]:
    if reading.format not in _CHAPTERED or not titles:
        return
    found = [squeezed(chapter.title) for chapter in read.chapters or ()]
    if reading.format in BOOKS:
        # A book's contents may have more in them, such as the sections of a chapter.
        rest = iter(found)
        for title in titles:
            if squeezed(title) not in rest:
                yield reading.finding("V014", f'the chapter "{shorten(title)}" is not in its contents')
        return
    if len(found) != len(titles):
        yield reading.finding("V014", f"it has {len(found)} chapters, expected {len(titles)}")
        return
    for number, (chapter, title) in enumerate(zip(read.chapters or (), titles, strict=True), start=1):
        if squeezed(chapter.title) != squeezed(title):
            yield reading.finding(
                "V014", f'chapter {number} is called "{shorten(chapter.title)}", expected "{shorten(title)}"'
            )


def _anchors(reading: Reading, read: Read, expected: Expected) -> Iterator[Finding]:
    """Find chapters that lead to another place of the page than theirs, or to none."""
    chapters = read.chapters or ()
    if reading.format not in BOOKS and len(chapters) == len(expected.chapters):
        for number, (chapter, (_, anchor)) in enumerate(
            zip(chapters, expected.chapters, strict=True), start=1
        ):
            if chapter.anchor is not None and chapter.anchor != anchor:
                yield reading.finding(
                    "V024", f'chapter {number} leads to "#{chapter.anchor}", expected "#{anchor}"'
                )
    if reading.format in PAGES:
        for title, anchor in expected.chapters:
            if anchor not in (read.named or {}):
                yield reading.finding("V024", f'the chapter "{shorten(title)}" has no place "#{anchor}" here')


def _starts(reading: Reading, read: Read, clock: _Clock) -> Iterator[Finding]:
    starts = _timed(read.chapters)
    if len(starts) != len(clock.starts):
        return
    near = _NEAR_IN_PARTS_MS * len(starts) if reading.format == "zip" else _NEAR_MS
    for number, (chapter, agreed) in enumerate(zip(read.chapters or (), clock.starts, strict=True), start=1):
        start = chapter.start_ms or 0.0
        if abs(start - agreed) > near:
            yield reading.finding(
                "V015",
                f'chapter {number} "{shorten(chapter.title, 40)}" starts at {start:,.0f} ms, '
                f"in other files at {agreed:,.0f} ms",
            )


def _cover(reading: Reading, read: Read, duration_ms: int | None) -> Iterator[Finding]:
    starts = _timed(read.chapters)
    if not starts or read.chapters is None:
        return
    if starts[0] > _NEAR_MS:
        yield reading.finding("V016", f"its first chapter starts at {starts[0]:,.0f} ms, not at 0")
    for before, after in itertools.pairwise(read.chapters):
        start, following = before.start_ms or 0.0, after.start_ms or 0.0
        if following <= start:
            message = f'the chapter "{shorten(after.title)}" does not start after the one before it'
            yield reading.finding("V016", message)
        if before.end_ms is not None and abs(before.end_ms - following) > _NEAR_MS:
            yield reading.finding(
                "V016",
                f'the chapter "{shorten(before.title, 40)}" ends at {before.end_ms:,.0f} ms, '
                f"and the next one starts at {following:,.0f} ms",
            )
    last = read.chapters[-1]
    if duration_ms is not None and last.end_ms is not None and abs(last.end_ms - duration_ms) > _NEAR_MS:
        message = f"its last chapter ends at {last.end_ms:,.0f} ms, the recording at {duration_ms:,} ms"
        yield reading.finding("V016", message)
    if duration_ms is not None and starts[-1] >= duration_ms:
        yield reading.finding("V016", "its last chapter starts behind the end of the recording")


def _length(reading: Reading, read: Read, duration_ms: int | None) -> Iterator[Finding]:
    if duration_ms is None or read.duration_ms is None or reading.format in BOOKS:
        return
    most = _ABOUT_A_SECOND_MS if reading.format == "feed" else _MOST_OFF_MS
    if reading.format == "zip":
        most = round(_NEAR_IN_PARTS_MS * len(read.chapters or ())) + _MOST_OFF_MS
    if abs(read.duration_ms - duration_ms) > most:
        yield reading.finding("V003", f"it plays for {read.duration_ms:,.0f} ms, expected {duration_ms:,} ms")


def _order(reading: Reading, read: Read, duration_ms: int | None) -> Iterator[Finding]:
    """Find cues whose times cannot be; on a page the opening stands in another order than it is heard in."""
    cues = read.cues or ()
    if reading.format in PAGES:
        cues = tuple(sorted(cues, key=lambda cue: cue.start_ms))
    for cue in cues:
        if cue.end_ms <= cue.start_ms:
            yield reading.finding(
                "V018",
                f'"{shorten(cue.text, 40)}" ends at {cue.end_ms:,.0f} ms and starts at '
                f"{cue.start_ms:,.0f} ms",
            )
        elif duration_ms is not None and cue.end_ms > duration_ms + _NEAR_MS:
            yield reading.finding(
                "V018",
                f'"{shorten(cue.text, 40)}" ends at {cue.end_ms:,.0f} ms, the recording at '
                f"{duration_ms:,} ms",
            )
    for before, cue in itertools.pairwise(cues):
        if before.part == cue.part and cue.start_ms < before.end_ms - _NEAR_MS:
            yield reading.finding(
                "V018",
                f'"{shorten(cue.text, 40)}" starts at {cue.start_ms:,.0f} ms, before the cue above it ends, '
                f"at {before.end_ms:,.0f} ms",
            )


def _spans(reading: Reading, spans: Mapping[str, Span], clock: _Clock) -> Iterator[Finding]:
    """Find sentences with other times than in other files.

    An overlay may reach into the pauses around its sentence, but neither leave out a part of the sentence nor
    take in one of another.
    """
    order = list(clock.spans)
    places = {name: place for place, name in enumerate(order)}
    for name, (start, end) in spans.items():
        if name not in clock.spans:
            continue
        agreed_start, agreed_end = clock.spans[name]
        place = places[name]
        if reading.format in BOOKS:
            before = clock.spans[order[place - 1]][1] if place else 0.0
            after = clock.spans[order[place + 1]][0] if place + 1 < len(order) else float("inf")
            good = (
                before - 2 * _NEAR_MS <= start <= agreed_start + 2 * _NEAR_MS
                and agreed_end - 2 * _NEAR_MS <= end <= after + 2 * _NEAR_MS
            )
        else:
            good = abs(start - agreed_start) <= _NEAR_MS and abs(end - agreed_end) <= _NEAR_MS
        if not good:
            yield reading.finding(
                "V017",
                f"the sentence {name} is heard from {start:,.0f} to {end:,.0f} ms, "
                f"in other files from {agreed_start:,.0f} to {agreed_end:,.0f} ms",
            )


def _homes(readings: Sequence[Reading], expected: Expected, clock: _Clock) -> Iterator[Finding]:
    """Find sentences that are heard in another chapter than they belong to."""
    if len(clock.starts) != len(expected.chapters) or not clock.spans:
        return
    reading = next(each for each in readings if each.read is not None and each.read.cues is not None)
    for sentence in expected.sentences:
        span = clock.spans.get(sentence.id)
        if span is None:
            continue
        first, last = (bisect_right(clock.starts, time) - 1 for time in (span[0], span[1] - _NEAR_MS))
        if (first, last) != (sentence.chapter, sentence.chapter):
            title = expected.chapters[sentence.chapter][0]
            yield reading.finding(
                "V019",
                f'"{shorten(sentence.text, 40)}" is not heard inside of its chapter, "{shorten(title, 40)}"',
            )
