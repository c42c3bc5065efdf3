"""TMX: what goes out comes back, other tools read it, and a hostile file is refused."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.catalogue.tmx import parse_tmx, render_tmx
from builder.model.memory import MemoryUnit
from builder.testing.interop import toolkit_python

EN, ES = Language("en"), Language("es")
UNITS = (
    MemoryUnit(
        source="Take <em>2.5 g</em> &amp; wait.", target="Tome <em>2,5 g</em> &amp; espere.", origin="tea"
    ),
    MemoryUnit(
        source="Tea", target="Té", msgctxt="title", origin="tea", translator_comments=("Or: Infusión",)
    ),
    MemoryUnit(source='A "b"\tc\nd\r', target="  blanks  ", origin="tea"),
)


def read(data: bytes, language: Language = ES) -> tuple[MemoryUnit, ...]:
    return parse_tmx(data, path="m.tmx", source_language=EN, language=language)


def tmx(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>\n{head}<tmx version="1.4"><header/><body>{body}</body></tmx>'.encode()


def tu(**texts: str) -> str:
    tuvs = (f'<tuv xml:lang="{tag.replace("_", "-")}"><seg>{text}</seg></tuv>' for tag, text in texts.items())
    return f"<tu>{''.join(tuvs)}</tu>"


def test_what_is_written_is_read_back() -> None:
    assert read(render_tmx(UNITS, source_language=EN, language=ES)) == UNITS


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)


@given(st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=5))
def test_any_text_comes_back_or_is_left_out_whole(pairs: list[tuple[str, str]]) -> None:
    units = tuple(MemoryUnit(source=a, target=b, origin="x") for a, b in dict.fromkeys(pairs))

    data = render_tmx((*units, *UNITS), source_language=EN, language=ES)

    assert set(read(data)) <= set(units) | set(UNITS)
    assert set(UNITS) <= set(read(data))


def test_unconfirmed_and_repeated_units_are_left_out() -> None:
    fuzzy = MemoryUnit(source="x", target="y", confirmed=False)

    data = render_tmx((*UNITS, fuzzy, *UNITS), source_language=EN, language=ES)

    assert data.count(b"<tu>") == len(UNITS)


@pytest.mark.parametrize(
    ("language", "written", "fits"),
    [
        ("es", "es", True), ("es", "ES-ES", True), ("es-MX", "es", True), ("pt-BR", "pt_BR", True),
        ("pt-BR", "pt-PT", False), ("zh-Hans", "zh-CN", True), ("es", "est", False), ("es", "", False),
    ],
)  # fmt: skip
def test_a_language_fits_when_only_a_region_is_missing(language: str, written: str, fits: bool) -> None:
    data = tmx(f'<tu><tuv xml:lang="EN-US"><seg>a</seg></tuv><tuv lang="{written}"><seg>b</seg></tuv></tu>')
    found = ()

    if fits:
        found = tuple(unit.target for unit in read(data, Language(language)))
    else:
        with pytest.raises(ContentError, match="no pair of texts"):
            read(data, Language(language))

    assert found == (("b",) if fits else ())


def test_codes_of_other_formats_are_left_out_and_tags_of_ours_stay() -> None:
    text = (
        'A <bpt i="1">&lt;em&gt;</bpt>b<ept i="1">&lt;/em&gt;</ept> <ph>{\\rtf <sub>x</sub>}</ph>'
        "<hi>c</hi><it>&lt;b&gt;</it>"
    )

    (unit,) = read(tmx(tu(en=text, es="d")))

    assert unit.source == "A <em>b</em> c"


def test_a_usual_document_type_is_no_harm() -> None:
    head = '<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">\n'

    assert len(read(tmx(tu(en="a", es="b"), head))) == 1


def test_utf16_is_read() -> None:
    data = '<?xml version="1.0" encoding="UTF-16"?>' + tmx(tu(en="a", es="ñ")).decode().partition("\n")[2]

    assert read(data.encode("utf-16"))[0].target == "ñ"


BILLION_LAUGHS = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'
PARAMETER = '<!DOCTYPE tmx [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]>\n'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (tmx(tu(en="&b;", es="c"), BILLION_LAUGHS), "declares the entity"),
        (tmx(tu(en="&a;", es="c"), OUTSIDE), "declares the entity"),
        (tmx(tu(en="a", es="c"), PARAMETER), "declares the entity"),
        (tmx(tu(en="&nbsp;", es="c"), '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'), "does not explain"),
        (tmx(tu(en="&nbsp;", es="c")), "not well-formed XML: undefined entity"),
        (tmx(tu(en="a", es="b"))[:-9], "not well-formed XML"),
        (b"", "not well-formed XML"),
        (b"source,target\n", "not well-formed XML"),
        (b"<html></html>", "expected <tmx>"),
        (tmx("<tu>" * 40 + "</tu>" * 40), "deep in each other"),
        (tmx(tu(en="a" * 100_001, es="b")), "more than 100000 characters"),
        (tmx(tu(en="a", de="b")), "languages here: de, en"),
        (tmx(tu(en=" ", es="b")), "no pair of texts"),
        (tmx(""), "languages here: none"),
        (b'<?xml version="1.0" encoding="klingon"?><tmx/>', "encoding"),
    ],
    ids=str,
)
def test_a_file_that_is_no_memory_is_refused_with_its_place(data: bytes, told: str) -> None:
    with pytest.raises(ContentError, match=told) as error:
        read(data)

    assert error.value.where is not None
    assert error.value.where.startswith("m.tmx:")


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.catalogue.tmx.MOST_BYTES", 10)

    with pytest.raises(ContentError, match="expected at most 10"):
        read(tmx(""))


READER = (
    "import sys; from translate.storage.tmx import tmxfile; "
    "units = tmxfile.parsefile(sys.argv[1]).units; "
    "sys.stdout.buffer.write('\\0'.join(t for u in units for t in (u.source, u.target)).encode())"
)


@pytest.fixture
def toolkit() -> Path:
    """The Python that has translate-toolkit."""
    python = toolkit_python()
    if python is None and not os.environ.get("CI"):
        pytest.skip("translate-toolkit is not installed; scripts/setup-judges installs it")
    assert python, "translate-toolkit is not installed: run scripts/setup-judges"
    return Path(python)


@pytest.mark.external
def test_translate_toolkit_reads_our_file(tmp_path: Path, toolkit: Path) -> None:
    (tmp_path / "m.tmx").write_bytes(render_tmx(UNITS[:2], source_language=EN, language=ES))

    done = subprocess.run(
        [toolkit, "-W", "ignore", "-c", READER, "m.tmx"], cwd=tmp_path, capture_output=True, check=True
    )

    texts = done.stdout.decode().split("\0")
    assert texts == [text for unit in UNITS[:2] for text in (unit.source, unit.target)]


@pytest.mark.external
def test_we_read_a_file_of_translate_toolkit(tmp_path: Path, toolkit: Path) -> None:
    entries = "".join(f'msgid "{unit.source}"\nmsgstr "{unit.target}"\n\n' for unit in UNITS[:2])
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (tmp_path / "m.po").write_text(header + entries)

    subprocess.run(
        [toolkit.parent / "po2tmx", "--progress=none", "-l", "es", "m.po", "m.tmx"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip

    found = read((tmp_path / "m.tmx").read_bytes())
    assert [(unit.source, unit.target) for unit in found] == [(u.source, u.target) for u in UNITS[:2]]
