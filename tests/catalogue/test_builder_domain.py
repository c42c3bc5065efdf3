"""The tool's own texts have a template, and translations that come with the tool."""

import io
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from builder.base.language import Language, from_po_locale
from builder.catalogue import builder_domain
from builder.catalogue.localise import coverage, unfinished
from builder.catalogue.merge import merge
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.rules.check import check_translation
from builder.catalogue.texts import TEXTS, Texts

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path.parents[1].name for path in ROOT.glob("locales/*/LC_MESSAGES/builder.po"))


def test_the_template_has_every_text_once_with_its_notes() -> None:
    template = builder_domain.template()

    assert [message.msgid for message in template.messages] == list(
        dict.fromkeys(text.text for text in TEXTS.values())
    )
    assert all(message.extracted_comments and not message.references for message in template.messages)


def test_equal_texts_are_one_message_with_all_notes() -> None:
    notes = [text.note for text in TEXTS.values() if text.text == "Translated by {translators}."]

    (message,) = (
        message
        for message in builder_domain.template().messages
        if message.msgid == "Translated by {translators}."
    )

    assert len(notes) > 1
    assert message.extracted_comments == tuple(notes)


def test_equal_texts_have_equal_plurals() -> None:
    plurals: dict[str, set[str | None]] = {}
    for text in TEXTS.values():
        plurals.setdefault(text.text, set()).add(text.plural)

    assert all(len(values) == 1 for values in plurals.values())


def test_the_committed_template_is_up_to_date() -> None:
    assert (ROOT / "locales" / "builder.pot").read_bytes() == render_po(builder_domain.template())


def test_spanish_and_french_come_with_the_tool() -> None:
    assert {"es", "fr"} <= set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_translation_that_comes_with_the_tool_is_whole(name: str) -> None:
    language = from_po_locale(name)
    template = builder_domain.template()

    catalogue = builder_domain.shipped(language)

    assert catalogue is not None
    assert catalogue.language == language
    assert unfinished((template, (catalogue,))) is None
    assert coverage(catalogue, template).finished
    assert check_translation(catalogue, template, language=language) == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_translation_that_comes_with_the_tool_is_up_to_date(name: str) -> None:
    path = ROOT / "locales" / name / "LC_MESSAGES" / "builder.po"
    data = path.read_bytes()

    merged, report = merge(parse_po(data, path=path.name, domain="builder"), builder_domain.template())

    assert str(report) == f"{len(merged.live)} kept"
    assert render_po(merged) == data


@pytest.mark.parametrize("name", SHIPPED)
def test_babel_reads_a_translation_that_comes_with_the_tool_as_we_do(name: str) -> None:
    data = (ROOT / "locales" / name / "LC_MESSAGES" / "builder.po").read_bytes()

    ours = parse_po(data, path="x.po", domain="builder")
    theirs = read_po(io.BytesIO(data), abort_invalid=True)

    assert [(m.msgid, m.msgstr[0]) for m in ours.live] == [(m.id, m.string) for m in theirs if m.id]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_machine_translation_that_comes_with_the_tool_says_so_and_names_nobody(name: str) -> None:
    catalogue = builder_domain.shipped(from_po_locale(name))

    assert catalogue is not None
    assert catalogue.header["X-Translation-Method"] == "machine"
    assert "X-Reviewed-By" not in catalogue.header
    assert coverage(catalogue).reviewed == 0


@pytest.mark.parametrize("name", SHIPPED)
def test_the_wheel_takes_every_translation_of_the_tools_texts(name: str) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    file = f"{name}/LC_MESSAGES/builder.po"
    assert included[f"locales/{file}"] == f"builder/catalogue/locales/{file}"


@pytest.mark.parametrize("tag", ["en", "en-GB"])
def test_english_is_always_finished(tag: str) -> None:
    template = builder_domain.template()

    catalogue = builder_domain.shipped(Language(tag))

    assert catalogue is not None
    assert unfinished((template, (catalogue,))) is None
    assert Texts(Language(tag), (catalogue,))("chapter_opening") == "Opening"


@pytest.mark.parametrize(("tag", "found"), [("es-MX", "es"), ("es-Latn", None), ("tlh", None)])
def test_a_region_is_served_by_its_language_and_a_script_is_not(tag: str, found: str | None) -> None:
    catalogue = builder_domain.shipped(Language(tag))

    assert (catalogue.language if catalogue else None) == found
