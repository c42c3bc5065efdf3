"""Services: what is asked of each, and what becomes of each way to answer wrongly."""

import json

import pytest

from builder.base.errors import NetworkError
from builder.base.language import Language
from builder.model.glossary import GlossaryTerm
from builder.prefill.deepl import DeepL
from builder.prefill.libretranslate import LibreTranslate
from builder.prefill.openai import OpenAIStyle, read_answer
from builder.prefill.provider import Passage, Provider, WrongAnswer
from builder.prefill.service import Service
from builder.system.http import Limits
from builder.testing.translating import Fault, StubService

EN = Language("en")
PASSAGES = (
    Passage(text="Good <em>tea</em> &amp; 5 g", notes=("Paragraph", "Keep: 5 g")),
    Passage(text="More"),
)
NAMES = ("libretranslate", "deepl", "openai")


def provider(name: str, stub: StubService, **limits: float) -> Provider:
    service = Service(
        name=name,
        address=stub.address,
        key="secret-key",
        limits=Limits(**{"tries": 2, **limits}),  # type: ignore[arg-type]
        sleep=lambda _: None,
    )
    match name:
        case "libretranslate":
            return LibreTranslate(service)
        case "deepl":
            return DeepL(service)
        case _:
            return OpenAIStyle(service, model="small")


def translate(name: str, stub: StubService, target: str = "es", **limits: float) -> tuple[str, ...]:
    return provider(name, stub, **limits).translate(PASSAGES, source=EN, target=Language(target))


@pytest.mark.parametrize("name", NAMES)
def test_a_text_comes_back_for_each_passage(service: StubService, name: str) -> None:
    assert translate(name, service) == ("dooG <em>aet</em> &amp; 5 g", "eroM")


def test_libretranslate_is_asked_for_html(service: StubService) -> None:
    translate("libretranslate", service, "pt-BR")

    asked = service.asked[0]
    assert asked.path == "/translate"
    assert asked.value == {
        "q": [passage.text for passage in PASSAGES],
        "source": "en",
        "target": "pt-BR",
        "format": "html",
        "api_key": "secret-key",
    }


@pytest.mark.parametrize(
    ("target", "code"),
    [("es", "ES"), ("pt-BR", "PT-BR"), ("pt", "PT-PT"), ("es-MX", "ES"), ("zh-Hans", "ZH-HANS")],
)
def test_deepl_is_asked_for_xml(service: StubService, target: str, code: str) -> None:
    translate("deepl", service, target)

    asked = service.asked[0]
    assert asked.path == "/v2/translate"
    assert asked.headers["Authorization"] == "DeepL-Auth-Key secret-key"
    assert (asked.value["tag_handling"], asked.value["source_lang"]) == ("xml", "EN")
    assert asked.value["target_lang"] == code


def test_a_model_gets_notes_and_those_terms_that_stand_in_the_passages(service: StubService) -> None:
    glossary = (
        GlossaryTerm(source="tea", targets=("té", "infusión")),
        GlossaryTerm(source="coffee", targets=("café",)),
    )

    provider("openai", service).translate(PASSAGES, source=EN, target=Language("es"), glossary=glossary)

    asked = service.asked[0]
    question = json.loads(asked.value["messages"][1]["content"])
    assert asked.path == "/chat/completions"
    assert asked.headers["Authorization"] == "Bearer secret-key"
    assert (asked.value["temperature"], asked.value["model"]) == (0, "small")
    assert question["glossary"] == {"tea": "té | infusión"}
    assert question["passages"][0]["notes"] == ["Paragraph", "Keep: 5 g"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "fault",
    [
        Fault(body=b"<html>Sign in</html>"),
        Fault(body=b'{"translatedText": ["a", '),
        Fault(body=b"[]"),
        Fault(body=b"null"),
        Fault(body=b'{"translatedText": "one", "translations": "one", "choices": []}'),
        Fault(body=b'{"translatedText": [1, 2], "translations": [{"text": 1}], "choices": [1]}'),
        Fault(status=403, body=b'{"message": "no such key: secret-key"}'),
        Fault(status=456, body=b'{"message": "Quota Exceeded"}'),
        Fault(status=404, body=b"not here"),
    ],
    ids=["page", "truncated", "list", "null", "text", "numbers", "key", "quota", "not found"],
)
def test_what_is_no_translation_is_told_without_the_key(
    service: StubService, name: str, fault: Fault
) -> None:
    service.faults = [fault]

    with pytest.raises(NetworkError) as found:
        translate(name, service)

    assert "secret-key" not in str(found.value)
    assert len(service.asked) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_that_passes_is_borne(service: StubService, name: str) -> None:
    service.faults = [Fault(status=429, body=b"", headers={"Retry-After": "1"})]

    assert len(translate(name, service)) == 2


@pytest.mark.parametrize("name", NAMES)
def test_silence_and_floods_end(service: StubService, name: str) -> None:
    service.faults = [Fault(pause_s=0.4), Fault(body=b" " * 9000)]

    with pytest.raises(NetworkError):
        translate(name, service, timeout_s=0.1, tries=1)
    with pytest.raises(NetworkError, match="longer than"):
        translate(name, service, most_bytes=8000)


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_number_of_texts_is_no_answer(service: StubService, name: str) -> None:
    service.faults = [Fault(change=lambda texts: texts[:1]), Fault(change=lambda texts: [*texts, "more"])]

    for _ in range(2):
        with pytest.raises(WrongAnswer):
            translate(name, service)


@pytest.mark.parametrize(
    "content",
    [
        '{"translations": [{"id": 1, "text": "a"}, {"id": 2, "text": "b"}]}',
        'Here you are:\n```json\n{"translations": [{"id": "2", "text": "b"}, {"id": 1, "text": "a"}]}\n```',
    ],
)
def test_a_models_answer_is_found_in_what_it_wrote(content: str) -> None:
    assert read_answer(content, 2) == ("a", "b")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "I cannot do that",
        '{"translations": [{"id": 1, "text": "a"}',
        '{"translations": ["a", "b"]}',
        '{"translations": {"1": "a"}}',
        '{"translations": [{"id": 1, "text": "a"}, {"id": 1, "text": "b"}]}',
        '{"translations": [{"id": 1, "text": "a"}, {"id": 3, "text": "b"}]}',
        '{"translations": [{"id": 1, "text": null}, {"id": 2, "text": "b"}]}',
        "{" * 5000 + "}",
    ],
)
def test_what_a_model_wrote_otherwise_is_no_answer(content: str) -> None:
    with pytest.raises(WrongAnswer):
        read_answer(content, 2)
