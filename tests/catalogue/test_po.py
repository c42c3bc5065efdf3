"""The PO codec gives back what it read, and writes the rest as gettext does."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.catalogue.po import parse_po, render_po
from builder.catalogue.po_write import columns, previous_lines
from builder.model.catalogue import Catalogue, Message

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)
FULL = (
    "# A translator's note.\n"
    "#no space\n"
    "#=sticky\n"
    "#\n"
    + HEADER
    + '"X-Poedit-Bookmarks: 1,2\\n"\n'
    + '"X-Long: a field that some tool has wrapped because it is longer than a line "\n"may be\\n"\n'
    + "\n\n"
    "#. Paragraph\n#: \u2068my article.md\u2069:3 other.md:4\n"
    "#, fuzzy, max-length:120,no-wrap\n"
    '#| msgctxt "heading"\n#| msgid "old "\n#| "text"\n'
    'msgctxt "heading"\nmsgid   "new text"\nmsgstr"texto\\tnuevo"\n'
    "\n"
    'msgid "one day"\nmsgid_plural "{count} days"\nmsgstr[0] "un día"\nmsgstr[1] "{count} días"\n'
    "# no blank line before this one\n"
    'msgid "a" "b"\nmsgstr ""\n"wrapped "\n"oddly"\n'
    "\n"
    "# kept\n"
    "#~ #, fuzzy\n"
    '#~| msgid "older"\n'
    '#~ msgid "gone"\n#~ msgstr ""\n#~ "ido"\n'
    "\n   \n"
    "# the last word\n"
)


def read(text: str) -> Catalogue:
    return parse_po(text.encode(), path="es.po", domain="tea")


def external(program: str) -> None:
    if shutil.which(program) is None and not os.environ.get("CI"):
        pytest.skip(f"{program} is not installed")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FULL, id="all that gettext knows"),
        pytest.param(FULL.replace("\n", "\r\n"), id="windows line ends"),
        pytest.param(FULL + "\n\n\n", id="blank lines at the end"),
        pytest.param(FULL.removesuffix("\n"), id="no newline at the end"),
        pytest.param("\n\n" + FULL, id="blank lines at the start"),
        pytest.param(HEADER, id="header alone"),
        pytest.param(HEADER + '\nmsgid "\\x41\\101\\a\\\\\\""\nmsgstr ""\n', id="escapes"),
    ],
)
def test_a_file_that_was_read_is_written_byte_for_byte(text: str) -> None:
    data = text.encode()

    catalogue = parse_po(data, path="es.po", domain="tea")

    assert render_po(catalogue) == data


def test_every_field_is_read() -> None:
    catalogue = read(FULL)

    assert catalogue.language == "es"
    assert catalogue.header["X-Poedit-Bookmarks"] == "1,2"
    assert catalogue.header["X-Long"].endswith("a line may be")
    assert [message.msgid for message in catalogue.messages] == ["new text", "one day", "ab", "gone"]
    assert catalogue.messages[0] == Message(
        msgid="new text",
        msgstr=("texto\tnuevo",),
        msgctxt="heading",
        flags=("fuzzy", "max-length:120", "no-wrap"),
        previous=('msgctxt "heading"', 'msgid "old "', '"text"'),
        references=("my article.md:3", "other.md:4"),
        extracted_comments=("Paragraph",),
        line=22,
    )
    assert catalogue.messages[1].msgstr == ("un día", "{count} días")
    assert catalogue.messages[3].obsolete
    assert catalogue.messages[3].fuzzy
    assert catalogue.messages[3].translator_comments == ("kept",)
    assert catalogue.messages[3].previous == ('msgid "older"',)
    assert catalogue.header_message is not None
    assert catalogue.header_message.translator_comments[:3] == ("A translator's note.", "no space", "=sticky")


def test_a_changed_message_is_written_anew_and_the_others_as_they_were() -> None:
    catalogue = read(FULL)
    changed = replace(catalogue.messages[2], msgstr=("otro",))

    text = render_po(
        replace(catalogue, messages=(*catalogue.messages[:2], changed, catalogue.messages[3]))
    ).decode()

    before = 'msgid "a" "b"\nmsgstr ""\n"wrapped "\n"oddly"\n'
    after = 'msgid "a" "b"\nmsgstr "otro"\n'
    assert text == FULL.replace("\n# no blank line", "\n\n# no blank line").replace(before, after)


def test_a_new_reference_does_not_wrap_the_texts_anew() -> None:
    entry = '\n#: a.md:1\nmsgid ""\n"wrapped "\n"by hand"\nmsgstr ""\n"como "\n"sea"\n'
    catalogue = read(HEADER + entry)

    moved = replace(catalogue.messages[0], references=("a.md:9",))

    assert render_po(replace(catalogue, messages=(moved,))).decode() == HEADER + entry.replace(":1", ":9")


def test_a_comment_added_leaves_the_other_comments_as_they_were_written() -> None:
    catalogue = read(HEADER + '\n#odd\n#\nmsgid "a"\nmsgstr "b"\n')
    message = catalogue.messages[0]

    more = replace(message, translator_comments=(*message.translator_comments, "new"))

    assert "\n#odd\n#\n# new\nmsgid" in render_po(replace(catalogue, messages=(more,))).decode()


def test_a_header_field_changes_in_its_own_line_alone() -> None:
    catalogue = read(FULL)

    text = render_po(replace(catalogue, header={**catalogue.header, "Language": "fr", "X-New": "1"})).decode()

    expected = FULL.replace('"Language: es\\n"', '"Language: fr\\n"')
    expected = expected.replace('"may be\\n"\n', '"may be\\n"\n"X-New: 1\\n"\n')
    assert text == expected


def test_lines_written_into_a_windows_file_end_as_its_own_do() -> None:
    catalogue = read((HEADER + '\nmsgid "a"\nmsgstr ""\n').replace("\n", "\r\n"))

    text = render_po(
        replace(catalogue, messages=(replace(catalogue.messages[0], msgstr=("b",)), Message(msgid="c")))
    ).decode()

    assert text == (HEADER + '\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n').replace("\n", "\r\n")


def test_an_entry_after_a_file_without_last_newline_starts_on_its_own_line() -> None:
    catalogue = read(HEADER + '\nmsgid "a"\nmsgstr "b"')

    text = render_po(replace(catalogue, messages=(*catalogue.messages, Message(msgid="c")))).decode()

    assert text.endswith('msgstr "b"\n\nmsgid "c"\nmsgstr ""\n')


def test_an_obsolete_message_is_written_with_its_marks() -> None:
    message = Message(
        msgid="gone",
        msgstr=("ido",),
        flags=("fuzzy",),
        previous=('msgid "older"',),
        translator_comments=("kept",),
        obsolete=True,
    )

    text = render_po(replace(read(HEADER), messages=(message,))).decode()

    assert text == (HEADER + '\n# kept\n#, fuzzy\n#~| msgid "older"\n#~ msgid "gone"\n#~ msgstr "ido"\n')


def test_chinese_is_broken_between_characters_and_before_no_closing_mark() -> None:
    text = "氯胺酮，" * 30

    rendered = render_po(replace(read(HEADER), messages=(Message(msgid=text),))).decode()

    lines = rendered.split('msgid ""\n')[-1].splitlines()
    assert max(columns(line) for line in lines) <= 79
    assert not any(line.startswith('"，') for line in lines)
    assert read(rendered).messages[0].msgid == text


def test_many_references_are_wrapped_and_read_back() -> None:
    references = tuple(f"articles/a-long-name-of-an-article.md:{number}" for number in range(5))

    rendered = render_po(
        replace(read(HEADER), messages=(Message(msgid="a", references=references),))
    ).decode()

    assert [len(line) for line in rendered.splitlines() if line.startswith("#:")] == [42, 42, 42, 42, 42]
    assert read(rendered).messages[0].references == references


def test_a_header_line_that_is_no_field_and_a_field_twice_stay_when_another_changes() -> None:
    text = HEADER + '"no field\\n"\n"Language: fr\\n"\n'
    catalogue = read(text)

    rendered = render_po(replace(catalogue, header={**catalogue.header, "X-New": "1"})).decode()

    assert catalogue.language == "es"
    assert rendered == text + '"X-New: 1\\n"\n'


def test_an_empty_obsolete_line_is_kept() -> None:
    text = HEADER + '\n#~ msgid "a"\n#~\n#~ msgstr "b"\n#~\n#~ msgid "c"\n#~ msgstr "d"\n'

    catalogue = read(text)

    assert [message.msgid for message in catalogue.messages] == ["a", "c"]
    assert render_po(catalogue).decode() == text


def test_a_file_name_with_spaces_is_quoted_as_gettext_does() -> None:
    message = Message(msgid="a", references=("my article.md:3", "b.md:1"))

    rendered = render_po(replace(read(HEADER), messages=(message,))).decode()

    assert "\n#: \u2068my article.md\u2069:3 b.md:1\n" in rendered


TEXTS = st.text(
    st.one_of(
        st.sampled_from('ab "\\\n\t\r <>&{}#~|:.,\u00a0漢字。é\u0301\U0001f600'), st.characters(codec="utf-8")
    ),
    max_size=120,
).map(lambda text: text.replace("\0", ""))
LINES = st.text(st.characters(codec="utf-8", exclude_characters="\0\n\r"), max_size=40).map(
    lambda text: text.strip(" \t\v\f")
)
WORDS = st.from_regex(r"[a-z]{1,8}(:[0-9]{1,3})?", fullmatch=True)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    messages = []
    for msgid in draw(st.lists(TEXTS.filter(bool), max_size=5, unique=True)):
        plural = draw(st.none() | TEXTS)
        messages.append(
            Message(
                msgid=msgid,
                msgctxt=draw(st.none() | TEXTS),
                msgid_plural=plural,
                msgstr=(draw(TEXTS),) if plural is None else (draw(TEXTS), draw(TEXTS)),
                flags=tuple(draw(st.lists(WORDS, max_size=2, unique=True))),
                references=tuple(draw(st.lists(WORDS, max_size=3))),
                extracted_comments=tuple(draw(st.lists(LINES, max_size=2))),
                translator_comments=tuple(draw(st.lists(LINES, max_size=2))),
                previous=previous_lines(Message(msgid=draw(TEXTS))) if draw(st.booleans()) else (),
                obsolete=draw(st.booleans()),
            )
        )
    return replace(read(HEADER), messages=tuple(messages))


@given(catalogues())
def test_what_is_written_is_read_back(catalogue: Catalogue) -> None:
    data = render_po(catalogue)

    again = parse_po(data, path="es.po", domain="tea")

    assert [replace(message, line=0) for message in again.messages] == list(catalogue.messages)
    assert render_po(again) == data


@given(catalogues(), st.integers(0, 4), TEXTS)
def test_a_change_to_one_message_is_read_back_and_touches_no_other(
    catalogue: Catalogue, place: int, text: str
) -> None:
    read_once = parse_po(render_po(catalogue), path="es.po", domain="tea")
    messages = list(read_once.messages)
    if place < len(messages):
        messages[place] = replace(messages[place], msgstr=(text, *messages[place].msgstr[1:]))

    again = parse_po(render_po(replace(read_once, messages=tuple(messages))), path="es.po", domain="tea")

    assert [replace(message, line=0) for message in again.messages] == [
        replace(message, line=0) for message in messages
    ]


@pytest.mark.external
@pytest.mark.parametrize("prefix", ["", "#~ "], ids=["in use", "obsolete"])
def test_msgcat_wraps_words_as_we_do(prefix: str, tmp_path: Path) -> None:
    external("msgcat")
    words = re.findall(r"\S+", "Ketamine can lift depression in hours — while others “need weeks”; at 0.5 mg")
    messages = tuple(
        Message(
            msgid=f"{length} " + " ".join((words * 20)[:length]),
            msgstr=(" ".join((words * 20)[length : 2 * length + 1]) + "\n" * (length % 2),)
            if length % 3
            else ("línea\nlínea",),
            msgctxt="heading" if length % 5 == 0 else None,
            obsolete=bool(prefix),
        )
        for length in range(1, 40)
    )
    path = tmp_path / "es.po"
    path.write_bytes(render_po(replace(read(HEADER), messages=messages)))

    result = subprocess.run(["msgcat", str(path)], check=True, capture_output=True, timeout=60)

    assert result.stdout.decode() == path.read_text()
