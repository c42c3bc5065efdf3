"""Drafts: they fill what is empty, lose no figure or tag, say who made them, and stay fuzzy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.detect import read_article
from builder.base.errors import NetworkError
from builder.base.language import Language
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.localise import unfinished
from builder.catalogue.merge import start
from builder.catalogue.po import parse_po, render_po
from builder.model.catalogue import Catalogue, Message
from builder.model.glossary import GlossaryTerm
from builder.prefill.drafts import Batch, Task, draft, wanted, with_drafts
from builder.prefill.provider import Passage, WrongAnswer
from builder.testing.translating import turned_round
from builder.testing.workspaces import ARTICLE

EN, ES = Language("en"), Language("es")
DAY = date(2026, 11, 23)


@dataclass
class FakeProvider:
    """Translates with a function, and counts."""

    change: Callable[[str], str] = turned_round
    most_texts: int = 100
    most_characters: int = 100_000
    name: str = "fake"
    address: str | None = None
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def label(self, source: Language, target: Language) -> str:
        return f"fake {source}-{target}"

    def translate(
        self,
        passages: Sequence[Passage],
        *,
        source: Language,
        target: Language,
        glossary: tuple[GlossaryTerm, ...] = (),
    ) -> tuple[str, ...]:
        texts = tuple(passage.text for passage in passages)
        self.asked.append(texts)
        return tuple(self.change(text) for text in texts)


def template(article: str = ARTICLE) -> Catalogue:
    return extract(read_article(article.encode(), path="articles/tea.md"))


def task(catalogue: Catalogue | None = None, whole: Catalogue | None = None) -> Task:
    whole = whole or template()
    catalogue = catalogue or start(whole, ES, path="es.po")
    again = parse_po(render_po(catalogue), path="es.po", domain=whole.domain)
    return Task(catalogue=again, template=whole, source=EN, target=ES, on=DAY)


def run(work: Task, provider: FakeProvider, limit: int | None = None) -> tuple[Catalogue, list[Batch]]:
    batches = list(draft(work, wanted(work.catalogue, work.template, limit=limit), provider))
    drafts = [message for batch in batches for message in batch.drafts]
    return with_drafts(work.catalogue, drafts), batches


def codes(batches: Sequence[Batch]) -> list[str | None]:
    return [left.code for batch in batches for left in batch.left_out]


def test_every_draft_is_fuzzy_and_says_who_made_it_and_when() -> None:
    work = task()

    filled, _ = run(work, FakeProvider())

    assert {message.flags for message in filled.messages} == {("fuzzy",)}
    assert {message.translator_comments for message in filled.messages} == {
        ("machine: fake en-es 2026-11-23",)
    }
    assert filled.header["X-Translation-Method"] == "machine"


def test_a_comment_that_was_written_while_the_machine_worked_is_kept() -> None:
    work = task()
    drafts = [one for batch in draft(work, wanted(work.catalogue, work.template), FakeProvider())
              for one in batch.drafts]  # fmt: skip
    first, *others = work.catalogue.messages
    noted = replace(first, translator_comments=("ask Ana",), previous=('msgid "Older"',))

    filled = with_drafts(replace(work.catalogue, messages=(noted, *others)), drafts)

    assert filled.messages[0].translator_comments == ("ask Ana", "machine: fake en-es 2026-11-23")
    assert filled.messages[0].previous == ()


def test_nothing_drafted_counts_as_translated() -> None:
    work = task()

    filled, _ = run(work, FakeProvider())
    left = unfinished((work.template, (filled,)))

    assert left is not None
    assert left.texts == len(work.template.messages)
    assert {"disclaimer", "disclaimer-short"} <= {
        message.msgctxt for message in filled.messages if message.fuzzy
    }


@given(st.data())
def test_a_translators_text_is_never_touched(data: st.DataObject) -> None:
    empty = task().catalogue
    texts = data.draw(
        st.lists(
            st.sampled_from(["", "", "hecho", "x", " ", "\n"]),
            min_size=len(empty.messages),
            max_size=len(empty.messages),
        )
    )
    flags = data.draw(st.lists(st.sampled_from([(), ("fuzzy",)]), min_size=len(texts), max_size=len(texts)))
    messages = tuple(
        replace(message, msgstr=(text,), flags=flag, translator_comments=("mine",))
        for message, text, flag in zip(empty.messages, texts, flags, strict=True)
    )
    work = task(replace(empty, messages=messages))

    filled, _ = run(work, FakeProvider())

    for before, after in zip(work.catalogue.messages, filled.messages, strict=True):
        assert before == after if before.msgstr[0].strip() else "mine" in after.translator_comments


def test_drafting_twice_is_drafting_once() -> None:
    work = task()
    filled, _ = run(work, FakeProvider())
    provider = FakeProvider()

    again, _ = run(replace(work, catalogue=filled), provider)

    assert (render_po(again), provider.asked) == (render_po(filled), [])


def test_a_draft_without_its_tags_is_left_out() -> None:
    filled, batches = run(task(), FakeProvider(lambda text: turned_round(text).replace("<em>", "")))

    assert codes(batches) == ["T001"]
    assert [message.msgid for message in filled.messages if not any(message.msgstr)] == [
        "Tea is a drink. It takes <em>no</em> more than 2.5 g of leaves."
    ]


def test_a_figure_that_was_lost_is_asked_for_again_behind_a_tag() -> None:
    provider = FakeProvider(lambda text: turned_round(text).replace("2.5 g", "mucho"))

    filled, batches = run(task(), provider)

    assert codes(batches) == []
    assert any("2.5 g" in message.msgstr[0] for message in filled.messages)
    assert "Tea is a drink. It takes <em>no</em> more than <x1></x1> of leaves." in provider.asked[1]


def test_a_figure_that_is_lost_twice_is_left_out() -> None:
    def careless(text: str) -> str:
        return turned_round(text).replace("2.5 g", "").replace("<x1></x1>", "")

    filled, batches = run(task(), FakeProvider(careless))

    assert "T002" in codes(batches)
    assert not any("2.5" in message.msgid and any(message.msgstr) for message in filled.messages)


def test_a_draft_without_words_is_left_out() -> None:
    filled, batches = run(task(), FakeProvider(lambda _: " \n"))

    assert set(codes(batches)) == {None}
    assert not any(any(message.msgstr) for message in filled.messages)
    assert filled.header["X-Translation-Method"] == ""


def test_requests_keep_their_limits() -> None:
    provider = FakeProvider(most_texts=3, most_characters=80)

    run(task(), provider)

    assert len(provider.asked) > 3
    assert all(len(texts) <= 3 for texts in provider.asked)
    assert all(len(texts) == 1 or sum(map(len, texts)) <= 80 for texts in provider.asked)


def test_what_came_before_a_fault_is_kept() -> None:
    @dataclass
    class Breaking(FakeProvider):
        def translate(self, passages: Sequence[Passage], **more: object) -> tuple[str, ...]:
            if len(self.asked) == 2:
                raise NetworkError("gone")
            return super().translate(passages, **more)  # type: ignore[arg-type]

    work = task()
    kept: list[Message] = []

    def gather() -> None:
        for batch in draft(work, wanted(work.catalogue, work.template), Breaking(most_texts=2)):
            kept.extend(batch.drafts)

    with pytest.raises(NetworkError):
        gather()

    assert len(kept) == 4
    assert sum(any(message.msgstr) for message in with_drafts(work.catalogue, kept).messages) == 4


def test_a_request_whose_answer_does_not_fit_is_cut_in_half() -> None:
    @dataclass
    class Sloppy(FakeProvider):
        def translate(self, passages: Sequence[Passage], **more: object) -> tuple[str, ...]:
            done = super().translate(passages, **more)  # type: ignore[arg-type]
            if any("pot" in passage.text for passage in passages):
                raise WrongAnswer("one is missing")
            return done

    filled, batches = run(task(), Sloppy())

    assert [message.msgid for message in filled.messages if not any(message.msgstr)] == ["Use a pot."]
    assert codes(batches) == [None]


def test_no_more_than_the_limit_is_asked_for() -> None:
    filled, _ = run(task(), FakeProvider(), limit=2)

    assert [any(message.msgstr) for message in filled.messages[:3]] == [True, True, False]


def test_the_tools_own_texts_keep_their_places() -> None:
    whole = builder_domain.template()
    work = replace(task(start(whole, Language("pl"), path="pl.po"), whole), target=Language("pl"))

    filled, batches = run(work, FakeProvider())

    assert codes(batches) == []
    assert any("{translators}" in message.msgstr[0] for message in filled.messages)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("pl", ("eno", "eht ynam", "eht ynam")), ("ja", ("eht ynam",)), ("es", ("eno", "eht ynam"))],
)
def test_all_plural_forms_get_a_text(language: str, expected: tuple[str, ...]) -> None:
    plural = Message(msgid="one", msgid_plural="the many", msgstr=("", ""))
    whole = replace(builder_domain.template(), messages=(plural,))
    tag = Language(language)
    work = replace(task(start(whole, tag, path="x.po"), whole), target=tag)

    filled, _ = run(work, FakeProvider(lambda text: " ".join(word[::-1] for word in text.split())))

    assert filled.messages[0].msgstr == expected


def test_a_catalogue_with_a_persons_words_does_not_become_a_machines() -> None:
    work = task()
    first: Message = replace(work.catalogue.messages[0], msgstr=("Cómo hacer té",))
    catalogue = replace(work.catalogue, messages=(first, *work.catalogue.messages[1:]))

    for said in ("", "human", "machine+post-edited"):
        header = {**catalogue.header, "X-Translation-Method": said}
        filled, _ = run(task(replace(catalogue, header=header)), FakeProvider())

        assert filled.header["X-Translation-Method"] == "machine+post-edited"
