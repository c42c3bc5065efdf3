#!/usr/bin/env python3
"""Update, measured: our merge against msgmerge, on one corpus, in one run.

scripts/bench/update.py [--corpus FOLDER] [--all]

Without a corpus, prose is made up, the same at every run. A corpus is a folder of `.po` files; its translated
messages of 120 to 900 characters are used. Times are CPU seconds.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.base.errors import BuilderError
from builder.base.language import Language
from builder.catalogue.merge import merge
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.po_read import read_entries, to_message
from builder.catalogue.sentence_split import split_markup
from builder.model.catalogue import Catalogue, Message

EN = Language("en")
HEADER = {
    "Project-Id-Version": "bench",
    "POT-Creation-Date": "2026-01-01 00:00+0000",
    "PO-Revision-Date": "2026-01-01 00:00+0000",
    "Last-Translator": "bench",
    "Language-Team": "bench",
    "Language": "es",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
OLD_HEADINGS = (
    "What Is It?", "How It Works", "The Risks", "Who Should Not",
    "What It Costs", "Where to Go", "How Long It Takes", "What Comes After",
)  # fmt: skip
NEW_HEADINGS = (
    "What Is It For?", "How It Worked", "The Costs", "Who Should",
    "What It Takes", "Where to Stop", "How Long It Lasts", "What Comes Before",
)  # fmt: skip
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Case:
    """A catalogue, the texts it is brought up to date with, and which earlier text is right for each."""

    language: Language
    before: list[tuple[str | None, str, str]]
    after: list[tuple[str | None, str]]


Filled = dict[tuple[str | None, str], str]
Updater = Callable[[Case], tuple[Filled, float]]


def main() -> int:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of .po files")
    parser.add_argument("--all", action="store_true", help="Babel too, at 1,000 messages; msgmerge at 10,000")
    args = parser.parse_args()
    updaters: dict[str, Updater] = {"ours": ours}
    if shutil.which("msgmerge"):
        updaters["msgmerge"] = msgmerge
    pools = corpus(args.corpus) if args.corpus else {"es": invented(11_000)}
    texts = [pair for pool in pools.values() for pair in pool]
    texts = list({source: (source, target) for source, target in texts}.values())
    random.Random(1).shuffle(texts)
    print(f"{len(texts)} texts, {'real' if args.corpus else 'made up'}")
    for size in (1_000, 10_000):
        if len(texts) < size + size // 100:
            texts = [*texts, *invented(size + size // 100 - len(texts))]
        chosen = dict(updaters)
        if size == 10_000 and not args.all:
            chosen.pop("msgmerge", None)
        if size == 1_000 and args.all:
            chosen["Babel"] = babel
        edits(texts, size, chosen)
    headings(texts, updaters)
    for language, pool in pools.items():
        moves(pool, Language(language), updaters)
    return 0


def edits(texts: Sequence[tuple[str, str]], size: int, updaters: dict[str, Updater]) -> None:
    """Ten per cent edited, and one new text for each ten of these."""
    chance = random.Random(size)
    kept, new = texts[:size], [source for source, _ in texts[size : size + size // 100]]
    count = size // 10
    edited = {place: edit(kept[place][0], chance) for place in chance.sample(range(size), count)}
    after = [(None, edited.get(place, source)) for place, (source, _) in enumerate(kept)]
    for text in new:
        after.insert(chance.randrange(len(after)), (None, text))
    case = Case(EN, [(None, source, target) for source, target in kept], after)
    times: dict[str, float] = {}
    for name, update in updaters.items():
        filled, times[name] = update(case)
        right = sum(filled.get((None, text)) == kept[place][1] for place, text in edited.items())
        wrong = sum(bool(filled.get((None, text))) for text in new)
        ratio = f", {times[name] / times['ours']:.0f} times ours" if name != "ours" else ""
        print(
            f"{size} messages, {name}: {times[name]:.3f} s{ratio}; right {right} of {count}; "
            f"wrong {wrong} of {len(new)} new"
        )


def headings(texts: Sequence[tuple[str, str]], updaters: dict[str, Updater]) -> None:
    """Eight new headings that resemble eight that stay; a hundred new paragraphs among a hundred edits."""
    before: list[tuple[str | None, str, str]] = [("heading", text, f"es {text}") for text in OLD_HEADINGS]
    after: list[tuple[str | None, str]] = [("heading", text) for text in (*OLD_HEADINGS, *NEW_HEADINGS)]
    chance = random.Random(3)
    new = [source for source, _ in texts[1_000:1_100]]
    before += [(None, source, target) for source, target in texts[:1_000]]
    after += [
        (None, edit(source, chance) if place % 10 == 0 else source)
        for place, (source, _) in enumerate(texts[:1_000])
    ]
    after += [(None, text) for text in new]
    for name, update in updaters.items():
        filled, _ = update(Case(EN, before, after))
        wrong = sum(bool(filled.get(("heading", text))) for text in NEW_HEADINGS)
        paragraphs = sum(bool(filled.get((None, text))) for text in new)
        print(
            f"new headings filled wrongly, {name}: {wrong} of 8; new paragraphs: {paragraphs} of {len(new)}"
        )


def moves(pool: Sequence[tuple[str, str]], language: Language, updaters: dict[str, Updater]) -> None:
    """Paragraphs split in two, and pairs merged; a sentence is kept if its translation is there."""
    aligned = []
    for source, target in pool:
        one, other = (
            split_markup(text, lang, thorough=True) for text, lang in ((source, EN), (target, language))
        )
        if len(one) == len(other) >= 2:
            aligned.append((source, target, one, other))
    random.Random(5).shuffle(aligned)
    chosen = aligned[:300]
    joiner = "" if language in {"ja", "zh-Hans", "zh-Hant"} else " "
    after: list[tuple[str | None, str]] = []
    wanted: list[tuple[str, tuple[str, ...]]] = []
    third = len(chosen) // 3
    for _, _, one, other in chosen[:third]:
        half = len(one) // 2
        for sentences, theirs in ((one[:half], other[:half]), (one[half:], other[half:])):
            wanted.append((" ".join(sentences), theirs))
    for first, second in zip(chosen[third::2], chosen[third + 1 :: 2], strict=False):
        wanted.append((f"{first[0]} {second[0]}", (*first[3], *second[3])))
    after = [(None, text) for text, _ in wanted]
    case = Case(language, [(None, source, target) for source, target, _, _ in chosen], after)
    for name, update in updaters.items():
        filled, _ = update(case)
        total = kept = surplus = 0
        for text, sentences in wanted:
            there = filled.get((None, text), "")
            total += len(sentences)
            kept += sum(sentence in there for sentence in sentences)
            surplus += len(there) > len(joiner.join(sentences)) + 5
        print(
            f"{language}, {third} splits and {third} merges, {name}: {kept} of {total} sentences kept "
            f"({100 * kept / max(total, 1):.1f} %); {surplus} of {len(wanted)} with sentences of other texts"
        )


def edit(text: str, chance: random.Random) -> str:
    """Return `text` with a word replaced, a typo, a clause put in, or some words taken out."""
    words = text.split(" ")
    place = chance.randrange(len(words))
    match chance.randrange(4):
        case 0:
            words[place] = "changed"
        case 1:
            words[place] = f"{words[place][:-1]}x"
        case 2:
            words[place:place] = ["which", "nobody", "had", "expected"]
        case _:
            del words[place : place + max(1, len(words) // 6)]
    return " ".join(words)


def ours(case: Case) -> tuple[Filled, float]:
    """Return what our merge fills in, and its CPU seconds; reading and writing files is not counted."""
    catalogue, template = _before(case), _after(case)
    started = time.process_time()
    merged, _ = merge(catalogue, template)
    took = time.process_time() - started
    assert merge(merged, template)[0] == merged, "a second merge changed something"
    return {message.key: message.msgstr[0] for message in merged.live}, took


def msgmerge(case: Case) -> tuple[Filled, float]:
    """Return what `msgmerge --previous` fills in, and its CPU seconds as a process."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old.po"), Path(folder, "new.pot")
        old.write_bytes(render_po(_before(case)))
        new.write_bytes(render_po(_after(case)))
        was = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            ["msgmerge", "--previous", "--quiet", str(old), str(new)], check=True, capture_output=True
        )
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Not through our gate: at 10,000 messages the file is larger than a catalogue may be.
    entries, _ = read_entries(done.stdout.decode().splitlines(keepends=True), path="merged.po")
    merged = [to_message(entry, path="merged.po") for entry in entries]
    took = now.ru_utime + now.ru_stime - was.ru_utime - was.ru_stime
    return {m.key: m.msgstr[0] for m in merged if m.msgid and not m.obsolete}, took


