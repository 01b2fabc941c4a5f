"""The language of estimates, rule by rule: each sentence with the verdict that follows by hand."""

from __future__ import annotations

import pytest

from nalsd.checks.arithmetic import audit

PRICES = {
    "4M calls × $0.50/million = $2": "ok",
    "4M calls × $0.50 per million calls = $2": "ok",
    "200M tokens × $3/M = $600": "ok",
    "30,000 queries × $5 per 1,000 queries = $150": "ok",
    "30,000 queries × $5 per 1K = $150": "ok",
    "$2 per million tokens = $0.002 per 1K tokens": "ok",
    "$2.00 per million calls = $0.000002 per call": "ok",
    "4M calls × $0.50/million = $200": "mismatch",
    "30,000 queries × $5 per 1,000 queries = $1,500": "mismatch",
    "$2.00 per million calls = $0.0002 per call": "mismatch",
    # The divisor may be that of all prices: 800 × 3 and 20 × 15 micro-dollars are $0.0027.
    "800 × $3 + 20 × $15 per million tokens = $0.0027": "unverifiable",
    "$4 / $20 per million tokens = $0.004 / $0.02 per 1K": "unverifiable",
    "At $4 per million tokens = $8,000 per day": None,  # of the tokens of the line before
    "GET: $0.004/1000 calls = ~$7/month": None,  # of calls that are counted elsewhere
    "6M × $0.40/1,000 calls = $2,400": "ok",
    "$25/TB/month × 40 = $1,000/month": "ok",  # 40 TB
    "400,000 tokens/day × $5/MTok × 30 days = $60/month": "ok",
    "At $0.004/1K = $2,000/month": None,  # of what is counted elsewhere
    "$600/1K = $0.60": "ok",
    "5M × $0.20 = $1": "unverifiable",  # priced by the million, as tokens are
    "5M × $0.20 = $1,000": "mismatch",
    "Up to 200 shards × up to ~300 GB per shard = ~60 TB": "ok",
    "600 GB × $0.03 = $18": "ok",  # by the GB
    "600 TB × $0.03 = $18,000": "ok",  # by the GB too
    "600 GB × $0.03 = $180": "mismatch",
    "600 GB × $0.03 = $216": "unverifiable",  # of a year, as it seems
}
"""Prices and rates of more than one of what they are for."""

RATES = {
    "300M/day ÷ 10⁵ = 3,000 writes/sec": "ok",  # a day of 100,000 s, as it is written
    "300M/day / 100,000 = 3,000 writes/sec": "ok",
    "writes = 90M/100K = 900 / second": "ok",  # a slash that divides
    "writes = 90M/100K = 9,000 / second": "mismatch",
    "uplinks: 72 Gbps / 40 Gbps = 1.8:1": "ok",
    "uplinks: 72 Gbps / 40 Gbps = 2.8:1": "mismatch",
    "300M/day ÷ 10⁵ = 30,000 writes/sec": "mismatch",
    "200M new links/month → ~77 links/second": "ok",
    "6M probes × 1 reading every 20 min = 5,000 readings/sec": "ok",
    "6M probes × check every 20 min = 300K checks/min = 5,000 checks/sec": "ok",  # what is read of it
    "$650/month ($7,800/year)": "ok",  # a year has twelve months,
    "$650/month ($7,908/year)": "ok",  # and 365 days of which a month has 30
    "$650/month ($78,000/year)": "mismatch",
    "3M cars × 1 position per 5 seconds = 600K positions/s": "ok",
    "90 events per 3 minutes = 0.5 events/s": "ok",
    "3M cars × 1 position per 5 seconds = 60K positions/s": "mismatch",
}

NAMED = {
    "4 TB × replication factor 3 = 12 TB": "ok",
    "30K/s * 2 KB * replication factor 3 = 180 MB/s of writes": "ok",
    "900 GB × compression ratio ~0.4 = 360 GB": "ok",
    "600 GB / shard count 12 = 50 GB": "ok",
    "4 TB × replication factor 3 = 16 TB": "mismatch",
    "600 GB / shard count 12 = 5 GB": "mismatch",
    "key 9B + value ~300B + header ~90B ≈ ~400 bytes": "ok",
    "rows + header 90B = 400 bytes": "unverifiable",  # of the rows nothing is known
    "400,000 rows × (16-byte ID + (512 dimensions × 4 bytes) + 200 bytes of metadata) = 0.91 GB": "ok",
    "400,000 rows × (16-byte ID + (512 dimensions × 4 bytes) + 200 bytes of metadata) = 9.1 GB": "mismatch",
    "(5% of accounts) * 6 = (0.05 * 40M) * 6 = 12M": "ok",  # the second is
    "Nodes = max(6, 9) = 9 nodes": "ok",
    "Nodes = max(6, 9) = 6 nodes": "mismatch",
    "30 tracks × 60 s × 48 kHz × 2 bytes = 173 MB -- fits": "ok",
    "30 tracks × 60 s × 48 kHz × 2 bytes = 17.3 MB": "mismatch",
}
"""A name before its number."""

