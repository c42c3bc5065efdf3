"""What we write into catalogues, gettext's own programs and translate-toolkit read as we do."""

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from builder.article.detect import read_article
from builder.base.language import Language
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.merge import merge, start
from builder.catalogue.po import parse_po, render_po
from builder.model.catalogue import Catalogue, Message
from builder.testing.interop import ROOT, full_catalogue, full_file, toolkit_python
from builder.testing.programs import absent
from builder.testing.workspaces import ARTICLE

pytestmark = pytest.mark.external
gettext = pytest.mark.skipif(
    absent("msgfmt", "msgcat", "msgcmp"), reason="gettext's programs are not installed"
)
SHIPPED = sorted(ROOT.glob("locales/*/LC_MESSAGES/*.po"))
TOOLKIT = """
import json, sys
from translate.storage.pypo import pofile
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        store = pofile(file)
    units = [
        {
            "context": unit.getcontext(),
            "source": [str(text) for text in getattr(unit.source, "strings", [unit.source])],
            "target": [str(text) for text in getattr(unit.target, "strings", [unit.target])],
            "fuzzy": unit.isfuzzy(),
            "obsolete": unit.isobsolete(),
            "notes": unit.getnotes("translator"),
        }
        for unit in store.units
        if not unit.isheader()
    ]
    print(json.dumps({"units": units, "same": bytes(store) == open(name, "rb").read()}))
"""


def template_of(article: str) -> Catalogue:
    document = read_article(article.encode(), path="articles/tea.md", language=Language("en"))
    return extract(document, domain="tea")


def updated() -> Catalogue:
    """Return a Spanish catalogue after its article changed: new, edited, vanished and kept texts."""
    first = template_of(ARTICLE)
    spanish = start(first, Language("es"), path="es.po")
    filled = tuple(replace(message, msgstr=(f"es {message.msgid}",)) for message in spanish.messages)
    edited = ARTICLE.replace("Wait 3 minutes.", "Wait 4 minutes, or more.").replace("- Use a pot.\n", "")
    return merge(replace(spanish, messages=filled), template_of(edited + "\nA new paragraph.\n"))[0]


WRITTEN = {
    "a new catalogue": lambda: start(template_of(ARTICLE), Language("es"), path="es.po"),
    "our own texts": lambda: start(builder_domain.template(), Language("pl"), path="pl.po"),
    "an updated catalogue": updated,
    "all that gettext knows": full_catalogue,
}


