"""Letters: the signs of Western writing, each kind as the inside of a class of an expression."""

LETTERS = "A-Za-zÀ-ÖØ-Þà-öø-ÿ\u0100-\u012f\u0132-\u0148\u014a-\u017e"
DIGITS = "0-9²³¹¼½¾ªº"
INNOCENT = (
    "\t\n\r !-%)-\\-/:-@\\[-_{-~\u00a0-©«¬®-±¶»¿×÷\u2009\u202f\u2012-\u2015“”„†‡…‰‹›€™"
    "\u2190-\u2218\u221a-\u22c4\u22c6-\u23ff\u2500-\u2767\u2a00-\u2aff"
)
"""Signs that are never read."""
AROUND = '[(«»“”"\\[\\]),.;:!?…–—\u00a0\u202f]*'
"""Punctuation around a word, if any: an expression of its own."""
TELLING = "(.'’&·•"
"""Signs that may be read, by what stands around them; digits may too."""
