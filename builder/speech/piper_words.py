"""Piper words: where each word starts in what Piper says, by the length its model gives to each sound.

The model keeps the lengths to itself. They become an output where the one tensor they come from is found, and
nothing else of it changes; where it is not, there are no word starts and the same sound.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from builder.speech.model_outputs import output_of

Sound = tuple[str, int]
"""A sound as its voice spells it, and the frame at which it starts."""

_WORD = re.compile(r"[^\W_](?:\S*[^\W_])?")
_STRESS = "ˈˌ"
_BEGIN, _PAD, _END = "^", "_", "$"
_LEAST_ALIKE = 0.5
"""Share of a word's sounds that have to be those it has alone."""

# onnx.proto: ModelProto.graph; GraphProto.node, .output; NodeProto.output, .op_type.
_GRAPH, _NODE, _OUTPUT = 7, 1, 12
_NODE_OUTPUT, _NODE_KIND = 2, 4
# Protocol Buffers, encoding: wire types.
_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5


def with_lengths(model: bytes) -> bytes:
    """Return an ONNX model that gives the length of each sound as its last output.

    Source: piper-tts 1.8.0 takes them from the one node that rounds up (`Ceil`).

    Raises:
        ValueError: There is no such node, or several; or the bytes are no model.
    """
    outputs = 0
    lengths = []
    for graph in _inside(memoryview(model), _GRAPH):
        for number, field in _fields(graph):
            outputs += number == _OUTPUT
            if number == _NODE and _text(field, _NODE_KIND) == "Ceil":
                lengths.append(_text(field, _NODE_OUTPUT))
    if outputs > 1:
        return model  # somebody exported it so
    if len(lengths) != 1:
        raise ValueError(f"{len(lengths)} of its nodes round up; expected one")
    return model + output_of(lengths[0])


def sound_starts(
    symbols: Sequence[str], lengths: Sequence[int], numbers: Mapping[str, Sequence[int]]
) -> list[Sound] | None:
    """Return each of `symbols` with its first frame, or None where `lengths` are of other sounds.

    Args:
        symbols: What was said, as the voice spells it; what it has no number for was left out.
        lengths: In frames, of each number that was said.
        numbers: Those of each symbol. Every symbol is followed by padding, and so is the beginning.
    """
    padding = len(numbers[_PAD])
    place = len(numbers[_BEGIN]) + padding
    starts: list[Sound] = []
    frame = sum(lengths[:place])
    for symbol in symbols:
        if symbol in numbers:
            starts.append((symbol, frame))
            after = place + len(numbers[symbol]) + padding
            frame += sum(lengths[place:after])
            place = after
    return starts if place + len(numbers[_END]) == len(lengths) else None


def word_starts(
    text: str,
    sounds: Sequence[Sound],
    sounds_of: Callable[[str], str],
    given: Sequence[tuple[int, int, str]] = (),
) -> list[tuple[int, int, int]]:
    """Return `(text start, text end, frame)` of each word of `text` that is found again in `sounds`.

    A voice runs words together ("of the" is ʌvðə) and says them otherwise than alone; so the sounds of all
    words, each by itself, are laid beside what was said. A word of which less than half is found has no
    start, unless it is the only one in a gap.

    Args:
        text: All that was said.
        sounds: In the order in which they were said.
        sounds_of: Tells the sounds of a word by itself.
        given: Stretches of the text whose sounds the author gave: start, end, sounds.
    """
    words = _words(text, given)
    alone = [_letters(said if said is not None else sounds_of(text[start:end])) for start, end, said in words]
    heard = _heard(sounds)
    places = _places(alone, "".join(letter for letter, _ in heard))
    return [
        (start, end, heard[place][1])
        for (start, end, _), place in zip(words, places, strict=True)
        if place is not None
    ]


def _places(alone: Sequence[str], heard: str) -> list[int | None]:
    """Return where each word starts in `heard`; one not found may be all there is between two others."""
    found = _found(alone, heard)
    places: list[int | None] = [first for first, _ in found]
    for number in range(len(found)):
        first, last = _gap(found, number, len(heard))
        if places[number] is None and alone[number] and first < last:
            places[number] = first
    return places


def _found(alone: Sequence[str], heard: str) -> list[tuple[int | None, int]]:
    """Return, for each word, where it starts in `heard` or None, and one past its last letter there."""
    matcher = difflib.SequenceMatcher(None, "".join(alone), heard, autojunk=False)
    match_of = {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }
    found: list[tuple[int | None, int]] = []
    begin = after = 0
    for word in alone:
        matched = [place for place in range(begin, begin + len(word)) if place in match_of]
        if matched and len(matched) >= _LEAST_ALIKE * len(word):
            first = max(after, match_of[matched[0]] - (matched[0] - begin))
            after = match_of[matched[-1]] + 1
            found.append((first, after))
        else:
            found.append((None, after))
        begin += len(word)
    return found


def _gap(found: Sequence[tuple[int | None, int]], number: int, length: int) -> tuple[int, int]:
    """Return the stretch between a word's neighbours, empty where one of them was not found either."""
    before = found[number - 1] if number else (0, 0)
    after = found[number + 1][0] if number + 1 < len(found) else length
    if before[0] is None or after is None:
        return 0, 0
    return before[1], after


def _words(text: str, given: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str | None]]:
    """Return the place of each word; a stretch whose sounds are given is one, and comes with them."""
    words: list[tuple[int, int, str | None]] = [
        (found.start(), found.end(), None)
        for found in _WORD.finditer(text)
        if not any(start < found.end() and found.start() < end for start, end, _ in given)
    ]
    return sorted([*words, *given], key=lambda word: word[0])


def _heard(sounds: Sequence[Sound]) -> list[Sound]:
    """Return the letters of `sounds`, each from the stress before it on."""
    heard: list[Sound] = []
    stressed: int | None = None
    for symbol, frame in sounds:
        for letter in _letters(symbol):
            heard.append((letter, frame if stressed is None else stressed))
            stressed = None
        if symbol in _STRESS:
            stressed = frame
    return heard


def _letters(sounds: str) -> str:
    """Return what is left of sounds without stress, length, tone, spaces and stops."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFD", sounds)
        if unicodedata.category(letter) in {"Ll", "Lu", "Lo"}
    )


def _text(message: memoryview, wanted: int) -> str:
    return "".join(bytes(field).decode() for field in _inside(message, wanted))


def _inside(message: memoryview, wanted: int) -> Iterator[memoryview]:
    return (field for number, field in _fields(message) if number == wanted)


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Yield the number and the bytes of each field of a protocol buffer."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        size = 0
        match key & 7:
            case kind if kind == _VARINT:
                _, after = _varint(message, place)
                size = after - place
            case kind if kind == _EIGHT_BYTES:
                size = 8
            case kind if kind == _FOUR_BYTES:
                size = 4
            case kind if kind == _BYTES:
                size, place = _varint(message, place)
            case kind:
                raise ValueError(f"wire type {kind} at byte {place}")
        if place + size > len(message):
            raise ValueError(f"its field at byte {place} ends after it")
        yield key >> 3, message[place : place + size]
        place += size


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(message) and shift < 64:
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
    raise ValueError(f"a number at byte {place} has no end")
