"""A merge takes up the new template and loses no word of the translators."""

import os
import random
import shutil
import subprocess
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.catalogue.merge import merge, start
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.po_write import previous_lines
from builder.catalogue.review import approve, is_reviewed
from builder.model.catalogue import Catalogue, Message

ES = Language("es")
LONG = "The village library of Lower Thistleby lent nothing but books until a neighbour asked for a ladder."
EDITED = "The village library of Lower Thistleby lent nothing but books until a neighbour asked for a drill."


def template(*messages: Message, date: str = "2026-01-01 00:00+0000") -> Catalogue:
    return Catalogue(
        domain="tea",
        language=None,
        header={
            "Project-Id-Version": "tea",
            "POT-Creation-Date": date,
            "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
            "Last-Translator": "",
            "Language-Team": "",
            "Language": "",
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
        },
        messages=messages,
        path="locales/tea.pot",
    )


def source(text: str, context: str | None = None, *, line: int = 1) -> Message:
    return Message(
        msgid=text, msgctxt=context, references=(f"tea.md:{line}",), extracted_comments=(f"Line {line}",)
    )


def translated(*messages: Message) -> Catalogue:
    """Return a catalogue with these messages, as it is read from a file."""
    catalogue = replace(start(template(), ES, path="es.po"), messages=messages)
    return reread(catalogue)


def reread(catalogue: Catalogue) -> Catalogue:
    return parse_po(render_po(catalogue), path="es.po", domain="tea")


def by_id(catalogue: Catalogue, msgid: str) -> Message:
    return next(message for message in catalogue.messages if message.msgid == msgid)


def test_a_new_catalogue_has_the_language_its_plural_forms_and_every_text() -> None:
    wanted = template(source("One"), replace(source("day"), msgid_plural="days", msgstr=("", "")))

    catalogue = start(wanted, Language("pt-BR"), path="pt.po")

    assert catalogue.header["Language"] == "pt_BR"
    assert catalogue.header["Plural-Forms"] == "nplurals=2; plural=(n > 1);"
    assert [message.msgstr for message in catalogue.messages] == [("",), ("", "")]


def test_a_merge_with_nothing_to_do_changes_no_byte() -> None:
    wanted = template(source("One", line=1), source("Two", "heading", line=2), date="2027-01-01 00:00+0000")
    text = render_po(start(template(*wanted.messages), ES, path="es.po")).decode()
    text = text.replace(
        'msgid "One"\nmsgstr ""', 'msgid ""\n"One"\nmsgstr   "Uno"\n\n#~ msgid "gone"\n#~ msgstr "ido"'
    )
    data = f"# mine\n{text}\n\n# the end\n".encode()

    merged, report = merge(parse_po(data, path="es.po", domain="tea"), wanted)

    assert render_po(merged) == data
    assert str(report) == "2 kept"


def test_a_text_that_stays_keeps_its_translation_and_gets_the_new_notes() -> None:
    before = translated(
        Message(msgid="One", msgstr=("Uno",), translator_comments=("mine",), flags=("max:9",))
    )

    merged, _ = merge(before, template(source("One", line=7)))

    message = by_id(merged, "One")
    assert message.msgstr == ("Uno",)
    assert message.translator_comments == ("mine",)
    assert message.flags == ("max:9",)
    assert message.references == ("tea.md:7",)
    assert message.extracted_comments == ("Line 7",)


def test_an_edited_text_keeps_its_translation_as_fuzzy_with_the_earlier_text() -> None:
    before = translated(Message(msgid=LONG, msgstr=("La biblioteca…",), translator_comments=("mine",)))

    merged, report = merge(before, template(source(EDITED)))

    message = by_id(merged, EDITED)
    assert message.msgstr == ("La biblioteca…",)
    assert message.fuzzy
    assert message.previous == previous_lines(Message(msgid=LONG))
    assert message.translator_comments == ("mine",)
    assert len(merged.messages) == 1
    assert report.edited == (EDITED,)


def test_the_oldest_text_is_kept_when_a_fuzzy_one_is_edited_again() -> None:
    once, _ = merge(translated(Message(msgid=LONG, msgstr=("La…",))), template(source(EDITED)))

    twice, _ = merge(reread(once), template(source(f"{EDITED} It was lent.")))

    assert twice.messages[0].previous == previous_lines(Message(msgid=LONG))


