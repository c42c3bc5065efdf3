"""Explanations: what each finding on a translation means, in plain words, with an example of wrong and right.

One table serves the page for translators, SARIF, the proof page and the documents. The examples are made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.base.language import Language
from builder.model.finding import Severity

_SPANISH = Language("es")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What one code means, for people who never saw a terminal."""

    title: str
    """A few words, without a final stop."""
    meaning: str
    """Why it matters; whole sentences."""
    what_to_do: str
    """One thing to do; a whole sentence."""
    source: str
    """The English text of the example."""
    wrong: str
    """A translation with this fault."""
    right: str
    """The same translation without it."""
    severity: Severity
    """As it is in most cases."""
    language: Language = _SPANISH
    """Of `wrong` and `right`."""
    note: str = ""
    """What the example cannot show by itself, such as an invisible character; a whole sentence or empty."""


def explain(code: str) -> Explanation:
    """Return what the finding `code`, such as `T002`, means.

    Raises:
        KeyError: It is not a code of a finding on translations.
    """
    return EXPLANATIONS[code]


EXPLANATIONS: Mapping[str, Explanation] = {
    "T001": Explanation(
        title="Tags do not fit the source",
        meaning="Tags such as <em>…</em> and <a1>…</a1> carry emphasis and links. One that is missing, "
        "added or "
        "not closed would lose a link or print the tag as text.",
        what_to_do="Copy the tags of the source and put them around the words they belong to.",
        source="Read the <a1>price list</a1> first.",
        wrong="Lea primero la lista de precios.",
        right="Lea primero la <a1>lista de precios</a1>.",
        severity="error",
    ),
    "T002": Explanation(
        title="A figure is missing",
        meaning="A number of the source is not in the translation, or has another value there. Listeners "
        "act on "
        "figures.",
        what_to_do="Compare the two texts and write the figure of the source.",
        source="Wait 45 minutes.",
        wrong="Espere un rato.",
        right="Espere 45 minutos.",
        severity="warning",
    ),
    "T003": Explanation(
        title="A disclaimer is missing or not confirmed",
        meaning="Every edition speaks its disclaimer. A language whose disclaimer is empty, or still marked "
        "“fuzzy” (needs work), is not published.",
        what_to_do="Translate the disclaimer and take the mark “fuzzy” away.",
        source="This is not medical advice.",
        wrong="",
        right="Esto no es un consejo médico.",
        severity="error",
        note="The wrong translation is an empty one.",
    ),
    "T004": Explanation(
        title="The top of the file says something that is not so",
        meaning="The header at the top of the file names the language and how the text was translated. One "
        "of "
        "the two is not known, or does not fit the folder the file lies in.",
        what_to_do="Correct the line of the header, or move the file to the folder of its language.",
        source="X-Translation-Method: human, machine or machine+post-edited",
        wrong="X-Translation-Method: machin",
        right="X-Translation-Method: machine",
        severity="error",
        language=Language("en"),
    ),
    "T005": Explanation(
        title="A dose has another unit",
        meaning="The number is right but its unit is another one, so that the dose is another one.",
        what_to_do="Write the unit of the source.",
        source="Take 5 mg a day.",
        wrong="Tome 5 µg al día.",
        right="Tome 5 mg al día.",
        severity="error",
    ),
    "T006": Explanation(
        title="{Places} in braces do not fit",
        meaning="Words in braces are filled in by the program. One that is translated, missing or added "
        "leaves a "
        "hole in the sentence.",
        what_to_do="Copy each {place} from the source, unchanged.",
        source="Translated by {translators}.",
        wrong="Traducido por {traductores}.",
        right="Traducido por {translators}.",
        severity="error",
    ),
    "T007": Explanation(
        title="The disclaimer was copied",
        meaning="The disclaimer has the words of the source, so people who do not read that language are not "
        "warned.",
        what_to_do="Write the disclaimer in the language of the translation.",
        source="This is not medical advice.",
        wrong="This is not medical advice.",
        right="Esto no es un consejo médico.",
        severity="warning",
    ),
    "T008": Explanation(
        title="A figure is written as in another language",
        meaning="Thousands and decimals are marked differently from language to language: 1,500 is one and a "
        "half in Spanish, and the voice would say so.",
        what_to_do="Write thousands and decimals as your language does.",
        source="It cost 1,000.50 euros.",
        wrong="Costó 1,000.50 euros.",
        right="Costó 1.000,50 euros.",
        severity="warning",
    ),
    "T009": Explanation(
        title="A figure was added",
        meaning="The translation has a number that the source does not have.",
        what_to_do="Compare the two texts; remove the figure, or write that of the source.",
        source="Most people slept better.",
        wrong="El 80 % durmió mejor.",
        right="La mayoría durmió mejor.",
        severity="warning",
    ),
    "T010": Explanation(
        title="A unit measures something else",
        meaning="The number is the same, but hours became minutes, years months, grams litres or degrees "
        "Celsius "
        "Fahrenheit.",
        what_to_do="Write the unit of the source in your language; if you converted it, write the source's "
        "own.",
        source="The effect lasts 24 hours.",
        wrong="El efecto dura 24 minutos.",
        right="El efecto dura 24 horas.",
        severity="warning",
    ),
    "T011": Explanation(
        title="A range or a sign differs",
        meaning="The ends of “40 to 60” were swapped, a minus was lost, or “at most” became “at least”.",
        what_to_do="Write both ends of the range, and the sign, as in the source.",
        source="Store it at −4 to 8 °C.",
        wrong="Guárdelo de 4 a 8 °C.",
        right="Guárdelo de −4 a 8 °C.",
        severity="warning",
    ),
    "T012": Explanation(
        title="A “not” was lost or added",
        meaning="One of the two texts says no where the other says yes. That turns advice into its opposite.",
        what_to_do="Read both sentences again; keep the translation if it says the same in another way.",
        source="Do not drive afterwards.",
        wrong="Conduzca después.",
        right="No conduzca después.",
        severity="warning",
    ),
    "T013": Explanation(
        title="A name or an abbreviation is missing",
        meaning="A name or an abbreviation of the source, such as FDA, is not in the translation.",
        what_to_do="Write it as in the source, or as the glossary of your language has it.",
        source="The FDA approved it.",
        wrong="La agencia lo aprobó.",
        right="La FDA lo aprobó.",
        severity="warning",
    ),
    "T014": Explanation(
        title="Not the word of the glossary",
        meaning="The glossary of your language has a translation for this word, and the text uses another "
        "one. "
        "One word for one thing helps listeners.",
        what_to_do="Use the glossary's word, in the form the sentence needs.",
        source="Read the disclaimer.",
        wrong="Lea la renuncia.",
        right="Lea el aviso legal.",
        severity="warning",
        note="In this example the glossary has “disclaimer” as “aviso legal”.",
    ),
    "T015": Explanation(
        title="Letters of another script",
        meaning="The text, or a word in it, is written with letters your language does not use. Often it is "
        "a "
        "text of another language, or a look-alike letter that the voice cannot read.",
        what_to_do="Type the word again with the letters of your language.",
        source="The tea is ready.",
        wrong="El t\u0435 está listo.",
        right="El té está listo.",
        severity="warning",
        note="In the wrong text the “\u0435” of the second word is a Cyrillic letter that looks like a "
        "Latin e.",
    ),
    "T016": Explanation(
        title="An invisible character",
        meaning="The text holds a character that cannot be seen: it can turn the direction of what follows, "
        "split "
        "a word for the voice, or hide text.",
        what_to_do="Delete the character; if you cannot see it, type the few words around it again.",
        source="Take two cups.",
        wrong="Tome dos ta[U+200B]zas.",
        right="Tome dos tazas.",
        severity="warning",
        note="[U+200B] stands here for a zero width space, which nobody would see.",
    ),
    "T017": Explanation(
        title="A word stands there twice",
        meaning="The same word stands twice in a row, and the voice would say it twice.",
        what_to_do="Remove one of the two, unless both are meant.",
        source="The water is hot.",
        wrong="El agua está está caliente.",
        right="El agua está caliente.",
        severity="warning",
    ),
    "T018": Explanation(
        title="Not translated",
        meaning="The translation has the words of the source.",
        what_to_do="Translate it; a name or a title that stays as it is needs nothing.",
        source="Leave the leaves in the pot for three minutes.",
        wrong="Leave the leaves in the pot for three minutes.",
        right="Deje las hojas en la tetera tres minutos.",
        severity="warning",
    ),
    "T019": Explanation(
        title="More or fewer sentences",
        meaning="The translation has far more or far fewer sentences than the source. Often one was "
        "forgotten.",
        what_to_do="Compare sentence by sentence; if all is there, leave it as it is.",
        source="Fill the pot. Wait. Pour. Drink slowly.",
        wrong="Llene la tetera.",
        right="Llene la tetera. Espere. Sirva. Beba despacio.",
        severity="warning",
    ),
    "T020": Explanation(
        title="A character the voice cannot speak",
        meaning="A symbol has no sound in your language: the voice would skip it or spell out its name.",
        what_to_do="Write the word people say for it.",
        source="Water makes steam.",
        wrong="Agua ➜ vapor.",
        right="El agua hace vapor.",
        severity="warning",
    ),
    "T021": Explanation(
        title="Much longer or shorter than usual",
        meaning="The translation is far longer or shorter than translations into your language are. Often "
        "something was left out or stands there twice.",
        what_to_do="Compare the two texts; if all is there and nothing more, leave it as it is.",
        source="Boil the water, pour it over the leaves, wait for three minutes and then take the leaves "
        "out.",
        wrong="Haga té.",
        right="Hierva el agua, viértala sobre las hojas, espere tres minutos y después saque las hojas.",
        severity="warning",
    ),
    "T022": Explanation(
        title="The opening takes too long",
        meaning="Title and short disclaimer are spoken before the article begins, and should take 12 "
        "seconds at "
        "most. This text is longer than its share.",
        what_to_do="Say it in fewer words.",
        source="Not advice.",
        wrong="Lo que sigue no pretende ser, ni puede entenderse en ningún caso como, un consejo de ninguna "
        "clase.",
        right="No es un consejo.",
        severity="warning",
    ),
    "T023": Explanation(
        title="The end mark differs",
        meaning="The source ends with a full stop, a question mark, a colon or the like and the translation "
        "does "
        "not, or the other way round. The voice pauses and asks by these marks.",
        what_to_do="End the text with the mark your language has for it.",
        source="Is it ready?",
        wrong="¿Está listo",
        right="¿Está listo?",
        severity="warning",
    ),
    "T024": Explanation(
        title="Quotation marks or a bracket are missing",
        meaning="The source quotes something and the translation has no quotation marks, or a bracket was "
        "opened and not closed, or closed and not opened.",
        what_to_do="Add the one that is missing.",
        source="He came back (late).",
        wrong="Volvió (tarde.",
        right="Volvió (tarde).",
        severity="warning",
    ),
    "T025": Explanation(
        title="Blanks or line ends at the edges",
        meaning="The translation begins or ends with a blank or a line end and the source does not, or the "
        "other "
        "way round.",
        what_to_do="Make the beginning and the end of the two texts alike.",
        source="Open the door.",
        wrong="Abra la puerta.[blank]",
        right="Abra la puerta.",
        severity="warning",
        note="[blank] stands here for a space at the end, which nobody would see.",
    ),
    "T026": Explanation(
        title="The approval has lapsed",
        meaning="A person approved this translation, and since then the source or the translation was "
        "changed. "
        "It counts as not reviewed.",
        what_to_do="Read both texts again and approve them again.",
        source="Wait 5 minutes.",
        wrong="Espere 5 minutos.",
        right="Espere 5 minutos.",
        severity="note",
        note="The text may be right; what is wrong is that nobody approved it as it is now.",
    ),
    "T027": Explanation(
        title="Not finished",
        meaning="The text has no translation yet, or one that is marked “fuzzy” (needs work). The language "
        "is "
        "published when every text is finished.",
        what_to_do="Translate it, or correct what stands there, and take the mark “fuzzy” away.",
        source="Boil the water.",
        wrong="",
        right="Hierva el agua.",
        severity="note",
        note="The wrong translation is an empty one.",
    ),
    "T028": Explanation(
        title="The file cannot be read",
        meaning="The file is damaged, or is not a file of translations. Nothing in it could be checked.",
        what_to_do="Mend the line that is named; an editor for translations writes such files without "
        "mistakes.",
        source='msgid "Tea"',
        wrong='msgstr "Té',
        right='msgstr "Té"',
        severity="error",
        note="The closing quotation mark is missing.",
    ),
    "P001": Explanation(
        title="A word that stands in no text",
        meaning="The list of words for the voice has an entry that is never used: the word is not in any "
        "text of its language, at least not in this spelling. So nothing sounds otherwise.",
        what_to_do="Write the word as it stands in the text, with its capitals, or empty the entry.",
        source="It is sold as Spravato.",
        wrong="spravato: espravato",
        right="Spravato: espravato",
        severity="warning",
        note="The examples show the word and what is written for it.",
    ),
    "P002": Explanation(
        title="An entry that changes nothing",
        meaning="The voice would say the word just so without the entry.",
        what_to_do="Empty the entry, or write the word as it should sound.",
        source="LSD",
        wrong="LSD: L.S.D",
        right="LSD: ele ese de",
        severity="warning",
        note="The examples show the word and what is written for it.",
    ),
    "P003": Explanation(
        title="A number is lost or new in a word for the voice",
        meaning="What is written for the voice has another number than the word it stands for. Listeners "
        "would hear another figure than readers see.",
        what_to_do="Write the same number, in words.",
        source="B12",
        wrong="B12: be",
        right="B12: be doce",
        severity="error",
        note="The examples show the word and what is written for it.",
    ),
    "P004": Explanation(
        title="A “not” is lost or new in a word for the voice",
        meaning="One of the two denies and the other does not: the word, and what is written for the voice. "
        "Listeners would hear the opposite of what readers see.",
        what_to_do="Write what says the same.",
        source="no adictivo",
        wrong="no adictivo: adictivo",
        right="no adictivo: no adictívo",
        severity="error",
        note="The examples show the word and what is written for it.",
    ),
    "P005": Explanation(
        title="The voice does not have these sounds",
        meaning="An author gave the sounds of a word in the phonetic alphabet, and the voice of the language "
        "cannot take them, or lacks one. It reads the word as it is spelled.",
        what_to_do="Write beside them in letters how the word sounds.",
        source="Spravato",
        wrong="Spravato: /spɹəˈvɑtoʊ/",
        right="Spravato: /spɹəˈvɑtoʊ/, espravato",
        severity="warning",
        note="The examples show the word and what is written for it.",
    ),
    "P006": Explanation(
        title="An entry that says nothing",
        meaning="What is written for the voice has no letter and no number. The word would not be heard.",
        what_to_do="Write how the word sounds, or empty the entry.",
        source="Spravato",
        wrong="Spravato: …",
        right="Spravato: espravato",
        severity="error",
        note="The examples show the word and what is written for it.",
    ),
}