LISTED = {
    "400 episodes, 25 MB each = 10 GB": "ok",
    "400 episodes, 25 MB each = 100 GB": "mismatch",
    "60M users, ~20% online at peak = 12 million connections": "ok",
    "60M users, average 5 refreshes/day = 300M refreshes": "ok",
    "25 MB each = 10 GB": None,  # of how many is said elsewhere
    "60M users, ~20% online = 25 million connections": None,  # a comma does not say that it multiplies
}

SAID_LATER = {
    "300 GB × 0.7 compression = save 210 GB": "ok",
    "8 × 25 = peak load 200": "ok",
    "300 GB × 0.7 compression = save 240 GB": "unverifiable",
    "4,000 writes/s × 20 minutes (≈ 4.8M writes; the disks hold more)": "ok",
    "4 × 25 MB (= 100 MB)": "ok",
    "4 × 25 MB (= 1 GB)": "mismatch",
    "36 TB/day = 12M × 3 MB": "ok",
    "~35,000 queries per second = 20M users × 150 queries / day / 86,400": "ok",
}
"""The result behind a word, in a bracket, or before the sum."""

ROUNDED = {
    "each node has 24 GB → 75/24 ≈ 4 nodes at least": "ok",  # 3.1, and there is no tenth of a node
    "75/24 = 4 nodes": "unverifiable",  # rounded up, and no sign says so
    "75/24 ≈ 5 nodes": "mismatch",
    "75/24 ≈ 4 hours": "mismatch",
    "385.19 x 3 = 1,155.58": "ok",  # of 385.1934, rounded only in print
    "385.19 x 3 = 1,156.57": "mismatch",
    "38 / 84.4 GB = 45%": "ok",
    "disks = 3 TB / 20 TB = 1": "unverifiable",  # a whole one
    "disks = 260 GB/s / 80 GB/s = 4": "unverifiable",
    "disks = 260 GB/s / 80 GB/s = 6": "mismatch",
    "200 million/day = 2,310 requests/sec": "ok",  # 2,314.8, cut off
    "200 million/day = 2,600 requests/sec": "mismatch",
    "8,000,000 ÷ 86,400 ≈ 8 × 10^6 / 10^5 ≈ 93 req/s": "ok",
    "8,000,000 ÷ 86,400 ≈ 8 × 10^6 / 10^5 = 80 req/s": "ok",
    "8,000,000 ÷ 86,400 ≈ 8 × 10^6 / 10^5 ≈ 9 req/s": "mismatch",
}

SCALES = {
    "A million users × 3 KB = 3 GB": "ok",
    "Billion × 2 KB = 2 TB": "ok",
    "half a million × 4 = 2M": "ok",
    "A million users × 3 KB = 3 TB": "mismatch",
    "several million users × 3 KB = 12 GB": "unverifiable",
    "a quarter of a million × 4 = 1M": "unverifiable",
}
"""A scale with no number before it."""

CONVERTED = {
    "20 GB/day ≈ 7.3 TB/year × 3 copies ≈ 22 TB/year": "ok",
    "20 GB/day ≈ 7.3 TB/year × 3 copies ≈ 32 TB/year": "mismatch",
    "8 TB = 8 ⋅ 10¹² Byte ÷ 2⁴⁰ ≈ 7,28 TiB": "ok",
    "8 TB = 8 ⋅ 10¹² Byte ÷ 2⁴⁰ ≈ 72,8 TiB": "mismatch",
    "20 ms + 120 ms + 60 ms = 140 ms": "mismatch",  # sixty of a minute are a factor, and no term
    "20 ms + 120 ms + 60 ms = 200 ms": "ok",
    "900 kbps * 3600 s / 8000 = 405 MB": "ok",
    "900 kbps * 3600 s / 8000 = 40.5 MB": "mismatch",
    "12.5 GB/s * 1024 / 200 MB/s = 64": "ok",  # the 1,024 makes MB of the GB
    "12.5 GB/s * 1024 / 200 MB/s = 640": "mismatch",
    "30M posts/day ÷ 100k = 300 QPS": "ok",  # a day of 100,000 s
    "52,428,800 MiB / 1024 / 1024 = 50 TiB": "ok",
    "31.5 TiB + (4096 GiB / 1024) = 35.5 TiB": "ok",
    "52,428,800 MiB / 1024 / 1024 = 5 TiB": "mismatch",
    "40 million songs * 6 MB / song = 240 TB": "ok",
    "40 million tags * 60 B / tag = 2.4 GB": "ok",
    "40 million tags * 60 B / tag = 24 GB": "mismatch",
    "2.5 m^2 × 4 m/s = 10 m^3/s": "ok",
    "80M users × 6 saves/day × 10% changed | ~55 saves/sec": None,  # no table
}
"""Bytes by hand, sizes of one, and exponents of units."""

