"""Checked catalogues for reports: some findings on texts in Spanish and in Arabic."""

import pytest

from builder.base.language import Language
from builder.check.report import Checked
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding

EN = Language("en")


def finding(
    code: str, severity: str, message: str, where: str, hint: str | None = "compare the two"
) -> Finding:
    return Finding(code=code, severity=severity, message=message, where=where, hint=hint)  # type: ignore[arg-type]


@pytest.fixture
def spanish() -> Checked:
    path = "locales/es/LC_MESSAGES/tea time.po"
    messages = (
        Message(msgid="Wait 45 minutes for 5 cups.", msgstr=("Espere 45 para 5 tazas.",), line=10),
        Message(msgid='A <a1>"list"</a1> & more', msgstr=("Una \u202elista <b>",), line=20),
        Message(msgid="%d cup", msgid_plural="%d cups", msgstr=("una", "varias"), line=30),
    )
    catalogue = Catalogue(domain="tea time", language=Language("es"), header={}, messages=messages, path=path)
    return Checked(
        path=path,
        domain="tea time",
        language=Language("es"),
        source_language=EN,
        catalogue=catalogue,
        folder="sub/",
        findings=(
            finding("T002", "warning", 'the translation lacks the figure "45 minutes"', f"{path}:10"),
            finding("T016", "error", "found U+202E\nin it", f"{path}:20"),
            finding("T017", "warning", 'the word "una" stands twice', f"{path}:30", None),
            finding("T027", "note", "2 texts are left", path),
        ),
    )


@pytest.fixture
def arabic() -> Checked:
    path = "/elsewhere/ar.po"
    messages = (Message(msgid="Wait 5 minutes.", msgstr=("انتظر 6 دقائق.",), line=4),)
    catalogue = Catalogue(domain="ar", language=Language("ar"), header={}, messages=messages, path=path)
    return Checked(
        path=path,
        domain="ar",
        language=Language("ar"),
        source_language=EN,
        catalogue=catalogue,
        findings=(finding("T002", "warning", 'the translation lacks the figure "5"', f"{path}:4"),),
    )


@pytest.fixture
def broken() -> Checked:
    return Checked(
        path="x.po",
        domain="x",
        language=None,
        source_language=EN,
        catalogue=None,
        findings=(finding("T028", "error", "found a NUL character", "x.po:3", "remove it"),),
    )