@gettext
@pytest.mark.parametrize("path", SHIPPED, ids=[f"{path.parts[-3]} {path.stem}" for path in SHIPPED])
def test_msgfmt_checks_our_catalogues_without_a_word_of_error(path: Path) -> None:
    result = subprocess.run(
        ["msgfmt", "-c", "--check-header", "-o", os.devnull, str(path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (result.returncode, result.stderr) == (0, "")


@gettext
@pytest.mark.parametrize("name", WRITTEN)
def test_what_we_write_msgcat_would_write_alike(name: str, tmp_path: Path) -> None:
    path = tmp_path / "es.po"
    path.write_bytes(render_po(WRITTEN[name]()))

    result = subprocess.run(["msgcat", str(path)], check=True, capture_output=True, timeout=60)

    assert result.stdout.decode() == path.read_text(encoding="utf-8")


@gettext
def test_msgcmp_finds_every_message_of_the_template_in_an_updated_catalogue(tmp_path: Path) -> None:
    catalogue = updated()
    template = replace(
        catalogue,
        messages=tuple(
            replace(message, msgstr=("",), flags=(), previous=(), raw=None) for message in catalogue.live
        ),
    )
    (tmp_path / "es.po").write_bytes(render_po(catalogue))
    (tmp_path / "tea.pot").write_bytes(render_po(template))

    result = subprocess.run(
        ["msgcmp", "--use-fuzzy", "--use-untranslated", "es.po", "tea.pot"],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )

    assert (result.returncode, result.stderr) == (0, "")


# ruff: noqa: E501 - texts of wide and narrow letters
SCRIPTS = {
    "Latin": "Ketamine can’t (always) lift “depression” in hours — while others, e.g. 0.5 mg/kg, need weeks/months; "
    "see http://tea.example/a-long/path/with.dots?and=more&so-on, 40-60 minutes! Really?! Yes… 50 % €5 £3 ±2 °C",
    "tags": "<em>no</em> <a1>more than</a1> &lt;this&gt; <strong>or</strong> <code>a::c(d, e)[f]{g}</code> {count}",
    "escapes": 'a \\ b " c " (d) "e" \\\\ f\tg \\n',
    "Cyrillic": "Кетамин может снять депрессию за часы — «иначе» нужны недели; № 5, 10 % и т. д.",
    "Greek": "Η κεταμίνη μπορεί να ανακουφίσει; «ναι» · όχι…",
    "Arabic": "يمكن للكيتامين أن يخفف الاكتئاب، في ساعات؛ هل هذا صحيح؟ ٠٫٥ مغ/كغ (نعم).",
    "Hebrew": "קטמין יכול להקל על דיכאון/חרדה בתוך שעות — „לא תמיד”, בית־ספר.",
    "Hindi": "केटामाइन घंटों में अवसाद को दूर कर सकता है। 0.5 मि.ग्रा./कि.ग्रा. (हाँ)",
    "Chinese": "氯胺酮可以在数小时内缓解抑郁症，而传统抗抑郁药可能需要数周。“是的”（0.5 毫克/千克）、《书》！真的吗？药物…",
    "Japanese": "ケタミンは数時間でうつ病を和らげることができます。「はい」、ちょっと・ニューロン（0.5 mg/kg）です！々ー",
    "Korean": "케타민은 몇 시간 만에 우울증을 완화할 수 있습니다. “네” (0.5 mg/kg), 한국어!",
    "Thai": "คีตามีนสามารถบรรเทาอาการซึมเศร้าได้ในไม่กี่ชั่วโมง (0.5 มก./กก.)",
    "emoji": "tea 🍵 is 🇪🇸 good 👍 yes ☕ x",
}


@gettext
@pytest.mark.parametrize("script", SCRIPTS)
def test_new_texts_are_broken_into_lines_as_msgcat_breaks_them(script: str, tmp_path: Path) -> None:
    random = Random(script)
    words = SCRIPTS[script].split(" ")
    messages = tuple(
        Message(
            msgid=f"{number} " + " ".join(random.choice(words) for _ in range(number % 43)),
            msgstr=(
                " ".join(random.choice(words) for _ in range(1 + number % 61)) + "\n" * (number % 4 == 0),
            ),
            msgctxt="heading" if number % 5 == 0 else None,
            obsolete=number > 120,
        )
        for number in range(1, 150)
    )
    messages = tuple(
        replace(message, msgid=message.msgid.rstrip("\n") + "\n")
        if message.msgstr[0].endswith("\n")
        else message
        for message in messages
    )
    path = tmp_path / "es.po"
    path.write_bytes(render_po(replace(full_catalogue(), messages=messages)))

    result = subprocess.run(["msgcat", str(path)], check=True, capture_output=True, timeout=60)

    assert result.stdout.decode() == path.read_text(encoding="utf-8")


def toolkit(*paths: Path) -> list[dict[str, object]]:
    python = toolkit_python()
    if python is None and not os.environ.get("CI"):
        pytest.skip("translate-toolkit is not installed; scripts/setup-judges installs it")
    assert python, "translate-toolkit is not installed: run scripts/setup-judges"
    result = subprocess.run(
        [python, "-c", TOOLKIT, *map(str, paths)], check=True, capture_output=True, text=True, timeout=100
    )
    return [json.loads(line) for line in result.stdout.splitlines()]


def as_the_toolkit_says(message: Message) -> dict[str, object]:
    return {
        "context": message.msgctxt or "",
        "source": [message.msgid, *([] if message.msgid_plural is None else [message.msgid_plural])],
        "target": list(message.msgstr),
        "fuzzy": message.fuzzy,
        "obsolete": message.obsolete,
        "notes": "\n".join(message.translator_comments),
    }


def test_translate_toolkit_reads_what_we_read_and_writes_the_same_bytes(tmp_path: Path) -> None:
    paths = list(SHIPPED)
    for name, made in WRITTEN.items():
        paths.append(tmp_path / f"{name}.po")
        paths[-1].write_bytes(render_po(made()))

    found = toolkit(*paths)

    for path, judged in zip(paths, found, strict=True):
        ours = parse_po(path.read_bytes(), path=str(path), domain="tea")
        assert judged["units"] == [as_the_toolkit_says(message) for message in ours.messages], path.name
        assert judged["same"], path.name
    assert len(found) >= 8
    assert full_file() == paths[-1].read_bytes()
