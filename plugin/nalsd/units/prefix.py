"""Prefixes of units and words after numbers: 20 *G*bps, 4 *Ki*B, 5*M*, 10 *billion*."""

from __future__ import annotations

DECIMAL = {"k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15, "E": 10**18}
"""Powers of 1,000. `K` is what people write for `k`; on bytes a note says that it is 1,000."""

BINARY = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "Pi": 2**50, "Ei": 2**60}
"""Powers of 1,024, IEC 80000-13."""

LARGE = {name: DECIMAL[name] for name in ("k", "K", "M", "G")}
"""The prefixes of rates and of clock speeds: 14.88 Mpps, 3.5 GHz."""

SPELLED = {
    "kilo": 10**3,
    "mega": 10**6,
    "giga": 10**9,
    "tera": 10**12,
    "peta": 10**15,
    "exa": 10**18,
    "kibi": 2**10,
    "mebi": 2**20,
    "gibi": 2**30,
    "tebi": 2**40,
    "pebi": 2**50,
    "exbi": 2**60,
}
"""Prefixes of the long names: gigabyte, mebibit."""

SMALL = ("m", "u", "µ", "μ", "n", "p")
"""Thousandths and below. Only seconds have them, each declared by itself (`ms`, `us`, `ns`)."""

SCALES = {
    **DECIMAL,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
"""What may stand after a number, with or without a unit behind it: `5M`, `5M req/s`, `5 million users`."""
