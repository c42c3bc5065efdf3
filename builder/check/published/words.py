"""Words: every file says the title, each text and figure, the disclaimer, the disclosure and the credits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from builder.base.language import Language
from builder.base.text import shorten
from builder.check.published.expected import Expected, ExpectedText, Sentence
from builder.check.published.follow import Departure, follow, lost_words
from builder.check.published.reading import Reading
from builder.check.readers.read import Read, squeezed
from builder.model.finding import Finding

SOUNDS = ("mp3", "m4b", "opus")
PAGES = ("page", "offline")
BOOKS = ("epub", "epub-text")
_HEARD = ("vtt", "srt", "transcript", "words")
"""What they say is what is heard, a cue a sentence or a part of one."""
_FOLLOWED = (*SOUNDS, "zip", "text")
"""They hold the words that are heard, and others."""
_TITLED = (
    *SOUNDS,
    *PAGES,
    *BOOKS,
    "chapters",
    "feed",
    "words",
    "vtt",
    "text",
    "zip",
    "report",
    "accessibility",
)
_NAMING = (*SOUNDS, *PAGES, *BOOKS, "chapters", "feed", "words")
"""Their title is the edition's and nothing else."""
_IN_A_LANGUAGE = (
    *SOUNDS,
    *PAGES,
    *BOOKS,
    "zip",
    "vtt",
    "words",
    "feed",
    "report",
    "report data",
    "accessibility",
)
_SILENT = "epub-text"
"""It has no sound, so it says nothing of a voice."""
_WITH_DISCLAIMER = (*SOUNDS, *PAGES, *BOOKS, *_HEARD, "zip", "text", "feed")
_WITH_ORIGINAL = (*SOUNDS, *PAGES, *BOOKS, "zip", "text", "feed")
_WITH_DISCLOSURE = (*SOUNDS, *PAGES, *BOOKS, "zip", "vtt", "text", "feed", "accessibility")
_WITH_CREDITS = (*SOUNDS, *PAGES, *BOOKS, "zip", "text", "feed")
_SRT_TAG = re.compile("<(?=[A-Za-z/!])")
_CUT = "…"
"""Notes that are longer than a feed or a tag takes end with it."""

_MOST_EXPLAINED = 20
"""So many faults of one file are looked into; one that is another file altogether is soon told."""

_FIGURE = re.compile(
    r"\d+(?:[.,:/\u00a0\u202f]\d+)*(?:[ \u00a0\u202f]?[%°‰])?(?:[ \u00a0\u202f]?[^\W\d_]+(?:/[^\W\d_]+)?)?"
)

Say = Callable[[str, str], Finding]
"""Makes a finding of a code and a message."""


def check_words(reading: Reading, expected: Expected) -> Iterator[Finding]:
    """Find what one file says otherwise than it has to, as its format lets it say it."""
    read = reading.read
    if read is None:
        return
    yield from _title(reading, read, expected)
    yield from _language(reading, read, expected.language)
    yield from _texts(reading, read, expected)
    yield from _notes(reading, read, expected)


def same_language(found: str, language: Language) -> bool:
    """Tell whether `found`, a tag or the three letters that tags of sound have, is `language`.

    Source: CLDR, language aliases: `spa` is `es`.
    """
    from babel.core import get_global

    if found.lower() == language.lower():
        return True
    base = language.partition("-")[0].lower()
    alias = get_global("language_aliases").get(found.lower())
    return len(found) == 3 and (found.lower() == base or alias == base)


def heard(reading: Reading, expected: Expected) -> tuple[Sentence, ...]:
    """Return the sentences that the cues of a file have to say: with music where it has cues for it."""
    cues = reading.read.cues or () if reading.read is not None else ()
    with_music = any("♪" in cue.text for cue in cues)
    sentences = (each for each in expected.sentences if with_music or not each.music)
    if reading.format == "srt":
        return tuple(replace(each, text=_in_srt(each.text)) for each in sentences)
    return tuple(sentences)


def _in_srt(text: str) -> str:
    """Return a text as SRT has to spell it, where nothing can be escaped: no tags, no times."""
    return _SRT_TAG.sub("＜", text).replace("-->", "→")


def _title(reading: Reading, read: Read, expected: Expected) -> Iterator[Finding]:
    if reading.format not in _TITLED:
        return
    title = squeezed(expected.title)
    if reading.format in _NAMING:
        if squeezed(read.title or "") != title:
            found = f'"{shorten(read.title)}"' if read.title else "none"
            yield reading.finding("V014", f'its title is {found}, expected "{shorten(expected.title)}"')
    elif title not in squeezed(f"{read.title or ''}{read.shown or ''}"):
        yield reading.finding("V014", f'the title "{shorten(expected.title)}" is not in it')