def test_an_edited_text_has_the_flags_of_the_template_too() -> None:
    before = translated(Message(msgid=LONG, msgstr=("La…",), flags=("max:9",), obsolete=True))

    merged, _ = merge(before, template(replace(source(EDITED), flags=("no-wrap",))))

    assert merged.messages[0].flags == ("fuzzy", "max:9", "no-wrap")


def test_a_text_in_use_never_serves_for_a_new_one() -> None:
    before = translated(Message(msgid=LONG, msgstr=("La biblioteca…",)))

    merged, report = merge(before, template(source(LONG), source(EDITED)))

    assert by_id(merged, EDITED).msgstr == ("",)
    assert not by_id(merged, EDITED).fuzzy
    assert report.new == (EDITED,)


def test_a_text_of_another_context_never_serves() -> None:
    before = translated(Message(msgid=LONG, msgctxt="heading", msgstr=("La biblioteca…",)))

    merged, _ = merge(before, template(source(EDITED)))

    assert by_id(merged, EDITED).msgstr == ("",)
    assert by_id(merged, LONG).obsolete


def test_one_vanished_text_serves_the_most_alike_and_no_second_one() -> None:
    before = translated(Message(msgid=LONG, msgstr=("La biblioteca…",)))
    other = LONG.replace("village", "small").replace("books", "maps").replace("ladder", "saw")

    merged, report = merge(before, template(source(other), source(EDITED)))

    assert report.edited == (EDITED,)
    assert by_id(merged, other).msgstr == ("",)


def test_a_text_that_is_gone_becomes_obsolete_without_references() -> None:
    before = translated(
        Message(msgid="One", msgstr=("Uno",), references=("tea.md:1",), translator_comments=("mine",))
    )

    merged, report = merge(before, template(source("Something else entirely")))

    message = by_id(merged, "One")
    assert message.obsolete
    assert (message.msgstr, message.translator_comments) == (("Uno",), ("mine",))
    assert (message.references, message.extracted_comments) == ((), ())
    assert report.obsolete == ("One",)


@pytest.mark.parametrize(
    ("comments", "kept"), [((), False), (("what does this mean?",), True)], ids=["bare", "commented"]
)
def test_an_untranslated_text_that_is_gone_is_dropped_unless_somebody_wrote_to_it(
    comments: tuple[str, ...], kept: bool
) -> None:
    before = translated(Message(msgid="One", translator_comments=comments))

    merged, report = merge(before, template(source("Something else entirely")))

    assert any(message.msgid == "One" for message in merged.messages) is kept
    assert report.dropped == (() if kept else ("One",))


def test_an_obsolete_text_comes_back_as_it_was() -> None:
    before = translated(
        Message(msgid="One", msgstr=("Uno",), obsolete=True, translator_comments=("mine",)),
        Message(msgid="Two", msgstr=("Dos",), obsolete=True, flags=("fuzzy",)),
    )

    merged, report = merge(before, template(source("One"), source("Two")))

    assert by_id(merged, "One").translated
    assert by_id(merged, "One").translator_comments == ("mine",)
    assert by_id(merged, "Two").fuzzy
    assert report.revived == ("One", "Two")


def test_an_obsolete_text_serves_for_an_edited_one() -> None:
    before = translated(Message(msgid=LONG, msgstr=("La biblioteca…",), obsolete=True))

    merged, _ = merge(before, template(source(EDITED)))

    assert by_id(merged, EDITED).fuzzy
    assert not by_id(merged, EDITED).obsolete
    assert len(merged.messages) == 1


def test_a_review_lapses_when_the_text_is_edited() -> None:
    before = translated(Message(msgid=LONG, msgstr=("La biblioteca…",)))
    approved, _ = approve(before, name="Ana Ruiz", on=date(2026, 11, 23))

    merged, _ = merge(reread(approved), template(source(EDITED)))

    confirmed = replace(by_id(merged, EDITED), flags=())
    assert confirmed.translator_comments[0].startswith("reviewed: Ana Ruiz")
    assert not is_reviewed(confirmed)


