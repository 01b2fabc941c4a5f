"""The publications that several formulas share. A formula with a source of its own cites it in place."""

from __future__ import annotations

from nalsd.graph import Citation

ARITHMETIC = Citation("Definition; no source needed", confidence="D")

NALSD_CHAPTER = Citation(
    "S. Virji, J. Youngman, H. Robertson, S. Thorne, D. Rensin, Z. Egyed, R. Bondi, "
    "Introducing Non-Abstract Large System"
    " Design, The Site Reliability Workbook, O'Reilly 2018, ch. 12",
    "https://sre.google/workbook/non-abstract-design/",
    "2018",
    "A",
)

ALERTING_ON_SLOS = Citation(
    "The Site Reliability Workbook, O'Reilly 2018, ch. 2 and 5",
    "https://sre.google/workbook/alerting-on-slos/",
    "2018",
    "A",
)

TCP = Citation(
    "RFC 9293, Transmission Control Protocol, 3.7.1", "https://www.rfc-editor.org/rfc/rfc9293", "2022", "B"
)

DELAYED_ACK = Citation(
    "RFC 9293, 3.8.6.3 and RFC 5681, 4.2: an acknowledgement at least every second full-sized segment",
    "https://www.rfc-editor.org/rfc/rfc9293",
    "2022",
    "B",
)

TLS_RECORD = Citation("RFC 8446, TLS 1.3, 5.1 and 5.2", "https://www.rfc-editor.org/rfc/rfc8446", "2018", "M")

ETHERNET = Citation(
    "FD.io CSIT documentation: 20 B of preamble and inter-frame gap a frame",
    "https://docs.fd.io/csit/",
    None,
    "B",
)

LITTLE = Citation(
    "J. D. C. Little, A proof for the queuing formula L = lambda W, Operations Research 9(3), 1961",
    "https://doi.org/10.1287/opre.9.3.383",
    "1961",
    "B",
)

NETFLIX_MODEL = Citation(
    "Netflix, service-capacity-modeling",
    "https://github.com/Netflix-Skunkworks/service-capacity-modeling",
    "2026-08-21",
    "A",
)

GUNTHER = Citation(
    "N. J. Gunther, A general theory of computational scalability based on rational functions, 2008",
    "https://arxiv.org/abs/0808.1431",
    "2008",
    "B",
)

CHE = (
    Citation(
        "H. Che, Y. Tung, Z. Wang, Hierarchical web caching systems, IEEE JSAC 20(7), 2002",
        "https://doi.org/10.1109/JSAC.2002.801752",
        "2002",
        "B",
    ),
    Citation(
        "C. Fricker, P. Robert, J. Roberts, A versatile and accurate approximation for LRU "
        "cache performance, ITC 24, 2012",
        "https://arxiv.org/abs/1202.3974",
        "2012",
        "B",
    ),
)

ZIPF_ON_THE_WEB = Citation(
    "L. Breslau, P. Cao, L. Fan, G. Phillips, S. Shenker, Web caching and Zipf-like "
    "distributions, INFOCOM 1999",
    "https://doi.org/10.1109/INFCOM.1999.749260",
    "1999",
    "B",
)

LSM_TREE = Citation(
    "P. O'Neil, E. Cheng, D. Gawlick, E. O'Neil, The log-structured merge-tree, Acta Informatica 33, 1996",
    "https://doi.org/10.1007/s002360050048",
    "1996",
    "B",
)

ROCKSDB_TUNING = Citation(
    "RocksDB Tuning Guide", "https://github.com/facebook/rocksdb/wiki/RocksDB-Tuning-Guide", None, "B"
)

MONKEY = Citation(
    "N. Dayan, M. Athanassoulis, S. Idreos, Monkey: optimal navigable key-value store, SIGMOD 2017",
    "https://doi.org/10.1145/3035918.3064054",
    "2017",
    "B",
)

DOSTOEVSKY = Citation(
    "N. Dayan, S. Idreos, Dostoevsky: better space-time trade-offs for LSM-tree based key- "
    "value stores, SIGMOD 2018",
    "https://doi.org/10.1145/3183713.3196927",
    "2018",
    "B",
)

HALFIN_WHITT = Citation(
    "S. Halfin, W. Whitt, Heavy-traffic limits for queues with many exponential servers, "
    "Operations Research 29(3), 1981",
    "https://doi.org/10.1287/opre.29.3.567",
    "1981",
    "B",
)
