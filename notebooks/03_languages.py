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
# # Languages: how sure, where, who decides, and where it ends
#
# What the answers mean, how to make them better with what you know, and what they cannot do. It needs
# `pip install tolmach[pandas,plot]`.

# %%
import pandas as pd
import tolmach as tm

tm.detect("Заголовок открываемого материала")

# %% [markdown]
# ## How sure is it?
#
# `confidence` is calibrated: of answers with 0.9, nine in ten are right. It grows with the text. `reliable` says whether
# the model stands by its answer; a machine that must not be wrong takes only those.

# %%
sentence = "Die Vertreter beider Länder haben sich am Montag in Genf getroffen"
words = sentence.split()
starts = [" ".join(words[:n]) for n in (1, 2, 3, 5, 10)]
pd.Series(starts, index=starts).tm.detect()

# %% [markdown]
# Who else was in the race? `probabilities` has a number for every language; together they are 1, or a little less where
# letters are few.

# %%
detector = tm.LanguageDetector()
texts = ["Новости", "Новости дня", "Hotel", "Hotel am Bahnhof"]
race = pd.DataFrame(detector.probabilities_batch(texts), index=texts, columns=detector.language_codes)
race[race.max().nlargest(8).index].round(2)

# %% [markdown]
# Nothing to go by is `und`, never a guess, and a missing text stays missing:

# %%
pd.Series(["", "2020-10-05 21:00", "🙂", "https://example.org/news", None]).tm.detect()

# %% [markdown]
# ## Where?
#
# `spans` says which characters are in which language. Each letter lies in exactly one span, and `text[start:end]` is the
# thing.

# %%
text = """The talks will go on this week, the minister said.

Видео дня

The envoy said «Nous n'avons pas le choix» and left for Minsk at 21:00."""

tm.show(text)

# %%
for span in tm.spans(text):
    print(f"{span.start:>4}–{span.end:<4} {span.language}  {span.confidence:.2f}  {text[span.start : span.end]!r}")

# %% [markdown]
# Along a long text, here one of the five articles, a strip shows where to look. The foreign fragment is widened so that it
# can be seen:

# %%
from pathlib import Path

folder = Path("seeds") if Path("seeds").is_dir() else Path("../seeds")
article = (folder / "000_0146fbb2a79d0c57.txt").read_text(encoding="utf-8")
tm.LanguageStripDisplay.from_text(article);

# %% [markdown]
# `strip` takes out what is not in the languages to keep, with the quotation marks around it. With `return_spans=True` it
# also says what went, and where a place in the result was in the source: what is found in the clean text can be shown in
# the original.

# %%
left = detector.strip(text, keep="en", return_spans=True)
print(left.text)
place = left.text.index("Minsk")
print(f"\nMinsk: character {place} here, {left.source(place)} there: {text[left.source(place):][:5]!r}")

# %% [markdown]
# Words that mix scripts are a typical fault of scraped text: they look right and are never found.

# %%
[(word.mended, word.script) for word in tm.mixed_words("Hаши новости из Mинска")]

# %% [markdown]
# ## Who decides?
#
# Three engines. The default is the model of this package. `"whatlang"` knows other languages and is right on longer
# texts. Anything that is callable or has `predict` (a fastText model, your own classifier) names the language of a text,
# and spans are then found around it.

# %%
headlines = pd.Series(["Видео дня", "Читайте также", "Новини дня", "Son dakika haberleri", "Últimas noticias", "Լուրեր"])


def by_alphabet(text):
    """A very simple engine: a code and how sure it is."""
    return ("ru", 0.5) if any("а" <= letter <= "я" for letter in text.lower()) else ("und", 0.0)


engines = {"tolmach": "tolmach", "whatlang": "whatlang", "by alphabet": by_alphabet}
answers = {name: headlines.tm.detect(tm.LanguageDetector(engine=engine)) for name, engine in engines.items()}
pd.DataFrame({name: answer["language"] for name, answer in answers.items()}).set_axis(headlines)

# %% [markdown]
# ## Tell it what you know
#
# The fewer languages are possible, the better the answers. A site in English and Russian has no Bulgarian buttons:

# %%
buttons = pd.Series(["Реклама", "Рекламодателям", "Архив", "Контакты", "О нас"])
known = tm.LanguageDetector(["en", "ru"])
pd.DataFrame({"of all": buttons.tm.detect()["language"], "of two": buttons.tm.detect(known)["language"]}).set_axis(buttons)

# %% [markdown]
# ## Where it ends
#
# * **Single words** belong to many languages. Three in four of at least five letters are named right; the confidence says
#   when not to believe it.
# * **Names** have no language. They go with what is around them, and alone they are a guess with little confidence.
# * **Close relatives** (Serbian and Croatian in Latin letters, Bokmål and Nynorsk, Indonesian and Malay) are told apart by
#   few words; short texts in them are often taken for one another.
# * **One or two foreign words in the middle of a sentence** are often left to the sentence, because a wrong alarm is worse
#   than a miss; and a short sentence may be taken for what most of its words are in.

# %%
hard = ["restaurant", "Benicio del Toro", "Dobar dan", "She has a certain je ne sais quoi", "The film was gut"]
pd.Series(hard, name="text").to_frame().join(pd.Series(hard).tm.spans()[["language", "confidence", "span"]])

# %% [markdown]
# Which languages are there, and what else is there for each of them?

# %%
known = tm.languages().to_pandas().set_index("name")
known[["detection", "stems", "stop_words"]].map(len).gt(0).sum().rename("languages").to_frame()

# %%
known.loc[["Armenian", "Azerbaijani", "Georgian", "Russian", "Ukrainian"], ["detection", "stems", "stop_words"]]
