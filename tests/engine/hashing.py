"""An embedder of somebody else's: words hashed into a few dimensions. Counts what it is asked."""

from hashlib import blake2b

import numpy as np

from reflectory.engine.embedding import unit_rows


class HashingEmbedder:
    name = "words hashed into 64 dimensions"
    multilingual = False

    def __init__(self):
        self.asked = []

    def embed(self, texts):
        self.asked.append(list(texts))
        out = np.zeros((len(texts), 64), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                out[row, blake2b(word.encode("utf-8", "replace"), digest_size=1).digest()[0] % 64] += 1
        return unit_rows(out)
