"""ID3: the tags in front of an MP3, with chapters in the order they are heard.

Sources: ID3v2.3.0 (informal standard, id3.org), and its Chapter Frame Addendum 1.0. Version 2.3, because some
readers get the sizes of 2.4 wrong inside chapters; chapters by their start, because some show them as they
stand in the file.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import IO
from urllib.parse import quote

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.base.text import clean_text, one_line
from builder.formats.sound_tags import SoundChapter, SoundTags, picture_type
from builder.model.publication import Picture

UNKNOWN_LANGUAGE = "und"
"""ISO 639-2, undetermined."""

_MOST_BYTES = (1 << 28) - 1
"""Of all frames together: their size is written in four times seven bits."""


def render_id3(tags: SoundTags) -> bytes:
    """Return an ID3v2.3 tag; it stands before the first MP3 frame.

    Line ends in texts of one line become spaces, characters that cannot be shown become U+FFFD.

    Raises:
        ContentError: The picture is neither JPEG nor PNG, or all is larger than a tag can be (256 MiB).
    """
    frames = b"".join(_frames(tags))
    if len(frames) > _MOST_BYTES:
        raise ContentError(
            f"the tags take {len(frames)} bytes, an MP3 can have {_MOST_BYTES}", hint="take a smaller cover"
        )
    return struct.pack(">3sBBB", b"ID3", 3, 0, 0) + _synchsafe(len(frames)) + frames


def read_id3(file: IO[bytes]) -> bytes:
    """Return the frames of the tag in front of an MP3.

    Raises:
        ValueError: There is none.
    """
    file.seek(0)
    head = file.read(10)
    if not head.startswith(b"ID3"):
        raise ValueError("no ID3 tag where it should be")
    # ID3v2.3, 3.1: the size is four times seven bits.
    return file.read(sum(byte << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True)))


def iso_639_2(language: Language) -> str:
    """Return the three letters ID3 has for `language` (ISO 639-2/T), or `und` where it has none."""
    code = language.split("-", maxsplit=1)[0]
    return code if len(code) == 3 else _ISO_639_2.get(code, UNKNOWN_LANGUAGE)


def _frames(tags: SoundTags) -> Iterator[bytes]:
    """Give every frame that has something to say, in the order in which they are written."""
    language = iso_639_2(tags.language)
    year = f"{tags.published:%Y}" if tags.published else None
    texts = (
        ("TIT2", tags.title),
        ("TALB", tags.album),
        ("TPE1", tags.artist),
        ("TEXT", tags.writer),
        ("TCON", tags.genre),
        # The standard asks for a year, so without one all is left out.
        ("TCOP", tags.copyright_line if year else None),
    )
    # Numbers and codes are always ISO 8859-1.
    codes = (
        ("TRCK", "{}/{}".format(*tags.track) if tags.track else None),
        ("TLAN", language),
        ("TYER", year),
        ("TDAT", f"{tags.published:%d%m}" if tags.published else None),
    )
    yield from (_frame(name, _text(text)) for name, text in texts if text)
    yield from (_frame(name, b"\0" + text.encode("ascii")) for name, text in codes if text)
    if tags.link:
        yield _frame("WXXX", _link("", tags.link))
    yield from (
        _frame("TXXX", _named(one_line(name), text)) for name, text in tags.named_texts.items() if text
    )
    if tags.comment:
        yield _frame("COMM", _in_language(language, tags.comment))
    if tags.transcript:
        yield _frame("USLT", _in_language(language, tags.transcript))
    if tags.picture:
        yield _frame("APIC", _picture(tags.picture))
    yield from _chapters(sorted(tags.chapters, key=lambda chapter: chapter.start_ms))


def _frame(name: str, content: bytes) -> bytes:
    # Version 2.3 writes a plain size here; 2.4 a synchsafe one, which readers get wrong inside chapters.
    return name.encode("ascii") + struct.pack(">IH", len(content), 0) + content


def _text(text: str) -> bytes:
    return b"\1" + _utf16(one_line(text))


def _named(name: str, text: str) -> bytes:
    return b"\1" + _utf16(name) + b"\0\0" + _utf16(clean_text(text))


def _in_language(language: str, text: str) -> bytes:
    return b"\1" + language.encode("ascii") + _utf16("") + b"\0\0" + _utf16(clean_text(text))


def _link(name: str, address: str) -> bytes:
    return (
        b"\1" + _utf16(name) + b"\0\0" + quote(one_line(address), safe="/:?#[]@!$&'()*+,;=%~").encode("ascii")
    )


def _picture(picture: Picture) -> bytes:
    front_cover = b"\3"
    kind = picture_type(picture).encode("ascii")
    description = _utf16(one_line(picture.description))
    return b"\1" + kind + b"\0" + front_cover + description + b"\0\0" + picture.data


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")


def _synchsafe(size: int) -> bytes:
    """Return 28 bits as four bytes of seven."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


