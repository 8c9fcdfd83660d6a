"""What remains of many tests when some would succeed by chance.

For a family of themes tested at once: of those called changed, at most a stated share should be false alarms.
It does not make any single test better; see `change` and `difference` for the tests.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FALSE_DISCOVERY_RATE = 0.10


def benjamini_hochberg(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """The q value of each p value; `nan` where p is `nan`, which means it was not tested.

    Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57. Worked: p = .01, .04, .03
    among three tests. In order .01 x 3/1 = .03, .03 x 3/2 = .045, .04 x 3/3 = .04; then each takes the least
    of itself and those after it: .03, .04, .04. So q = .03, .04, .04.
    """
    q = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    raised = p[order] * (tested.size / np.arange(1, tested.size + 1))
    q[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return q
