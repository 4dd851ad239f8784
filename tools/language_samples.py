"""Words, pairs, sentences and mixed documents with known languages, cut from the measuring data in a fixed order.

    python tools/language_samples.py FOLDER

writes the documents of either half of the data for `tools/fit_spans.rs`, which chooses constants on one and checks them
on the other.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DATA", "KEY_LANGUAGES", "LENGTHS", "PLACES", "Document", "Fragment", "english", "mixed", "pure", "samples"]

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LENGTHS = ("words", "pairs", "sentences")
# What stands before and after a fragment: on a line of its own, between two words, in quotation marks or brackets
# there, and between sentences.
PLACES = {
    "line": (("\n", "\n"),),
    "inline": ((" ", " "),),
    "quoted": ((' "', '" '), (" «", "» "), (" (", ") "), (" “", "” ")),
    "between": ((" ", ". "),),
}
# The languages that matter most to the people the project is for; `dev` has them all.
KEY_LANGUAGES = ("ru", "uk", "bg", "sr", "mk", "be", "az", "tr", "hy", "ka", "fr", "de", "es")
# Most words of treebanks with fewer letters are in many languages at once; lingua's own test words are as long.
MIN_LETTERS = 5
SEED = 20261120


@dataclass(frozen=True)
class Fragment:
    """Where a fragment stands in a document, in characters, and in which language it is."""

    start: int
    end: int
    language: str


@dataclass(frozen=True)
class Document:
    """A text in one language, with fragments of others."""

    text: str
    main: str
    fragments: tuple[Fragment, ...]


def sentences(language: str) -> list[str]:
    """The measuring sentences of a language, each once, in a fixed random order."""
    with gzip.open(DATA / "lid" / "dev" / f"{language}.txt.gz", "rt", encoding="utf-8") as lines:
        found = sorted({line.strip() for line in lines} - {""})
    random.Random(f"{SEED} {language}").shuffle(found)
    return found


def languages() -> list[str]:
    """The languages there are sentences of."""
    return sorted(path.name.partition(".")[0] for path in (DATA / "lid" / "dev").glob("*.txt.gz"))


def words(sentence: str) -> list[tuple[int, int]]:
    """Where the words of letters alone stand in a sentence; anything else comes between."""
    found = []
    for match in re.finditer(r"\S+", sentence):
        start, end = match.span()
        while start < end and not sentence[start].isalpha():
            start += 1
        while end > start and unicodedata.category(sentence[end - 1])[0] not in "LM":
            end -= 1
        if start < end and all(unicodedata.category(c)[0] in "LM" or c in "'’-" for c in sentence[start:end]):
            found.append((start, end))
    return found


def _long(sentence: str) -> list[str]:
    cut = [sentence[start:end] for start, end in words(sentence)]
    return [word for word in cut if not re.search("['’-]", word) and len(word) >= MIN_LETTERS]


def samples(count: int) -> dict[tuple[str, str], list[str]]:
    """Up to `count` single words (types), pairs of words and sentences for each length and language."""
    found: dict[tuple[str, str], list[str]] = {}
    for language in languages():
        rows = sentences(language)
        long = [_long(row) for row in rows]
        types = sorted({word.lower(): word for row in long for word in row}.values())
        pairs = sorted({" ".join(row[i : i + 2]) for row in long for i in range(0, len(row) - 1, 2)})
        whole = [row for row in rows if sum(map(str.isalpha, row)) >= 30]
        for length, items in zip(LENGTHS, (types, pairs, whole), strict=True):
            random.Random(SEED).shuffle(items)
            found[length, language] = items[:count]
    return found


def english(count: int, letters: tuple[int, int] = (250, 4000), half: int | None = None) -> list[str]:
    """English texts of a size between the two, half of those there are if a half (0 or 1) is named."""
    with gzip.open(DATA / "bench" / "english_news_reviews.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    texts = [text for text in texts if letters[0] <= len(text) <= letters[1]]
    random.Random(SEED).shuffle(texts)
    return [text for i, text in enumerate(texts) if half is None or i % 2 == half][:count]


def mixed(
    count: int, place: str, seed: int = SEED, half: int | None = None, only: tuple[str, ...] | None = None
) -> list[Document]:
    """English documents with one to three fragments of one to eight words of other languages.

    The places are those of `PLACES`. Fragments begin and end with a word of letters; names alone (capitals in Latin
    script) are none.
    """
    chance = random.Random(f"{seed} {place}")
    codes = [code for code in (only or languages()) if code != "en"]
    rows = {code: sentences(code) for code in codes}
    if half is not None:
        rows = {code: found[half::2] for code, found in rows.items()}
    return [_mix(text, "en", rows, place, chance) for text in english(count, half=half)]


def others(count: int, place: str, half: int | None = None) -> list[Document]:
    """Documents of other languages than English, with fragments as in `mixed`, half of them English."""
    chance = random.Random(f"{SEED} others {place}")
    rows = {code: sentences(code)[slice(half, None, None if half is None else 2)] for code in languages()}
    bases = [document for code, found in pure(60, half=half).items() if code != "en" for document in found]
    chance.shuffle(bases)
    documents = []
    for base in bases:
        among = {code: found for code, found in rows.items() if code != base.main}
        among = {"en": rows["en"]} if chance.random() < 0.5 else among
        document = _mix(base.text, base.main, among, place, chance)
        if document.fragments:
            documents.append(document)
    return documents[:count]


def _mix(text: str, main: str, rows: dict[str, list[str]], place: str, chance: random.Random) -> Document:
    text = re.sub(r"\s+", " ", text).strip()
    places = _joints(text, place, main)
    codes = list(rows)
    chance.shuffle(places)
    pieces, fragments, at, length = [], [], 0, 0
    for joint in sorted(places[: chance.choice((1, 1, 2, 3))]):
        language = chance.choice(codes)
        fragment = _fragment(rows[language], chance)
        before, after = PLACES[place][0] if len(PLACES[place]) == 1 else chance.choice(PLACES[place])
        piece = text[at:joint].rstrip() + before
        pieces += [piece, fragment, after]
        start = length + len(piece)
        fragments.append(Fragment(start, start + len(fragment), language))
        length = start + len(fragment) + len(after)
        at = joint
    pieces.append(text[at:])
    return Document("".join(pieces), main, tuple(fragments))


def _joints(text: str, place: str, main: str) -> list[int]:
    """Where something can be put in: after sentences, or between words in small letters."""
    if main == "en":
        pattern = r"[a-z] ?[.!?] (?=\w)" if place in ("line", "between") else r"(?<=[a-z]) (?=[a-z])"
        return [match.end() for match in re.finditer(pattern, text)]
    if place in ("line", "between"):
        return [match.end() for match in re.finditer(r"[^\W\d_][.!?] (?=\w)", text)]
    found = (match.end() for match in re.finditer(r"(?<=[^\W\d_]) (?=[^\W\d_])", text))
    return [at for at in found if not text[at].isupper()]


def _fragment(rows: list[str], chance: random.Random) -> str:
    for _ in range(1000):
        row = chance.choice(rows)
        spans = words(row)
        wanted = chance.randint(1, 8)
        if len(spans) < wanted:
            continue
        first = chance.randint(0, len(spans) - wanted)
        start, end = spans[first][0], spans[first + wanted - 1][1]
        fragment = row[start:end]
        inside = spans[first : first + wanted]
        names = all(row[s].isupper() and row[s] < "\u0250" for s, _ in inside)
        if not names and sum(map(str.isalpha, fragment)) > 2 and len(re.findall(r"\S+", fragment)) == wanted:
            return fragment
    raise ValueError("no fragment could be cut")


def pure(count: int, size: int = 5, half: int | None = None) -> dict[str, list[Document]]:
    """Documents of some sentences of one language each, up to `count` for each language; English ones are news."""
    found = {"en": [Document(text, "en", ()) for text in english(count * 10, half=half)]}
    for code in languages():
        if code != "en":
            rows = sentences(code)[slice(half, None, None if half is None else 2)]
            texts = [" ".join(rows[i : i + size]) for i in range(0, len(rows) - size + 1, size)]
            found[code] = [Document(text, code, ()) for text in texts[:count]]
    return found


def write(folder: Path) -> None:
    """Documents of both halves of the data, one a line, with the bytes where fragments start and end."""
    for half in (0, 1):
        kinds = {place: mixed(1200, place, half=half) for place in PLACES}
        kinds |= {f"{place}.key": mixed(700, place, half=half, only=KEY_LANGUAGES) for place in ("line", "inline")}
        kinds |= {f"{place}.others": others(700, place, half=half) for place in ("line", "inline")}
        alone = pure(60, half=half)
        kinds["pure_en"] = [Document(text, "en", ()) for text in english(4000, half=half)]
        kinds["pure_others"] = [document for code, found in alone.items() if code != "en" for document in found]
        for kind, documents in kinds.items():
            with (folder / f"{half}.{kind}.jsonl").open("w", encoding="utf-8") as lines:
                for document in documents:
                    text = document.text
                    places = [
                        (len(text[: f.start].encode()), len(text[: f.end].encode()), f.language)
                        for f in document.fragments
                    ]
                    row = {"text": text, "main": document.main, "fragments": places}
                    lines.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
