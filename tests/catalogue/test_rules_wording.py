"""What is wrong with the wording of a translation is found; what people write well is not."""

import pytest

from builder.base.language import Language
from builder.catalogue.rules.check import check_any
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding
from builder.model.glossary import GlossaryTerm

RLO, PDF, LRI, PDI = "\u202e", "\u202c", "\u2066", "\u2069"
LONG = (
    "The baker lets the dough rest in a cool room for a whole night and bakes it when the village wakes up."
)


def check(
    source: str, target: str, language: str = "es", *, glossary: tuple[GlossaryTerm, ...] = ()
) -> list[Finding]:
    """Return the findings on one message, notes left out."""
    message = Message(msgid=source, msgstr=(target,), line=7)
    catalogue = Catalogue(
        domain="a", language=Language(language), header={}, messages=(message,), path="a.po"
    )
    found = check_any(catalogue, language=Language(language), glossary=glossary)
    return [finding for finding in found if finding.severity != "note"]


def codes(*args: str) -> list[str]:
    return [finding.code for finding in check(*args)]


@pytest.mark.parametrize(
    ("language", "source", "target", "code"),
    [
        ("es", "It goes to the FDA first.", "Va primero a la agencia.", "T013"),
        ("fr", "They asked Dr. Krystal about it.", "Ils ont interrogé le médecin.", "T013"),
        ("es", "Put the loaf in the oven.", "Поставьте хлеб в печь.", "T015"),
        ("ru", "Put the loaf in the oven.", "Metti il pane dentro.", "T015"),
        ("ru", "The oven is hot.", "Печь горячa.", "T015"),
        ("es", "The oven.", f"El {RLO}horno{PDF}.", "T016"),
        ("es", "The oven.", f"El {LRI}horno.", "T016"),
        ("es", "The oven.", "El \u200bhorno.", "T016"),
        ("es", "The oven.", "El horno\U000e0041.", "T016"),
        ("es", "The oven.", "El hor\ufeffno.", "T016"),
        ("de", "The oven is hot.", "Der Ofen ist ist heiß.", "T017"),
        ("fr", "The oven is very hot.", "Le four est est chaud.", "T017"),
        ("es", "The oven is hot in the morning.", "The oven is hot in the morning.", "T018"),
        ("es", f"Bread. {LONG}", f"Pan. {LONG}", "T018"),
        ("es", LONG, "El panadero duerme.", "T021"),
        ("es", "Is it hot?", "Está caliente", "T023"),
        ("ja", "Is it hot?", "熱いです。", "T023"),
        ("ar", "It is hot.", "هل الفرن ساخن؟", "T023"),
        ("el", "Is it hot?", "Είναι ζεστό", "T023"),
        ("es", 'They call it "bread".', "Lo llaman pan.", "T024"),
        ("es", "It (the oven) is hot.", "El horno (ese está caliente.", "T024"),
        ("es", "The oven", "El horno ", "T025"),
        ("es", "The oven\n", "El horno", "T025"),
        ("es", "The oven and the mill", "El horno\ny el molino", "T025"),
        ("es", "<a href='x'>The oven</a>", "El horno", "T001"),
        ("es", "<em>The</em> oven", "<em>El horno", "T001"),
        ("es", "The %(count)d ovens", "Los hornos", "T006"),
        ("es", "The ${oven} is hot", "El horno está caliente", "T006"),
        ("es", "%s and %s", "%s y", "T006"),
    ],
)
def test_a_fault_is_found_by_its_rule(language: str, source: str, target: str, code: str) -> None:
    assert code in codes(source, target, language)


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [
        ("es", "The DNA of yeast is short.", "El ADN de la levadura es corto."),
        ("ru", "It was found by Elon Musk.", "Это нашёл Илон Маск."),
        ("pl", "Ask Dr. Krystal.", "Zapytaj doktora Krystala."),
        ("es", "In March the United States and English bakers met.", "En marzo se reunieron los panaderos."),
        ("ru", "The NMDA receptor and Spravato.", "Рецептор NMDA и Spravato."),
        ("ja", "The oven is hot.", "オーブンは熱い。"),
        ("zh-Hans", "The oven is hot.", "烤箱很热。"),
        ("fa", "The oven", "نان\u200cها"),
        ("ar", "The GNU oven", "الفرن\u200f GNU"),
        ("hi", "The oven", "क्\u200dष"),
        ("es", "Bakers \U0001f469\u200d\U0001f373", "Panaderos \U0001f469\u200d\U0001f373"),
        ("fr", "We know each other.", "Nous nous connaissons."),
        ("de", "The ones that they know.", "Die, die sie kennen."),
        ("id", "The children play.", "Anak anak bermain."),
        ("en-GB", LONG, LONG),
        ("es", "apt-get install bread --yes", "apt-get install bread --yes"),
        ("es", "Elon Musk", "Elon Musk"),
        ("es", "Is it hot?", "¿Está caliente?"),
        ("el", "Is it hot?", "Είναι ζεστό;"),
        ("ja", "The oven.", "オーブン"),
        ("th", "The oven is hot.", "เตาร้อน"),
        ("hy", "The oven is hot.", "Վառարանը տաք է։"),
        ("hi", "The oven is hot.", "ओवन गरम है।"),
        ("fr", 'They call it "bread".', "Ils l’appellent «\u00a0pain\u00a0»."),
        ("ja", "They call it “bread”.", "「パン」と呼ばれる。"),
        ("es", "a) the oven :-)", "a) el horno :-)"),
        ("es", "The {name} is <em>hot</em>", "Está <em>caliente</em> el {name}"),
        ("es", "%s of %d", "%2$d de %1$s"),
        ("hi", "The %s oven", "%sका ओवन"),
        ("es", "5 % of it", "el 5 % de ello"),
    ],
)
def test_good_work_is_left_in_peace(language: str, source: str, target: str) -> None:
    assert codes(source, target, language) == []


