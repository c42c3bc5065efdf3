"""The tool's own texts: what the announcer says and what pages label, as the gettext domain `builder`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from builder.base.language import Language
from builder.base.text import one_line
from builder.model.catalogue import Catalogue, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolText:
    """A text of ours: English, and what a translator should know of it."""

    text: str
    """With `{name}` for what is filled in."""
    note: str
    """Where it is used, and whether it is spoken or shown."""
    plural: str | None = None
    """The English plural; then `{count}` chooses the form."""


def _spoken(text: str, note: str, plural: str | None = None) -> ToolText:
    return ToolText(text=text, note=f"Spoken. {note}", plural=plural)


def _shown(text: str, note: str, plural: str | None = None) -> ToolText:
    return ToolText(text=text, note=f"Shown. {note}", plural=plural)


# In the order in which translators see them. A name is used in code and templates, never shown.
TEXTS: Mapping[str, ToolText] = {
    "spoken_synthetic": _spoken(
        "Read by a synthetic voice.", "In the first seconds of the original edition; keep it short."
    ),
    "spoken_human_translation": _spoken(
        "Translated by {translators}, read by a synthetic voice.",
        "In the first seconds of an edition a person translated; keep it short.",
    ),
    "spoken_human_unreviewed": _spoken(
        "A translation nobody has reviewed, read by a synthetic voice.",
        "In the first seconds of an edition a person translated and no second person approved.",
    ),
    "spoken_machine_unreviewed": _spoken(
        "A machine translation, not reviewed, read by a synthetic voice.",
        "In the first seconds of a machine-translated edition no person approved; keep it short.",
    ),
    "spoken_machine_reviewed": _spoken(
        "A machine translation, reviewed by a person, read by a synthetic voice.",
        "In the first seconds of a machine-translated edition a person approved; keep it short.",
    ),
    "spoken_draft": _spoken(
        "This is a draft. Parts of it are not translated yet.", "In the opening of a draft."
    ),
    "spoken_code": _spoken("A listing is shown here in the text.", "In place of program code."),
    "spoken_figure": _spoken("Picture: {description}", "Before a picture's description."),
    "spoken_table": _spoken("Table.", "Before a table without a caption is read row by row."),
    "spoken_cell": _spoken("{header}: {value}.", "One cell of a table, read after its column's header."),
    "spoken_credit_voice": _spoken(
        "You heard a synthetic voice: {voice}, from {engine}.", "In the credits at the very end."
    ),
    "spoken_credit_reader": _spoken(
        "Some parts were read by a person: {reader}.", "In the credits, after the synthetic voice."
    ),
    "spoken_credit_translators": _spoken("Translated by {translators}.", "In the credits at the end."),
    "spoken_credit_machine": _spoken("The translation was made by a machine.", "In the credits at the end."),
    "spoken_credit_unreviewed": _spoken(
        "No person has reviewed it.", "In the credits, after the translation."
    ),
    "chapter_opening": _shown("Opening", "Title of the first chapter."),
    "chapter_introduction": _shown("Introduction", "Title of the second chapter."),
    "chapter_disclaimer": _shown("Disclaimer", "Title of the last chapter."),
    "chapter_credits": _shown("Credits", "Title of the last chapter where an article has no disclaimer."),
    "disclosure_synthetic": _shown(
        "The voice in this edition is synthetic.", "On the page, in tags and in the feed; always visible."
    ),
    "disclosure_machine": _shown(
        "This translation was made by a machine.", "On the page, in tags and in the feed; always visible."
    ),
    "disclosure_unreviewed": _shown(
        "No person has reviewed this translation. The original disclaimer stands below the translated one.",
        "On the page, in tags and in the feed; always visible.",
    ),
    "disclosure_translators": _shown("Translated by {translators}.", "On the page, in tags and in the feed."),
    "disclosure_draft": _shown(
        "Draft: the parts that are not translated yet stand in the original language.", "On a draft's page."
    ),
    "disclosure_voice_weak": _shown(
        "This voice is hard to understand. A better one can be had: {command}",
        "On the page, where the voice was measured as weak.",
    ),
    "disclosure_unreviewed_bare": _shown(
        "No person has reviewed this translation.",
        "As the sentence with “original disclaimer”, where an article has no disclaimer.",
    ),
    "disclosure_reviewed": _shown(
        "A person has reviewed this translation.", "On the page, in tags and in the feed."
    ),
    "notes_by": _shown("By {author}", "Credit of the author, on the page and in the feed; no final stop."),
    "notes_translators": _shown(
        "Translated by {translators}", "Credit, on the page and in the feed; no final stop."
    ),
    "notes_voice": _shown(
        "Synthetic voice: {voice}, from {engine}", "Credit, on the page and in the feed; no final stop."
    ),
    "notes_reader": _shown(
        "Some parts were read by {reader}",
        "Credit of a person who recorded texts, on the page and in the feed; no final stop.",
    ),
    "notes_voice_licence": _shown(
        "Licence of the voice: {licence}", "Credit, on the page and in the feed; no final stop."
    ),
    "notes_music": _shown(
        "Music: {licence}", "Credit of music the publisher chose, in the publisher's words; no final stop."
    ),
    "notes_all_rights": _shown("All rights reserved", "Where the publisher gave no licence; no final stop."),
    "notes_rights_article": _shown("Article: {licence}", "Licence of the text; no final stop."),
    "notes_rights_translations": _shown(
        "Translation: {licence}", "Licence of the translation; no final stop."
    ),
    "notes_rights_audio": _shown("Sound: {licence}", "Licence of the recording; no final stop."),
    "notes_original_disclaimer": _shown(
        "Original disclaimer ({language}):", "Before the disclaimer in the article's own language."
    ),
    "page_skip_player": _shown("Skip to the player", "First link of the page, for keyboards."),
    "page_skip_text": _shown("Skip to the text", "Second link of the page, for keyboards."),
    "page_languages": _shown("Languages", "Names the links to the same article in other languages."),
    "page_all_articles": _shown("All articles of {show}", "Link to the list of articles."),
    "page_updated": _shown("Updated {date}", "Under the title."),
    "page_listening_time": _shown("Listening time: {duration}", "Under the title; like “18 minutes”."),
    "page_about": _shown("About this edition", "Heading of what must be known before reading."),
    "page_full_disclaimer": _shown("Read the full disclaimer", "Link to the end of the page."),
    "page_listen": _shown("Listen", "Names the player."),
    "page_play": _shown("Play", "Button of the player."),
    "page_pause": _shown("Pause", "Button of the player, while it plays."),
    "page_back": _shown("Back 10 seconds", "Button of the player; the 10 is shown on it."),
    "page_forward": _shown("Forward 10 seconds", "Button of the player; the 10 is shown on it."),
    "page_speed": _shown("Speed", "Names the choice of speed; like 1.25×."),
    "page_position": _shown("Position", "Names the slider of the player."),
    "page_sound_missing": _shown(
        "The sound cannot be played here. It can be downloaded at the end of the page.", "In the player."
    ),
    "page_stop": _shown("Stop", "Button of the player: it goes back to the beginning, too."),
    "page_resume": _shown(
        "Resume at {position}", "Button of the player, where this reader stopped; the position is like 6:12."
    ),
    "page_position_words": _shown(
        "{position} of {duration}, chapter {number}",
        "Said of the slider by screen readers; like “3 minutes 12 seconds of 17 minutes, chapter 4”.",
    ),
    "page_choices": _shown("Reading choices", "Opens the choices for reading along and for keys."),
    "page_choice_marks": _shown("Mark the words as they are spoken", "A choice, on at first."),
    "page_choice_follow": _shown(
        "Keep the spoken words in view", "A choice, off at first: the page scrolls."
    ),
    "page_choice_controls": _shown(
        "Reading controls: a button at each paragraph that plays from there", "A choice, off at first."
    ),
    "page_choice_keys": _shown("Single keys", "A choice, off at first; the list of keys follows."),
    "page_keys": _shown(
        "K plays and pauses, S stops, J goes back and L forward by 10 seconds, P goes to the chapter before "
        "and N to the next.",
        "Under the choice “Single keys”; the letters stay as they are.",
    ),
    "page_choices_kept": _shown(
        "Your choices, the speed and the place where you stopped are kept in this browser alone.",
        "Under the choices.",
    ),
    "page_play_here": _shown("Play from here", "Button at a paragraph, on when it is chosen."),
    "page_play_here_words": _shown(
        "Play from here: {words}", "Says which paragraph that button is at; the same words first."
    ),
    "page_link_here": _shown("Link to this place: {words}", "Link at a heading, with the heading's words."),
    "page_feedback": _shown("Report a wrong word or sound", "Link that opens a mail or a form."),
    "page_feedback_subject": _shown("A fault in “{title}”", "Subject of that mail."),
    "page_feedback_language": _shown("Language: {language}", "A line of that mail."),
    "page_feedback_time": _shown("Time: {time}", "A line of that mail: where in the sound, like 6:12."),
    "page_feedback_segment": _shown("Place: {segment}", "A line of that mail: the name of a paragraph."),
    "page_feedback_sentence": _shown("Sentence: {sentence}", "A line of that mail: what was spoken."),
    "page_feedback_words": _shown(
        "What is wrong:", "The last line of that mail; the reader writes below it."
    ),
    "page_chapters": _shown("Chapters", "Heading of the list of chapters."),
    "page_play_from": _shown(
        "{position}, play “{chapter}”", "Name of the button before a chapter; the position is shown on it."
    ),
    "page_original_disclaimer": _shown(
        "Original disclaimer ({language})", "Heading over the disclaimer in the article's own language."
    ),
    "page_credits": _shown("Credits", "Heading of who wrote, translated and spoke."),
    "page_downloads": _shown("Downloads", "Heading of the files of this edition."),
    "page_download_mp3": _shown("Sound (MP3)", "Link to a file; its size follows."),
    "page_download_m4b": _shown("Audiobook with chapters (M4B)", "Link to a file; its size follows."),
    "page_download_opus": _shown("Small sound file (Opus)", "Link to a file; its size follows."),
    "page_download_zip": _shown(
        "Sound, one file for each chapter (ZIP)", "Link to a file; its size follows."
    ),
    "page_download_vtt": _shown("Transcript with times (WebVTT)", "Link to a file; its size follows."),
    "page_download_chapters": _shown("Chapters (JSON)", "Link to a file; its size follows."),
    "page_download_epub": _shown("Book with its sound (EPUB)", "Link to a file; its size follows."),
    "page_download_epub-text": _shown("Book without sound (EPUB)", "Link to a file; its size follows."),
    "page_download_srt": _shown("Subtitles (SRT)", "Link to a file; its size follows."),
    "page_download_transcript": _shown(
        "Transcript for podcast apps (JSON)", "Link to a file; its size follows."
    ),
    "page_download_text": _shown("Text alone (TXT)", "Link to a file; its size follows."),
    "page_download_words": _shown("Times of every word (JSON)", "Link to a file; its size follows."),
    "page_download_offline": _shown(
        "This page as one file, for use without a network (HTML)", "Link to a file; its size follows."
    ),
    "page_download_accessibility": _shown(
        "Accessibility of this edition",
        "Link to a page that tells what was done and checked for everyone to use it.",
    ),
    "page_downloads_sound": _shown("Sound", "Heading over sound files."),
    "page_downloads_book": _shown("Book", "Heading over files to read as a book or a page."),
    "page_downloads_transcript": _shown("Transcript", "Heading over files of the text with its times."),
    "page_sound_elsewhere": _shown(
        "The recording is too large for this file. It is here: {place}",
        "On a page that is kept as one file; the place is an address or the name of a file.",
    ),
    "page_subscribe": _shown("Subscribe", "Heading over the address of the podcast feed."),
    "page_subscribe_how": _shown(
        "Copy this address into your podcast app, or point a phone's camera at the code: both are the same.",
        "Over the address of the feed and a QR code that holds it.",
    ),
    "page_code": _shown(
        "QR code with the address of the feed, which stands beside it", "Describes the QR code in words."
    ),
    "page_copy_address": _shown("Copy the address", "Button after the address of the feed."),
    "page_copy_citation": _shown("Copy the citation", "Button after how to cite this edition."),
    "page_copied": _shown("Copied", "Told when a button has copied a text."),
    "page_not_copied": _shown(
        "This browser did not copy it. Select the text and copy it yourself.",
        "Told when a button could not copy a text.",
    ),
    "page_cite": _shown("How to cite this edition", "Heading over a citation."),
    "page_cited_title": _shown("{author}: “{title}”", "Start of a citation; no final stop."),
    "page_cited_title_alone": _shown("“{title}”", "Start of a citation without an author; no final stop."),
    "page_cited_language": _shown("Language: {language}", "In a citation; no final stop."),
    "page_cited_machine": _shown("Translated by a machine", "In a citation; no final stop."),
    "page_feed": _shown("Podcast feed (RSS)", "Link to subscribe with."),
    "page_picture_elsewhere": _shown(
        "The picture is on another site: {site}", "Link in place of a picture that is not part of the page."
    ),
    "page_listing": _shown("Listing", "Names a piece of program code."),
    "page_table": _shown("Table", "Names a table without a caption."),
    "speaker_narrator": _shown(
        "Narrator (synthetic)", "Names the synthetic voice that reads, in captions and transcripts; short."
    ),
    "speaker_announcer": _shown(
        "Announcer (synthetic)", "Names the synthetic voice between the texts, in captions; short."
    ),
    "speaker_quote": _shown(
        "Quotes (synthetic)", "Names the synthetic voice that reads quotes, in captions; short."
    ),
    "caption_music": _shown(
        "music", "Caption while music is heard, between two notes (♪); a small letter where possible."
    ),
    "epub_contents": _shown("Contents", "Heading of a book's table of contents."),
    "epub_landmarks": _shown("Parts of this book", "Names links that reading programs show in menus."),
    "epub_cover": _shown("Cover", "Names the first page of a book, which shows its picture."),
    "epub_cover_of": _shown("Cover of “{title}”", "In place of a book's cover, for those who do not see it."),
    "epub_summary_heard": _shown(
        "Every sentence can be heard and is marked in the text while it is spoken.",
        "How a book can be read, in catalogues of books for people with disabilities.",
    ),
    "epub_summary_text": _shown(
        "Size, typeface and colours of the text can be changed; headings, lists and tables are marked up as "
        "such, and all that pictures show is described.",
        "How a book can be read, in catalogues of books for people with disabilities.",
    ),
    "epub_summary_listings": _shown(
        "Listings of program code are shown and not read aloud.",
        "How a book can be read, in catalogues of books for people with disabilities.",
    ),
    "epub_summary_unexamined": _shown(
        "No person has examined yet how accessible this book is.",
        "At the end of how a book can be read.",
    ),
    "report_title": _shown("Sound report: {title}", "Title of the page that tells how loud an edition is."),
    "report_aim": _shown(
        "This recording should have a loudness of {target} LUFS as two ears hear it, and no peak over "
        "{ceiling} dBTP before it is encoded.",
        "Under the title of the sound report; the unit of loudness is LUFS, that of peaks dBTP.",
    ),
    "report_picture": _shown("Picture of the sound", "Heading and name of the picture in the sound report."),
    "report_course": _shown(
        "The loudness over time, which lies between {low} and {high} LUFS. All figures are in the table.",
        "Describes the picture to those who do not see it.",
    ),
    "report_how_to_read": _shown(
        "Above, the waveform with a numbered line where each chapter starts. Below, the loudness of every 3 "
        "seconds in LUFS, around a dashed line at the loudness it should have.",
        "Under the picture.",
    ),
    "report_figures": _shown("Figures", "Heading and name of the table in the sound report."),
    "report_chapter": _shown("Chapter", "Head of a column in the sound report."),
    "report_start": _shown("Start", "Head of a column in the sound report: where a chapter starts."),
    "report_length": _shown("Length", "Head of a column in the sound report: how long a chapter is."),
    "report_loudness": _shown("Loudness (LUFS)", "Head of a column in the sound report."),
    "report_range": _shown("Range (LU)", "Head of a column in the sound report: the loudness range."),
    "report_peak": _shown("Peak (dBTP)", "Head of a column in the sound report."),
    "report_whole": _shown("Whole recording", "Head of the last row in the sound report."),
    "report_meaning": _shown(
        "The range tells how far quiet and loud stretches lie apart; one voice has 1 to 4. A peak is the "
        "highest point of the wave, between samples too.",
        "Under the table of the sound report.",
    ),
    "statement_title": _shown(
        "Accessibility of “{title}”", "Title of the page that tells how accessible an edition is."
    ),
    "statement_about": _shown(
        "This statement is about this one edition, published by {owner}.", "Under the title of the statement."
    ),
    "statement_as_of": _shown("The article is of {date}.", "After the first sentence of the statement."),
    "statement_to_page": _shown("Listen and read", "Link from the statement to the edition's page."),
    "statement_offers": _shown("What there is", "Heading in the accessibility statement."),
    "statement_offer_page": _shown(
        "A page with the whole text, which can be read and used without scripting.", "In “What there is”."
    ),
    "statement_offer_sound": _shown(
        "Sound with named chapters: {formats}.", "In “What there is”; the formats are like “MP3, M4B”."
    ),
    "statement_offer_marked": _shown(
        "On the page, each sentence can be marked while it is spoken.", "In “What there is”."
    ),
    "statement_offer_timed": _shown(
        "Transcripts with the time of every sentence: {formats}.",
        "In “What there is”; the formats are like “WebVTT, SRT”.",
    ),
    "statement_offer_zip": _shown(
        "A folder with a sound file for each chapter, for players of talking books.", "In “What there is”."
    ),
    "statement_offer_text": _shown("The whole text as a plain text file.", "In “What there is”."),
    "statement_offer_words": _shown("The time of every word, for programs.", "In “What there is”."),
    "statement_offer_epub": _shown(
        "An EPUB book in which each sentence is marked while it is spoken.", "In “What there is”."
    ),
    "statement_offer_epub_text": _shown("An EPUB book without sound.", "In “What there is”."),
    "statement_aims": _shown("What it aims at", "Heading in the accessibility statement."),
    "statement_aim_page": _shown(
        "The page aims at {standard}, level {level}.", "The standard is WCAG 2.2, which has levels A to AAA."
    ),
    "statement_aim_book": _shown(
        "The book aims at {standard} with {other}, level {level}.",
        "The standards are EPUB Accessibility 1.1 and WCAG 2.2.",
    ),
    "statement_judged": _shown("What was judged, and by whom", "Heading and name of a table of programs."),
    "statement_judged_how": _shown(
        "Whatever version {version} of Edition Builder makes is judged by these programs. They judged "
        "samples when that version was tested. No person has examined this edition.",
        "Over the table; it must not sound as if somebody had examined this edition.",
    ),
    "statement_judge": _shown("Judge", "Head of a column: the name of a program that judges."),
    "statement_judges": _shown("Judges", "Head of a column: what a program judges."),
    "statement_found": _shown("Found", "Head of a column: what a program found."),
    "statement_found_nothing": _shown("Nothing wrong", "In the column “Found”; no final stop."),
    "statement_judges_rules": _shown(
        "The rules of WCAG 2.2 that a program can judge, on pages, wide and narrow, light and dark",
        "In the column “Judges”; no final stop.",
    ),
    "statement_judges_sniffer": _shown(
        "Rules of WCAG 2, up to level AAA, on pages", "In the column “Judges”; no final stop."
    ),
    "statement_judges_html": _shown("The rules of HTML, on pages", "In the column “Judges”; no final stop."),
    "statement_judges_phrases": _shown(
        "What a screen reader would say, on pages, beside a log that was reviewed",
        "In the column “Judges”; no final stop.",
    ),
    "statement_judges_book": _shown(
        "The rules of EPUB 3.3, on books", "In the column “Judges”; no final stop."
    ),
    "statement_judges_book_rules": _shown(
        "The rules of EPUB Accessibility 1.1 and WCAG that a program can judge, on books",
        "In the column “Judges”; no final stop.",
    ),
    "statement_judges_keys": _shown(
        "Whether all of the page can be reached and used with the keyboard alone",
        "In the column “Judges”; no final stop.",
    ),
    "statement_judges_captions": _shown(
        "The rules of WebVTT, on transcripts", "In the column “Judges”; no final stop."
    ),
    "statement_gaps": _shown("What is not met, or not known", "Heading in the accessibility statement."),
    "statement_gap_voice": _shown(
        "The voice is synthetic. It may say words and names wrong, or stress them wrong.",
        "In “What is not met, or not known”.",
    ),
    "statement_gap_translation": _shown(
        "No person has reviewed the translation. It may be wrong.", "In “What is not met, or not known”."
    ),
    "statement_gap_draft": _shown(
        "This is a draft, and parts of it are in another language.", "In “What is not met, or not known”."
    ),
    "statement_gap_pictures": _shown(
        "Pictures have a short description and no long one.", "In “What is not met, or not known”."
    ),
    "statement_gap_code": _shown(
        "Program code is shown and not read aloud.", "In “What is not met, or not known”."
    ),
    "statement_gap_sign": _shown("There is no sign language.", "In “What is not met, or not known”."),
    "statement_gap_readers": _shown(
        "It is not known how it works with real screen readers and braille displays: none was tried.",
        "In “What is not met, or not known”.",
    ),
    "statement_gap_books": _shown(
        "The book was not tried in Apple Books, Thorium or on e-readers.",
        "In “What is not met, or not known”.",
    ),
    "statement_gap_programs": _shown(
        "Programs find a part of what can be wrong. People who need accessibility have not tried it.",
        "In “What is not met, or not known”.",
    ),
    "statement_complain": _shown("If something does not work", "Heading in the accessibility statement."),
    "statement_complain_to": _shown(
        "Please tell {owner} what you could not read, hear or use.", "Under “If something does not work”."
    ),
    "statement_contact": _shown("Write a message", "Link to the address that complaints go to."),
    "index_about": _shown(
        "Articles to hear and to read, from {owner}.", "Under the title of the list of articles."
    ),
    "index_skip": _shown("Skip to the articles", "First link of the list of articles, for keyboards."),
    "index_contents": _shown("In this list", "Names the links at the top of the list of articles."),
    "index_read_in": _shown(
        "Hear and read “{title}”", "Names the list of an article's languages, for screen readers."
    ),
    "index_articles": _shown("Articles", "Heading of the list of articles."),
    "index_feeds": _shown("Subscribe in a podcast app", "Heading over the addresses of the feeds."),
    "index_feeds_how": _shown(
        "Copy the address of your language into your podcast app.", "Over the addresses of the feeds."
    ),
    "index_machine": _shown(
        "machine translation, not reviewed", "After a language in the list; no final stop."
    ),
    "index_unreviewed": _shown("translation not reviewed", "After a language in the list; no final stop."),
    "index_draft": _shown("draft", "After a language in the list; no final stop."),
    "feed_title": _shown("{show} ({language})", "Name of a feed in another language than the show's own."),
    "feed_about": _shown(
        "Articles to hear and to read, from {owner}. The voice is synthetic.",
        "Describes the podcast in apps.",
    ),
    "feed_narrator": _shown("Synthetic voice ({voice}, {engine})", "As a narrator's name in podcast apps."),
}

_SOURCE = Language("en")

_PLACE = re.compile(r"\{([a-z_]+)\}")


class Texts:
    """The tool's texts in one language; an untranslated one is English."""

    def __init__(self, language: Language, catalogues: tuple[Catalogue, ...] = ()) -> None:
        """Look texts up in `catalogues` of the domain `builder`, the first one that has it wins."""
        self.language = language
        self._messages: dict[str, Message] = {}
        self._plural_rules: dict[str, Callable[[int], int]] = {}
        for catalogue in reversed(catalogues):
            rule = plural_rule(catalogue)
            for message in catalogue.live:
                if message.translated and not misplaced(message):
                    self._messages[message.msgid] = message
                    self._plural_rules[message.msgid] = rule

    def __call__(self, name: str, **values: str | int) -> str:
        """Return the text called `name` with `values` filled in; `count` chooses a plural form.

        Raises:
            KeyError: There is no text of that name, or it has a place no value was given for.
        """
        text = TEXTS[name]
        count = values.get("count", 1)
        message = self._messages.get(text.text)
        if message is None:
            chosen = text.plural if text.plural and count != 1 else text.text
        elif text.plural is None:
            chosen = message.msgstr[0]
        else:
            form = self._plural_rules[text.text](int(count))
            chosen = message.msgstr[min(form, len(message.msgstr) - 1)]
        return _PLACE.sub(lambda place: str(values[place[1]]), one_line(chosen))

    def language_of(self, name: str) -> Language:
        """Return the language of the text called `name`: this one, or English where it is not translated."""
        return self.language if TEXTS[name].text in self._messages else _SOURCE


def misplaced(message: Message) -> tuple[str, ...]:
    """Return what is wrong with a translation's `{places}`, each as a sentence without a final stop.

    A plural form may leave out `{count}`: many languages say "one chapter" without a figure.
    """
    source = set(_PLACE.findall(message.msgid)) | set(_PLACE.findall(message.msgid_plural or ""))
    optional = {"count"} if message.msgid_plural is not None else set()
    problems: dict[str, None] = {}
    for text in message.msgstr:
        found = set(_PLACE.findall(text))
        problems |= {
            f"{{{name}}} of the source is missing": None for name in sorted(source - found - optional)
        }
        problems |= {f"{{{name}}} is not in the source": None for name in sorted(found - source)}
    return tuple(problems)


def plural_rule(catalogue: Catalogue) -> Callable[[int], int]:
    """Return the rule of the header's `Plural-Forms`: from a count to the number of a form."""
    from gettext import c2py

    value = catalogue.header.get("Plural-Forms", "")
    found = None if "EXPRESSION" in value else re.search(r"plural\s*=\s*([^;]+)", value)
    rule: Callable[[int], int] = c2py(found[1].strip()) if found else lambda count: int(count != 1)
    return rule
