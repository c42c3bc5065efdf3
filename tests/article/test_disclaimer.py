"""Disclaimers: paragraphs that read like one, and those that only speak of advice."""

import pytest

from builder.article.disclaimer import is_disclaimer_label, reads_like_disclaimer


@pytest.mark.parametrize(
    "text",
    [
        "This article is for educational purposes only and should not be considered medical advice.",
        "Nothing here is legal, tax or financial advice.",
        "This is not medical advice.",
        "It does not constitute professional medical advice, diagnosis, or treatment.",
        "For information only.",
        "This text is no substitute for the care of a doctor; it is not a substitute for professional care.",
        "Este artículo no constituye asesoramiento médico.",
        "Con fines meramente informativos.",
        "Cet article ne remplace pas l'avis d'un médecin ; il ne constitue pas un conseil médical.",
        "Publié à titre purement informatif.",
        "Dieser Text ist keine ärztliche Beratung.",
        "Er dient nur zur Information.",
    ],
)
def test_set_phrases_are_known(text):
    assert reads_like_disclaimer(text)


@pytest.mark.parametrize(
    "text",
    [
        "My grandmother gave medical advice to the whole street.",
        "The tools are not new. Good advice is free.",
        "She asked for advice, and got a ladder.",
        "",
        "x " * 5_000 + "This is not medical advice.",
    ],
)
def test_other_paragraphs_are_not(text):
    assert not reads_like_disclaimer(text)


@pytest.mark.parametrize("text", ["Disclaimer", "disclaimer:", " Medical Disclaimer ", "Aviso legal"])
def test_labels_are_known(text):
    assert is_disclaimer_label(text)


@pytest.mark.parametrize("text", ["", "Disclaimers and Ladders", "The Bottom Line"])
def test_other_headings_are_no_labels(text):
    assert not is_disclaimer_label(text)