def _language(reading: Reading, read: Read, language: Language) -> Iterator[Finding]:
    if read.language is None:
        if reading.format in _IN_A_LANGUAGE:
            yield reading.finding("V013", f"it tells no language, expected {language}")
    elif not same_language(read.language, language):
        yield reading.finding("V013", f"its language is {read.language}, expected {language}")


def _texts(reading: Reading, read: Read, expected: Expected) -> Iterator[Finding]:
    if reading.format in _HEARD and read.cues is not None:
        wanted = [each.text for each in heard(reading, expected)]
        body = "\n".join(cue.text for cue in read.cues)
        followed = follow(wanted, body, strict=expected.certain)
        yield from _departures(reading, followed.departures)
        yield from _figures(reading, wanted, body, exactly=expected.certain)
    elif reading.format in _FOLLOWED and read.body is not None:
        spoken = [each for each in expected.sentences if not each.music]
        # Plain text has a table row by row, each cell behind the head of its column.
        by_rows = {text.id for text in expected.texts if text.kind == "cell" and reading.format == "text"}
        cells = [each.text for each in spoken if each.segment in by_rows]
        in_order = [each.text for each in spoken if each.segment not in by_rows]
        yield from _departures(reading, follow(in_order, read.body, strict=False).departures)
        yield from _departures(reading, _absent(cells, read.body))
        yield from _figures(reading, [each.text for each in spoken], read.body, exactly=False)
    elif reading.format in PAGES + BOOKS and read.shown is not None:
        yield from _shown(reading, read, expected)


def _absent(texts: Iterable[str], body: str) -> Iterator[Departure]:
    """Yield the texts that stand nowhere in `body`."""
    stream = squeezed(body)
    for text in texts:
        if squeezed(text) not in stream:
            yield Departure(kind="missing", expected=text)


def _shown(reading: Reading, read: Read, expected: Expected) -> Iterator[Finding]:
    """Check a page or a book: each text by its id or, where it has none there, anywhere."""
    stream, named = squeezed(read.shown or ""), read.named or {}
    for text in expected.texts:
        if reading.format in PAGES and text.id and text.id not in named:
            yield reading.finding(
                "V024", f'no element has the id {text.id} of "{shorten(text.text)}" ({text.place})'
            )
    unlike = tuple(_unlike(read, expected, stream))
    for departure, text in unlike:
        yield _other(reading, departure, text)
    spoken = (
        each.text
        for each in expected.sentences
        if each.announced and not each.music and reading.format != _SILENT
    )
    for words in (*expected.listings, *spoken):
        if squeezed(words) not in stream:
            yield _other(reading, Departure(kind="missing", expected=words))
    yield from _marked(reading, read, expected)
    yield from _figures(reading, [text.text for text in expected.texts], read.shown or "", exactly=False)
    if read.body is not None and expected.certain:
        told = {squeezed(line) for departure, _ in unlike for line in departure.found.split("\n")}
        yield from _added(reading, read.body, expected, told)


def _unlike(read: Read, expected: Expected, stream: str) -> Iterator[tuple[Departure, ExpectedText]]:
    """Yield the texts that are missing, or have other words."""
    named, lines = read.named or {}, (read.shown or "").split("\n")
    whole = set(map(squeezed, lines))
    explained = 0
    for text in expected.texts:
        found = named.get(text.id) if text.id else None
        if found is not None and squeezed(found) != squeezed(text.text):
            yield Departure(kind="other", expected=text.text, found=found), text
        elif found is None and squeezed(text.text) not in whole and squeezed(text.text) not in stream:
            explained += 1
            near = lines if explained <= _MOST_EXPLAINED else []
            yield _missing_or_other(text.text, near), text


def _missing_or_other(text: str, lines: Sequence[str]) -> Departure:
    """Tell whether a text without an id is not there, or a line much like it is."""
    import difflib

    close = difflib.get_close_matches(text, lines, n=1, cutoff=0.7)
    return Departure(kind="other" if close else "missing", expected=text, found="".join(close))


def _marked(reading: Reading, read: Read, expected: Expected) -> Iterator[Finding]:
    """Check what is highlighted while it is heard: every sentence, and nothing else."""
    if read.cues is None:
        return
    if reading.format in BOOKS:
        wanted = [each.text for each in heard(reading, expected)]
        body = "\n".join(cue.text for cue in read.cues)
        for departure in follow(wanted, body, strict=expected.certain).departures:
            if departure.kind == "missing":
                yield reading.finding("V025", f'no overlay says "{shorten(departure.expected)}"')
            else:
                yield _other(reading, departure)
        return
    texts = Counter(squeezed(cue.text) for cue in read.cues)
    whole = "\n".join(texts)
    for each in expected.sentences:
        # A text whose sentences cannot be told apart in its markup is marked as one.
        if not each.music and squeezed(each.text) not in texts and squeezed(each.text) not in whole:
            yield reading.finding("V025", f'"{shorten(each.text)}" is heard and has no times here')