OF_MACHINES = {
    "4 replicas × 512Mi = 2Gi": "ok",
    "4 replicas × 512Mi = 3Gi": "mismatch",
    "2^16 = 64 Ki": "ok",
    "a /16 has 65,536 addresses, /24 = 256": None,
}
"""Sizes as Kubernetes writes them, and networks."""

OTHER_LANGUAGES = {
    "3 万条 × 2KB = 60MB": "ok",  # 30,000
    "500 万 × 200ns = 1 s": "ok",  # 5 million
    "20 ms/请求 × 4 万 QPS = 800 核": "ok",  # 40,000 a second
    "20 个节点 × 5 万 QPS = 100 万 QPS；其中一半": "ok",
    "3 만 × 2KB = 60MB": "ok",
    "5 млн × 200 B = 1 GB": "ok",
    "2 天 × 24 小时 = 48 小时": "ok",
    "1000 QPS × 1 天 = 8640 万": "ok",  # 86.4 million
    "25 КБ/с * 86400 = 2,16 ГБ": "ok",
    "40 Мбит/с = 5 МБ/с": "ok",
    "12 байт * 3 000 = 36 КБ": "ok",
    "90 TБ / 30 ТB = 3": "ok",  # of Latin and Cyrillic letters
    "40 Мбит/с = 40 МБ/с": "mismatch",
    "25 КБ/с * 86400 = 21,6 ГБ": "mismatch",
    "7,5 GB × 4 = 30 GB": "ok",
    "7,5 GB × 4 = 3 GB": "mismatch",
    "3 TB / 24 TB = 0,125": "ok",
    "3 TB / 24 TB = 0,25": "mismatch",
    "用户 = 4 * 0.6 = 2.4 億": "ok",  # all of it in hundred millions
    "用户 = 4 * 0.6 = 2.8 億": "mismatch",
    "3 万条 × 2KB = 600MB": "mismatch",
    "500 万 × 200ns = 10 s": "mismatch",
}
"""Characters that multiply by ten thousand, and periods."""

DIMENSIONS = {
    "60M × 50 × 4 bytes = 12,000,000,000": "ok",
    "60M × 50 × 4 bytes = 15,000,000,000": "mismatch",  # 12 billion, and in no unit 15
    "60M × 50 × 4 bytes = 12": "unverifiable",  # GB, as it seems
    "900 / 25 TB = 36 disks": "ok",
    "900 / 25 TB = 52 disks": "mismatch",  # of no unit that the 900 could have
    "2000 × 40 byte = 80 Kilo Bytes": "ok",
    "2000 × 40 byte = 8 Kilo Bytes": "mismatch",
    "2048 × 512 = 1 MB": "ok",
    "2048 × 512 = 1.03 MB": "unverifiable",  # 1.049 or 1.000
    "250 × 40 = 100 GB": "unverifiable",  # of 10 MB each
    "9 − 20 ≡ 15": None,  # modulo 26
    "30,000 × 250 KB × 8 = 60 Gbps": "ok",  # a second
    "30,000 × 250 KB × 8 = 600 Gbps": "mismatch",
    "2 batch_items × 6 parts each × 2 = 24 items": "ok",
    "30K bids/sec × 86400 × 365 × 50 B ≈ 47 TB/year": "ok",  # B of bytes, though B may be billion
    "200/s × 86400 × 365 = 6.3 B orders/year": "ok",  # B of billion
    "200/s × 86400 × 365 = 63 B orders/year": "mismatch",
    "2 million cars × 100 trips/year = 600 million kWh": "unverifiable",  # 3 kWh a trip
    "20 racks × 6 kW = 120 kW": "ok",
    "20 racks × 6 kW = 1,200 kW": "mismatch",
    "600 million % 24 hour % 60 min % 60 sec = ~7000": "unverifiable",  # a percent sign that divides
    "38 % 5 = 3": "ok",
}


