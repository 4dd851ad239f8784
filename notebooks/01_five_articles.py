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
# # Five articles about one conflict
#
# From raw scraped text to similarity: which languages are in there, what does not belong, which words tell the articles
# apart, and how alike they are. The articles lie in `seeds/`, exactly as a scraper left them. It needs
# `pip install tolmach[pandas,plot]`.

# %%
from pathlib import Path

import pandas as pd
import tolmach as tm

folder = Path("seeds") if Path("seeds").is_dir() else Path("../seeds")
articles = pd.Series(
    {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}, name="body"
)
articles.str.slice(0, 70)

# %% [markdown]
# ## The one look to take first

# %%
tm.show(articles)

# %% [markdown]
# ## Which languages?
#
# Each text as a whole, and then to the character: a Russian button and a Russian placeholder are hidden in two of them.
# Results have the index of the texts, so they join.

# %%
articles.tm.detect()

# %%
spans = articles.tm.spans()
spans[spans["language"] != "en"]

# %% [markdown]
# The same to look at, in the text:

# %%
tm.show(articles["000"])

# %% [markdown]
# ## Remove what does not belong

# %%
english = articles.tm.strip(keep="en")
(articles.str.len() - english.str.len()).rename("characters removed")

# %% [markdown]
# ## Words
#
# Words of UAX #29, with rules for news: abbreviations, hyphens, times and dates stay whole. Scraping has glued some words
# together ("Read alsoArmenia's"); `repair_glued` cuts them where both halves are words.

# %%
english.tm.tokens().str.len().rename("tokens")

# %%
tm.Tokenizer(keep=["date", "time", "number"]).tokenize(articles["004"])[:12]

# %%
glued = "Read alsoArmenia's Defense Ministry accuses Turkey"
tm.tokenize(glued)[:3], tm.Tokenizer(repair_glued=True).tokenize(glued)[:4]

# %% [markdown]
# ## Which words tell the articles apart?
#
# `TfidfVectorizer` has scikit-learn's parameters and gives scikit-learn's numbers, several times faster.

# %%
vectorizer = tm.TfidfVectorizer(stop_words="english", sublinear_tf=True)
X = vectorizer.fit_transform(english)
terms = vectorizer.get_feature_names_out()
pd.DataFrame({name: terms[row.toarray().ravel().argsort()[::-1][:8]] for name, row in zip(english.index, X)})

# %% [markdown]
# ## The same conflict, told five ways
#
# Rows have unit length, so their products are cosines: 1 for the same words in the same shares, 0 for no word in common.

# %%
similarity = pd.DataFrame((X @ X.T).toarray(), index=english.index, columns=english.index)
similarity.round(2)

# %%
tm.SimilarityDisplay.from_matrix(X, labels=english.index);

# %% [markdown]
# Which sentences say the same thing in other words? The nearest pairs from different articles:

# %%
sentences = english.tm.sentences()["sentence"].drop_duplicates()
sentences = sentences[sentences.str.len().between(60, 250)]
S = tm.TfidfVectorizer(stop_words="english", stemmer="english").fit_transform(sentences)
cosines = (S @ S.T).tocoo()
article = sentences.index.to_numpy()
across = article[cosines.row] < article[cosines.col]
best = cosines.data.argsort()[::-1]
for i in best[across[best]][:3]:
    print(f"{cosines.data[i]:.2f}")
    for k in (cosines.row[i], cosines.col[i]):
        print(f"  {article[k]}  {sentences.iloc[k]}")
