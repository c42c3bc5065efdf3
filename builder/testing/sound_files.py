"""Sound files for tests: publications with sound of their own, in any format, and ways to hear them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import numpy as np

from builder.audio.codecs import CodecName, Encoder, encoder
from builder.audio.timeline import lay_out
from builder.audio.unit import make_unit
from builder.catalogue.texts import Texts
from builder.formats import base
from builder.formats.names import SoundFormatName
from builder.model.document import Document, Metadata, Text
from builder.model.edition import Edition
from builder.model.finding import Locator
from builder.model.publication import Picture, Publication, Sibling, VoiceCredit
from builder.model.script import Script
from builder.model.show import Show
from builder.model.sound import DEFAULT_SOUND, EncodedUnit, SoundSpec, UnitHead
from builder.testing.hearing import Samples, murmur
from builder.testing.spoken import ENGLISH, spoken_passage, spoken_script

TEXTS = Texts(ENGLISH)

SPECS = (
    DEFAULT_SOUND,
    SoundSpec(sample_rate_hz=22_050),
    SoundSpec(sample_rate_hz=32_000, channels=2),
    SoundSpec(sample_rate_hz=44_100, channels=2, mp3_kbps=128, m4b_kbps=96, opus_kbps=48),
    SoundSpec(sample_rate_hz=48_000, mp3_kbps=96, m4b_kbps=80),
)
"""What recordings can be like: every rate, one channel and two."""


def spec_id(spec: SoundSpec) -> str:
    """Return a name for a test of `spec`."""
    return f"{spec.sample_rate_hz}-{'mono' if spec.channels == 1 else 'both-sides'}"


def png() -> bytes:
    """Return a picture of one grey pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\0\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


COVER = Picture(data=png(), description="A wave")


def spoken_document(title: str = "Ketamine &amp; <em>mood</em>", author: str = "A. Writer") -> Document:
    """Return an article without a body: its title, deck and disclaimer."""

    def text(markup: str) -> Text:
        return Text(markup=markup, locator=Locator(path="articles/a.md", line=1))

    return Document(
        language=ENGLISH,
        metadata=Metadata(
            slug="ketamine", path="articles/ketamine.md", published=date(2026, 3, 1), author=author
        ),
        title=text(title),
        deck=text("What it is."),
        introduction=(),
        sections=(),
        disclaimer=text("This is not medical advice."),
    )


