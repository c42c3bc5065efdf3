"""Catalogues for other people's tools: one with all that gettext knows, and who reads it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from builder.catalogue.po import parse_po, render_po
from builder.catalogue.review import approve
from builder.model.catalogue import Catalogue

ROOT = Path(__file__).parents[2]

_TEXT = """\
# A translator's note on the file.
msgid ""
msgstr ""
"Project-Id-Version: tea\\n"
"Report-Msgid-Bugs-To: \\n"
"POT-Creation-Date: 2026-03-14 00:00+0000\\n"
"PO-Revision-Date: 2026-03-14 00:00+0000\\n"
"Last-Translator: Ana Ruiz <ana@tea.example>\\n"
"Language-Team: Spanish\\n"
"Language: es\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Source-Language: en\\n"
"X-Translation-Method: human\\n"
"X-Translators: Ana Ruiz; Luis Gil\\n"
"X-Generator: Edition Builder\\n"

# A translator's remark.
#. Title of the article · about 5 s
#. Next: “Water, leaves and patience.”
#: articles/tea.md:2
msgctxt "title"
msgid "How to Make Tea"
msgstr "Cómo se hace el té"

#. Paragraph · about 5 s
#. Keep: 2.5 g
#: articles/tea.md:12 articles/tea.md:40
#, fuzzy
#| msgid ""
#| "Tea is a drink. It takes <em>no</em> more than 2 g of leaves, and no more "
#| "than that."
msgid "Tea is a drink. It takes <em>no</em> more than 2.5 g of leaves."
msgstr "El té es una bebida. No lleva <em>más</em> de 2 g de hojas."

#. Shown.
#, python-brace-format
msgid "{count} minute left"
msgid_plural "{count} minutes left"
msgstr[0] "queda {count} minuto"
msgstr[1] "quedan {count} minutos"

#. Paragraph · about 10 s
#: articles/tea.md:20
msgid ""
"A text with a “quotation”, &lt;angles&gt;, a <a1>link to somewhere</a1>, a "
"tab\\tand a \\\\ and \\"straight quotes\\", long enough to be wrapped over lines."
msgstr ""
"Un texto con una «cita», &lt;ángulos&gt;, un <a1>enlace a alguna parte</a1>, "
"un tab\\tulador y una \\\\ y \\"comillas rectas\\", bastante largo para varias "
"líneas."

#. Disclaimer, the last chapter · about 5 s
#: articles/tea.md:8
msgctxt "disclaimer"
msgid "Hot water can scald. This article is not advice."
msgstr ""

# A remark that must stay.
#~ msgid "A text that is gone."
#~ msgstr "Un texto que ya no está."

#, fuzzy
#~| msgid "An older one."
#~ msgctxt "heading"
#~ msgid "A heading that is gone"
#~ msgstr "Un título que ya no está"
"""


def full_catalogue(path: str = "es.po") -> Catalogue:
    """Return a Spanish catalogue with comments, plurals, fuzzy, previous, obsolete, approved texts."""
    catalogue = parse_po(_TEXT.encode(), path=path, domain="tea")
    return approve(catalogue, name="Eva Sol", on=date(2026, 3, 15))[0]


def full_file() -> bytes:
    """Return `full_catalogue` as a file."""
    return render_po(full_catalogue())


def toolkit_python() -> str | None:
    """Return the Python that has translate-toolkit, or None; it is never imported here, for its licence."""
    for python in (ROOT / ".judges" / "bin" / "python", Path(sys.executable)):
        probe = [str(python), "-c", "import translate.storage.pypo"]
        if python.is_file() and subprocess.run(probe, check=False, capture_output=True).returncode == 0:
            return str(python)
    return None