_MOST_ENTRIES = 255
"""Of one table of contents: their number is one byte."""
_NO_OFFSET = 0xFFFFFFFF
"""The times count, not byte offsets."""
_TOP_LEVEL, _ORDERED = 0x02, 0x01


def _chapters(chapters: Sequence[SoundChapter]) -> Iterator[bytes]:
    """Give the table of contents, nested where it is long, then the chapters."""
    if not chapters:
        return
    names = [f"chp{number}" for number in range(1, len(chapters) + 1)]
    yield from _contents(names)
    for name, chapter in zip(names, chapters, strict=True):
        yield _frame("CHAP", _chapter(name, chapter))


def _contents(names: Sequence[str]) -> Iterator[bytes]:
    """Give a top-level table of `names` and, where they are too many for it, the tables it points to."""
    nested: list[bytes] = []
    while len(names) > _MOST_ENTRIES:
        parts = [names[start : start + _MOST_ENTRIES] for start in range(0, len(names), _MOST_ENTRIES)]
        tables = [f"toc{len(nested) + number}" for number in range(1, len(parts) + 1)]
        nested += [_table(table, part, _ORDERED) for table, part in zip(tables, parts, strict=True)]
        names = tables
    yield _table("toc", names, _TOP_LEVEL | _ORDERED)
    yield from nested


def _table(name: str, entries: Sequence[str], flags: int) -> bytes:
    listed = b"".join(entry.encode("ascii") + b"\0" for entry in entries)
    return _frame("CTOC", name.encode("ascii") + b"\0" + bytes((flags, len(entries))) + listed)


def _chapter(name: str, chapter: SoundChapter) -> bytes:
    times = struct.pack(">IIII", chapter.start_ms, chapter.end_ms, _NO_OFFSET, _NO_OFFSET)
    title = _frame("TIT2", _text(chapter.title))
    link = _frame("WXXX", _link("", chapter.link)) if chapter.link else b""
    return name.encode("ascii") + b"\0" + times + title + link


# ISO 639-1 and ISO 639-2/T, of the Library of Congress.
_ISO_639_2: Mapping[str, str] = dict(
    re.findall(
        r"([a-z]{2}):([a-z]{3})",
        """
    aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel
    bg:bul bi:bis bm:bam bn:ben bo:bod br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces cu:chu
    cv:chv cy:cym da:dan de:deu dv:div dz:dzo ee:ewe el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas
    ff:ful fi:fin fj:fij fo:fao fr:fra fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb
    hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye hz:her ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido
    is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor
    kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub
    lv:lav mg:mlg mh:mah mi:mri mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya na:nau nb:nob nd:nde
    ne:nep ng:ndo nl:nld nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan
    pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron ru:rus rw:kin sa:san sc:srd sd:snd se:sme
    sg:sag si:sin sk:slk sl:slv sm:smo sn:sna so:som sq:sqi sr:srp ss:ssw st:sot su:sun sv:swe sw:swa
    ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah
    ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho
    zu:zul
    """,
    )
)
