"""The glossary: terms are read from a file of columns, and an edit leaves the rest of the file alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.errors import ContentError
from builder.catalogue.glossary import new_term, parse_glossary, render_glossary, with_term
from builder.model.glossary import GlossaryTerm

FILE = (
    b"source\ttarget\tnote\n"
    b"# trade names stay\n"
    b"Prozac\t=\ta trade name\n"
    b"\n"
    b"side effect\tefecto secundario | efecto adverso\n"
    b"NMDA\t\n"
)


def parse(text: str) -> tuple[GlossaryTerm, ...]:
    return parse_glossary(text.encode(), path="glossary.tsv")


def test_terms_have_their_targets_notes_and_lines() -> None:
    terms = parse_glossary(FILE, path="glossary.tsv")

    assert terms == (
        GlossaryTerm(source="Prozac", targets=("Prozac",), note="a trade name", line=3),
        GlossaryTerm(source="side effect", targets=("efecto secundario", "efecto adverso"), line=5),
        GlossaryTerm(source="NMDA", targets=("NMDA",), line=6),
    )


@pytest.mark.parametrize("data", [b"", b"\n", b"# only a comment\n", b"source\ttarget\tnote\n"])
def test_a_file_without_terms_has_none(data: bytes) -> None:
    assert parse_glossary(data, path="glossary.tsv") == ()


def test_a_file_of_a_spreadsheet_is_read_as_well() -> None:
    terms = parse("\ufeffSource\tTarget\tNote\r\ndose\tdosis\t\r\n")

    assert [(term.source, term.targets) for term in terms] == [("dose", ("dosis",))]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("dose\tdosis\n", 1, "expected the columns source, target, note"),
        ("source,target,note\ndose,dosis,\n", 1, "expected the columns"),
        ("source\ttarget\tnote\ndose\n", 2, "stands alone"),
        ("source\ttarget\tnote\n\n# c\ndose\ta\tb\tc\n", 4, "has 4 columns"),
        ("source\ttarget\tnote\n\tdosis\n", 2, "has no source"),
        ("source\ttarget\tnote\ndose\ta\ndrug\tb\ndose\tc\n", 4, "it is in line 2 already"),
        ("source\ttarget\tnote\ncafé\ta\ncafe\u0301\tc\n", 3, "it is in line 2 already"),
    ],
    ids=["no header", "commas", "one column", "four columns", "no source", "twice", "twice, composed"],
)
def test_a_line_that_is_no_term_is_refused_with_its_place(text: str, line: int, told: str) -> None:
    with pytest.raises(ContentError, match=told) as error:
        parse(text)

    assert error.value.where == f"glossary.tsv:{line}"


def test_bytes_that_are_not_utf8_are_refused_with_their_line() -> None:
    with pytest.raises(ContentError, match="0xf3") as error:
        parse_glossary(b"source\ttarget\nname\tregi\xf3n\n", path="g.tsv")

    assert error.value.where == "g.tsv:2"


def test_a_file_that_is_far_too_big_is_refused() -> None:
    with pytest.raises(ContentError, match="expected at most"):
        parse_glossary(b"#" * 2_000_001, path="g.tsv")


def test_nothing_changed_is_no_byte_changed() -> None:
    windows = "\ufeff".encode() + FILE.replace(b"\n", b"\r\n")

    for data in (FILE, windows):
        assert render_glossary(parse_glossary(data, path="g.tsv"), before=data) == data


def test_an_edit_keeps_comments_order_and_the_other_lines() -> None:
    terms = parse_glossary(FILE, path="g.tsv")
    changed = with_term(terms, new_term("NMDA", "NMDA | receptor NMDA", "a receptor"))

    data = render_glossary(with_term(changed, new_term("dose", "dosis")), before=FILE)

    assert data == FILE.replace(b"NMDA\t\n", b"NMDA\tNMDA | receptor NMDA\ta receptor\ndose\tdosis\t\n")


def test_a_term_that_is_gone_takes_its_line_with_it() -> None:
    terms = parse_glossary(FILE, path="g.tsv")

    data = render_glossary(terms[1:], before=FILE)

    assert data == FILE.replace(b"Prozac\t=\ta trade name\n", b"")


def test_a_term_that_would_be_a_comment_is_refused() -> None:
    with pytest.raises(ContentError, match="read as a comment"):
        new_term("#metoo", "=")


_CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@given(st.lists(st.tuples(_CELLS, st.lists(_CELLS, max_size=3), st.text("abc \t\n", max_size=9)), max_size=6))
def test_what_is_written_is_read_back(rows: list[tuple[str, list[str], str]]) -> None:
    terms: tuple[GlossaryTerm, ...] = ()
    for source, targets, note in rows:
        try:
            terms = with_term(terms, new_term(source, "|".join(targets), note))
        except ContentError:
            continue

    found = parse_glossary(render_glossary(terms), path="g.tsv")

    assert [(t.source, t.targets, t.note) for t in found] == [(t.source, t.targets, t.note) for t in terms]


def test_a_file_with_both_kinds_of_line_ends_keeps_its_lines() -> None:
    before = b"source\ttarget\n# first\na\tA\n# second\r\nb\tB\n# third\nc\tC\n"
    terms = with_term(parse_glossary(before, path="glossary.tsv"), new_term("b", "BB"))

    after = render_glossary(terms, before=before)

    assert after == before.replace(b"b\tB\n", b"b\tBB\t\n")


def test_a_file_of_comments_alone_gets_the_names_of_the_columns_with_its_first_term() -> None:
    before = b"# names stay as they are\n"

    after = render_glossary([new_term("NMDA", "=")], before=before)

    assert after.startswith(before)
    assert [term.source for term in parse_glossary(after, path="glossary.tsv")] == ["NMDA"]
