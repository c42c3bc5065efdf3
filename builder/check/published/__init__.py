"""Published editions: every file of one is opened again, and all have to say the same.

| code | says |
|---|---|
| V001 | a file is missing or cannot be read from the disk |
| V002 | a file has other bytes than were published |
| V003 | a file plays, or is said to play, longer or shorter than was published |
| V004 | the article or its translation has other words now than when the edition was made |
| V005 | voices or the tool's own texts are others now; announcer texts and credits were not compared |
| V006 | the article cannot be had as it is now; the files were compared with each other alone |
| V007 | a file is not what its format says: its reader refuses it |
| V008 | a text of the article is missing |
| V009 | a text has other words than the article |
| V010 | a figure with its unit does not stand as often as in the article |
| V011 | words stand there that are neither the article's nor the announcer's |
| V012 | a text stands in another place than in the article |
| V013 | the language is missing or another one |
| V014 | the title, or a chapter's title, is missing or another one |
| V015 | a chapter starts at another time than in the other files |
| V016 | chapters do not cover the recording from 0 to its end, in order |
| V017 | a sentence has other times than in the other files |
| V018 | a cue ends before it starts, starts before the one above it ends, or lies outside of its sound |
| V019 | a sentence is heard outside of its chapter |
| V020 | the disclaimer is missing or has other words |
| V021 | the disclosure of the voice or of the translation is missing |
| V022 | a credit, or what a licence asks for, is missing |
| V023 | an id stands more than once |
| V024 | a link, an anchor, an overlay or a list names what is not there |
| V025 | a sentence that is heard has no overlay |
| V026 | durations do not add up |
| V027 | the feed tells another length, type or digest of a file than it has |
| V028 | nothing on this machine reads the file, so it was compared with its record alone |
"""
