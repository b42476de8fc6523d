"""Prints what PyPI's `iuliia` makes of Russian text: scheme, text, romanization, one case a line, tabs between.

Every letter alone, every letter before and after every other at each place of a word, in small letters,
with a capital and in capitals, and the names of names.txt beside this file. No rule of ours is in here.
"""

import pathlib

import iuliia

SMALL = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"

words = list(SMALL) + list(SMALL.upper())
for first in SMALL:
    for second in SMALL:
        pair = first + second
        words += [pair, "к" + pair + "к", pair.capitalize(), pair.upper()]
words += pathlib.Path(__file__).with_name("names.txt").read_text(encoding="utf-8").splitlines()

for scheme in (iuliia.ICAO_DOC_9303, iuliia.BGN_PCGN):
    for word in words:
        print(scheme.name, word, scheme.translate(word), sep="\t")
