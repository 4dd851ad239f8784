"""Saved vectorisers: a file that is not whole is refused with a reason, and a save that fails leaves the old file."""

import contextlib
import hashlib
import json
import os
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tolmach as tm
from tolmach import _core
from tolmach.vectorize import store

TEXTS = ["The talks go on.", "Видео дня: the talks", "go"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "saved"
    tm.TfidfVectorizer(ngram_range=(1, 2), stop_words=["the"]).fit(TEXTS).save(path)
    return path.read_bytes()


def refuses(path, content):
    path.write_bytes(content)
    with pytest.raises(tm.DamagedDataError) as caught:
        tm.TfidfVectorizer.load(path)
    return str(caught.value)


def test_every_truncation_is_refused(saved, tmp_path):
    for length in range(len(saved)):
        assert "is cut off" in (message := refuses(tmp_path / "cut", saved[:length])) or "not a saved" in message


def test_every_changed_byte_is_refused(saved, tmp_path):
    for at, byte in enumerate(saved):
        assert refuses(tmp_path / "changed", saved[:at] + bytes([byte ^ 0x15]) + saved[at + 1 :])


def test_what_stands_behind_the_end_is_refused(saved, tmp_path):
    assert "behind its end" in refuses(tmp_path / "longer", saved + b"\0")


@pytest.mark.parametrize("version", [b"2", b"10", b"99999999999999999999"])
def test_a_newer_file_is_refused(saved, tmp_path, version):
    newer = saved.replace(b"vectorizer 1\n", b"vectorizer " + version + b"\n", 1)
    assert "saved by a newer tolmach, in version " + version.decode() in refuses(tmp_path / "newer", newer)


def test_a_pickle_is_no_saved_vectoriser(tmp_path):
    class Harm:
        def __reduce__(self):
            return print, ("code has run",)

    assert "not a saved vectoriser" in refuses(tmp_path / "pickle", pickle.dumps(Harm()))


def rewritten(saved, change):
    """The file with another header, and the checksum of that."""
    line, _, rest = saved.partition(b"\n")
    of_text, _, _ = store._HEAD.unpack_from(rest)
    body = rest[store._HEAD.size :]
    header, data = json.loads(body[:of_text]), body[of_text:]
    header, data = change(header, data)
    text = json.dumps(header).encode()
    return line + b"\n" + store._HEAD.pack(len(text), len(data), hashlib.sha256(text + data).digest()) + text + data


def keys(value, path=()):
    """Every place in a header."""
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from keys(item, (*path, key))


def put(value, path, new):
    if not path:
        return new
    value = dict(value) if isinstance(value, dict) else list(value)
    value[path[0]] = put(value[path[0]], path[1:], new)
    return value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=5),
    lambda items: st.lists(items, max_size=3) | st.dictionaries(st.text(max_size=5), items, max_size=3),
    max_leaves=4,
)


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_any_header_with_a_right_checksum(saved, tmp_path_factory, data):
    """A header that somebody made gives a vectoriser that works, or one of two errors; nothing hangs or panics."""

    def change(header, content):
        path = data.draw(st.sampled_from(list(keys(header))))
        content = data.draw(st.just(content) | st.binary(max_size=len(content)).map(lambda b: b + content[len(b) :]))
        return put(header, path, data.draw(JSON)), content

    path = tmp_path_factory.getbasetemp() / "made"
    path.write_bytes(rewritten(saved, change))
    try:
        loaded = tm.TfidfVectorizer.load(path)
    except (tm.DamagedDataError, tm.InvalidOptionError):
        return
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        loaded.transform(TEXTS)


def test_an_array_of_objects_is_refused(saved, tmp_path):
    def objects(header, data):
        header["arrays"][0][1] = "|O"
        return header, data

    assert "damaged" in refuses(tmp_path / "objects", rewritten(saved, objects))


def test_another_class_is_refused(saved, tmp_path):
    path = tmp_path / "other"
    path.write_bytes(saved)
    with pytest.raises(tm.InvalidOptionError, match="holds a TfidfVectorizer, not a CountVectorizer"):
        tm.CountVectorizer.load(path)


def test_a_state_of_the_native_vocabulary_that_is_none():
    import numpy as np

    restore = _core.Vocabulary._restore
    for names, lengths, seen in [
        (b"\xff", [1], [0]),
        (b"ab", [3], [0]),
        (b"ab", [1, 2**64 - 1], [0, 1]),
        ("é".encode(), [1, 1], [0, 1]),
        (b"ab", [1, 1], [0, 2]),
        (b"ab", [1, 1], [0]),
        (b"ab", [1, 1], [0, 0]),
    ]:
        with pytest.raises(ValueError, match="damaged"):
            restore(names, np.array(lengths, np.uintp), np.array(seen, np.uint32))


def test_a_full_disk_leaves_the_old_file(python, tmp_path):
    script = """
    import resource, signal, sys
    from pathlib import Path
    import tolmach as tm

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    path = Path(sys.argv[1])
    small = tm.CountVectorizer().fit(["a few words"])
    large = tm.CountVectorizer().fit([" ".join(map(str, range(9000)))])
    small.save(path)
    before = path.read_bytes()
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    try:
        large.save(path)
    except OSError as error:
        print(type(error).__name__)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name], "nothing half written is left"
    print(tm.CountVectorizer.load(path).get_feature_names_out())
    """
    pytest.importorskip("resource", reason="this system has no limit of file sizes")
    assert python(script, tmp_path / "saved") == "OSError\n['few' 'words']\n"


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        tm.CountVectorizer().fit(["a few words"]).save(tmp_path / "nowhere" / "saved")


@pytest.mark.skipif(os.name == "nt", reason="rights of this kind are POSIX's; run the tests there")
def test_a_saved_file_has_the_rights_of_any_new_file(tmp_path):
    (tmp_path / "any").touch()
    tm.CountVectorizer().fit(TEXTS).save(tmp_path / "saved")
    assert (tmp_path / "saved").stat().st_mode == (tmp_path / "any").stat().st_mode
