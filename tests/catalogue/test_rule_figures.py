"""Figures, units, ranges and negations of a source come through, and good translations are left in peace."""

import pytest

from builder.base.language import Language
from builder.catalogue.rules import figures, negation, ranges, units
from builder.catalogue.rules.pair import Pair
from builder.model.catalogue import Message
from builder.model.finding import Finding

RULES = (*figures.RULES, *units.RULES, *ranges.RULES, *negation.RULES)


def findings(source: str, target: str, tag: str = "es", *, context: str | None = None) -> list[Finding]:
    pair = Pair(
        message=Message(msgid=source, msgctxt=context),
        source=source,
        target=target,
        source_language=Language("en"),
        language=Language(tag),
        where="x.po:1",
    )
    return [finding for rule in RULES for finding in rule(pair)]


def codes(source: str, target: str, tag: str = "es") -> list[str]:
    return [finding.code for finding in findings(source, target, tag)]


@pytest.mark.parametrize(
    ("source", "target", "tag"),
    [
        ("for four weeks", "durante 4 semanas", "es"),
        ("for four weeks", "durante cuatro semanas", "es"),
        ("for 4 weeks", "durante cuatro semanas", "es"),
        ("twenty-five days", "25 jours", "fr"),
        ("after 25 days", "nach fünfundzwanzig Tagen", "de"),
        ("a 4-week course", "ein vierwöchiger Kurs", "de"),
        ("1 mg", "un mg", "es"),
        ("12 eggs", "una docena de huevos", "es"),
        ("2.5 million people", "2,5 millones de personas", "es"),
        ("2.5 million people", "2.500.000 personas", "es"),
        ("2.5 million people", "250万人", "ja"),
        ("2,500,000 people", "250 万人", "zh-Hans"),
        ("in the 21st century", "en el siglo XXI", "es"),
        ("on 3 May", "5月3日", "ja"),
        ("at 3 pm", "a las 15:00", "es"),
        ("50% of them", "el 50 % de ellos", "es"),
        ("50% of them", "el cincuenta por ciento", "es"),
        ("in the 1990s", "en los años 1990", "es"),
        ("40 minutes", "۴۰ دقیقه", "fa"),
        ("40 minutes", "٤٠ دقيقة", "ar"),
        ("40 minutes", "४० मिनट", "hi"),
        ("in 2019", "在2019年", "zh-Hans"),
        ("40 minutes", "40分", "ja"),
        ("24 hours", "24時間", "ja"),
        ("0.5 mg/kg", "0,5 miligramos por kilogramo", "es"),
        ("0.5 mg/kg", "0,5 mg por kg", "es"),
        ("5 mg daily", "5 mg al día", "es"),
        ("40 minutes", "40 минут", "ru"),
        ("5 years", "5 лет", "ru"),
        ("40–60 minutes", "de 40 a 60 minutos", "es"),
        ("40 to 60 minutes", "40〜60分", "ja"),
        ("store at -5 °C", "guardar a −5 °C", "es"),
        ("Store it at −4 to 8 °C.", "Guárdelo de −4 a 8 °C.", "es"),
        ("store at -5 °C", "guardar a menos 5 °C", "es"),
        ("at least 24 hours", "al menos 24 horas", "es"),
        ("no more than 24 hours", "24時間以内", "ja"),
        ("<5 mg", "menos de 5 mg", "es"),
        ("1 or 2 days", "1 o 2 días", "es"),
    ],
)
def test_a_figure_said_in_another_way_is_left_in_peace(source: str, target: str, tag: str) -> None:
    assert codes(source, target, tag) == []


@pytest.mark.parametrize(
    ("source", "target", "tag", "code"),
    [
        ("for four weeks", "durante cinco semanas", "es", "T002"),
        ("for 4 weeks", "durante un tiempo", "es", "T002"),
        ("on most days", "80 días", "es", "T009"),
        ("24 hours", "24 minutos", "es", "T010"),
        ("24 hours", "24分", "ja", "T010"),
        ("5 years", "5 месяцев", "ru", "T010"),
        ("at 20 °C", "a 20 °F", "es", "T010"),
        ("50% of them", "50 de ellos", "es", "T010"),
        ("5 mg", "5 µg", "es", "T005"),
        ("5 milligrams", "5 gramos", "es", "T005"),
        ("0.5 mg/kg", "0,5 mg", "es", "T005"),
        ("5 mg", "5 pastillas", "es", "T005"),
        ("5 minutes", "5 mg", "es", "T005"),
        ("40–60 minutes", "60–40 minutos", "es", "T011"),
        ("40–60 minutes", "40 o 60 minutos", "es", "T011"),
        ("store at -5 °C", "guardar a 5 °C", "es", "T011"),
        ("Store it at −4 to 8 °C.", "Guárdelo de 4 a 8 °C.", "es", "T011"),
        ("at least 24 hours", "como máximo 24 horas", "es", "T011"),
        ("<5 mg", ">5 mg", "es", "T011"),
        ("at least 24 hours", "24時間以内", "ja", "T011"),
    ],
)
def test_a_figure_that_says_something_else_is_found(source: str, target: str, tag: str, code: str) -> None:
    assert code in codes(source, target, tag)


