"""How much memory reading a column takes: the peak of a call above the column itself, for every kind of column.

`python benches/compare_columns.py --write` puts the table into docs/guides/frames.md; needs Linux, pandas, Polars,
PyArrow and DuckDB. Each row is measured in a process of its own.
"""

import argparse
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "guides" / "frames.md"
TEXTS = '[f"The talks in Minsk will go on, the minister said on day {i}. Видео дня. " * 200 for i in range(3600)]'
ARROW = f"pa.array({TEXTS}, pa.large_string())"

# What people hold texts in: what it is called, what is imported, how it is made.
COLUMNS = [
    ("PyArrow `large_string`", "import pyarrow as pa", ARROW),
    ("pandas `str`", "import pandas as pd, pyarrow as pa", f'pd.Series(pd.array({ARROW}, dtype="str"))'),
    ("pandas `string[pyarrow]`", "import pandas as pd", f'pd.Series({TEXTS}, dtype="string[pyarrow]")'),
    (
        "pandas `ArrowDtype`",
        "import pandas as pd, pyarrow as pa",
        f"pd.Series({TEXTS}, dtype=pd.ArrowDtype(pa.string()))",
    ),
    ("Polars `String`", "import polars as pl", f"pl.Series({TEXTS})"),
    ("list, pandas `object`", "", TEXTS),
    ("NumPy `StringDType`", "import numpy as np", f"np.array({TEXTS}, dtype=np.dtypes.StringDType())"),
    (
        "DuckDB relation",
        "import duckdb, pyarrow as pa",
        f"(lambda t: duckdb.connect().from_arrow(t).select('body'))(pa.table({{'body': {ARROW}}}))",
    ),
]
CALLS = {
    "`detect_batch`": 'tm.LanguageDetector(["en", "ru"]).detect_batch(column)',
    "`CountVectorizer.fit_transform`": "tm.CountVectorizer().fit_transform(column)",
}
PROGRAM = """
import gc
import tolmach as tm
import tolmach.vectorize
{imports}
def status(key):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(key))

size = sum(len(text.encode()) for text in {texts}) / 1e6
holder, column = [{column}], ["Some words to wake everything up", "Видео дня"] * 3000
{call}
column = holder[0]
gc.collect()
with open("/proc/self/clear_refs", "w") as peak:
    peak.write("5")
before = status("VmRSS")
{call}
print(size, (status("VmHWM") - before) * 1024 / 1e6)
"""


def measured(imports: str, column: str, call: str) -> tuple[float, float]:
    """Megabytes of text, and of the peak above what there was before the call."""
    code = PROGRAM.format(imports=imports, column=column, call=call, texts=TEXTS)
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    size, peak = map(float, run.stdout.split())
    return size, peak


def main() -> None:
    """Measures, prints the table, and writes it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="put the table into docs/guides/frames.md")
    write = parser.parse_args().write
    rows = []
    for name, imports, column in COLUMNS:
        found = [measured(imports, column, call) for call in CALLS.values()]
        rows.append(f"| {name} | {' | '.join(f'{max(0, peak):.0f} MB' for _, peak in found)} |")
        print(rows[-1], flush=True)
    size = found[0][0]
    head = f"| peak above a column of {size:.0f} MB | {' | '.join(CALLS)} |\n|---|{'---:|' * len(CALLS)}"
    table = "\n".join([head, *rows])
    if write:
        begin, end = "<!-- columns:begin -->", "<!-- columns:end -->"
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(begin)
        PAGE.write_text(f"{before}{begin}\n{table}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