SMALL_B = {
    "400 × 5 Mb = 2 GB": "unverifiable",
    "25 Mb/s * 86400 = 2.16 TB": "unverifiable",
    "400 × 5 Mb = 250 MB": "ok",
    "400 × 5 Mb = 4 GB": "mismatch",
    "400 × 5 Mbit = 2 GB": "mismatch",  # written in full
    "400 × 5 Mbps = 2 GB/s": "mismatch",
    "40 Mb/s = 40 MB/s": "mismatch",  # who writes both means both
}
"""Mb, which for many is megabytes."""

REMARKS = {
    "90K trips * 2 (driver + rider) / 6 sec = 30K/sec": "ok",
    "90K trips * 2 (driver + rider) / 6 sec = 3K/sec": "mismatch",
    "4M × 20 calls (search, upload, etc.) = 80M calls": "ok",
    "4M × 20 calls (search, upload, etc.) = 8M calls": "mismatch",
    "6 × 10^6 * cos 60 = 3 × 10^6": None,
    "90K trips * 2 (n + m) / 6 sec = 30K/sec": "unverifiable",  # variables
}
"""Words in a bracket that are added, and no numbers."""

BY_HAND = {
    "40 Mbps × 3600 s × 24 / 8 / 1024 = 421.9 GB": "ok",  # 432,000 MB, and 1,024 of them are a GB
    "40 Mbps × 3600 s × 24 / 8 / 1024 = 4,219 GB": "mismatch",
    "40 Mbps × 3600 × 24 / 8 / 1024 = 421.9 GB": "ok",
    "40 Mbps × 3600 × 24 / 8 / 1024 = 421.9 GB/day": "ok",
    "40 Mbps × 3600 × 24 / 8 / 1024 = 4,219 GB/day": "mismatch",
    "40 Mbps × 86,400 × 30 / 8 / 1024 / 1024 = 12.36 TB/month": "ok",  # 12,656.25 GB
    "40 Mbps × 86,400 × 30 / 8 / 1024 / 1024 = 123.6 TB/month": "mismatch",
    "[4Mb/s*3600s/h*24h]/8*10 = 432000MB/1024 = 421.9GB": "ok",
    "[4Mb/s*3600s/h*24h]/8*10 = 632000MB/1024 = 617.2GB": "mismatch",
    "200 GB/day × 30 / 1000 = 6 TB": "ok",  # the 30 are days
    "200 GB/day × 30 / 1024 = 5.86 TB": "ok",
    "200 GB/day × 365 / 1000 = 73 TB/year": "ok",
    "200 GB/day × 365 / 1000 = 730 TB/year": "mismatch",
    "5 MB/s × 86400 × 30 / 10^6 = 12.96 TB": "ok",
    "5 MB/s × 86400 × 30 / 1,000,000 = 12.96 TB/month": "ok",
    "5 MB/s × 86400 × 30 / 1,000,000 = 129.6 TB/month": "mismatch",
    "3 GB/day * 365 * 1000 = 1.1 PB/year": "ok",  # a thousand of what writes
    "3 GB/day * 365 * 1000 = 1.1 TB/year": "mismatch",
}
"""Bare factors that lead to another prefix."""

MONTHS_OF_HOURS = {
    "40 nodes × $0.25/hour × 730 = $7,300.00/month": "ok",  # of a month of 730 hours
    "40 nodes × $0.25/hour × 720 = $7,200.00/month": "ok",
    "40 nodes × $0.25/hour × 730 = $73,000.00/month": "mismatch",
    "40 nodes × $0.25/hour × 730 hours × 12 = $87,600.00/year": "ok",
    "3 GB/min × 525,600 = 1.58 PB/year": "ok",  # minutes of a year
    "3 GB/min × 525,600 = 15.8 PB/year": "mismatch",
    "6 GB/min × 43,200 = 259.2 TB/month": "ok",
    "16 Gbps × 3600 s / 8 = 7,200 GB/hour": "ok",
    "16 Gbps × 3600 s / 8 = 72,000 GB/hour": "mismatch",
    "16 Gbps × 86400 s / 8 / 1000 = 172.8 TB/day": "ok",
}
"""Periods as bare numbers."""

PERIODS_OF_A_CHAIN = {
    "700 hours/minute = 700 × 60 = 42,000 hours/day": "mismatch",  # an hour has 60 minutes
    "700 hours/minute = 700 × 60 = 42,000 hours/hour": "ok",
    "30 MB/s = 30 × 3600 = 108 GB/hour": "ok",
    "30 MB/s = 30 × 3600 = 108 GB/day": "mismatch",
    "20 GB/day = 20 × 365 = 7.3 TB/year": "ok",
    "20 GB/day = 20 × 365 = 7.3 TB/month": "mismatch",
    "30 GB/day = 30 × 4 = 120 GB/month": "ok",  # four of something in a month
}
"""A rate, its number times a period, and a rate again."""

