"""A report tells every finding, and how many there are; notes are quiet."""

import json
from dataclasses import replace

from builder.base.errors import ContentError
from builder.check.report import (
    Checked,
    place_of,
    render_github,
    render_json,
    render_text,
    summary,
    unreadable,
    with_messages,
)
from builder.model.finding import Finding


def test_lines_end_in_a_summary_and_leave_notes_out(spanish: Checked, broken: Checked) -> None:
    lines = render_text((spanish, broken)).splitlines()

    assert lines[0].endswith('tea time.po:10: T002 warning: the translation lacks the figure "45 minutes"')
    assert lines[1] == "  hint: compare the two"
    assert not any("T027" in line for line in lines)
    assert lines[-1] == (
        "2 catalogues checked, 3 texts: 2 errors, 2 warnings, 1 note; --notes shows the notes"
    )


def test_notes_are_shown_when_they_are_asked_for(spanish: Checked) -> None:
    text = render_text((spanish,), notes=True)

    assert "T027 note: 2 texts are left" in text
    assert "--notes" not in text


def test_nothing_found_is_said(spanish: Checked) -> None:
    assert summary((replace(spanish, findings=()),)) == "1 catalogue checked, 3 texts: nothing found"


def test_a_character_that_turns_the_line_is_shown_by_its_number(spanish: Checked) -> None:
    turned = replace(spanish.findings[0], message="found \u202ex")

    text = render_text((replace(spanish, findings=(turned,)),))

    assert "found [U+202E]x" in text


def test_json_has_the_texts_of_each_finding(spanish: Checked, broken: Checked) -> None:
    report = json.loads(render_json((spanish, broken)))

    first = report["catalogues"][0]["findings"][0]
    assert report["schema"] == "edition-check/1"
    assert report["counts"] == {"error": 2, "warning": 2, "note": 1}
    assert (first["line"], first["msgid"]) == (10, "Wait 45 minutes for 5 cups.")
    assert report["catalogues"][0]["findings"][3]["line"] is None
    assert [each["readable"] for each in report["catalogues"]] == [True, False]


def test_lines_for_github_are_escaped_and_start_in_the_working_folder(spanish: Checked) -> None:
    lines = render_github((spanish,)).splitlines()

    assert lines[0] == (
        "::warning file=sub/locales/es/LC_MESSAGES/tea time.po,line=10,title=T002 A figure is missing::"
        'the translation lacks the figure "45 minutes"%0Ahint: compare the two'
    )
    assert lines[1].startswith("::error ")
    assert "U+202E%0Ain it" in lines[1]
    assert len(lines) == 4


def test_a_note_is_a_notice_for_github(spanish: Checked) -> None:
    assert "::notice file=sub/locales/es/LC_MESSAGES/tea time.po,title=T027" in render_github(
        (spanish,), notes=True
    )


def test_a_place_is_a_path_and_perhaps_a_line() -> None:
    found = Finding(code="T001", severity="error", message="m", where="C:/a.po:3:7")

    assert place_of(found) == ("C:/a.po", 3)
    assert place_of(replace(found, where="a.po")) == ("a.po", None)
    assert place_of(replace(found, where="a.po:3")) == ("a.po", 3)


def test_a_finding_on_another_file_has_no_message(spanish: Checked) -> None:
    first, second, *_ = spanish.findings
    mixed = replace(spanish, findings=(first, replace(second, where="other.po:10")))

    (_, there), (_, elsewhere) = with_messages(mixed)

    assert there is not None
    assert there.msgid == "Wait 45 minutes for 5 cups."
    assert elsewhere is None


def test_a_file_that_cannot_be_read_is_a_finding_at_its_line() -> None:
    found = unreadable(ContentError("found a NUL", where="a.po:7", hint="remove it"), "a.po")

    assert str(found) == "a.po:7: T028 error: found a NUL\n  hint: remove it"
    assert unreadable(ContentError("empty"), "a.po").where == "a.po"
