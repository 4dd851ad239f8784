"""The main job: `tolmach report` on the seeds, on bad input, and as a person would call it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[1] / "seeds"


def tolmach(*arguments, stdin=None, **options):
    command = [sys.executable, "-m", "tolmach", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, input=stdin, timeout=120, check=False, **options)


def documents(*arguments, **options):
    done = tolmach("report", "--json", *arguments, **options)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)["documents"]


@pytest.fixture(scope="module")
def seeds():
    return documents(SEEDS)


def test_the_seeds_are_five_english_articles(seeds):
    assert [d["language"] for d in seeds] == ["en"] * 5
    assert [Path(d["name"]).name[:3] for d in seeds] == ["000", "001", "002", "003", "004"]
    assert [d["characters"] for d in seeds] == [2329, 2144, 3367, 4706, 15588]
    assert all(0.9 < d["confidence"] <= 1 for d in seeds)
    assert all(d["tokens"] > d["types"] > 100 for d in seeds)


def test_their_foreign_fragments_are_the_two_russian_ones(seeds):
    foreign = [[(f["text"], f["language"], f["script"]) for f in d["foreign"]] for d in seeds]
    button = ("Видео дня", "ru", "Cyrl")
    placeholder = ("Заголовок открываемого материала", "ru", "Cyrl")
    assert foreign == [[button], [], [], [], [placeholder]]


def test_fragments_stand_where_it_says(seeds):
    for document in seeds:
        text = Path(document["name"]).read_bytes().decode()
        for f in document["foreign"]:
            assert text[f["start"] : f["end"]] == f["text"]
            assert 0 < f["confidence"] <= 1


def test_json_has_the_fields_of_the_contract(seeds):
    keys = ["name", "language", "confidence", "characters", "tokens", "types", "foreign", "top_terms"]
    assert [list(d) for d in seeds] == [keys] * 5
    assert [len(d["top_terms"]) for d in seeds] == [5] * 5
    for document in seeds:
        weights = [t["weight"] for t in document["top_terms"]]
        assert weights == sorted(weights, reverse=True)


def test_the_table_shows_everything_within_the_width():
    done = tolmach("report", SEEDS, env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1"})
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    assert "Видео дня" in text
    assert "Заголовок открываемого материала" in text
    assert "585" in text


def test_standard_input():
    (only,) = documents("-", stdin="Read more about it in the news here: Видео дня".encode())
    assert (only["name"], only["characters"]) == ("-", 46)
    assert [f["text"] for f in only["foreign"]] == ["Видео дня"]


def test_folders_are_read_at_any_depth_without_readme_and_hidden_files(tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in ["b.txt", "deep/er/a.txt", "README.txt", "other.md", ".hidden/c.txt"]:
        (tmp_path / name).write_text("Some words of English text.")
    assert [d["name"] for d in documents(tmp_path)] == [str(tmp_path / "b.txt"), str(tmp_path / "deep/er/a.txt")]


@pytest.mark.parametrize("text", ["", " \n", "12:30 5 %", "🙂🙂", "\x00\x01", "…—!"])
def test_texts_without_words_are_undetermined(text):
    (only,) = documents("-", stdin=text.encode())
    assert (only["language"], only["confidence"], only["foreign"]) == ("und", 0.0, [])
    assert only["characters"] == len(text)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfEnglish words here")
    assert documents(tmp_path)[0]["characters"] == 18


def test_nul_bytes_and_crlf_keep_offsets_true(tmp_path):
    text = "This is English.\r\nЭто русский текст\r\n\x00 and English again, quite long."
    (tmp_path / "a.txt").write_bytes(text.encode())
    (only,) = documents(tmp_path)
    assert [text[f["start"] : f["end"]] for f in only["foreign"]] == ["Это русский текст"]


def test_other_encodings(tmp_path):
    (tmp_path / "a.txt").write_bytes("Это старый русский текст в старой кодировке".encode("cp1251"))
    assert documents("--encoding", "cp1251", tmp_path)[0]["language"] == "ru"
    assert documents("--errors", "replace", tmp_path)[0]["characters"] == 43


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["report", "nowhere"], "nowhere: no such file or folder"),
        (["report", "{empty}"], "no *.txt files in this folder"),
        (["report", "{broken}"], "byte 3 is not utf-8; name the right encoding (--encoding cp1251)"),
        (["report", "--encoding", "klingon", "{broken}"], "unknown encoding 'klingon'"),
        (["report"], "the following arguments are required: PATH"),
        (["report", "--top", "-1", "-"], "must be 0 or more"),
        ([], "the following arguments are required: COMMAND"),
        (["frobnicate"], "invalid choice: 'frobnicate'"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_to_do(arguments, message, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.txt").write_bytes(b"abc\xff")
    paths = {"empty": tmp_path / "empty", "broken": tmp_path / "broken.txt"}
    done = tolmach(*(a.format(**paths) for a in arguments), stdin=b"")
    assert done.returncode == 2
    assert message in done.stderr.decode().splitlines()[-1]
    assert done.stdout == b""


def test_help_and_version():
    assert b"report" in tolmach("--help").stdout
    assert tolmach("--version").stdout.startswith(b"tolmach 0.")


def test_a_closed_pipe_is_no_error():
    command = f"{sys.executable} -m tolmach report --json {SEEDS} | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""


def test_ctrl_c_exits_quietly(tmp_path):
    fifo = tmp_path / "never.txt"
    os.mkfifo(fifo)
    running = subprocess.Popen([sys.executable, "-m", "tolmach", "report", fifo], stderr=subprocess.PIPE)
    time.sleep(3)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=30)
    assert running.returncode == 130
    assert errors == b""


def test_one_text_of_50_mb(tmp_path):
    sentence = "The long text goes on and on about the same few things. "
    (tmp_path / "long.txt").write_text(sentence * (50_000_000 // len(sentence)))
    (only,) = documents(tmp_path)
    assert only["language"] == "en"
    assert only["types"] == 10
