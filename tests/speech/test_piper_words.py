"""Piper words: lengths out of a model, and words found again in the sounds that were said."""

import pytest

from builder.speech.piper_words import sound_starts, with_lengths, word_starts


def field(number, payload):
    return bytes([number << 3 | 2, len(payload)]) + payload


def node(kind, output):
    return field(1, field(2, output) + field(4, kind))


def model(*nodes, outputs=1):
    graph = b"".join(nodes) + field(12, field(1, b"sound")) * outputs
    # A version, a 64-bit and a 32-bit field, as real ones may have.
    return b"\x08\x07" + b"\x71" + bytes(8) + b"\x7d" + bytes(4) + field(7, graph)


def test_a_model_gives_the_lengths_as_its_last_output():
    plain = model(node(b"Add", b"/a"), node(b"Ceil", b"/c"))

    assert with_lengths(plain) == plain + field(7, field(12, field(1, b"/c")))


def test_a_long_name_is_kept():
    name = b"/" + b"c" * 300
    node_of = b"\x12\xad\x02" + name + field(4, b"Ceil")
    graph = b"\x0a" + bytes([len(node_of) & 0x7F | 0x80, len(node_of) >> 7]) + node_of
    plain = b"\x3a" + bytes([len(graph) & 0x7F | 0x80, len(graph) >> 7]) + graph

    found = with_lengths(plain)

    assert found.removeprefix(plain) == b"\x3a\xb3\x02\x62\xb0\x02\x0a\xad\x02" + name


def test_a_model_that_gives_lengths_already_is_left_as_it_is():
    exported = model(node(b"Ceil", b"/c"), outputs=2)

    assert with_lengths(exported) == exported


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (model(node(b"Add", b"/a")), "0 of its nodes round up"),
        (model(node(b"Ceil", b"/a"), node(b"Ceil", b"/b")), "2 of its nodes round up"),
        (b"not a model", "byte"),
        (b"\x3a\x7f\x00", "ends after it"),
        (b"\xff\xff", "has no end"),
        (b"\x3b", "wire type 3"),
    ],
)
def test_what_gives_no_lengths_is_told(data, said):
    with pytest.raises(ValueError, match=said):
        with_lengths(data)


NUMBERS = {"_": [0], "^": [1], "$": [2], "a": [3], "t": [4, 5]}


def test_each_symbol_starts_where_those_before_it_end():
    #        ^  _   a  _   t  t  _   a  _   $
    lengths = [5, 1, 10, 2, 20, 3, 4, 30, 6, 7]

    found = sound_starts(["a", "?", "t", "a"], lengths, NUMBERS)

    assert found == [("a", 6), ("t", 18), ("a", 45)]


def test_lengths_of_other_sounds_tell_nothing():
    assert sound_starts(["a"], [1, 1, 1, 1, 1, 1], NUMBERS) is None


SOUNDS_OF = {
    "of": "ʌv",
    "the": "ðə",
    "a": "ˈeɪ",
    "story": "stˈɔːɹi",
    "end": "ˈɛnd",
    "it's": "ɪts",
    "xyz": "ˌɛkswˌaɪzˈiː",
}


def find(text, said, given=()):
    """Return the words of `text` found in `said`, each with the sound it starts at."""
    sounds = [(symbol, number) for number, symbol in enumerate(said)]
    return [
        (text[start:end], said[frame])
        for start, end, frame in word_starts(text, sounds, SOUNDS_OF.__getitem__, given)
    ]


def test_words_that_run_together_are_found():
    assert find("of the end", "ʌvðɪʲ ˈɛnd.") == [("of", "ʌ"), ("the", "ð"), ("end", "ˈ")]


def test_a_word_said_otherwise_than_alone_is_what_is_left_between_its_neighbours():
    assert find("of a story", "əvə stˈɔːɹi") == [("of", "ə"), ("a", "ə"), ("story", "s")]


def test_words_that_were_not_said_have_no_start():
    assert find("of xyz story", "ʌv stˈɔːɹi") == [("of", "ʌ"), ("story", "s")]


def test_a_stretch_with_given_sounds_is_one_word():
    assert find("of the end", "ʌv zˈuː", given=((3, 10, "zˈuː"),)) == [("of", "ʌ"), ("the end", "z")]


def test_stops_and_quotes_are_no_part_of_a_word():
    assert find("— “it's” (end).", "ɪts ˈɛnd.") == [("it's", "ɪ"), ("end", "ˈ")]


@pytest.mark.parametrize(("text", "said"), [("", ""), ("…", ""), ("of", ""), ("", "ʌv")])
def test_nothing_said_or_written_gives_no_words(text, said):
    assert find(text, said) == []
