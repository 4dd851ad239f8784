from collections.abc import Callable
from typing import Any, final

import numpy as np
import numpy.typing as npt

__all__ = [
    "Analyzer",
    "Characters",
    "Columns",
    "Counted",
    "Counter",
    "Detector",
    "Frequencies",
    "Stemmer",
    "Texts",
    "Tokenizer",
    "Vocabulary",
    "Weights",
    "__version__",
    "_raise_each",
    "detections",
    "glued_words",
    "hash_texts",
    "language_code",
    "languages",
    "mixed_words",
    "normalize",
    "normalize_steps",
    "sentences",
    "sentences_batch",
    "stop_lists",
    "stop_words",
]

__version__: str

def _raise_each() -> list[tuple[str, BaseException]]: ...

@final
class Texts:
    @staticmethod
    def from_strings(items: Any) -> Texts: ...
    @staticmethod
    def from_arrow(column: Any) -> Texts: ...
    def __len__(self) -> int: ...
    def strings(self) -> list[str | None]: ...
    def missing(self) -> int | None: ...
    def sound(self) -> bool: ...
    def _addresses(self) -> list[int]: ...

@final
class Columns:
    names: list[str]
    def __len__(self) -> int: ...
    def kind(self, index: int) -> str: ...
    def values(self, index: int, start: int, end: int) -> list[Any]: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> Any: ...