OTHER_LANGUAGES = {
    "12 Mo × 250 = 3 Go": "ok",
    "12 Mo × 250 = 4 Go": "mismatch",
    "200 octets × 10 milliards = 2 To": "unverifiable",  # `to`
    "3 Mio. Nutzer × 2 KB = 6 GB": "ok",
    "3 Mio. Nutzer × 2 KB = 7 GB": "mismatch",
    "20 milhões de usuários × 5 KB = 100 GB": "ok",
    "8 mil usuarios × 5 KB = 40 MB": "ok",  # a thousand
    "8 mil users × 5 KB = 40 GB": "ok",  # a million
    "8 mil usuarios × 5 KB = 60 MB": "mismatch",
    "4 juta × 5 KB = 20 GB": "ok",
}
"""Scales and bytes in other languages."""

ROUNDED_ZEROS = {
    "231,480 × 3 = 694,444": "unverifiable",  # of 231,481.48
    "231,480 × 3 = 694,480": "mismatch",
    "120 × 3 = 361": "mismatch",
}
"""Zeros that end a long number may be rounded ones."""

BROKEN_OFF = {
    "2 / 3 = 0.666...": "ok",
    "2 / 3 = 0.666… of it": "ok",
    "7 × 1.1 = 7.69999...": "ok",
    "2 / 3 = 0.555...": "mismatch",
}
"""Digits that are not all printed."""

CURRENCIES = {
    "4 × 6 € = 24 €": "ok",
    "4 × 6€ = 26€": "mismatch",
    "3 GB × 0,02 €/GB = 0,06 €": "ok",
    "7M€ × 2 = 14M€": "ok",
    "7M€ × 2 = 19M €": "mismatch",
    "20 €/month × 12 = 240 €/year": "ok",
    "20 €/month × 12 = 340 €/year": "mismatch",
    "30 £ + 5 £ = 35 £": "ok",
    "6 × 5$ = $30": "ok",
    "6 × 5$ = $31": "mismatch",
    "$5 × 3 = $15 $20 × 2 = $40": "ok",
    "$6 \\times 5 = 30$ and so on": "ok",  # TeX
}
"""Signs of money behind their numbers."""

TILDES = {
    "200TB * 6 = 1200TB ~ 1.2PB": "ok",
    "200TB * 6 = 1200TB ~ 2.4PB": "mismatch",
    "30 × 20 ~ 600 req": "ok",
    "30 × 20 ~ 6000 req": "mismatch",
}
"""A tilde with room around it, which says what `≈` says."""

EXACT = {
    "2,000,0000 / 60 = 333,333 requests": "unverifiable",  # two million, or twenty
    "2^40 bytes = 1.099.511.627.776 bytes": "ok",
    "2^40 bytes = 1.099.511.626.776 bytes": "mismatch",  # a slip in the tenth digit
    "2^40 = 1,099,511,627,776": "ok",
    "2^40 = 1,099,511,626,776": "mismatch",
    "host = 192.168.100.200": None,  # an address
}
"""Numbers that are printed in full."""

SPELLED_SIZES = {
    "12 MByte × 5 = 60 MByte": "ok",
    "12 MByte × 5 = 60 GByte": "mismatch",
    "12 MBytes/s × 8 = 96 Mbit/s": "ok",
    "8 KByte * 1M = 8 GBytes": "ok",
    "64 KiBytes × 1024 = 64 MiBytes": "ok",
    "40 Мб/с = 320 Мбит/с": "ok",  # Russian says Мбит for bits
    "40 Мб/с = 32 Мбит/с": "mismatch",
    "20 байт × 3 млн = 60 Мб": "ok",
    "20 байт × 3 млн = 6 Мб": "mismatch",
    r"$3 \times 1,5\ \text{GB} = 4,5 \space \text{GB}$": "ok",
    r"$3 \times 1,5\ \text{GB} = 45 \space \text{GB}$": "mismatch",
    "30 x 60 seconds = 1800 MB / per minute": "ok",
    "2 GB/s × 60 = 120 GB / per minute": "ok",
    "2 GB/s × 60 = 12 GB / per minute": "mismatch",
}
"""Bytes written out, with other letters, and what stands between a number and its unit."""