def _added(reading: Reading, body: str, expected: Expected, told: Collection[str]) -> Iterator[Finding]:
    """Find lines in an article's part of a page that are neither its own nor the announcer's, or are twice.

    Args:
        reading: Of the page.
        body: The lines.
        expected: What they may be.
        told: Lines that stand for a text with other words, without white space; those are told by themselves.
    """
    announced = (each.text for each in expected.sentences if each.announced)
    texts = (*(text.text for text in expected.texts), *expected.listings, *announced)
    counted, known = Counter(map(squeezed, texts)), squeezed("\n".join(texts))
    lines = {squeezed(line): line for line in body.split("\n") if squeezed(line)}
    there = Counter(squeezed(line) for line in body.split("\n"))
    for bare, line in lines.items():
        # A line of a text with line breaks in it is a part of one.
        twice = bare in counted and there[bare] > counted[bare]
        if twice or (bare not in counted and bare not in told and bare not in known):
            yield _other(reading, Departure(kind="added", found=line))


def _departures(reading: Reading, departures: Iterable[Departure]) -> Iterator[Finding]:
    for departure in departures:
        yield _other(reading, departure)


def _other(reading: Reading, departure: Departure, text: ExpectedText | None = None) -> Finding:
    at = f" ({text.place})" if text else ""
    match departure.kind:
        case "missing":
            return reading.finding("V008", f'"{shorten(departure.expected)}"{at} is not in it')
        case "moved":
            return reading.finding("V012", f'"{shorten(departure.expected)}" stands in another place')
        case "added":
            found = shorten(departure.found)
            return reading.finding("V011", f"\"{found}\" is neither the article's nor the announcer's")
        case "other":
            lost = lost_words(departure.expected, departure.found)
            words = f', which lacks "{shorten(" ".join(lost), 40)}"' if lost else ""
            return reading.finding(
                "V009",
                f'it says "{shorten(departure.found)}"{words}; '
                f'the article says "{shorten(departure.expected)}"{at}',
            )


def _figures(reading: Reading, wanted: Iterable[str], body: str, *, exactly: bool) -> Iterator[Finding]:
    said, found = _count("\n".join(wanted)), _count(body)
    for figure, count in said.items():
        there = found[figure]
        if there < count or (exactly and there > count):
            yield reading.finding(
                "V010", f'the figure "{figure}" stands {there} times in it, {count} times in the article'
            )


def _count(text: str) -> Counter[str]:
    return Counter(re.sub(r"[ \u00a0\u202f]", " ", each[0]) for each in _FIGURE.finditer(text))


def _notes(reading: Reading, read: Read, expected: Expected) -> Iterator[Finding]:
    # Each sound of a folder may be taken away alone, so each has to say it.
    places = tuple(squeezed(each) for each in (read.shown or "", *read.parts))
    cut = reading.format in {*SOUNDS, "zip"} and any(_CUT in place for place in places)
    left_out = expected.of_the_voice if reading.format == _SILENT else frozenset()
    if reading.format in _WITH_DISCLAIMER:
        yield from _missing(reading, places, "V020", "the disclaimer", [expected.disclaimer])
    if reading.format in _WITH_ORIGINAL and not cut:
        what = "the disclaimer in the article's own language"
        yield from _missing(reading, places, "V020", what, [expected.original_disclaimer])
    if reading.format in _WITH_DISCLOSURE:
        wanted = [each for each in expected.disclosures if each not in left_out]
        yield from _missing(reading, places, "V021", "the disclosure", wanted)
    if reading.format in SOUNDS:
        yield from _missing(reading, places, "V021", "IPTC's term for the voice", expected.source_types)
    if reading.format in _WITH_CREDITS:
        wanted = [each for each in (*expected.credits, *expected.attributions) if each not in left_out]
        yield from _missing(reading, places, "V022", "the credit", wanted)


def _missing(
    reading: Reading, places: Sequence[str], code: str, what: str, wanted: Sequence[str | None]
) -> Iterator[Finding]:
    for words in wanted:
        lacking = sum(squeezed(words) not in place for place in places) if words else 0
        if words and lacking:
            where = f", in {lacking} of {len(places)} places" if len(places) > 1 else ""
            yield reading.finding(code, f'{what} is not in it as it should be{where}: "{shorten(words)}"')
