"""Source bytes: what is read, and what is refused with its line and one thing to do."""

import pytest

from builder.article.source import MOST_BYTES, decode_source
from builder.base.errors import ContentError


def refusal(data: bytes, path: str = "a.txt") -> ContentError:
    with pytest.raises(ContentError) as caught:
        decode_source(data, path=path)
    return caught.value


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(end):
    assert decode_source(f"one{end}{end}two".encode(), path="a.txt") == "one\n\ntwo"


def test_a_byte_order_mark_is_dropped():
    assert decode_source("\ufeffTitle".encode(), path="a.txt") == "Title"


def test_unicode_line_separators_part_words_and_not_lines():
    assert decode_source("a\u2028b\u2029c\x85d".encode(), path="a.txt") == "a b c d"


def test_other_scripts_joiners_and_isolates_are_kept():
    text = "مرحبا \u2067עולם\u2069 👩\u200d🔬 e\u0301 \u00a0 क्ष"

    assert decode_source(text.encode(), path="a.txt") == text


@pytest.mark.parametrize(
    ("data", "where", "message", "hint"),
    [
        (b"", "a.txt:1", "no text", "paragraph"),
        (b" \r\n\t\n", "a.txt:1", "no text", "paragraph"),
        ("Título".encode("utf-16"), "a.txt:1", "UTF-16", "iconv -f UTF-16 -t UTF-8 a.txt > a.txt.utf8"),
        ("Title".encode("utf-32"), "a.txt:1", "UTF-32", "iconv -f UTF-32"),
        ("A title\n".encode("utf-16-le"), "a.txt:1", "UTF-16LE", "iconv -f UTF-16LE"),
        ("A title\n".encode("utf-16-be"), "a.txt:1", "UTF-16BE", "iconv -f UTF-16BE"),
        ("one\ntwo café".encode("latin-1"), "a.txt:2", "0xE9", "iconv -f ISO-8859-1"),
        ("one\rtwo\r\n“three”".encode("cp1252"), "a.txt:3", "0x93", "iconv -f WINDOWS-1252"),
        (b"one\ntwo\x00\x01\x02", "a.txt:2", "binary", "plain text"),
        (b"%PDF-1.7\n", "a.txt:1", "a PDF", "plain text"),
        (b"PK\x03\x04rest", "a.txt:1", "ZIP", "plain text"),
        (b"ok\n\nbell \x07 rings", "a.txt:3", "U+0007 (a control character)", "delete"),
        ("a\n\u202ehidden".encode(), "a.txt:2", "U+202E (right-to-left override)", "U+2066"),
        ("a\nb \ufeffc".encode(), "a.txt:2", "U+FEFF (byte order mark)", "delete"),
        (b"x" * (MOST_BYTES + 1), "a.txt:1", "larger than 5 MB", "split"),
    ],
    ids=[
        "empty", "blank", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "latin-1", "windows-1252", "binary",
        "pdf", "zip", "control", "override", "inner-bom", "large",
    ],
)  # fmt: skip
def test_what_is_no_clean_text_is_refused_with_its_line(data, where, message, hint):
    error = refusal(data)

    assert error.where == where
    assert message in error.message
    assert hint in str(error.hint)


def test_a_command_in_a_hint_quotes_the_path():
    error = refusal("é".encode("latin-1"), path="my article; rm -rf x.txt")

    assert "'my article; rm -rf x.txt' > 'my article; rm -rf x.txt.utf8'" in str(error.hint)


def test_a_text_of_the_largest_size_is_read():
    assert len(decode_source(b"x" * MOST_BYTES, path="a.txt")) == MOST_BYTES