LEFT_AWAY = {
    "40,000 × 1 Mbit / 8 = 5 GB/s": "ok",  # a second, and the 8 makes bytes
    "40,000 × 1 Mbit / 8 = 50 GB/s": "mismatch",
    "400,000 / 5,000 MB per node / 0.8 = 100 nodes": "ok",  # of MB
    "400,000 / 5,000 MB per node / 0.8 = 10 nodes": "mismatch",
    "3 million * 4 views * 0.05GB * $0.01 = $6000 per day": "ok",  # by the GB, of a day
    "3 million * 4 views * 0.05GB * $0.01 = $60000 per day": "mismatch",
    "4,200,000 calls = 4.2M calls": "ok",
    "4,200,000 calls = 42M users": None,  # of different things
}
"""Units that are said once."""

OF_1024 = {
    "50,000 × 60 KB = 3,000,000 KB = 2.861 GiB": "ok",  # 3,000,000 KB are right
    "3,000,000 KB = 2.861 GiB": "unverifiable",  # where each KB is 1,024 B
    "3,000,000 KB = 2.794 GiB": "ok",
    "3,000,000 KB = 2.5 GiB": "mismatch",
    "3,000 MB = 3,000 MiB": "mismatch",  # who writes both keeps them apart
    "10 GiB / 16 KB = 655,360 objects": "unverifiable",
    "10 GiB / 16 KB = 65,536 objects": "mismatch",
}
"""Prefixes with an i beside others without."""

MEASURED = {
    "40 racks × 25 kW = 1 MW": "ok",
    "10 servers × 500 W = 5 kW": "ok",
    "10 servers × 500 W = 50 kW": "mismatch",
    "8 × 700 W = 5.6 kW": "ok",
    "5.6 kW × 24 h × 30 = 4,032 kWh": "ok",
    "500 W × 24 × 365 = 4.38 MWh": "ok",
    "500 W × 24 × 365 = 43.8 MWh": "mismatch",
    "5.6 kW × 730 h × $0.12/kWh = $490.56/month": "ok",
    "20 MW / 40 kW = 500 racks": "ok",
    "20 MW / 40 kW = 5,000 racks": "mismatch",
    "1M homes × 20 = 5 million kWh": "unverifiable",  # what one of them takes is left away
    "1,000 GPUs × 312 TFLOPS = 312 PFLOPS": "ok",
    "1,000 GPUs × 312 TFLOPS = 3.12 PFLOPS": "mismatch",
    "2 PFLOP/s × 1 d = 1.728e20 FLOP": "ok",
    "3e21 FLOP / 300 TFLOPS = 1e7 s": "ok",
    "32 cores × 16 × 2.5 GHz = 1.28 TFLOPS": "ok",
    "24 h × 3,600 s = 86.4 ks": "ok",
    "100 files × 500 LOC = 50 kLOC": "unverifiable",
    "40 modules × 25 kLOC = 1 MLOC": "unverifiable",
    "40 modules × 25 rows = 100 rows": "mismatch",
    "10M PV × 2 = 20M PV": "ok",  # page views
    "5 TV × 3 = 15 TV": "ok",
    "250 ml × 8 = 2 l": "unverifiable",  # units that are not read
    "40 cm × 5 = 2 m": "unverifiable",
    "2 km × 3 = 6,000 m": "unverifiable",
    "0.5 bar × 4 = 200 kPa": "unverifiable",
    "40 cm × 5 = 20 cm": "mismatch",
}
"""Power, energy, operations: units with a prefix that are neither bytes nor seconds."""

CURRENCIES = {
    "¥0.12 × 50 GB = ¥6": "ok",
    "¥300 × 12 = ¥3,600": "ok",
    "¥300 × 12 = ¥3,500": "mismatch",
    "₹500 × 12 = ₹6,000": "ok",
    "10,000 users × 5 calls = ¥1,150/month": "unverifiable",  # the price of a call is left away
    "€100 × 12 = $1,300": "unverifiable",
    "10 × €5 = €55": "mismatch",
}
"""Signs of money other than the dollar's."""

PART_OF_A_PERIOD = {
    "$5/day × 22 = $110/month": "ok",
    "$5/day × 22 = $120/month": "mismatch",
    "6 GB/day × 20 = 120 GB/month": "ok",
    "6 GB/day × 20 = 12 GB/month": "mismatch",
    "$0.25/hour × 10 × 22 = $55/month": "ok",
    "$300/month × 6 = $1,800/year": "ok",
    "4 GB/day × 50 = 200 GB/month": "mismatch",  # a month has no 50 days
    "$200/day × 5 users = $1,000/month": "mismatch",
    "3 MB/s × 1000 = 3 GB/hour": "mismatch",
}
"""A bare number of shorter periods in a longer one."""

