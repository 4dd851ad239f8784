"""Plots of languages, terms and similarity, in the manner of scikit-learn's displays; they need ``tolmach[plot]``.

A display is computed once, by one of its class methods, and can be plotted again and again:

>>> import tolmach as tm
>>> display = tm.LanguageDisplay.from_texts(["The talks go on in the capital.", "Переговоры продолжаются в столице."])
>>> display.counts
{'en': 1, 'ru': 1}
>>> display.ax_.get_xlabel()
'share of 2 texts'
"""

from tolmach.plot.languages import LanguageDisplay
from tolmach.plot.similarity import SimilarityDisplay
from tolmach.plot.strip import LanguageStripDisplay
from tolmach.plot.terms import TermFrequencyDisplay

__all__ = ["LanguageDisplay", "LanguageStripDisplay", "SimilarityDisplay", "TermFrequencyDisplay"]
