"""Arrow columns that are not what they say: refused with a reason, never read past their ends or as other text."""

import re
import struct
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tolmach as tm
from tolmach.texts import as_texts

REFUSED = "the Arrow column cannot be read: "


def utf8(offsets, characters, kind=None):
    """A column of strings made of these parts, right or not."""
    kind = kind or pa.utf8()
    code = "q" if kind == pa.large_utf8() else "i"
    buffers = [None, pa.py_buffer(struct.pack(f"<{len(offsets)}{code}", *offsets)), pa.py_buffer(characters)]
    return pa.Array.from_buffers(kind, len(offsets) - 1, buffers)


@pytest.mark.parametrize("kind", [pa.utf8(), pa.large_utf8()])
@pytest.mark.parametrize(
    ("offsets", "characters"),
    [
        ([0, 2], b"\xff\xfe"),  # no UTF-8
        ([0, 3], b"\xed\xa0\x80"),  # a surrogate
        ([0, 1, 2], "é".encode()),  # cut inside a character
        ([0, 3, 1, 4], b"abcd"),  # not in order
        ([0, 9, 4], b"abcd"),  # beyond the end that the last offset names
    ],
)
def test_strings_that_are_none(kind, offsets, characters):
    with pytest.raises(TypeError, match=REFUSED):
        as_texts(utf8(offsets, characters, kind))


def test_bytes_that_were_declared_strings():
    with pytest.raises(TypeError, match=REFUSED):
        tm.LanguageDetector().detect_batch(pa.array([b"fine", b"\xc3\x28"]).view(pa.utf8()))


@pytest.mark.skipif(
    int(pa.__version__.split(".")[0]) < 19, reason="older PyArrow makes no views of buffers: pip install 'pyarrow>=19'"
)
def test_views_that_are_none():
    view = struct.pack("<i4sii", 20, b"0123", 0, 8)  # 20 bytes from the eighth of a buffer of 16
    bad = pa.Array.from_buffers(pa.string_view(), 1, [None, pa.py_buffer(view), pa.py_buffer(b"0123456789abcdef")])
    with pytest.raises(TypeError, match=REFUSED):
        as_texts(bad)


@pytest.mark.parametrize("key", [-1, 2, 100])
def test_a_key_outside_of_its_dictionary(key):
    keys = pa.array([0, key], pa.int32())
    with pytest.raises(TypeError, match=REFUSED):
        as_texts(pa.DictionaryArray.from_arrays(keys, pa.array(["a", "b"]), safe=False))


def test_words_of_a_dictionary_that_are_no_strings():
    with pytest.raises(TypeError, match=REFUSED):
        as_texts(pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()), utf8([0, 1], b"\xff")))


@pytest.mark.parametrize(
    "column", [pa.array([1]), pa.array([b"a"]), pa.array([["a"]]), pa.chunked_array([], pa.int8())]
)
def test_columns_without_text(column):
    with pytest.raises(TypeError, match=r"holds .*, not text; choose a column of strings"):
        as_texts(column)


class Capsules:
    """Hands out the same capsules again and again."""

    def __init__(self, column):
        self.capsules = column.__arrow_c_array__()

    def __arrow_c_array__(self, requested_schema=None):
        return self.capsules


class Stream(Capsules):
    def __init__(self, column):
        self.capsule = column.__arrow_c_stream__()

    def __arrow_c_stream__(self, requested_schema=None):
        return self.capsule


@pytest.mark.parametrize(
    "column", [Capsules(pa.array(["a", None])), Stream(pa.chunked_array([["a"], [None]]))], ids=["array", "stream"]
)
def test_capsules_that_were_emptied(column):
    assert as_texts(column).strings() == ["a", None]
    with pytest.raises(TypeError, match=REFUSED):
        as_texts(column)


def test_capsules_of_another_name():
    column = Capsules(pa.array(["a"]))
    column.capsules = column.capsules[::-1]
    with pytest.raises(ValueError, match="name"):
        as_texts(column)


@settings(deadline=None)
@given(st.lists(st.none() | st.text(), max_size=8), st.sampled_from(["utf8", "large_utf8", "string_view"]), st.data())
def test_right_columns_are_read_whole(texts, kind, data):
    column = pa.array(texts, getattr(pa, kind)())
    start = data.draw(st.integers(0, len(texts)))
    column = column.slice(start, data.draw(st.integers(0, len(texts))))
    expected = column.to_pylist()
    assert as_texts(column).strings() == expected
    assert as_texts(pa.chunked_array([column, column])).strings() == expected * 2
    if kind != "string_view":
        assert as_texts(column.dictionary_encode()).strings() == expected


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=6).filter(lambda offsets: offsets[0] <= offsets[-1]),
    st.binary(min_size=12, max_size=12) | st.text(min_size=12, max_size=12).map(str.encode),
)
def test_any_offsets_and_any_bytes(offsets, characters):
    try:
        expected = [characters[a:b].decode() if a <= b else None for a, b in pairwise(offsets)]
    except UnicodeDecodeError:
        expected = [None]
    column = utf8(offsets, characters)
    if None in expected or offsets != sorted(offsets):
        with pytest.raises(TypeError, match=re.escape(REFUSED)):
            as_texts(column)
    else:
        assert as_texts(column).strings() == expected