A_DAY = {
    "24 * 60 * 60s = 86.400s": "unverifiable",  # a point between thousands
    "7 * 24 * 60 * 60 s = 604.800 s": "unverifiable",
    "24 * 60 * 60s = 86.5s": "mismatch",
    "24 × 60 × 60 s = 84,600 s": "mismatch",
    "4 min 20 s of downtime per year = 1 second per day": "unverifiable",
}
"""Seconds of days, a factor at a time."""

GROUPED = {
    "700G/24x60x60 = 8.1MB/sec": "unverifiable",  # by 86,400
    "700G/24x60x60 = 81MB/sec": "mismatch",
    "30 / 600 × 100 = 5%": "ok",
    "4 layers × 3 attempts = 81": "unverifiable",  # 3 × 3 × 3 × 3
    "4 layers × 3 attempts = 80": "mismatch",
    "40 layers × 2 attempts = 1,600": "mismatch",
}
"""Products behind a slash."""

PRICED_TERMS = {
    "$40 + (30 GB × $0.20) + (500 ops × $0.01) = $51/month": "ok",
    "$40 + (30 GB × $0.20) + (500 ops × $0.01) = $61/month": "unverifiable",
    "$2.50 × 6.4 = $16 per 1M tokens": "ok",
    "$2.50 × 6.4 = $18 per 1M tokens": "mismatch",
}
"""Prices that do not say of what."""

UNSAID = {
    # A wan is ten thousand: 20 million posts, 9 million users.
    "2,000 wan posts × 3 KB = 60 GB": "unverifiable",
    "900 wan users × 40 B = 360 MB": "unverifiable",
    "7M tokens × $2 = $14": "unverifiable",  # priced by the million
    "7M tokens × $2 = $140": "mismatch",
    "3,000 tokens × $0.02 = $0.06": "unverifiable",  # priced by the thousand, as tokens are
    "3,000 calls × $0.02 = $0.06": "mismatch",
    "4 MB each = 300 GB * 2 (copies) * 5 = 3 TB": "ok",  # of another thing than one
    "50 MiB × 4 = 200 TiB": "unverifiable",
    "50 MiB × 4 = 20 TiB": "mismatch",
    "40 GB × 3 = 120 TB": "mismatch",  # one prefix is how people slip
    "30,000 × 5 = 1,500,000,000": "mismatch",  # where nothing has a unit, nothing is left unsaid
}
"""Results that are off by just a scale, which may stand elsewhere on the page."""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        each
        for table in (
            MEASURED,
            PRICES,
            RATES,
            NAMED,
            LISTED,
            SAID_LATER,
            ROUNDED,
            SCALES,
            CONVERTED,
            OF_MACHINES,
            OTHER_LANGUAGES,
            DIMENSIONS,
            SMALL_B,
            REMARKS,
            BY_HAND,
            MONTHS_OF_HOURS,
            PERIODS_OF_A_CHAIN,
            EXACT,
            TILDES,
            OTHER_LANGUAGES,
            ROUNDED_ZEROS,
            BROKEN_OFF,
            CURRENCIES,
            SPELLED_SIZES,
            LEFT_AWAY,
            OF_1024,
            CURRENCIES,
            PART_OF_A_PERIOD,
            A_DAY,
            GROUPED,
            PRICED_TERMS,
            UNSAID,
        )
        for each in table.items()
    ],
)
def test_a_sentence_gets_the_verdict_that_follows_by_hand(sentence: str, verdict: str | None) -> None:
    found = {each.verdict for each in audit(f"{sentence}\n")}
    assert found == ({verdict} if verdict else set())


@pytest.mark.parametrize(("result", "verdict"), [("0,15", "ok"), ("1,5", "mismatch")])
def test_a_dot_before_a_label_separates_sums(result: str, verdict: str) -> None:
    found = audit(f"**Karten:** 20 × 90 MB ≈ 1,8 GB · **Wind:** 5 × 30 MB ≈ {result} GB\n")
    assert [each.verdict for each in found] == ["ok", verdict]


def test_cells_of_a_drawn_box_are_read_one_by_one() -> None:
    found = audit("│ 6 × 20 = 120 │ 3 × 5 = 15 │\n")
    assert [each.verdict for each in found] == ["ok", "ok"]


@pytest.mark.parametrize(("result", "verdict"), [("0.6", "ok"), ("6", "mismatch")])
def test_a_sum_goes_on_in_the_next_line_of_a_drawn_box(result: str, verdict: str) -> None:
    box = f"│ 3 million cars × 1 report every 5 seconds │\n│ = {result} million reports per second │\n"
    assert [each.verdict for each in audit(box)] == [verdict]