def babel(case: Case) -> tuple[Filled, float]:
    """Return what `Catalog.update` of Babel fills in, and its CPU seconds without reading and writing."""
    from io import BytesIO

    from babel.messages.pofile import read_po

    old, new = (read_po(BytesIO(data)) for data in (render_po(_before(case)), render_po(_after(case))))
    started = time.process_time()
    old.update(new)
    took = time.process_time() - started
    return {(message.context, str(message.id)): str(message.string) for message in old if message.id}, took


def _before(case: Case) -> Catalogue:
    messages = tuple(
        Message(msgid=source, msgctxt=context, msgstr=(target,)) for context, source, target in case.before
    )
    return _catalogue(messages, {**HEADER, "Language": case.language.replace("-", "_")}, case.language)


def _after(case: Case) -> Catalogue:
    messages = tuple(Message(msgid=source, msgctxt=context) for context, source in dict.fromkeys(case.after))
    return _catalogue(messages, {**HEADER, "Language": ""}, None)


def _catalogue(messages: tuple[Message, ...], header: dict[str, str], language: Language | None) -> Catalogue:
    return Catalogue(domain="bench", language=language, header=header, messages=messages, path="bench.po")


def corpus(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Return by language the translated paragraphs of the `.po` files in a folder, markup left out."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.rglob("*.po")):
        language = next(
            (part for part in (path.stem, path.parent.name) if part in {"es", "fr", "de", "ja"}), None
        )
        if language is None:
            continue
        try:
            catalogue = parse_po(path.read_bytes(), path=str(path), domain="corpus")
        except BuilderError:
            continue
        for message in catalogue.live:
            source, target = (_TAGS.sub("", text).strip() for text in (message.msgid, message.msgstr[0]))
            if message.translated and 120 <= len(source) <= 900 and "\n" not in source + target and target:
                found.setdefault(language, {}).setdefault(" ".join(source.split()), " ".join(target.split()))
    return {language: list(pairs.items()) for language, pairs in found.items()}


def invented(count: int) -> list[tuple[str, str]]:
    """Return made-up paragraphs of two to six sentences, with a translation of each sentence."""
    chance = random.Random(11)
    common = "the of and to in a is that for it as was with be by on not at from this".split()  # noqa: SIM905
    syllables = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]
    rare = ["".join(chance.choices(syllables, k=chance.randrange(2, 4))) for _ in range(6_000)]

    def sentence() -> Iterator[str]:
        for _ in range(chance.randrange(6, 16)):
            yield (
                chance.choice(common)
                if chance.random() < 0.45
                else rare[int(chance.paretovariate(0.5)) % 6_000]
            )

    pairs = []
    for _ in range(count):
        made = [" ".join(sentence()).capitalize() + "." for _ in range(chance.randrange(2, 7))]
        pairs.append((" ".join(made), " ".join(f"Es{text[::-1].strip('.').lower()}." for text in made)))
    return pairs


if __name__ == "__main__":
    sys.exit(main())
