"""Strings and their Unicode normalisation form KC, by CPython's unicodedata.

Peer: CPython 3.11, unicodedata 14.0.0 (Unicode Character Database 14.0), call
unicodedata.normalize("NFKC", text). Drawn 2026-11-28 with seed 17:

    python3 normalisation.py > normalisation.json
"""
import json
import random
import unicodedata

draw = random.Random(17)
assigned = [
    chr(code)
    for code in range(0x20, 0x30000)
    if not 0xD800 <= code < 0xE000 and unicodedata.category(chr(code)) not in ("Cn", "Co", "Cc")
]
compatible = [one for one in assigned if unicodedata.decomposition(one).startswith("<")]
marked = [one for one in assigned if unicodedata.combining(one)]
texts = [
    "".join(
        draw.choice(draw.choice([compatible, compatible, marked, assigned, "abcPM25 ._-"]))
        for _ in range(draw.randint(1, 8))
    )
    for _ in range(400)
]
texts += ["O₃", "NO₂", "ＰＭ２．５", "㎍/㎥", "µg m⁻³", "ﾄﾙｴﾝ", "ｷﾞ酸", "甲苯", "e\u0301"]
print(json.dumps([[t, unicodedata.normalize("NFKC", t)] for t in texts], ensure_ascii=True))