@pytest.mark.parametrize(("result", "verdict"), [("~150 GB/hour", "ok"), ("~15 GB/hour", "mismatch")])
def test_a_result_that_is_converted_in_its_cell_is_compared(result: str, verdict: str) -> None:
    headings = "| What | Calculation | Result |\n|---|---|---|\n"
    rate = {"~150 GB/hour": "41.7", "~15 GB/hour": "4.17"}[result]
    found = audit(f"{headings}| pulls | 500 pulls/hour × 300 MB | {result} = {rate} MB/s |\n")
    assert {each.verdict for each in found} == {"ok", verdict}


@pytest.mark.parametrize(("share", "verdicts"), [("220%", ["ok"]), ("320%", [])])
def test_a_change_of_bare_numbers_counts_when_it_is_right(share: str, verdicts: list[str]) -> None:
    assert [each.verdict for each in audit(f"Users: 1,250 → 4,000 ({share} increase)\n")] == verdicts


def test_a_sum_goes_on_in_the_next_comment_of_code() -> None:
    found = audit("# Load: 30K events/sec × 86400 sec/day × 30 days\n#       = 77.8 billion events\n")
    assert [each.verdict for each in found] == ["ok"]


@pytest.mark.parametrize(("result", "verdict"), [("~5,600 QPS", "ok"), ("~5.6M QPS", "mismatch")])
def test_a_share_of_what_the_row_counts_is_part_of_its_sum(result: str, verdict: str) -> None:
    headings = "| What | Calculation | Result |\n|---|---|---|\n"
    found = audit(f"{headings}| saves | 80M users × 60 saves/day × 10% changed | {result} |\n")
    assert [each.verdict for each in found] == [verdict]


@pytest.mark.parametrize(
    ("page", "verdicts"),
    [
        ("In ten years we keep 40M × 365 × 10 = 146\nbillion rows.\n", ["ok"]),
        ("In ten years we keep 40M × 365 × 10 = 14.6\nbillion rows.\n", ["mismatch"]),
        ("The sum is 6 × 20 = 120\nand more follows.\n", ["ok"]),
        ("We hold 1,000 × 3,000 = 3,000,000\nK is the key.\n", ["ok"]),
        ("We hold 1,000 × 3,000,000 = 3\nB rows.\n", ["ok"]),
        ("- The sum is 6 × 20 = 120\n- GB are counted apart.\n", ["ok"]),
        ("* Storage\n* = 2 KB * 30M\n* = 60 GB\n", ["ok"]),
        ("* Storage\n* = 2 KB * 30M\n* = 6 GB\n", ["mismatch"]),
        ("- Storage\n- = 2 KB * 30M\n- = 60 GB\n", ["ok"]),
    ],
)
def test_a_sum_goes_on_where_its_line_is_wrapped(page: str, verdicts: list[str]) -> None:
    assert [each.verdict for each in audit(page)] == verdicts


@pytest.mark.parametrize(
    ("sentence", "computed"),
    [
        ("40 Mbps × 3600 s × 24 / 8 / 1024 = 4,219 GB", 421.875),
        ("200 GB/day × 365 / 1000 = 730 TB/year", 73),
        ("$2.50 × 6.4 = $18 per 1M tokens", 16),
    ],
)
def test_what_comes_out_is_told_in_the_units_of_the_author(sentence: str, computed: float) -> None:
    assert [each.computed for each in audit(f"{sentence}\n")] == [pytest.approx(computed)]


def test_a_reason_is_told_as_a_sentence() -> None:
    found = audit("$40 + (30 GB × $0.20) + (500 ops × $0.01) = $61/month\n")
    assert [each.message for each in found] == ["the units of one side do not go together"]


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("€3 × 5 = €16", "computed 15, but 16 is printed, 6.7% off"),  # of what, the line says
        ("€3 × 500 = €1,600 a day", "computed 1,500/day, but 1,600/day is printed, 6.7% off"),
        ("$2.50 × 6.4 = $18 per 1M tokens", "computed 16 per 1 M, but 18 per 1 M is printed, 12% off"),
        ("2^20 = 1,048,567", "computed 1,048,576, but 1,048,567 is printed, 9 too little"),
        ("20 ms × 50 = 2 s", "computed 1 s, but 2 s is printed, 2 times too much"),
        (
            "2 GB/s × 60 = 12 GB / per minute",
            "computed 120 GB/minute, but 12 GB/minute is printed, 10 times too little",
        ),
    ],
)
def test_values_are_told_in_the_printed_unit(sentence: str, message: str) -> None:
    assert [each.message for each in audit(f"{sentence}\n")] == [message]
