"""The tool's own texts: what the announcer says and what pages label, as the gettext domain `builder`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from builder.base.language import Language
from builder.model.catalogue import Catalogue, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolText:
    """A text of ours: English, and what a translator should know of it."""

    text: str
    """With `{name}` for what is filled in."""
    note: str
    """Where it is used, and whether it is spoken or shown."""
    plural: str | None = None
    """The English plural; then `{count}` chooses the form."""


def _spoken(text: str, note: str, plural: str | None = None) -> ToolText:
    return ToolText(text=text, note=f"Spoken. {note}", plural=plural)


def _shown(text: str, note: str, plural: str | None = None) -> ToolText:
    return ToolText(text=text, note=f"Shown. {note}", plural=plural)


# In the order in which translators see them. A name is used in code and templates, never shown.
TEXTS: Mapping[str, ToolText] = {
    "spoken_synthetic": _spoken(
        "Read by a synthetic voice.", "In the first seconds of the original edition; keep it short."
    ),
    "spoken_human_translation": _spoken(
        "Translated by {translators}, read by a synthetic voice.",
        "In the first seconds of an edition a person translated; keep it short.",
    ),
    "spoken_human_unreviewed": _spoken(
        "A translation nobody has reviewed, read by a synthetic voice.",
        "In the first seconds of an edition a person translated and no second person approved.",
    ),
    "spoken_machine_unreviewed": _spoken(
        "A machine translation, not reviewed, read by a synthetic voice.",
        "In the first seconds of a machine-translated edition no person approved; keep it short.",
    ),
    "spoken_machine_reviewed": _spoken(
        "A machine translation, reviewed by a person, read by a synthetic voice.",
        "In the first seconds of a machine-translated edition a person approved; keep it short.",
    ),
    "spoken_draft": _spoken(
        "This is a draft. Parts of it are not translated yet.", "In the opening of a draft."
    ),
    "spoken_code": _spoken("A listing is shown here in the text.", "In place of program code."),
    "spoken_figure": _spoken("Picture: {description}", "Before a picture's description."),
    "spoken_table": _spoken("Table.", "Before a table without a caption is read row by row."),
    "spoken_cell": _spoken("{header}: {value}.", "One cell of a table, read after its column's header."),
    "spoken_credit_voice": _spoken(
        "You heard a synthetic voice: {voice}, from {engine}.", "In the credits at the very end."
    ),
    "spoken_credit_translators": _spoken("Translated by {translators}.", "In the credits at the end."),
    "spoken_credit_machine": _spoken("The translation was made by a machine.", "In the credits at the end."),
    "spoken_credit_unreviewed": _spoken(
        "No person has reviewed it.", "In the credits, after the translation."
    ),
    "chapter_opening": _shown("Opening", "Title of the first chapter."),
    "chapter_introduction": _shown("Introduction", "Title of the second chapter."),
    "chapter_disclaimer": _shown("Disclaimer", "Title of the last chapter."),
    "chapter_credits": _shown("Credits", "Title of the last chapter where an article has no disclaimer."),
    "disclosure_synthetic": _shown(
        "The voice in this edition is synthetic.", "On the page, in tags and in the feed; always visible."
    ),
    "disclosure_machine": _shown(
        "This translation was made by a machine.", "On the page, in tags and in the feed; always visible."
    ),
    "disclosure_unreviewed": _shown(
        "No person has reviewed this translation. The original disclaimer stands below the translated one.",
        "On the page, in tags and in the feed; always visible.",
    ),
    "disclosure_translators": _shown("Translated by {translators}.", "On the page, in tags and in the feed."),
    "disclosure_draft": _shown(
        "Draft: the parts that are not translated yet stand in the original language.", "On a draft's page."
    ),
    "disclosure_voice_weak": _shown(
        "This voice is hard to understand. A better one can be had: {command}",
        "On the page, where the voice was measured as weak.",
    ),
}

_PLACE = re.compile(r"\{([a-z_]+)\}")


class Texts:
    """The tool's texts in one language; an untranslated one is English."""

    def __init__(self, language: Language, catalogues: tuple[Catalogue, ...] = ()) -> None:
        """Look texts up in `catalogues` of the domain `builder`, the first one that has it wins."""
        self.language = language
        self._messages: dict[str, Message] = {}
        self._plural_rules: dict[str, Callable[[int], int]] = {}
        for catalogue in reversed(catalogues):
            rule = plural_rule(catalogue)
            for message in catalogue.live:
                if message.translated:
                    self._messages[message.msgid] = message
                    self._plural_rules[message.msgid] = rule

    def __call__(self, name: str, **values: str | int) -> str:
        """Return the text called `name` with `values` filled in; `count` chooses a plural form.

        Raises:
            KeyError: There is no text of that name, or it has a place no value was given for.
        """
        text = TEXTS[name]
        count = values.get("count", 1)
        message = self._messages.get(text.text)
        if message is None:
            chosen = text.plural if text.plural and count != 1 else text.text
        elif text.plural is None:
            chosen = message.msgstr[0]
        else:
            form = self._plural_rules[text.text](int(count))
            chosen = message.msgstr[min(form, len(message.msgstr) - 1)]
        return _PLACE.sub(lambda place: str(values[place[1]]), chosen)


def plural_rule(catalogue: Catalogue) -> Callable[[int], int]:
    """Return the rule of the header's `Plural-Forms`: from a count to the number of a form."""
    from gettext import c2py

    found = re.search(r"plural\s*=\s*([^;]+)", catalogue.header.get("Plural-Forms", ""))
    rule: Callable[[int], int] = c2py(found[1].strip()) if found else lambda count: int(count != 1)
    return rule
