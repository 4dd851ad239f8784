"""Compares the speed of words and sentences with other tokenizers, one thread each.

>>> # python benches/compare_tokens.py ../shared/data/bench/english_news_reviews.jsonl.gz --write README.md

Whoever of blingfire, nltk, spacy, tokenizers and pysbd is installed is measured; each is given the texts in the form
that suits it, and runs until it hands back everything it promises: tokens, and where it has them their places.
"""

import argparse
import gzip
import importlib.util
import json
import re
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa

import tolmach as tm

BEGIN, END = "<!-- bench-tokens:begin -->", "<!-- bench-tokens:end -->"
# A row: what is done, by whom, with what result, on which share of the texts, and the function that does it.
Row = tuple[str, str, str, float, Callable[[Any], object]]


def ours() -> Iterator[Row]:
    """Rows of tolmach, which reads an Arrow column."""
    name = f"tolmach {tm.__version__}"
    words, plain = tm.Tokenizer(n_jobs=1), tm.Tokenizer("uax29", n_jobs=1)
    yield "words", name, "offsets and kinds in Arrow", 1, words.spans_batch
    yield "words", name, "lists of strings in Arrow", 1, words.tokenize_batch
    yield "words", f"{name}, UAX #29 alone", "offsets and kinds in Arrow", 1, plain.spans_batch
    yield "sentences", name, "offsets and strings in Arrow", 1, lambda texts: tm.sentences_batch(texts, n_jobs=1)
    yield (
        "sentences",
        f"{name}, UAX #29",
        "offsets and strings in Arrow",
        1,
        lambda texts: tm.sentences_batch(texts, rules="uax29", n_jobs=1),
    )


def theirs() -> Iterator[Row]:
    """Rows of the peers that are installed."""
    if importlib.util.find_spec("blingfire"):
        import blingfire

        name = f"blingfire {version('blingfire')}"
        yield "words", name, "one string", 1, each(blingfire.text_to_words)
        yield "words", name, "offsets", 0.2, each(blingfire.text_to_words_with_offsets)
        yield "sentences", name, "offsets", 1, each(blingfire.text_to_sentences_and_offsets)
    if importlib.util.find_spec("nltk"):
        from nltk.tokenize import NLTKWordTokenizer

        yield "words", f"NLTK {version('nltk')}", "lists of strings", 0.2, each(NLTKWordTokenizer().tokenize)
    if importlib.util.find_spec("spacy"):
        import spacy

        name = f"spaCy {version('spacy')}, blank"
        tokenizer = spacy.blank("en")
        sentencizer = spacy.blank("en")
        sentencizer.add_pipe("sentencizer")
        yield "words", name, "Doc", 0.2, each(tokenizer.make_doc)
        yield "sentences", name, "Doc with sentencizer", 0.1, each(sentencizer)
    if importlib.util.find_spec("tokenizers"):
        from tokenizers.pre_tokenizers import BertPreTokenizer, Whitespace

        name = f"tokenizers {version('tokenizers')}"
        yield (
            "words",
            f"{name}, BertPreTokenizer",
            "strings and offsets",
            0.2,
            each(BertPreTokenizer().pre_tokenize_str),
        )
        yield "words", f"{name}, Whitespace", "strings and offsets", 0.2, each(Whitespace().pre_tokenize_str)
    if importlib.util.find_spec("pysbd"):
        import pysbd

        yield "sentences", f"pySBD {version('pysbd')}", "lists of strings", 0.02, each(pysbd.Segmenter("en").segment)


def each(function: Callable[[str], object]) -> Callable[[list[str]], object]:
    """A function of one text for many."""

    def run(texts: list[str]) -> None:
        for text in texts:
            function(text)

    return run


def speed(run: Callable[[Any], object], texts: Any, megabytes: float, repeats: int) -> float:
    """Megabytes of UTF-8 in a second of processor time, so that other programs count less; the best of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        run(texts)
        best = min(best, time.process_time() - start)
    return megabytes / best


def table(texts: list[str], repeats: int) -> str:
    """The comparison as Markdown."""
    size = sum(len(text.encode()) for text in texts)
    lines = [
        f"One thread, processor time; {len(texts):,} English texts of news and reviews, {size / 1e6:.1f} MB.",
        "",
        "| task | by | result | MB/s |",
        "|---|---|---|---:|",
    ]
    rows = [(row, True) for row in ours()] + [(row, False) for row in theirs()]
    for (task, name, result, share, run), arrow in sorted(rows, key=lambda row: row[0][0], reverse=True):
        part = texts[:: round(1 / share)]
        megabytes = sum(len(text.encode()) for text in part) / 1e6
        found = speed(run, pa.array(part) if arrow else part, megabytes, repeats if share == 1 else 1)
        lines.append(f"| {task} | {name} | {result} | {found:.3g} |")
        print(lines[-1], flush=True)
    return "\n".join(lines)


def main() -> None:
    """Measures, prints, and perhaps writes the table between its marks."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", type=Path, help="a .jsonl.gz of objects with a text")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--write", type=Path, help=f"a file with {BEGIN} and {END}")
    arguments = parser.parse_args()
    with gzip.open(arguments.texts, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    found = table(texts, arguments.repeats)
    if arguments.write:
        old = arguments.write.read_text(encoding="utf-8")
        if BEGIN not in old or END not in old:
            raise SystemExit(f"{arguments.write} has no {BEGIN} … {END}")
        new = re.sub(f"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n{found}\n{END}", old, flags=re.S)
        arguments.write.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