def spoken_publication(
    script: Script,
    heads: Sequence[UnitHead],
    *,
    spec: SoundSpec = DEFAULT_SOUND,
    document: Document | None = None,
) -> Publication:
    """Return a publication of `script` whose units have these heads."""
    document = document or spoken_document()
    return Publication(
        show=Show(
            title="Editions",
            owner="The Owner",
            language=ENGLISH,
            email="owner@example.org",
            base_url="https://example.org/pod/",
        ),
        edition=Edition(document=document, source=document, method="original", reviewed=True),
        script=script,
        timeline=lay_out(script, heads, spec.sample_rate_hz),
        voices=(
            VoiceCredit(
                engine="Tone", voice="tone", band="good", licence="CC0", attribution="Tones by T. One"
            ),
        ),
        siblings=(Sibling(language=ENGLISH, title="Ketamine"),),
        episode_guid="guid",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Murmurs:
    """A recording of murmurs, a passage each, before it is encoded."""

    spec: SoundSpec
    script: Script
    heads: tuple[UnitHead, ...]
    samples: tuple[Samples, ...]
    """Of each unit, at the recording's rate."""

    @property
    def publication(self) -> Publication:
        """What formats are written of."""
        return spoken_publication(self.script, self.heads, spec=self.spec)

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each unit starts on the master timeline."""
        return self.publication.timeline.unit_starts


def murmurs(count: int, *, spec: SoundSpec = DEFAULT_SOUND, chapters: int = 1) -> Murmurs:
    """Return a recording of `count` passages of all lengths, with pauses of three lengths."""
    passages = [
        spoken_passage(f"s-{number}", pauses_ms=(150 + 100 * (number % 3),)) for number in range(count)
    ]
    script = spoken_script([passages[start::chapters] for start in range(chapters)])
    made = [
        make_unit(
            passage,
            [murmur(number, 400 + 37 * (number % 23), sample_rate_hz=spec.sample_rate_hz)],
            gain_db=0.0,
            spec=spec,
        )
        for number, passage in enumerate(script.passages)
    ]
    return Murmurs(
        spec=spec,
        script=script,
        heads=tuple(head for head, _ in made),
        samples=tuple(samples for _, samples in made),
    )


def encoded(recording: Murmurs, codec: CodecName) -> tuple[EncodedUnit, ...]:
    """Return the units of a recording in one codec."""
    making = encoder(codec, recording.spec)
    return tuple(
        EncodedUnit(frames=head.frames, sample_rate_hz=head.sample_rate_hz, packets=making.encode(samples))
        for head, samples in zip(recording.heads, recording.samples, strict=True)
    )


def write_sound(
    target: Path,
    name: SoundFormatName,
    publication: Publication,
    units: Sequence[EncodedUnit],
    *,
    spec: SoundSpec = DEFAULT_SOUND,
) -> Path:
    """Write a publication in the format `name`, with a cover, and return where."""
    base.load(name).write(target, publication, units, TEXTS, spec=spec, cover=COVER)
    return target


def heard_rate_hz(name: SoundFormatName, spec: SoundSpec) -> int:
    """Return the rate a file decodes at: Opus always gives 48 kHz."""
    return 48_000 if name == "opus" else spec.sample_rate_hz


def decode_bare(packets: Sequence[bytes], making: Encoder, spec: SoundSpec) -> Samples:
    """Return one side of bare packets of any codec, the delay in front left away."""
    from builder.audio.aac import specific_config

    name = {"mp3": "mp3float", "aac": "aac", "opus": "libopus"}[making.codec.name]
    rate_hz = 48_000 if name == "libopus" else spec.sample_rate_hz
    decoder = bare_decoder(name, rate_hz, spec.channels)
    if name == "aac":
        decoder.extradata = specific_config(rate_hz, spec.channels)
    samples = decoded(decoder, [*packets, None])
    return samples[making.codec.delay * rate_hz // making.codec.sample_rate_hz :]


def bare_decoder(name: str, sample_rate_hz: int, channels: int) -> Any:
    """Return a decoder of FFmpeg's libraries that was told nothing but this."""
    import av

    decoder = cast("av.AudioCodecContext", av.CodecContext.create(name, "r"))
    decoder.sample_rate = sample_rate_hz
    decoder.layout = "mono" if channels == 1 else "stereo"
    return decoder


def decoded(decoder: Any, packets: Sequence[Any]) -> Samples:
    """Return the first channel of packets, or of bytes of them; None flushes the decoder."""
    import av

    pieces = []
    for packet in packets:
        for frame in decoder.decode(av.Packet(packet) if isinstance(packet, bytes) else packet):
            side = frame.to_ndarray().reshape(-1, 1 if frame.format.is_planar else len(frame.layout.channels))
            samples = side[: frame.samples, 0]
            pieces.append(samples / np.float32(32768) if samples.dtype == np.int16 else samples)
    return np.concatenate(pieces).astype(np.float32)


def decode_file(path: Path, name: SoundFormatName) -> tuple[Samples, int]:
    """Return one side of a sound file and its rate, as it is played; Opus by its own library."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        decoder: Any = stream.codec_context
        if name == "opus":
            decoder = bare_decoder("libopus", 48_000, stream.codec_context.channels)
            decoder.extradata = stream.codec_context.extradata
        return decoded(decoder, list(container.demux(stream))), stream.rate
