"""Vectorisers in files: versioned, checksummed, without pickle.

A file is the line ``tolmach vectorizer 1``, the lengths of two parts, their SHA-256 sum, the first part (JSON: class,
parameters, names and shapes of arrays) and the second (the arrays, little-endian).
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from pathlib import Path
from typing import Any, Self

import numpy as np

from tolmach import _core
from tolmach.errors import DamagedDataError, InvalidOptionError
from tolmach.files import replace

__all__ = ["Stored"]

_MAGIC = b"tolmach vectorizer "
_VERSION = 1
_HEAD = struct.Struct("<QQ32s")


class Stored:
    """`save` and `load` of estimators."""

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes parameters and everything learned to a file, which then stands there whole or not at all.

        Raises
        ------
        InvalidOptionError
            For a parameter that is a function, or a vocabulary of something else than strings: only pickle keeps those.
        """
        settle = getattr(self, "_settle", None)
        if settle is not None:
            settle()
        header, arrays = _described(self)
        header["arrays"] = [[name, array.dtype.str, len(array)] for name, array in arrays.items()]
        text = json.dumps(header, ensure_ascii=True, sort_keys=True).encode()
        data = b"".join(array.tobytes() for array in arrays.values())
        digest = hashlib.sha256(text + data).digest()
        head = _MAGIC + f"{_VERSION}\n".encode() + _HEAD.pack(len(text), len(data), digest)
        replace(Path(path), lambda file: file.writelines((head, text, data)))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Reads an estimator that was saved.

        Raises
        ------
        DamagedDataError
            For a file that is damaged, of a newer version, or no such file at all.
        InvalidOptionError
            For an estimator of another class.
        """
        header, arrays = _read(Path(path))
        if header.get("class") != cls.__name__:
            raise InvalidOptionError(f"the file holds a {header.get('class')}, not a {cls.__name__}")
        try:
            restored: Self = _restored(cls, header, arrays)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise DamagedDataError(f"the saved vectoriser cannot be used: {error}") from error
        return restored


def _described(estimator: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    parameters = {}
    for name, value in estimator.get_params(deep=False).items():
        parameters[name] = _plain(name, value)
    header: dict[str, Any] = {"class": type(estimator).__name__, "parameters": parameters, "values": {}}
    arrays: dict[str, Any] = {}
    state = estimator.__dict__
    if "fixed_vocabulary_" in state:
        header["values"]["fixed_vocabulary_"] = bool(state["fixed_vocabulary_"])
    if "_columns" in state or "_terms" in state:
        vocabulary = estimator._native_vocabulary()
        if vocabulary is None:
            raise InvalidOptionError("the vocabulary has terms that are not strings; use pickle")
        _put(arrays, "vocabulary", vocabulary)
    known = state.get("_known")
    if known is not None:
        arrays["known.frequencies"], arrays["known.totals"] = known[0], known[1]
        header["values"]["known"] = int(known[2])
    frequencies = state.get("_frequencies")
    if frequencies is not None:
        _, (terms, found, totals, documents) = frequencies.__reduce__()
        _put(arrays, "all", terms)
        arrays["all.frequencies"], arrays["all.totals"] = found, totals
        header["values"]["all"] = int(documents)
    weights = state.get("_tfidf")
    if weights is not None:
        header["tfidf"] = weights.get_params()
        header["values"]["n_features_in_"] = getattr(weights, "n_features_in_", None)
        if hasattr(weights, "idf_"):
            arrays["idf"] = np.asarray(weights.idf_)
    if "_idf" in state:
        arrays["idf"] = state["_idf"]
        header["values"]["mean_length"] = float(state["_mean_length"])
    return header, arrays


def _put(arrays: dict[str, Any], name: str, vocabulary: _core.Vocabulary) -> None:
    _, (names, lengths, seen) = vocabulary.__reduce__()
    arrays[f"{name}.names"] = np.frombuffer(names, dtype=np.uint8)
    arrays[f"{name}.lengths"] = lengths.astype("<u8")
    arrays[f"{name}.seen"] = seen


def _plain(name: str, value: Any) -> Any:
    """A parameter as JSON holds it: itself, or a list of its kind and what it is made of."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value)
    if name == "dtype":
        return ["dtype", np.dtype(value).str]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return ["dict", [[key, _plain(name, item)] for key, item in value.items()]]
    for kind in (list, tuple, set, frozenset):
        if type(value) is kind:
            items = sorted(value) if kind in (set, frozenset) else value
            return [kind.__name__, [_plain(name, item) for item in items]]
    raise InvalidOptionError(f"{name}={value!r} cannot be saved; only pickle keeps functions and objects")


