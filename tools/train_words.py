"""Makes `models/words.bin`, the words that the repair of glued words knows, from lists of words by frequency.

>>> # python tools/train_words.py ../shared/data/lid/freq models/words.bin

The lists are those of FrequencyWords (film subtitles, CC BY-SA 4.0): `word<TAB>count`, most frequent first. Only
languages with capitals are taken, since glued words are looked for where a capital stands. What is written is no list
of words but of 32-bit hashes of them, in the format that `src/token/known.rs` describes.
"""

import argparse
import gzip
import struct
from pathlib import Path

# Words of each language that are known at all, and those of them that are common.
KNOWN, COMMON = 15_000, 3_000
# English is in every corpus of news, and its list is the largest and cleanest.
KNOWN_ENGLISH = 50_000
# Bits of the remainder of a Rice code: the logarithm of the mean distance between hashes, times ln 2.
REMAINDER = 8
MAGIC = b"tolmach words 1\n"


def fnv1a(word: str) -> int:
    """The 64-bit FNV-1a hash of the UTF-8 bytes."""
    value = 0xCBF29CE484222325
    for byte in word.encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def words(path: Path) -> list[str]:
    """The entries of one list, most frequent first."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [line.partition("\t")[0] for line in lines]


def has_capitals(listed: list[str]) -> bool:
    """Whether the script of most words has capitals; Georgian has them and does not use them."""
    sample = [word for word in listed[:2000] if not any("\u10a0" <= letter <= "\u10ff" for letter in word)]
    return sum(word.upper() != word for word in sample) > 1500


def rice(values: list[int], remainder: int) -> bytes:
    """Sorted values as the bits of their distances: a unary quotient ended by 0, then the remainder, highest first."""
    bits = []
    last = 0
    for value in values:
        distance = value - last
        last = value
        bits.append("1" * (distance >> remainder) + "0" + format(distance & (1 << remainder) - 1, f"0{remainder}b"))
    joined = "".join(bits)
    joined += "0" * (-len(joined) % 8)
    return int(joined, 2).to_bytes(len(joined) // 8, "big") if joined else b""


def main() -> None:
    """Reads the lists and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lists", type=Path, help="folder of xx.tsv.gz")
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    common: set[str] = set()
    known: set[str] = set()
    taken = []
    for path in sorted(arguments.lists.glob("*.tsv.gz")):
        listed = words(path)
        if not has_capitals(listed):
            continue
        listed = [word for word in listed if word.isalpha() and len(word) > 1 and word == word.lower()]
        code = path.name.partition(".")[0]
        taken.append(code)
        common.update(listed[:COMMON])
        known.update(listed[: KNOWN_ENGLISH if code == "en" else KNOWN])
    sections = [common, known - common]
    # A hash is one of as many values that a foreign word meets one of them once in 256 * ln 2 tries.
    space = sum(map(len, sections)) << REMAINDER
    data = MAGIC
    for section in sections:
        hashes = sorted({fnv1a(word) * space >> 64 for word in section})
        coded = rice(hashes, REMAINDER)
        data += struct.pack("<III", space, len(hashes), len(coded)) + coded
    arguments.output.write_bytes(data)
    print(f"{', '.join(taken)}: {len(common):,} common and {len(known):,} known words in {len(data):,} bytes")


if __name__ == "__main__":
    main()
