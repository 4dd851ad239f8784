"""Measures the repair of glued words: words of real texts glued together, and how many of them come apart.

>>> # python tools/measure_glue.py ../shared/data/bench/english_news_reviews.jsonl.gz

In each text one word with a capital, chosen at random, is glued to what stands before it: a word in small letters, a
word with a capital, an acronym, a number, or the full stop of the sentence before. A cut at that place is right, a cut
anywhere else is wrong, even where the source itself had glued two words.
"""

import argparse
import gzip
import json
import random
import re
from collections import Counter
from pathlib import Path

import tolmach as tm

PAIR = re.compile(r"([^\W_]+(?:['’][^\W\d_]+)*)([.?!]? )([^\W\d_]+)")


def kind(left: str, stop: str) -> str:
    """What stands before the capital."""
    if stop:
        return "full stop"
    if left.isdigit():
        return "number"
    if left[0].islower():
        return "small letters"
    return "acronym" if left.isupper() else "capital"


def glue(text: str, chance: random.Random) -> tuple[str, int, str] | None:
    """The text with one space less, where that was, and what stood before it."""
    pairs = [
        m for m in PAIR.finditer(text) if m[3][0].isupper() and m[3][1:].islower() and text[m.end() :][:1] not in "@/._"
    ]
    pairs = [m for m in pairs if m.start() == 0 or text[m.start() - 1].isspace()]
    if not pairs:
        return None
    m = chance.choice(pairs)
    at = m.end(2) - 1
    return text[:at] + text[at + 1 :], at, kind(m[1], m[2].strip())


def starts(tokenizer: tm.Tokenizer, texts: list[str]) -> list[set[int]]:
    """Where words start in each text."""
    table = tokenizer.spans_batch(texts)
    found: list[set[int]] = [set() for _ in texts]
    for row, start in zip(table["text"], table["start"], strict=True):
        found[row].add(start)
    return found


def measure(texts: list[str], seed: int, show: int) -> None:
    """Prints precision and recall, altogether and by what stands before the capital."""
    chance = random.Random(seed)
    glued = [glue(text, chance) for text in texts]
    changed = [one[0] if one else text for one, text in zip(glued, texts, strict=True)]
    repaired, plain = (starts(tm.Tokenizer(repair_glued=repair), changed) for repair in (True, False))
    right, wrong, total, recalled = 0, 0, Counter[str](), Counter[str]()
    shown = []
    for text, one, new, old in zip(changed, glued, repaired, plain, strict=True):
        true = {one[1]} if one else set()
        places = (new - old) | (new & true)
        right += len(places & true)
        wrong += len(places - true)
        shown += [f"wrong   {text[max(0, p - 20) : p]}|{text[p : p + 20]}" for p in places - true]
        if one:
            total[one[2]] += 1
            recalled[one[2]] += one[1] in places
            shown += [f"missed  {text[max(0, p - 20) : p]}|{text[p : p + 20]}" for p in true - places]
    for line in chance.sample(shown, min(show, len(shown))):
        print(repr(line))
    print(f"{sum(total.values()):,} glued places in {len(texts):,} texts")
    print(f"precision {right / max(1, right + wrong):.4f}   recall {right / max(1, sum(total.values())):.4f}")
    for what, count in total.most_common():
        print(f"  behind {what:14} {recalled[what] / count:.3f} of {count:,}")


def main() -> None:
    """Reads texts, a JSON object or a plain text on each line, and measures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="how many of the mistakes to print")
    arguments = parser.parse_args()
    with gzip.open(arguments.texts, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] if line.startswith("{") else line.rstrip("\n") for line in lines]
    measure(texts, arguments.seed, arguments.show)


if __name__ == "__main__":
    main()
