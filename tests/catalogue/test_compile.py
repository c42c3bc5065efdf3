"""Compiled catalogues: programs find every confirmed text by its context, and every plural form."""

import gettext
import io
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from builder.catalogue.compile import compile_catalogue, compiled_messages
from builder.catalogue.po import parse_po
from builder.model.catalogue import Catalogue
from builder.testing.programs import absent

PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: cs\n"
"Plural-Forms: nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;\n"

msgid "Tea"
msgstr "Čaj"

msgctxt "title"
msgid "Tea"
msgstr "O čaji"

msgctxt "alt"
msgid "Zebra"
msgstr "Zebra je kůň"

msgctxt ""
msgid "Tea"
msgstr "Prázdný kontext"

#, fuzzy
msgid "Cup"
msgstr "Snad hrnek"

msgid "Pot"
msgstr ""

msgid "{count} cup"
msgid_plural "{count} cups"
msgstr[0] "{count} hrnek"
msgstr[1] "{count} hrnky"
msgstr[2] "{count} hrnků"

msgid "one leaf"
msgid_plural "leaves"
msgstr[0] "list"
msgstr[1] ""
msgstr[2] "listů"

#~ msgid "Gone"
#~ msgstr "Pryč"
"""


@pytest.fixture
def catalogue() -> Catalogue:
    return parse_po(PO.encode(), path="cs.po", domain="tea")


def read(data: bytes) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(data))


def test_programs_find_texts_by_their_context(catalogue: Catalogue) -> None:
    texts = read(compile_catalogue(catalogue))

    assert texts.gettext("Tea") == "Čaj"
    assert texts.pgettext("title", "Tea") == "O čaji"
    assert texts.pgettext("", "Tea") == "Prázdný kontext"


def test_programs_find_every_plural_form(catalogue: Catalogue) -> None:
    texts = read(compile_catalogue(catalogue))

    found = [texts.ngettext("{count} cup", "{count} cups", count) for count in (1, 3, 5)]

    assert found == ["{count} hrnek", "{count} hrnky", "{count} hrnků"]


@pytest.mark.parametrize("source", ["Cup", "Pot", "Gone", "one leaf"])
def test_what_is_not_confirmed_and_whole_falls_back_to_the_source(catalogue: Catalogue, source: str) -> None:
    assert read(compile_catalogue(catalogue)).gettext(source) == source


def test_fuzzy_texts_are_taken_only_when_asked_for(catalogue: Catalogue) -> None:
    texts = read(compile_catalogue(catalogue, fuzzy=True))

    assert (texts.gettext("Cup"), texts.gettext("Pot")) == ("Snad hrnek", "Pot")
    assert len(compiled_messages(catalogue, fuzzy=True)) == len(compiled_messages(catalogue)) + 1


def test_the_header_is_the_one_of_the_catalogue(catalogue: Catalogue) -> None:
    assert read(compile_catalogue(catalogue)).info() == {
        "content-type": "text/plain; charset=UTF-8",
        "language": "cs",
        "plural-forms": "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;",
    }


def test_the_keys_are_sorted_as_programs_that_halve_the_list_need_it(catalogue: Catalogue) -> None:
    data = compile_catalogue(catalogue)

    _, _, count, table = struct.unpack("=4I", data[:16])
    places = [struct.unpack("=2I", data[table + 8 * n : table + 8 * n + 8]) for n in range(count)]
    keys = [data[start : start + length] for length, start in places]
    assert len(keys) == 6
    assert keys == sorted(keys)


def test_the_same_texts_give_the_same_bytes(catalogue: Catalogue) -> None:
    assert compile_catalogue(catalogue) == compile_catalogue(parse_po(PO.encode(), path="x.po", domain="x"))


@pytest.mark.external
@pytest.mark.skipif(absent("msgunfmt", "msgfmt"), reason="needs GNU gettext")
def test_gettext_reads_what_it_would_write_itself(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "ours.mo").write_bytes(compile_catalogue(catalogue))
    whole = PO.replace('msgstr[1] ""', 'msgstr[1] "listy"')
    without = whole.replace('msgid "one leaf"', '#~ msgid "one leaf"').encode()
    whole_catalogue = parse_po(whole.encode(), path="cs.po", domain="tea")
    (tmp_path / "whole.mo").write_bytes(compile_catalogue(whole_catalogue))
    (tmp_path / "cs.po").write_text(whole)
    assert without

    subprocess.run(["msgfmt", "-o", "theirs.mo", "cs.po"], cwd=tmp_path, check=True)
    texts = [
        subprocess.run(["msgunfmt", name], cwd=tmp_path, check=True, capture_output=True).stdout
        for name in ("whole.mo", "theirs.mo")
    ]

    assert sorted(texts[0].splitlines()) == sorted(texts[1].splitlines())


@pytest.mark.external
@pytest.mark.skipif(absent("gettext"), reason="needs GNU gettext")
def test_the_c_library_finds_texts_with_a_context(catalogue: Catalogue, tmp_path: Path) -> None:
    folder = tmp_path / "cs" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "tea.mo").write_bytes(compile_catalogue(catalogue))
    environment = {
        "TEXTDOMAINDIR": str(tmp_path),
        "LANGUAGE": "cs",
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
    }

    found = [
        subprocess.run(
            [shutil.which("gettext") or "gettext", "-d", "tea", *words],
            env=environment, check=True, capture_output=True,
        ).stdout.decode()
        for words in (["Tea"], ["-c", "title", "Tea"], ["-c", "alt", "Zebra"])
    ]  # fmt: skip

    assert found == ["Čaj", "O čaji", "Zebra je kůň"]
