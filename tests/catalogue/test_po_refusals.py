"""A file that gettext tools would read in different ways is refused, with its line and one thing to do."""

import os
import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.base.errors import ContentError
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.po_gate import MOST_BYTES
from builder.testing.programs import absent

HEADER = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PLURAL = b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=%s; plural=%s;\\n"\n'
ONE = b'\nmsgid "a"\nmsgstr "b"\n'

# name, file, line, words of the message, words of the hint
REFUSED = [
    ("too big", HEADER + b"#" * MOST_BYTES, 1, "at most 5000000", "split the catalogue"),
    ("byte order mark", b"\xef\xbb\xbf" + HEADER, 1, "byte order mark", "save the file as UTF-8"),
    ("utf-16", "\ufeffmsgid".encode("utf-16-le"), 1, "UTF-16", "save the file as UTF-8"),
    ("latin-1", HEADER + b'\nmsgid "a"\nmsgstr "\xe9"\n', 6, "0xe9", "save the file as UTF-8"),
    (
        "declared latin-1",
        HEADER.replace(b"UTF-8", b"ISO-8859-1") + b'\nmsgid "a"\nmsgstr "\xe9"\n',
        6,
        "0xe9",
        "edition po cat es.po --charset ISO-8859-1 --output es.po",
    ),
    ("charset utf-7", HEADER.replace(b"UTF-8", b"utf-7") + ONE, 1, 'charset "utf-7"', "--charset utf-7"),
    ("a NUL", HEADER + b'\nmsgid "a\0"\nmsgstr ""\n', 5, "NUL", "remove it"),
    ("carriage return", HEADER + b'\nmsgid "a"\rmsgstr "b"\n', 5, "carriage return", "Unix line ends"),
    ("conflict marker", HEADER + b"\n<<<<<<< HEAD\n" + ONE, 5, "unfinished merge", "choose one"),
    ("conflict divider", HEADER + ONE + b"=======\n", 7, "unfinished merge", "choose one"),
    ("no header", ONE, 2, "not the header", "restore the header"),
    ("empty file", b"", 1, "not the header", "restore the header"),
    ("header second", ONE + HEADER, 2, "not the header", "in line 4, to the top"),
    ("two headers", HEADER + ONE + b"\n" + HEADER, 8, "second header", "remove this entry"),
    ("cut off in a text", HEADER + b'\nmsgid "a"\nmsgstr "b', 6, "quotes do not fit", "close the text"),
    ("cut off after msgid", HEADER + b'\nmsgid "a"\n', 5, "has no msgstr", "restore it"),
    ("cut off after a keyword", HEADER + b'\nmsgid "a"\nmsgstr ', 6, "msgstr without a text", "cut off here"),
    ("line separator after a text",
     HEADER + '\nmsgid "a"\u2028\nmsgstr ""\n'.encode(), 5, "quotes do not fit", "close"),
    ("text after the quotes", HEADER + b'\nmsgid "a" b\nmsgstr ""\n', 5, "quotes do not fit", "close"),
    ("quote inside", HEADER + b'\nmsgid "a"b"\nmsgstr ""\n', 5, "quotes do not fit", '\\"'),
    ("single quotes", HEADER + b"\nmsgid 'a'\nmsgstr ''\n", 5, "expected a comment", "double quotes"),
    ("unknown keyword", HEADER + b'\nmsgstring "a"\n', 5, "expected a comment", "double quotes"),
    ("domain line", HEADER + b'\ndomain "tea"\n', 5, "another domain", "one file holds one"),
    ("unknown escape", HEADER + b'\nmsgid "a\\qb"\nmsgstr ""\n', 5, '"\\q"', "the character itself"),
    ("escape past ASCII", HEADER + b'\nmsgid "a\\xe9"\nmsgstr ""\n', 5, '"\\xe9"', "the character itself"),
    ("escape 8", HEADER + b'\nmsgid "a\\8"\nmsgstr ""\n', 5, '"\\8"', "the character itself"),
    ("no msgid", HEADER + b'\nmsgctxt "a"\nmsgstr "b"\n', 5, "no msgid", "remove it"),
    ("msgid twice", HEADER + b'\nmsgid "a"\nmsgid "b"\nmsgstr ""\n', 6, "second time", "expected msgctxt"),
    ("context after msgid", HEADER + b'\nmsgid "a"\nmsgctxt "b"\nmsgstr ""\n', 6, "out of order", "msgctxt"),
    ("comment inside", HEADER + b'\nmsgid "a"\n# b\nmsgstr ""\n', 6, "comment inside", "above"),
    ("stray text", HEADER + ONE + b'\n"b"\n', 8, "follows no keyword", "without a blank line"),
    ("half obsolete", HEADER + b'\n#~ msgid "a"\nmsgstr "b"\n', 6, "all or none", "#~"),
    ("twice", HEADER + ONE + ONE, 8, "in line 5 already", "remove the other"),
    ("twice, one obsolete", HEADER + ONE + b'\n#~ msgid "a"\n#~ msgstr "c"\n', 8, "in line 5", "remove"),
    ("missing form", PLURAL % (b"2", b"(n != 1)") + b'\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
     5, "has 1 plural form; the header announces 2", "msgstr[0] to msgstr[1]"),
    ("gap in forms",
     PLURAL % (b"2", b"(n != 1)") + b'\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[2] "d"\n',
     7, "expected msgstr[0], msgstr[1]", "from 0"),
    ("forms without plural", HEADER + b'\nmsgid "a"\nmsgstr[0] "c"\n', 6, "expected msgstr", "alone"),
    ("plural without forms", HEADER + b'\nmsgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', 7, "msgstr[0]", "0"),
    ("plural without a rule", HEADER + b'\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
     5, "no Plural-Forms", "nplurals=2"),
    ("too many forms", PLURAL % (b"999999999", b"0"), 1, "999999999 plural forms", "gettext manual"),
    ("no forms", PLURAL % (b"0", b"0"), 1, "0 plural forms", "gettext manual"),
    ("division by zero", PLURAL % (b"2", b"n/0"), 1, "cannot be worked out", "C expression"),
    ("rule of another kind", PLURAL % (b"2", b"__import__(n)"), 1, "cannot be worked out", "C expression"),
    ("form past the last", PLURAL % (b"2", b"n%3"), 1, "form 2 for 2", "correct plural="),
    ("long rule", PLURAL % (b"2", b"n" + b"+n" * 600), 1, "at most 1000", "1000"),
    ("deep rule", PLURAL % (b"2", b"(" * 200 + b"n" + b")" * 200), 1, "cannot be worked out", "C expression"),
    ("no rule at all", PLURAL % (b"two", b"many"), 1, "expected nplurals=", "nplurals=2"),
    ("hundreds of forms",
     HEADER + b'\n#, fuzzy\nmsgid "a"\nmsgid_plural "b"\n'
     + b"".join(b'msgstr[%d] "c"\n' % form for form in range(300)),
     6, "has 300 plural forms", "too many"),
    ("forms in disorder",
     PLURAL % (b"2", b"(n != 1)") + b'\nmsgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\nmsgstr[0] "d"\n',
     7, "expected msgstr[0], msgstr[1]", "from 0"),
    ("same form twice",
     PLURAL % (b"2", b"(n != 1)") + b'\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[0] "d"\n',
     8, "second time", "expected msgctxt"),
    ("twice in one context",
     HEADER + b'\nmsgctxt "x"\nmsgid "a"\nmsgstr "b"\n' * 2, 10, "in line 6 already", "remove the other"),
    ("two on a line", HEADER + b'\nmsgid "a" msgstr "b"\n', 5, "quotes do not fit", "close the text"),
    ("text of two lines", HEADER + b'\nmsgid "a\nb"\nmsgstr ""\n', 5, "quotes do not fit", "close the text"),
    ("curly quotes", HEADER + "\nmsgid “a”\nmsgstr “b”\n".encode(), 5, "expected a comment", "double quotes"),
    ("keyword in capitals", HEADER + b'\nMSGID "a"\nmsgstr ""\n', 5, "expected a comment", "double quotes"),
    ("letters of another script in a keyword",
     HEADER + '\nmsgid "a"\nms\u0261str ""\n'.encode(), 6, "expected a comment", "double quotes"),
    ("mark of direction in a keyword",
     HEADER + '\n\u202emsgid "a"\nmsgstr ""\n'.encode(), 5, "expected a comment", "double quotes"),
    ("no-break space before a keyword",
     HEADER + '\n\u00a0msgid "a"\nmsgstr ""\n'.encode(), 5, "expected a comment", "double quotes"),
    ("digits of another script", HEADER + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[٠] "c"\n'.encode(),
     7, "expected a comment", "double quotes"),
    ("previous text unclosed", HEADER + b'\n#| msgid "x\nmsgid "a"\nmsgstr ""\n', 5, "quotes do", "close"),
    ("obsolete and cut off", HEADER + b'\n#~ msgid "a"\n', 5, "has no msgstr", "restore it"),
    ("translation before its text", HEADER + b'\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
     5, "no msgid", "remove it"),
    ("translation among previous texts", HEADER + b'\n#| msgstr "x"\nmsgid "a"\nmsgstr "b"\n',
     5, "among the previous", "remove this line"),
    ("obsolete previous text of an entry in use", HEADER + b'\n#~| msgid "x"\nmsgid "a"\nmsgstr "b"\n',
     6, "all or none", "#~"),
    ("previous text of an obsolete entry in use", HEADER + b'\n#| msgid "x"\n#~ msgid "a"\n#~ msgstr "b"\n',
     6, "all or none", "#~"),
    ("previous text at the end", HEADER + ONE + b'\n#| msgid "x"\n', 8, "no entry after", "restore it"),
    ("previous texts of two kinds", HEADER + b'\n#~| msgid "x"\n#| msgid "x"\nmsgid "a"\nmsgstr "b"\n',
     6, "all or none", "#~"),
    ("obsolete twice", HEADER + b'\n#~ #~ msgid "a"\n#~ msgstr "b"\n', 5, '"#~" twice', "keep one"),
    ("a whole file pasted behind another", HEADER + ONE + HEADER + ONE, 7, "second header", "remove this"),
    ("html in place of the file", b"<!DOCTYPE html>\n<html>\n", 1, "expected a comment", "double quotes"),
    ("a compiled catalogue", b"\xde\x12\x04\x95\0\0\0\0", 1, "0xde", "save the file as UTF-8"),
    ("half a character at the end", HEADER + b'\nmsgid "a"\nmsgstr "\xc3', 6, "0xc3", "save the file"),
    ("a surrogate", HEADER + b'\nmsgid "a"\nmsgstr "\xed\xa0\x80"\n', 6, "0xed", "save the file"),
    ("language in words", HEADER + b'"Language: Spanish\\n"\n', 1, "Language field", "BCP 47"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "line", "message", "hint"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_broken_file_is_refused_with_its_line(data: bytes, line: int, message: str, hint: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse_po(data, path="es.po", domain="tea")

    assert caught.value.where == f"es.po:{line}"
    assert message in caught.value.message
    assert hint in (caught.value.hint or caught.value.message)


@pytest.mark.parametrize(
    "rule",
    [
        b"nplurals=INTEGER; plural=EXPRESSION;",
        b"nplurals=1; plural=0",
        b"nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    ],
)
def test_a_usual_plural_rule_is_taken(rule: bytes) -> None:
    catalogue = parse_po(
        b'msgid ""\nmsgstr ""\n"Plural-Forms: ' + rule + b'\\n"\n' + ONE, path="es.po", domain="tea"
    )

    assert catalogue.header["Plural-Forms"] == rule.decode()


def test_many_repeated_references_are_read_in_linear_time() -> None:
    # Babel 2.18 took 12 s of CPU for this file.
    lines = b"".join(b"#: article.md:%d\n" % number for number in range(20_000))

    catalogue = parse_po(HEADER + b"\n" + lines + b'msgid "a"\nmsgstr "b"\n', path="es.po", domain="tea")

    assert len(catalogue.messages[0].references) == 20_000


FRAGMENTS = [
    "msgid ", "msgstr ", "msgctxt ", "msgid_plural ", "msgstr[0] ", "msgstr[1] ", "msgstr[", '"', '""', '"a"',
    '"a\\n"', "\\", "\n", "\n\n", "\r\n", "#", "# ", "#~ ", "#| ", "#~| ", "#, fuzzy", "#: a:1", "#. b",
    " ", "\t", '"Plural-Forms: nplurals=2; plural=n>1;\\n"', '"Language: x\\n"', "\u2068", "\x85", "\u2028",
    "\ufeff", "é", "# c\n", "#, fuzzy\n", '#| msgid "x"\n', '#~| msgid "x"\n', 'msgid "a"\n', 'msgstr "b"\n',
    'msgid "b"\nmsgstr "c"\n', '#~ msgid "d"\n#~ msgstr ""\n', 'msgid ""\nmsgstr ""\n',
]  # fmt: skip


def read_or_refused(data: bytes) -> bytes | str:
    """Return the file as it is written back, or where it was refused."""
    try:
        return render_po(parse_po(data, path="es.po", domain="tea"))
    except ContentError as error:
        return error.where or "nowhere"


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join), st.booleans())
@example(text="", headed=True)
def test_any_file_is_refused_by_its_line_or_comes_back_byte_for_byte(text: str, headed: bool) -> None:
    data = (HEADER if headed else b"") + text.encode()

    result = read_or_refused(data)

    assert result == data or str(result).startswith("es.po:")


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_by_their_line_or_come_back(data: bytes) -> None:
    result = read_or_refused(HEADER + data)

    assert result == HEADER + data or str(result).startswith("es.po:")


MSGFMT_TAKES = {
    "too big", "declared latin-1", "charset utf-7", "a NUL", "carriage return", "header second",
    "escape past ASCII", "stray text", "too many forms", "hundreds of forms", "two on a line",
    "language in words", "obsolete twice",
}  # fmt: skip
"""What msgfmt takes and we do not: other tools read it in another way, or it would cost time or memory."""


@pytest.mark.external
@pytest.mark.skipif(absent("msgfmt"), reason="msgfmt is not installed")
@pytest.mark.parametrize(("name", "data"), [case[:2] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_we_refuse_msgfmt_refuses_too_but_for_a_few_said_ones(
    name: str, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "es.po"
    path.write_bytes(data)

    result = subprocess.run(
        ["msgfmt", "-c", "-o", os.devnull, str(path)], check=False, capture_output=True, timeout=60
    )

    assert (result.returncode == 0) == (name in MSGFMT_TAKES)


@pytest.mark.external
@pytest.mark.skipif(absent("msgcat"), reason="msgcat is not installed")
def test_what_we_take_msgcat_takes_too(tmp_path: Path) -> None:
    path = tmp_path / "es.po"
    random = Random(20260314)
    taken = refused = 0
    for _ in range(400):
        text = "".join(random.choice(FRAGMENTS) for _ in range(random.randint(1, 9)))
        path.write_bytes(HEADER + text.encode())
        if read_or_refused(path.read_bytes()) != path.read_bytes():
            continue
        taken += 1
        result = subprocess.run(["msgcat", str(path)], check=False, capture_output=True, timeout=60)
        refused += result.returncode

    assert refused == 0
    assert taken > 40
