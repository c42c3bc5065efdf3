"""DeepL: a paid service; texts go to the address that was set, with the key of the user's account.

Source: DeepL API, POST /v2/translate, with `tag_handling` xml; at most 50 texts and 128 KiB a request.
"""

from __future__ import annotations

from collections.abc import Sequence

from builder.base.language import Language
from builder.model.glossary import GlossaryTerm
from builder.prefill.provider import Passage, texts_of, unexpected
from builder.prefill.service import Service

NAME: str = "deepl"
_TARGETS = frozenset({"EN-GB", "EN-US", "ES-419", "PT-BR", "PT-PT", "ZH-HANS", "ZH-HANT"})
# It asks for a variety where these stand alone.
_DEFAULTS = {"EN": "EN-US", "PT": "PT-PT"}


class DeepL:
    """Asks DeepL, or a service that answers like it."""

    name = NAME
    most_texts = 50

    def __init__(self, service: Service) -> None:
        self._service = service
        self.address = service.address
        self.most_characters = service.most_characters or 30_000

    def label(self, source: Language, target: Language) -> str:
        """Return the name and both codes, such as `deepl EN-PT-BR`."""
        return f"{NAME} {_source(source)}-{_target(target)}"

    def translate(
        self,
        passages: Sequence[Passage],
        *,
        source: Language,
        target: Language,
        glossary: tuple[GlossaryTerm, ...] = (),  # noqa: ARG002 - it takes only glossaries kept in the account
    ) -> tuple[str, ...]:
        """Return a draft of each passage.

        Raises:
            NetworkError: There is no answer, or one of another kind.
            WrongAnswer: It holds another number of texts.
        """
        answer = self._service.ask(
            "/v2/translate",
            {
                "text": [passage.text for passage in passages],
                "source_lang": _source(source),
                "target_lang": _target(target),
                "tag_handling": "xml",
            },
            headers={"Authorization": f"DeepL-Auth-Key {self._service.key}"},
        )
        found = answer.get("translations") if isinstance(answer, dict) else None
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise unexpected(NAME, answer)
        return texts_of([entry.get("text") for entry in found], len(passages), service=NAME)


def _source(language: Language) -> str:
    return language.partition("-")[0].upper()


def _target(language: Language) -> str:
    tag, base = language.upper(), _source(language)
    return tag if tag in _TARGETS else _DEFAULTS.get(base, base)
