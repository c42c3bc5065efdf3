"""A transcript is read as people published it, and refused when it is none."""

import pytest

from builder.base.language import Language
from builder.base.units import to_ms
from builder.catalogue.texts import Texts
from builder.check.listen.transcript import parse_transcript
from builder.formats import vtt
from builder.testing.samples import sample_publication

HEAD = "WEBVTT\n\nNOTE\nA note --\nof two lines\n\n"


def test_every_cue_that_was_written_is_read() -> None:
    publication = sample_publication()
    data = vtt.render(publication, Texts(Language("en"), ()))

    cues = parse_transcript(data, Language("en"))

    rate = publication.timeline.sample_rate_hz
    written = publication.timeline.cues
    assert [(cue.id, cue.text, cue.language, cue.start_ms) for cue in cues] == [
        (cue.utterance_id, " ".join(cue.text.split()), cue.language, to_ms(cue.start, rate))
        for cue in written
    ]
    assert {cue.passage_id for cue in cues} == {cue.passage_id for cue in written}


def test_hours_entities_and_line_ends_of_others_are_read() -> None:
    data = (HEAD + "x.1\n01:00:00.000 --> 01:00:01.500 align:start\n<v Ada>5 &lt; 6\n&amp; so on\n").replace(
        "\n", "\r\n"
    )

    (cue,) = parse_transcript(b"\xef\xbb\xbf" + data.encode(), Language("en"))

    assert (cue.text, cue.start_ms, cue.end_ms) == ("5 < 6 & so on", 3_600_000, 3_601_500)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1\n00:00:00,000 --> 00:00:01,000\nHello\n", "begin with WEBVTT"),
        (HEAD, "no cues"),
        (HEAD + "x.1\nHello\n", "no times"),
        (HEAD + "x.1\n00:00:02.000 --> 00:00:01.000\nHello\n", "ends before it starts"),
        (
            HEAD + "x.1\n00:00:00.000 --> 00:00:02.000\nA\n\nx.2\n00:00:01.000 --> 00:00:03.000\nB\n",
            '"x.2" starts before',
        ),
    ],
)
def test_what_is_no_transcript_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_transcript(text.encode(), Language("en"))