def test_messages_stand_in_the_order_of_the_template() -> None:
    before = translated(Message(msgid="Two", msgstr=("Dos",)), Message(msgid="One", msgstr=("Uno",)))

    merged, _ = merge(before, template(source("One"), source("Middle of all"), source("Two")))

    assert [message.msgid for message in merged.messages] == ["One", "Middle of all", "Two"]


def test_the_date_of_the_template_is_taken_over_only_with_other_texts() -> None:
    before = translated(Message(msgid="One", msgstr=("Uno",)))
    later = "2027-05-05 00:00+0000"

    same, _ = merge(before, template(source("One", line=5), date=later))
    other, _ = merge(before, template(source("One"), source("Two"), date=later))

    assert same.header["POT-Creation-Date"] == "2026-01-01 00:00+0000"
    assert other.header["POT-Creation-Date"] == later


def test_a_text_that_got_a_plural_keeps_its_translation_as_first_form() -> None:
    before = translated(Message(msgid="day", msgstr=("día",)))

    merged, _ = merge(before, template(replace(source("day"), msgid_plural="days", msgstr=("", ""))))

    assert by_id(merged, "day").msgstr == ("día", "")
    assert by_id(merged, "day").fuzzy


def test_a_text_that_lost_its_plural_keeps_the_other_forms_as_comments() -> None:
    before = translated(Message(msgid="day", msgid_plural="days", msgstr=("día", "días")))

    merged, _ = merge(before, template(source("day")))

    assert by_id(merged, "day").msgstr == ("día",)
    assert by_id(merged, "day").translator_comments == ("form 1: días",)
    assert by_id(merged, "day").fuzzy


def test_an_untranslated_text_that_got_a_plural_is_not_fuzzy() -> None:
    before = translated(Message(msgid="day"))

    merged, _ = merge(before, template(replace(source("day"), msgid_plural="days", msgstr=("", ""))))

    assert by_id(merged, "day").msgstr == ("", "")
    assert not by_id(merged, "day").fuzzy


def test_an_obsolete_text_with_more_forms_than_the_header_announces_comes_back_with_as_many() -> None:
    forms = ("día", "días", "de días")
    before = translated(Message(msgid="day", msgid_plural="days", msgstr=forms, obsolete=True))

    merged, _ = merge(before, template(replace(source("day"), msgid_plural="days", msgstr=("", ""))))

    assert by_id(merged, "day").msgstr == ("día", "días")
    assert by_id(merged, "day").translator_comments == ("form 2: de días",)