@pytest.mark.parametrize("target", ["5 mg", "50 mg"])
def test_a_dose_the_source_does_not_have_is_an_error(target: str) -> None:
    found = findings("Take one.", f"Tome {target}.")

    assert [(finding.code, finding.severity) for finding in found] == [("T009", "error")]


@pytest.mark.parametrize(
    ("target", "tag"),
    [
        ("No conduzca después.", "es"),
        ("Ne conduisez pas ensuite.", "fr"),
        ("Fahren Sie danach nicht.", "de"),
        ("Non guidare dopo.", "it"),
        ("Não conduza depois.", "pt"),
        ("Rijd daarna niet.", "nl"),
        ("No conduïu després.", "ca"),
        ("Non conduza despois.", "gl"),
        ("Nu conduceți după aceea.", "ro"),
        ("Nie prowadź potem.", "pl"),
        ("Potom neřiďte.", "cs"),
        ("Не водите машину после этого.", "ru"),
        ("Не керуйте після цього.", "uk"),
        ("Kör inte efteråt.", "sv"),
        ("Kør ikke bagefter.", "da"),
        ("Ikke kjør etterpå.", "nb"),
        ("Älä aja sen jälkeen.", "fi"),
        ("Μην οδηγείτε μετά.", "el"),
        ("Sonra araba kullanmayın.", "tr"),
        ("لا تقد السيارة بعد ذلك.", "ar"),
        ("پس از آن رانندگی نکنید.", "fa"),
        ("אל תנהגו אחר כך.", "he"),
        ("इसके बाद गाड़ी न चलाएं।", "hi"),
        ("その後は運転しないでください。", "ja"),
        ("之后不要开车。", "zh-Hans"),
        ("그 후에는 운전하지 마십시오.", "ko"),
        ("Sau đó đừng lái xe.", "vi"),
        ("Jangan mengemudi setelahnya.", "id"),
        ("Utána ne vezessen.", "hu"),
        ("Ekkert.", "is"),
    ],
)
def test_a_negation_is_known_in_each_language(target: str, tag: str) -> None:
    assert codes("Do not drive afterwards.", target, tag) == []


@pytest.mark.parametrize(
    ("target", "tag"),
    [
        ("Conduzca después.", "es"),
        ("Conduisez ensuite.", "fr"),
        ("Fahren Sie danach.", "de"),
        ("Guida dopo.", "it"),
        ("Водите машину после этого.", "ru"),
        ("その後は運転してください。", "ja"),
        ("之后开车。", "zh-Hans"),
        ("Rijd daarna.", "nl"),
        ("इसके बाद गाड़ी चलाएं।", "hi"),
        ("قد السيارة بعد ذلك.", "ar"),
    ],
)
def test_a_lost_negation_is_found(target: str, tag: str) -> None:
    assert codes("Do not drive afterwards.", target, tag) == ["T012"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It is impossible.", "No es posible."),
        ("It not only helps.", "No solo ayuda."),
        ("Without food.", "Sin comida."),
        ("It is not possible.", "Es imposible."),
        ("Nobody knows.", "Nadie sabe nada."),
    ],
)
def test_languages_may_deny_in_their_own_way(source: str, target: str) -> None:
    assert codes(source, target) == []


def test_a_negation_that_is_new_is_found() -> None:
    assert codes("Drive afterwards.", "No conduzca después.") == ["T012"]


def test_a_lost_negation_is_found_beside_another_one() -> None:
    source = "Do not drive. Never swim."

    assert codes(source, "Conduzca. Nunca nade.") == ["T012"]


def test_a_negation_lost_in_a_disclaimer_is_an_error_where_no_other_is_left() -> None:
    (lost,) = findings("This is not advice.", "Esto es un consejo.", context="disclaimer")
    (new,) = findings("This is advice.", "Esto no es un consejo.", context="disclaimer")

    assert (lost.severity, new.severity) == ("error", "warning")


def test_a_language_without_a_table_is_not_asked() -> None:
    assert codes("Do not drive for 3 days.", "Xyz 3 abc.", "tlh") == []


@pytest.mark.parametrize(("target", "tag"), [("40 و60 دقيقة", "ar"), ("40 ו60 דקות", "he")])
def test_a_figure_right_behind_a_word_of_one_letter_is_read(target: str, tag: str) -> None:
    assert codes("40 and 60 minutes", target, tag) == []
