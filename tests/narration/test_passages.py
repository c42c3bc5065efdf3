"""Passages: what is said of one text ends as its script ends a sentence."""

from __future__ import annotations

import pytest

from builder.base.language import Language
from builder.model.script import NarratorPlan, VoiceRef
from builder.narration.passages import Line, speak


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("zh", "什么是氯胺酮", ["什么是氯胺酮。"]),
        ("zh", "安全吗？不。", ["安全吗？", "不。"]),
        ("ja", "ケタミンとは", ["ケタミンとは。"]),
        ("ja", "「はい。」", ["「はい。」"]),
        ("hi", "केटामाइन क्या है", ["केटामाइन क्या है।"]),
        ("hi", "क्या यह सुरक्षित है? नहीं।", ["क्या यह सुरक्षित है?", "नहीं।"]),
        ("ar", "ما هو الكيتامين", ["ما هو الكيتامين."]),
        ("ar", "هل هو آمن؟", ["هل هو آمن؟"]),
    ],
)
def test_a_text_without_an_end_gets_the_full_stop_of_its_script(
    language: str, written: str, said: list[str]
) -> None:
    line = Line(id="h", kind="heading", written=written, language=Language(language), role="narrator")
    plan = NarratorPlan(voices={(Language(language), "narrator"): VoiceRef(engine="tone", voice="tone")})

    passage = speak(line, plan)

    assert passage is not None
    assert [utterance.text for utterance in passage.utterances] == said
