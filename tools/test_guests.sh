#!/usr/bin/env bash
# Tests of columns with pandas 2 and 3, with PyArrow and without, in a virtual environment of their own (.venv-guests).
# Pandas 3 with PyArrow is what the other tests run with. Needs tolmach in .venv.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.venv-guests
tests=(tests/test_columns.py tests/test_pandas.py tests/test_polars.py tests/test_guests.py tests/test_table.py tests/test_texts.py)

[ -d "$venv" ] || "${PYTHON:-python3}" -m venv "$venv"
pip=("$venv/bin/python" -m pip --quiet --disable-pip-version-check)
"${pip[@]}" install numpy scipy scikit-learn tqdm rich polars pytest
# The package as it is installed, and nothing else of the environment that it is installed in.
package=$(.venv/bin/python -c 'import tolmach; print(tolmach.__path__[0])')
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
ln -sfn "$package" "$site/tolmach"

for pandas in '>=2.3,<3' '>=3'; do
    for pyarrow in without with; do
        [ "$pandas $pyarrow" = '>=3 with' ] && continue
        printf '\n-- pandas%s %s PyArrow\n' "$pandas" "$pyarrow"
        if [ "$pyarrow" = with ]; then "${pip[@]}" install pyarrow; else "${pip[@]}" uninstall -y pyarrow; fi
        "${pip[@]}" install "pandas$pandas"
        "$venv/bin/python" -m pytest --quiet "${tests[@]}" -p no:cacheprovider
    done
done
