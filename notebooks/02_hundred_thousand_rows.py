# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A hundred thousand rows
#
# A column of texts in pandas or Polars: look at it, find out what does not belong, take it out, and train a classifier,
# with times beside plain scikit-learn. It needs `pip install tolmach[pandas,polars,plot]`.
#
# ## Data
#
# News, broadcasts, speeches and reviews, where the benchmark corpus lies beside the repository; where it does not, the
# sentences of the five articles in `seeds/`, and fewer rows. The label is the source (or the article). There are fewer
# distinct texts than rows, so texts are divided between training and test *before* rows are drawn from them: no text is
# on both sides.
#
# Scrapers leave buttons in other languages in a text. Every tenth row gets one here, so that we know what is to be found.

# %%
import gzip
import json
import time
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import tolmach as tm

root = Path.cwd() if Path("seeds").is_dir() else Path.cwd().parent
corpus = root.parent / "shared" / "data" / "bench" / "english_news_reviews.jsonl.gz"

if corpus.exists():
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        texts = pd.DataFrame(map(json.loads, lines)).rename(columns={"source": "label", "text": "clean"})
    rows = 100_000
else:
    articles = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(root.glob("seeds/*.txt"))}
    found = [(name, text[s.start : s.end]) for name, text in articles.items() for s in tm.sentences(text)]
    texts = pd.DataFrame(found, columns=["label", "clean"])
    texts["clean"] = texts["clean"].tm.strip(keep="en")
    rows = 5_000

buttons = ["Видео дня", "Читайте также", "Lire aussi : nos autres articles", "Подписывайтесь на наш канал"]

rng = np.random.default_rng(7)
texts["part"] = np.where(rng.random(len(texts)) < 0.8, "train", "test")
frame = texts.sample(rows, replace=True, random_state=7, ignore_index=True)
frame["button"] = np.where(rng.random(rows) < 0.1, rng.choice(buttons, rows), None)
frame["body"] = frame["clean"] + ("\n\n" + frame["button"]).fillna("")
print(f"{len(frame):,} rows of {len(texts):,} texts, {frame['body'].str.len().sum() / 1e6:.1f} million characters")
frame.groupby(["label", "part"]).size().unstack()


# %% [markdown]
# `timed` notes how long things take; we look at the table in the end.

# %%
times = {}


def timed(name, call):
    start = time.perf_counter()
    result = call()
    times[name] = time.perf_counter() - start
    return result


# %% [markdown]
# ## The one look before modelling

# %%
timed("show", lambda: tm.show(frame["body"]))

# %% [markdown]
# ## Which language is each row in?
#
# The answer has the index of the question, so it joins without further ado. `und` means: no evidence, such as a row of
# digits only.

# %%
found = timed("detect", lambda: frame["body"].tm.detect())
found["language"].value_counts().head()

# %% [markdown]
# Of which is the model not sure? Very short rows, mostly, and names.

# %%
frame.join(found).loc[lambda rows: ~rows["reliable"].astype(bool), ["body", "language", "confidence"]].head()

# %% [markdown]
# ## What does not belong, and where?
#
# `spans` gives a row for each stretch in one language, with offsets in characters, and repeats the index of the text it
# stands in: `join` brings the two together.

# %%
spans = timed("spans", lambda: frame["body"].tm.spans())
foreign = spans[~spans["language"].isin(["en", "und"])]
foreign.groupby("language")["span"].agg(fragments="size", example=lambda spans: spans.mode()[0]).nlargest(5, "fragments")

# %%
tm.LanguageDisplay.from_predictions(foreign["language"], top=6).ax_.set_xlabel("share of the fragments");

# %%
placed = frame.loc[frame["button"].notna(), ["body", "button"]].join(foreign, how="left")
exact = placed["span"] == placed["button"]
print(f"{exact.groupby(level=0).any().mean():.1%} of the buttons are found to the letter")

# %% [markdown]
# ## Take it out
#
# White space around what goes is tidied, and everything else stays as it is. Compared with the texts before we put
# buttons into them, but for white space at their ends:

# %%
english = timed("strip", lambda: frame["body"].tm.strip(keep="en"))
same = english.str.strip() == frame["clean"].str.strip()
print(f"{same[frame['button'].notna()].mean():.1%} of the rows with a button are what they were before")
print(f"{same[frame['button'].isna()].mean():.1%} of the rows without one are unchanged")

# %% [markdown]
# Rows without a button that changed hold something foreign of their own, or what looks like it:

# %%
changed = frame.index[~same & frame["button"].isna()]
foreign.loc[foreign.index.isin(changed), ["language", "confidence", "span"]].drop_duplicates("span").head(8)

# %% [markdown]
# ## The same in Polars
#
# The namespace has the same methods. Polars has no index, so long frames number the texts in the column `row`.

# %%
table = pl.DataFrame({"label": frame["label"].to_numpy(), "body": frame["body"].to_numpy()}).with_row_index("row")
(
    table.join(timed("spans, Polars", lambda: table["body"].tm.spans()), on="row")
    .filter(~pl.col("language").cast(pl.String).is_in(["en", "und"]))
    .group_by("label", "language")
    .len()
    .sort("len", descending=True)
    .head()
)

# %% [markdown]
# ## A classifier
#
# From where is a text? The pipeline is scikit-learn's; only the import of the vectoriser differs.

# %%
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline

train, test = frame["part"] == "train", frame["part"] == "test"
options = {"stop_words": "english", "sublinear_tf": True, "min_df": 2}

ours = timed("fit_transform", lambda: tm.TfidfVectorizer(**options).fit_transform(english[train]))
theirs = timed("fit_transform, scikit-learn", lambda: TfidfVectorizer(**options).fit_transform(english[train]))
print(f"{ours.shape[0]:,} rows, {ours.shape[1]:,} terms; differences: {(ours != theirs).nnz}")

# %%
model = make_pipeline(tm.TfidfVectorizer(**options), SGDClassifier(random_state=0))
timed("fit the pipeline", lambda: model.fit(english[train], frame.loc[train, "label"]))
print(f"accuracy on texts that it has not seen: {model.score(english[test], frame.loc[test, 'label']):.3f}")

# %% [markdown]
# ## How long it took
#
# On the machine that this page was made on, with two cores. Compare rows with one another rather than with yours.

# %%
pd.Series(times, name="seconds").round(2).to_frame()

# %%
ratio = times["fit_transform, scikit-learn"] / times["fit_transform"]
print(f"{ratio:.1f} times as fast as scikit-learn's vectoriser, with the same numbers to the last bit")
