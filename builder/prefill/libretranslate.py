"""LibreTranslate: a free service that anybody can run; texts go to the address that was set.

Source: LibreTranslate API, POST /translate, with a list as `q` and `format` html.
"""

from __future__ import annotations

from collections.abc import Sequence

from builder.base.language import Language
from builder.model.glossary import GlossaryTerm
from builder.prefill.provider import Passage, texts_of, unexpected
from builder.prefill.service import Service

NAME: str = "libretranslate"
# The tags it has beside plain codes; every other language goes by its code alone.
_TAGS = frozenset({"zh-Hans", "zh-Hant", "pt-BR"})


class LibreTranslate:
    """Asks a LibreTranslate server."""

    name = NAME
    most_texts = 20

    def __init__(self, service: Service) -> None:
        self._service = service
        self.address = service.address
        self.most_characters = service.most_characters or 5_000

    def label(self, source: Language, target: Language) -> str:
        """Return the name and both codes, such as `libretranslate en-es`."""
        return f"{NAME} {_code(source)}-{_code(target)}"

    def translate(
        self,
        passages: Sequence[Passage],
        *,
        source: Language,
        target: Language,
        glossary: tuple[GlossaryTerm, ...] = (),  # noqa: ARG002 - the service takes no terms
    ) -> tuple[str, ...]:
        """Return a draft of each passage.

        Raises:
            NetworkError: There is no answer, or one of another kind.
            WrongAnswer: It holds another number of texts.
        """
        key = {"api_key": self._service.key} if self._service.key else {}
        answer = self._service.ask(
            "/translate",
            {
                "q": [passage.text for passage in passages],
                "source": _code(source),
                "target": _code(target),
                "format": "html",
                **key,
            },
        )
        if not isinstance(answer, dict):
            raise unexpected(NAME, answer)
        return texts_of(answer.get("translatedText"), len(passages), service=NAME)


def _code(language: Language) -> str:
    return language if language in _TAGS else language.partition("-")[0]