def _rich(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    kind, items = value
    if kind == "dtype":
        return np.dtype(items).type
    if kind == "dict":
        return {key: _rich(item) for key, item in items}
    return {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}[kind](_rich(item) for item in items)


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    content = path.read_bytes()
    line, _, rest = content.partition(b"\n")
    if not line.startswith(_MAGIC) or not line[len(_MAGIC) :].isdigit():
        raise DamagedDataError(f"{path} is not a saved vectoriser of tolmach")
    if int(line[len(_MAGIC) :]) != _VERSION:
        raise DamagedDataError(f"{path} was saved by a newer tolmach, in version {line[len(_MAGIC) :].decode()}")
    if len(rest) < _HEAD.size:
        raise DamagedDataError(f"{path} is cut off")
    of_text, of_data, digest = _HEAD.unpack_from(rest)
    body = rest[_HEAD.size :]
    if len(body) != of_text + of_data:
        raise DamagedDataError(f"{path} is cut off or has something behind its end")
    if hashlib.sha256(body).digest() != digest:
        raise DamagedDataError(f"{path} is damaged: its checksum does not match")
    try:
        header = json.loads(body[:of_text])
        arrays, at = {}, of_text
        for name, dtype, length in header["arrays"]:
            kind = np.dtype(_whole(dtype, str))
            arrays[name] = np.frombuffer(body, dtype=kind, count=_whole(length, int), offset=at).copy()
            at += length * kind.itemsize
        if at != len(body):
            raise ValueError("its arrays are shorter than the file")
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise DamagedDataError(f"{path} is damaged: {error}") from error
    return header, arrays


def _whole(value: Any, kind: type) -> Any:
    """A value from a header, if it is of this kind: a name, or a number of things."""
    if type(value) is not kind or (isinstance(value, int) and value < 0):
        raise ValueError(f"{value!r} stands where there should be {'a number' if kind is int else 'a name'}")
    return value


def _sized(arrays: dict[str, Any], name: str, length: int, kind: type) -> Any:
    """An array from a file, if it has one entry for each of so many terms."""
    array = arrays[name]
    if len(array) != length or not np.issubdtype(array.dtype, kind):
        raise ValueError(f"{name} has {len(array)} entries of {array.dtype} for {length} terms")
    return array


def _get(arrays: dict[str, Any], name: str) -> _core.Vocabulary:
    names = arrays[f"{name}.names"].tobytes()
    return _core.Vocabulary._restore(names, arrays[f"{name}.lengths"].astype(np.uintp), arrays[f"{name}.seen"])


def _restored(cls: Any, header: dict[str, Any], arrays: dict[str, Any]) -> Any:
    estimator = cls(**{name: _rich(value) for name, value in header["parameters"].items()})
    estimator._validate_params()
    shortest, longest = estimator.ngram_range
    if not _whole(shortest, int) <= _whole(longest, int):
        raise ValueError(f"ngram_range={estimator.ngram_range} is none")
    values, width = header["values"], 0
    if "fixed_vocabulary_" in values:
        estimator.fixed_vocabulary_ = _whole(values["fixed_vocabulary_"], bool)
    if "vocabulary.names" in arrays:
        estimator._columns = _get(arrays, "vocabulary")
        width = len(estimator._columns)
    if "known" in values:
        counts = [_sized(arrays, f"known.{name}", width, np.int64) for name in ("frequencies", "totals")]
        estimator._known = (*counts, _whole(values["known"], int))
    if "all" in values:
        vocabulary = _get(arrays, "all")
        frequencies, totals = (
            _sized(arrays, f"all.{name}", len(vocabulary), np.int64) for name in ("frequencies", "totals")
        )
        estimator._frequencies = _core.Frequencies.of(vocabulary, frequencies, totals, _whole(values["all"], int))
        estimator._stale = False
    if "tfidf" in header:
        transformer = estimator._new_transformer().set_params(**header["tfidf"])
        transformer._validate_params()
        if values["n_features_in_"] is not None:
            transformer.n_features_in_ = _whole(values["n_features_in_"], int)
        if "idf" in arrays:
            transformer.idf_ = _sized(arrays, "idf", width, np.floating)
        estimator._tfidf = transformer
    elif "idf" in arrays:
        estimator._idf, estimator._mean_length = _sized(arrays, "idf", width, np.floating), values["mean_length"]
        _whole(estimator._mean_length, float)
    return estimator