@final
class Detector:
    languages: list[str]
    def __new__(cls, engine: str, languages: list[str] | None = None) -> Detector: ...
    def detect(self, text: str) -> tuple[str, float, str | None, bool]: ...
    def detect_batch(
        self, texts: Texts, n_jobs: int | None = None, progress: Callable[[int], object] | None = None
    ) -> Columns: ...
    def probabilities(self, text: str) -> npt.NDArray[np.float32]: ...
    def probabilities_batch(
        self, texts: Texts, n_jobs: int | None = None, progress: Callable[[int], object] | None = None
    ) -> npt.NDArray[np.float32]: ...
    def spans(self, text: str, main: str | None = None) -> list[tuple[int, int, str, str, float]]: ...
    def spans_batch(
        self,
        texts: Texts,
        mains: list[str | None],
        n_jobs: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> Columns: ...
    def strip(
        self, text: str, keep: list[str], main: str | None = None
    ) -> tuple[str, list[tuple[int, int, str, str, float]], list[tuple[int, int, int]]]: ...
    def strip_batch(
        self,
        texts: Texts,
        keep: list[str],
        mains: list[str | None],
        n_jobs: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> Columns: ...

def mixed_words(text: str) -> list[tuple[int, int, str, str]]: ...
def language_code(name: str) -> str | None: ...
def detections(found: list[tuple[str, float, str | None, bool] | None]) -> Columns: ...

@final
class Stemmer:
    name: str
    def __new__(cls, language: str, engine: str) -> Stemmer: ...
    @staticmethod
    def known(engine: str) -> tuple[list[str], list[str]]: ...
    def stem(self, word: str) -> str: ...
    def stem_batch(
        self, words: Texts, n_jobs: int | None = None, progress: Callable[[int], object] | None = None
    ) -> Columns: ...

def stop_words(language: str, source: str | None = None) -> list[str]: ...
def stop_lists() -> Columns: ...

@final
class Tokenizer:
    def __new__(
        cls,
        pattern: str,
        keep: list[str] | None,
        normalize: list[str],
        abbreviations: bool,
        language: str | None,
        hyphens: str,
        clitics: str,
        addresses: bool,
        dates: bool,
        repair_glued: bool,
    ) -> Tokenizer: ...
    def tokenize(self, text: str) -> list[str]: ...
    def spans(self, text: str) -> list[tuple[int, int, str, str]]: ...
    def tokenize_batch(
        self, texts: Texts, n_jobs: int | None = None, progress: Callable[[int], object] | None = None
    ) -> Columns: ...
    def spans_batch(
        self, texts: Texts, n_jobs: int | None = None, progress: Callable[[int], object] | None = None
    ) -> Columns: ...

def glued_words(
    texts: Texts, n_jobs: int | None = None, progress: Callable[[int], object] | None = None
) -> Columns: ...
def normalize(text: str, steps: list[str]) -> str: ...
def normalize_steps() -> list[str]: ...

@final
class Characters:
    def __new__(cls, ranges: list[tuple[int, int]], cased: str) -> Characters: ...

@final
class Analyzer:
    def __new__(
        cls,
        characters: Characters,
        unit: str,
        lengths: tuple[int, int],
        lowercase: bool,
        accents: tuple[list[tuple[str, str]], bool] | None = None,
        stop_words: list[str] | None = None,
        pattern: tuple[str, bool] | None = None,
        stemmer: str | None = None,
        language: str | None = None,
    ) -> Analyzer: ...
    def locate(self, text: str, term: str) -> list[tuple[int, int]]: ...

@final
class Counter:
    def __new__(cls, analyzer: Analyzer, rows: bool) -> Counter: ...
    def feed(
        self,
        texts: Texts,
        ready: bool = False,
        forgiving: bool = False,
        n_jobs: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> None: ...
    def finish(self, n_jobs: int | None = None) -> Counted: ...

@final
class Counted:
    documents: int
    def __len__(self) -> int: ...
    def document_frequencies(self) -> Any: ...
    def totals(self) -> Any: ...
    def largest(self) -> int: ...
    def select(self, mask: Any) -> None: ...
    def vocabulary(self) -> Vocabulary: ...
    def matrix(self, weights: Weights, n_jobs: int | None = None) -> tuple[Any, Any, Any]: ...

@final
class Vocabulary:
    def __new__(cls, names: list[str]) -> Vocabulary: ...
    def __len__(self) -> int: ...
    @staticmethod
    def _restore(names: bytes, lengths: Any, seen: Any) -> Vocabulary: ...
    def __reduce__(self) -> tuple[Any, tuple[bytes, Any, Any]]: ...
    def names(self) -> list[str]: ...
    def seen(self) -> Any: ...
    def fill(self, into: dict[str, int]) -> None: ...
    def transform(
        self,
        analyzer: Analyzer,
        texts: Texts,
        weights: Weights,
        ready: bool = False,
        forgiving: bool = False,
        n_jobs: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> tuple[Any, Any, Any]: ...

@final
class Frequencies:
    documents: int
    def __new__(cls) -> Frequencies: ...
    @staticmethod
    def of(vocabulary: Vocabulary, of_documents: Any, totals: Any, documents: int) -> Frequencies: ...
    def __reduce__(self) -> tuple[Any, tuple[Vocabulary, Any, Any, int]]: ...
    def __len__(self) -> int: ...
    def count(self, counted: Counted) -> None: ...
    def merge(self, other: Frequencies) -> None: ...
    def sorted(self, n_jobs: int | None = None) -> tuple[Any, Any, Any]: ...
    def vocabulary(self, order: Any) -> Vocabulary: ...

@final
class Weights:
    @staticmethod
    def counts(dtype: str, binary: bool) -> Weights: ...
    @staticmethod
    def tfidf(counts: Any, idf: Any, norm: str | None, single: bool, binary: bool) -> Weights: ...
    @staticmethod
    def bm25(
        k1: float, b: float, delta: float, saturation: str, idf: Any, mean_length: float, single: bool
    ) -> Weights: ...
    def missed(self) -> int: ...

def hash_texts(
    analyzer: Analyzer,
    texts: Texts,
    n_features: int,
    alternate_sign: bool,
    binary: bool,
    norm: str | None,
    single: bool,
    ready: bool = False,
    forgiving: bool = False,
    n_jobs: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> tuple[Any, Any, Any]: ...
def sentences(text: str, language: str | None, rules: str) -> list[tuple[int, int]]: ...
def sentences_batch(
    texts: Texts,
    language: str | None,
    rules: str,
    n_jobs: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> Columns: ...
def languages() -> Columns: ...