def test_only_what_turns_or_hides_text_is_an_error() -> None:
    turned, joined = check("The oven.", f"El {RLO}horno{PDF}."), check("The oven.", "El \u200bhorno.")

    assert [finding.severity for finding in (*turned, *joined)] == ["error", "warning"]


def test_three_lost_sentences_are_found_and_one_joined_is_not() -> None:
    source = "One comes. Two go. Three stay. Four sing."

    assert "T019" in codes(source, "Uno viene y los otros hacen lo suyo.")
    assert "T019" not in codes(source, "Uno viene. Dos se van y tres se quedan. Cuatro cantan.")


def test_a_name_that_a_catalogue_keeps_elsewhere_is_missed_where_it_is_lost() -> None:
    texts = ["Я люблю Debian.", "Здесь Debian.", "Там Debian.", "Ничего."]
    messages = tuple(
        Message(msgid=f"We use Debian for thing number {'abcd'[number]}", msgstr=(text,), line=number + 1)
        for number, text in enumerate(texts)
    )
    catalogue = Catalogue(domain="a", language=Language("ru"), header={}, messages=messages, path="a.po")

    found = [finding for finding in check_any(catalogue) if finding.code == "T013"]

    assert [finding.where for finding in found] == ["a.po:4"]


@pytest.mark.parametrize(
    ("language", "term", "targets", "source", "target", "right"),
    [
        ("es", "mill", ("molino",), "The mills turn.", "Giran los molinos.", True),
        ("es", "mill", ("molino",), "The mills turn.", "Giran las fábricas.", False),
        ("de", "nasal spray", ("Nasenspray",), "A nasal spray helps.", "Des Nasensprays wegen.", True),
        ("fr", "study", ("étude",), "Two studies say so.", "Deux études le disent.", True),
        ("fr", "study", ("étude",), "Two studies say so.", "Deux etudes le disent.", False),
        ("ru", "disease", ("болезнь",), "A disease of rye.", "О болезни ржи.", True),
        ("ja", "oven", ("オーブン",), "The oven is hot.", "オーブンは熱い。", True),
        ("ja", "oven", ("オーブン",), "The oven is hot.", "窯は熱い。", False),
        ("es", "mill", ("molino", "aceña"), "The mill turns.", "Gira la aceña.", True),
        ("es", "art", ("arte",), "They start.", "Empiezan.", True),
        ("es", "side effect", ("efecto secundario",), "Side effects pass.", "Efectos secundarios.", True),
    ],
)  # fmt: skip
def test_a_term_may_be_inflected_but_not_replaced(
    language: str, term: str, targets: tuple[str, ...], source: str, target: str, right: bool
) -> None:
    glossary = (GlossaryTerm(source=term, targets=targets),)

    found = [finding.code for finding in check(source, target, language, glossary=glossary)]

    assert ("T014" not in found) is right


def test_a_longer_term_hides_the_shorter_one_inside_it() -> None:
    glossary = (
        GlossaryTerm(source="spray", targets=("pulverización",)),
        GlossaryTerm(source="nasal spray", targets=("aerosol nasal",)),
    )

    assert check("A nasal spray helps.", "Un aerosol nasal ayuda.", glossary=glossary) == []


def test_a_plural_form_may_leave_the_number_out() -> None:
    message = Message(
        msgid="%d oven",
        msgid_plural="%d ovens",
        msgstr=("un horno", "%d hornos"),
        line=3,
        flags=("c-format",),
    )
    catalogue = Catalogue(domain="a", language=Language("es"), header={}, messages=(message,), path="a.po")

    assert check_any(catalogue) == ()


def test_fuzzy_and_untranslated_messages_are_passed_over() -> None:
    messages = (Message(msgid="%s", msgstr=("x",), flags=("fuzzy",)), Message(msgid="%s b"))
    catalogue = Catalogue(domain="a", language=Language("es"), header={}, messages=messages, path="a.po")

    assert check_any(catalogue) == ()
