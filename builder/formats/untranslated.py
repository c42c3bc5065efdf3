"""Untranslated: the tool's texts on a page in another language, marked as the English they are.

WCAG 2.2, 3.1.2: screen readers change their voice by `lang`. And in a page from right
to left a full stop stays at its end.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from builder.base.language import Language
from builder.catalogue.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Texts for a template, which asks for `marked.said("page_play")` in place of `t("page_play")`."""

    texts: Texts

    def said(self, name: str, **values: str | int) -> Markup:
        """Return the text called `name` as HTML."""
        return self.whole(name, self.texts(name, **values))

    def whole(self, name: str, text: str) -> Markup:
        """Return `text`, in which the text called `name` is, as HTML."""
        from builder.catalogue.cldr import direction

        language = self._other(name)
        if language is None:
            return Markup("{}").format(text)
        opened = Markup('<bdi lang="{}" dir="{}">').format(language, direction(language))
        return opened + text + Markup("</bdi>")

    def lang(self, name: str) -> Markup:
        """Return the attribute of an element whose attributes have the text called `name`; or nothing."""
        language = self._other(name)
        return Markup(' lang="{}"').format(language) if language else Markup("")

    def _other(self, name: str) -> Language | None:
        language = self.texts.language_of(name)
        same = language.partition("-")[0] == self.texts.language.partition("-")[0]
        return None if same else language
