"""The main job: from a pile of documents to languages, foreign fragments, words and telling terms.

>>> from tolmach.report import describe
>>> only = describe([("a", "Read more about this in the news: Видео дня")], top=2)[0]
>>> only.language, [fragment.text for fragment in only.foreign]
('en', ['Видео дня'])
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tolmach.documents import read_documents
from tolmach.errors import EmptyVocabularyError
from tolmach.language import LanguageDetector
from tolmach.progress import Bar
from tolmach.stem import stop_lists, stop_words
from tolmach.token import Tokenizer
from tolmach.vectorize import TfidfVectorizer

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["Document", "Fragment", "Term", "describe", "print_json", "print_tables", "report"]

# Documents worked on at a time: enough for all threads, and a step of the progress bar.
_STEP = 256


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a document in another language than the document's: ``text[start:end]``."""

    start: int
    end: int
    language: str
    script: str
    confidence: float
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word and its tf-idf weight among the documents."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Document:
    """What there is to say of one document. Characters are code points, types are distinct lower-cased words."""

    name: str
    language: str
    confidence: float
    characters: int
    tokens: int
    types: int
    foreign: list[Fragment]
    top_terms: list[Term]


def report(
    paths: Iterable[str | Path], *, encoding: str = "utf-8", errors: str = "strict", top: int = 5
) -> list[Document]:
    """Read files and folders (see `tolmach.documents.read_documents`) and describe what they hold."""
    return describe(read_documents(paths, encoding, errors), top=top)


def describe(documents: list[tuple[str, str]], *, top: int = 5) -> list[Document]:
    """Describe named texts, `top` terms for each.

    A progress bar shows on a terminal when it takes longer than a second.
    """
    texts = [text for _, text in documents]
    detector = LanguageDetector()
    tokenizer = Tokenizer(keep=["word", "number"], lowercase=True)
    found, foreign, words = [], [], []
    with Bar(len(texts), "document") as done:
        for start in range(0, len(texts), _STEP):
            part = texts[start : start + _STEP]
            detections = list(detector.detect_batch(part, progress=False))
            found += detections
            foreign += _foreign(part, detections, detector)
            words += [(len(tokens), len(set(tokens))) for tokens in map(tokenizer.tokenize, part)]
            done(start + len(part))
    terms = _top_terms(texts, sorted({d["language"] for d in found}), top)
    return [
        Document(name, d["language"], _rounded(d["confidence"]), len(text), tokens, types, fragments, best)
        for (name, text), d, (tokens, types), fragments, best in zip(
            documents, found, words, foreign, terms, strict=True
        )
    ]


def _foreign(texts: list[str], detections: list[dict[str, object]], detector: LanguageDetector) -> list[list[Fragment]]:
    fragments: list[list[Fragment]] = [[] for _ in texts]
    for span in detector.spans_batch(texts):
        row, start, end = span["text"], span["start"], span["end"]
        if span["language"] != detections[row]["language"]:
            text = texts[row][start:end]
            confidence = _rounded(span["confidence"])
            fragments[row].append(Fragment(start, end, span["language"], span["script"], confidence, text))
    return fragments


def _top_terms(texts: list[str], languages: list[str], top: int) -> list[list[Term]]:
    """The words of highest tf-idf weight of each text, numbers aside; of equal weight the alphabetically first."""
    listed = {row["language"] for row in stop_lists()}
    stop = sorted(set().union(*(stop_words(code) for code in languages if code in listed)))
    vectorizer = TfidfVectorizer(stop_words=stop)
    try:
        matrix = vectorizer.fit_transform(texts)
    except EmptyVocabularyError:
        return [[] for _ in texts]
    names = vectorizer.get_feature_names_out()
    wordy = np.array([name[0].isalpha() for name in names])
    best = []
    for start, end in pairwise(matrix.indptr):
        columns = matrix.indices[start:end]
        weights, columns = matrix.data[start:end][wordy[columns]], columns[wordy[columns]]
        order = np.lexsort((columns, -weights))[:top]
        best.append([Term(str(names[columns[i]]), round(float(weights[i]), 4)) for i in order])
    return best


def _rounded(confidence: float) -> float:
    return round(float(confidence), 4)


def print_json(documents: list[Document]) -> None:
    """Print documents as one JSON object, in the form that the README documents."""
    json.dump({"documents": [asdict(d) for d in documents]}, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_tables(documents: list[Document]) -> None:
    """Print documents as tables that fit the terminal, foreign fragments in a colour of their own."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    names = [Text(name) for name in _short([d.name for d in documents], 28 if console.width >= _WIDE else 16)]

    overview = _table("document", "language", "confidence>", "characters>", "tokens>", "types>", "foreign>")
    for name, d in zip(names, documents, strict=True):
        foreign = Text(str(len(d.foreign)), style=_FOREIGN) if d.foreign else Text("–", style="dim")
        numbers = [f"{n:,}" for n in (d.characters, d.tokens, d.types)]
        overview.add_row(name, d.language, f"{d.confidence:.2f}", *numbers, foreign)
    console.print(overview)

    if any(d.foreign for d in documents):
        fragments = _table("document", "characters>", "language", "confidence>", "foreign fragment=")
        for name, d in zip(names, documents, strict=True):
            for f in d.foreign:
                text = Text(" ".join(f.text.split()), style=_FOREIGN)
                fragments.add_row(name, f"{f.start:,}–{f.end:,}", f.language, f"{f.confidence:.2f}", text)
        console.print()
        console.print(fragments)

    if any(d.top_terms for d in documents):
        terms = _table("document", "top terms (tf-idf)=")
        for name, d in zip(names, documents, strict=True):
            terms.add_row(name, Text(", ".join(t.term for t in d.top_terms)))
        console.print()
        console.print(terms)


# The colour of what does not belong.
_FOREIGN = "bold magenta"
# Columns of a terminal that has room for whole words, and the heads where it has not.
_WIDE = 100
_NARROW = {"language": "lang", "confidence": "conf", "characters": "chars"}


def _table(*columns: str) -> Table:
    """A plain table: ``name>`` is aligned to the right, ``name=`` takes what is left and wraps its text."""
    from rich.console import Console
    from rich.table import Table

    narrow = Console().width < _WIDE
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        name = column.rstrip(">=")
        table.add_column(
            _NARROW.get(name, name) if narrow else name,
            justify="right" if column.endswith(">") else "left",
            no_wrap=not column.endswith("="),
            overflow="fold" if column.endswith("=") else "ellipsis",
        )
    return table


def _short(names: list[str], width: int) -> list[str]:
    """Names without the folder that all of them lie in, cut in the middle where they are longer than `width`."""
    folders = [str(Path(name).parent) for name in names]
    folder = os.path.commonpath(folders) if folders else ""
    short = [os.path.relpath(name, folder) if folder != "." else name for name in names]
    return [name if len(name) <= width else f"{name[: width // 2 - 1]}…{name[-(width // 2) :]}" for name in short]