def test_a_header_without_plural_forms_gets_them_with_the_first_plural() -> None:
    before = translated(Message(msgid="One", msgstr=("Uno",)))
    header = {name: value for name, value in before.header.items() if name != "Plural-Forms"}
    days = replace(source("day"), msgid_plural="days", msgstr=("", ""))

    merged, _ = merge(replace(before, header=header), template(source("One"), days))

    assert merged.header["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert reread(merged).header == merged.header


def test_new_headings_like_old_ones_that_still_exist_are_left_empty() -> None:
    # msgmerge and Babel fill six of these eight with the wrong heading.
    old = ["What Is It?", "How It Works", "The Risks", "Who Should Not", "What It Costs", "Where to Go",
           "How Long It Takes", "What Comes After"]  # fmt: skip
    new = ["What Is It For?", "How It Worked", "The Costs", "Who Should", "What It Takes", "Where to Stop",
           "How Long It Lasts", "What Comes Before"]  # fmt: skip
    before = translated(*(Message(msgid=text, msgctxt="heading", msgstr=(f"es {text}",)) for text in old))

    merged, report = merge(before, template(*(source(text, "heading") for text in old + new)))

    assert report.new == tuple(new)
    assert not any(message.fuzzy for message in merged.messages)


def test_a_thousand_texts_with_a_hundred_edits_are_merged_within_a_second() -> None:
    chance = random.Random(7)
    words = [f"word{number}" for number in range(400)]
    texts = [" ".join(chance.choices(words, k=chance.randrange(20, 80))) for _ in range(1000)]
    before = translated(*(Message(msgid=text, msgstr=(f"es {text}",)) for text in texts))
    edits = {place: f"{texts[place]} and more" for place in range(0, 1000, 10)}
    wanted = template(*(source(edits.get(place, text)) for place, text in enumerate(texts)))
    started = time.process_time()

    _, report = merge(before, wanted)

    assert time.process_time() - started < 1
    assert report.edited == tuple(edits.values())


MSGIDS = st.sampled_from([
    "One", "Two", LONG, EDITED, f"{LONG} More.", "The red ladder", "The red ladders", "The green ladder",
    "Lend it", "Lend it now", "漢字を読む", "漢字を書く", "A, B & <em>C</em>",
])  # fmt: skip
CONTEXTS = st.sampled_from([None, None, "heading"])


@st.composite
def states(draw: st.DrawFn) -> tuple[Catalogue, list[Catalogue]]:
    """Return a translated catalogue and the templates that follow one another."""
    keys = draw(st.lists(st.tuples(CONTEXTS, MSGIDS), max_size=8, unique=True))
    messages = []
    for number, (context, msgid) in enumerate(keys):
        fuzzy = draw(st.booleans())
        messages.append(
            Message(
                msgid=msgid,
                msgctxt=context,
                msgstr=(draw(st.sampled_from(["", f"word{number} es", f"word{number}\nlinea{number}"])),),
                flags=("fuzzy",) if fuzzy else (),
                previous=previous_lines(Message(msgid="long ago")) if fuzzy else (),
                translator_comments=draw(st.sampled_from([(), (f"note{number}",)])),
                obsolete=draw(st.booleans()),
            )
        )
    following = []
    for _ in range(draw(st.integers(1, 3))):
        wanted = draw(st.lists(st.tuples(CONTEXTS, MSGIDS), max_size=8, unique=True))
        following.append(template(*(source(msgid, context) for context, msgid in wanted)))
    return translated(*messages), following


def words_of(catalogue: Catalogue) -> set[str]:
    return {
        word
        for message in catalogue.messages
        for text in (*message.msgstr, *message.translator_comments)
        for word in text.split()
    }


@given(states())
def test_merging_twice_is_merging_once(state: tuple[Catalogue, list[Catalogue]]) -> None:
    before, (wanted, *_) = state
    once, _ = merge(before, wanted)

    twice, report = merge(reread(once), wanted)

    assert render_po(twice) == render_po(once)
    assert str(report) == f"{len(wanted.messages)} kept"


@given(states())
def test_no_word_of_a_translator_is_ever_lost(state: tuple[Catalogue, list[Catalogue]]) -> None:
    catalogue, following = state
    words = words_of(catalogue)

    for wanted in following:
        catalogue = reread(merge(catalogue, wanted)[0])

    assert words <= words_of(catalogue)


@given(states())
def test_the_messages_in_use_are_those_of_the_template(state: tuple[Catalogue, list[Catalogue]]) -> None:
    before, (wanted, *_) = state

    merged, _ = merge(before, wanted)

    assert [message.key for message in merged.live] == [message.key for message in wanted.messages]


@pytest.mark.external
def test_msgfmt_accepts_a_merged_catalogue_and_msgcat_reads_it_the_same(tmp_path: Path) -> None:
    for program in ("msgfmt", "msgcat"):
        if shutil.which(program) is None and not os.environ.get("CI"):
            pytest.skip(f"{program} is not installed")
    before = translated(
        Message(
            msgid=LONG, msgstr=("La biblioteca de «Thistleby» \\ 50 %\ty más",), translator_comments=("mía",)
        ),
        Message(msgid="Two", msgctxt="heading", msgstr=("Dos",)),
        Message(msgid="Gone", msgstr=("Ido",)),
        Message(msgid="day", msgid_plural="days", msgstr=("día", "días")),
    )
    days = replace(source("day"), msgid_plural="days", msgstr=("", ""))
    wanted = template(source(EDITED), source("Two", "heading"), source("New", line=9), days)
    path = tmp_path / "es.po"
    path.write_bytes(render_po(merge(before, wanted)[0]))

    subprocess.run(["msgfmt", "-c", "-o", os.devnull, str(path)], check=True, capture_output=True, timeout=60)
    again = subprocess.run(["msgcat", str(path)], check=True, capture_output=True, timeout=60)

    assert again.stdout == path.read_bytes()


def test_a_text_that_was_edited_and_restored_stays_fuzzy_and_is_told() -> None:
    before = translated(Message(msgid=LONG, msgstr=("La biblioteca…",)))
    away = reread(merge(before, template(source(EDITED)))[0])

    merged, report = merge(away, template(source(LONG)))
    again, later = merge(reread(merged), template(source(LONG)))

    assert by_id(merged, LONG).fuzzy
    assert (report.back, report.restored, report.edited) == ((LONG,), (), (LONG,))
    assert later.back == (LONG,)
    assert render_po(again) == render_po(merged)


def test_an_edited_text_that_is_not_restored_is_not_told_as_one() -> None:
    before = translated(Message(msgid=LONG, msgstr=("La biblioteca…",)))

    assert merge(before, template(source(EDITED)))[1].back == ()


@pytest.mark.parametrize("context", [None, "heading"])
def test_a_restored_text_is_confirmed_where_a_person_approved_just_these_texts(context: str | None) -> None:
    message = Message(msgid=LONG, msgstr=("La biblioteca…",), msgctxt=context)
    before, _ = approve(translated(message), name="Ana Ruiz", on=date(2026, 11, 23))
    away = reread(merge(before, template(source(EDITED, context)))[0])

    merged, report = merge(away, template(source(LONG, context)))

    assert is_reviewed(by_id(merged, LONG))
    assert by_id(merged, LONG).previous == ()
    assert (report.back, report.restored, report.edited) == ((), (LONG,), ())
    assert str(report) == "0 kept, 1 restored"


def test_a_restored_text_whose_translation_was_changed_meanwhile_stays_fuzzy() -> None:
    before, _ = approve(
        translated(Message(msgid=LONG, msgstr=("La biblioteca…",))), name="Ana Ruiz", on=date(2026, 11, 23)
    )
    away, _ = merge(before, template(source(EDITED)))
    touched = replace(by_id(away, EDITED), msgstr=("El taladro…",))

    merged, report = merge(reread(replace(away, messages=(touched,))), template(source(LONG)))

    assert by_id(merged, LONG).fuzzy
    assert report.back == (LONG,)


def test_a_translation_somebody_doubted_is_not_confirmed_by_an_edit_and_its_undoing() -> None:
    approved, _ = approve(
        translated(Message(msgid=LONG, msgstr=("La biblioteca…",))), name="Ana Ruiz", on=date(2026, 11, 23)
    )
    doubted = replace(approved, messages=tuple(replace(m, flags=("fuzzy",)) for m in approved.messages))
    away, _ = merge(reread(doubted), template(source(EDITED)))

    merged, _ = merge(reread(away), template(source(LONG)))

    assert by_id(merged, LONG).fuzzy


def test_a_doubted_translation_is_not_confirmed_by_a_plural_that_comes_and_goes() -> None:
    approved, _ = approve(
        translated(Message(msgid="day", msgstr=("día",))), name="Ana", on=date(2026, 11, 23)
    )
    doubted = replace(approved, messages=(replace(approved.messages[0], flags=("fuzzy",)),))
    plural = template(replace(source("day"), msgid_plural="days", msgstr=("", "")))

    merged, _ = merge(reread(merge(reread(doubted), plural)[0]), template(source("day")))

    assert by_id(merged, "day").fuzzy


def test_an_obsolete_text_that_comes_back_with_fewer_forms_is_to_be_looked_at() -> None:
    forms = ("día", "días", "de días")
    before = translated(Message(msgid="day", msgid_plural="days", msgstr=forms, obsolete=True))
    wanted = template(replace(source("day"), msgid_plural="days", msgstr=("", "")))

    merged, report = merge(before, wanted)

    assert by_id(merged, "day").fuzzy
    assert not report.events[0].confirmed
    assert render_po(merge(reread(merged), wanted)[0]) == render_po(merged)


def test_a_form_with_control_characters_becomes_comments_that_can_be_read_again() -> None:
    before = translated(Message(msgid="day", msgid_plural="days", msgstr=("día", "dí\ras\r\nmás")))

    merged, _ = merge(before, template(source("day")))

    assert words_of(reread(merged)) >= {"dí", "as", "más"}
