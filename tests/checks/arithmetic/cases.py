"""Sentences with arithmetic in the styles of design notes, each with the verdict a careful reader gives.

`RIGHT` and `WRONG` hold one equation each; the true results were worked out by hand or with `bc`.
`SILENT` has numbers but no sum that could be wrong. `OPEN` cannot be decided from the text alone.
"""

from __future__ import annotations

RIGHT = """
24 * 60 * 60 = 86400
60 × 60 × 24 × 7 = 604,800 seconds in a week
A day has 24 h × 3600 s/h = 86,400 s.
3 + 4 × 5 = 23
(3 + 4) × 5 = 35
100 - 30 - 20 = 50
2 + 3 + 4 = 9 replicas
7 / 2 = 3.5
1,250,000 / 25 = 50,000
1_000_000 / 8 = 125_000
10 000 × 12 = 120 000
12 lakh × 10 = 1.2 crore
250 million * 4 = 1 billion
20M users x 3 photos = 60M photos
40 GB/day * 365 * 3 years = 43.8 TB
40 GB per day x 30 x 6 months = 7.2 TB
7 × 6 million \\~= 42 million
250 × 4,000,000 = 1000,000,000
20M users × 3 photos × 200 KB = 12 TB
6K writes/s * 2 KB = 12 MB/s
40k QPS × 5 KB = 200 MB/s
40k QPS × 5 KB × 8 = 1.6 Gbps
15,000 req/s * 4 KB = 480 Mbps
2.5 GB/s = 20 Gbps
1.25 GB/s ≈ 10 Gbps
90 MB/s = 720 Mbit/s
1 TiB = 1,024 GiB
1 GiB ≈ 1.07 GB
4096 × 16 B = 64 KiB
4096 × 16 bytes = 64 KB
1 GB / 64 KB = 16,384 blocks
10 Gbps = 1.25 GB/s
1 KB = 1024 bytes
1 MB = 10^6 bytes
2^20 bytes = 1 MB
1 ms = 1000 µs
250 ms + 0.75 s = 1 s
3 days = 72 hours
90 min = 1.5 h
1 week = 604,800 s
45M requests/day = 521 requests/s
500 req/s = 43.2M requests per day
1,200 writes per second × 86,400 seconds per day ≈ 104 million writes per day
8 billion / 86,400 ≈ 92.6K per second
30M / 86,400 s = ~347 QPS
30M/day / 86400 = 347/s
5M DAU * 12 / 86400 ≈ 700 QPS
peak = 3 × 700 = 2,100 QPS
800 QPS × 86400 × 365 = 25 billion requests per year
400/s × 1.5 KB × 86,400 = 51.8 GB/day
50 GB/day × 365 = 18.25 TB/year
50 GB × 30 = 1.5 TB per month
1.5 TB/month * 12 = 18 TB/year
18 TB × 3 replicas = 54 TB
18 TB x 3 x 1.2 = 64.8 TB
54 TB / 6 TB per node = 9 nodes
⌈55 / 6⌉ = 10
ceil(55 / 6) = 10 nodes
9 nodes / 0.75 = 12 nodes
35% of 40M = 14M
0.35 × 40M = 14M
40M × 35% = 14M
14 / 40 = 35%
14M / 40M = 0.35 (35%)
1 - 0.999 = 0.1%
0.995^4 = 98%
99.9% × 99.95% = 99.85%
100 GB + 20% = 120 GB
99.95% = 4.38 hours/year
99.99% → 52.6 minutes per year
99.9% ≈ 43.2 min/month
30 days × 24 h × (1 - 0.999) = 0.72 h
62^7 = 3.52 trillion
62^7 ≈ 3.5 × 10^12
2^32 = 4,294,967,296
2**16 = 65536
2^10 = 1024 ≈ 10^3
10⁶ × 10³ = 10⁹
10<sup>6</sup> × 500 B = 500 MB
log2(1,000,000) ≈ 20
log₂ n aside, log10(1000) = 3
sqrt(144) = 12
5 million × 200 bytes = 1 gigabyte
`12 * 250 = 3000`
**Storage:** 10M × 2 KB = **20 GB**
*Writes*: 10M / 86400 = ~116/s
- 8M users * 25 = 200M
> 300 × 40 = 12,000
1. 16 × 64 = 1,024
Cost: 40 × $0.25 = $10/hour
$0.023 × 50,000 GB = $1,150 per month
$10/hour × 730 h = $7,300
12 TB at $20/TB = $240
$$ 5{,}000 \\times 2\\,KB = 10\\,MB $$
$\\frac{30 \\times 10^6}{86400} \\approx 347$
$\\frac{120\\text{ GB}}{40} = 3\\text{ GB}$
$2^{30} \\approx 10^{9}$
$N = 200 \\cdot 5 = 1000$
\\(300M \\times 20\\% = 60M\\)
\\[ 4 \\times 25 \\text{ ms} = 100 \\text{ ms} \\]
$1{,}000 \\text{ req/s} \\times 5 \\text{ KB} = 5 \\text{ MB/s}$
200 writes/s × 1 KB = 200 KB/s = 17.28 GB/day
10 × 5 = 50 → 50 × 2 = 100
RAM = 2M sessions × 4 KB = 8 GB
cache: 20% × 500 GB => 100 GB
500 GB * 0.2 -> 100 GB
5 × 4 is 20
12 × 12 equals 144
reads : writes = 9,000 : 90 = 100:1
9,000 / 90 = 100:1
200 reads/s / 4 = 50 reads/s each
3 zones × 4 racks × 10 servers = 120 servers
500 GB (1B × 500 bytes)
~1,160/s (100M / 86,400)
2.5 GB/s (20 Gbps) of payload
100M × 32B = 3.2 GB
3B messages × 100 bytes = 300 GB
10B × 1 KB = 10 TB
15 × 4 = 60 ± 5
two replicas × 5 TB = 10 TB
16 cores × 2 threads = 32 threads, of which 4 are spare
6 × 7 = 42.
Total = 120 + 45 + 35 = 200 ms
1,000 × 1,000 = 1M, and 1M × 8 B = 8 MB
5 × 300 ≈ 1.5k
7 × 13 = over 90
1 month = 30 days = 2.592M seconds
1 year ≈ 31.5M seconds
24 × 3600 ≈ 10^5
400M × 10 = 4G
3 x 2 TB drives = 6 TB
100 km × 2 / 200,000 km/s = 1 ms
1500 - 40 = 1460 B
25 Gbps / 8 = 3.125 GB/s
8192 MB / 1024 = 8 GB
0.004 s × 1000 = 4 ms
½ × 40 = 20
20M × 10 = 200M → / 86400 = 2.3K
10M photos at 200 KB = 2 TB
1,000 users with 5 posts each = 5,000 posts
40 req/s for 1 day = 3.456M
10 shards with 64 × 2 GB = 128 GB
500 ms → 50 ms (10x faster)
from 80 GB to 20 GB (75% less)
half of 40M = 20M
10M * 5 / 24 / 3600 ~ 579
5 × 300 KB = 1,500 KB, or 1.5 MB
10 × 1.2 MB = (approx.) 12 MB
users:- 100 million users * 20 messages = 2 billion messages
(3 × 0.3) + (2 × 0.2) = 1.3
150mil * 2 / 24h / 60m / 60s = 3400-3600 tweets per second
(430 - 50) + 4 = 384 × $0.20 = $76.80
64M / 256 B = 2^18 ranges
100 × 100 MB × 8 bit = 80 Gb
5 × 20 = 100 µs
150 × 30 = 4.5 TB
8h 30min + 90 min = 10 h
2^41 ms = 69 years
100:1 read/write → 1.2K × 100 = 120K reads/s
1 billion × (8 + 8) B = 16 GB
3 TB × $0.023 = $69
At most, 25 GB/day × 365 is about 9.13 TB before overhead
½ + ¼ = ¾
2^20 ≈ 1mil, 2^50 ≈ 1quad
Writes: 6M rides a day - 6M / 86,400 = 69/s
the three copies- 3 × 14 TB = 42 TB
minutes of a week - 7 × 24 × 60 = 10,080
40 + 25 + 12.5 = 77.5 million listeners
60M / 86,400 = 662 × 2^20 / 10^6 = 694/s
9 TB × 30 = 270 TB, ×3 copies = 810 TB
40B events/day × 0.5 KB = 20 TB/day of raw text, × 365 = 7.3 PB/year
3 × 4 TB ≈ 12 TB, times 2 sites ≈ 24 TB
3M readers × an article of 40 KB = 120 GB
$3 / 200 = 1.5 cents
(2B/day ~ 23.1k QPS)
40M × 250 KB :- 10 TB of pictures
120 TB => 0.12 PB
80M × 25 => 2B likes a day
12 GB × 5 = 60 GB + 8 GB × 5 = 100 GB
6M × (4 KB + 1 MB) = 24 GB of text and 6 TB of pictures
8 req/s × 250 KB, that's 2 MB/s
4M × 3 KB, which is 12 GB
4M × 3 KB gives us about 12 GB
30.000.000 × 2 KB = 60.000 MB
2000 × 0,5 = 1,000
$$ 30 \\space million \\times 4 \\space KB = 120 \\space GB $$
60M / 86,400 = approx. 700 writes per second
512 bytes / 1 KB = 0\\.5
At 6M cars × 1 update/4s = 1.5M updates/s
2B × 0.02 × 15 = 600 PB
50,000 × 0.4 × 2 GB = 40,000 GB-seconds
1M × 1 MB = 1 TB$ $12 \\times 2 = 24$ 365 of them
7 × 6 = 42 pages (2 x 21)
assert wait == 250 // 1 token / 4 per sec = 250 ms
the record has 1,100 = 640 + 320 + 140
""".strip().splitlines()

WRONG = """
40 GB/day * 365 * 3 years = 88 TB
7 × 6 million \\~= 52 million
250 × 4,000,000 = 1500,000,000
24 * 60 * 60 = 84600
60 × 60 × 24 × 7 = 640,800 seconds in a week
3 + 4 × 5 = 35
100 - 30 - 20 = 40
1,250,000 / 25 = 5,000
250 million * 4 = 1 million
20M users × 3 photos × 200 KB = 12 GB
20M users × 3 photos × 200 KB = 120 TB
6K writes/s * 2 KB = 12 GB/s
40k QPS × 5 KB × 8 = 16 Gbps
15,000 req/s * 4 KB = 60 Mbps
2.5 GB/s = 2.5 Gbps
10 Gbps = 10 GB/s
90 MB/s = 90 Mbit/s
1 TiB = 1,000 MiB
4096 × 16 B = 64 MB
1 GB / 64 KB = 1,638 blocks
1 MB = 10^3 bytes
1 ms = 100 µs
3 days = 36 hours
45M requests/day = 5,210 requests/s
500 req/s = 4.3M requests per day
8 billion / 86,400 ≈ 9.26K per second
30M / 86,400 s = ~3,470 QPS
5M DAU * 12 / 86400 ≈ 7,000 QPS
peak = 3 × 700 = 2,800 QPS
400/s × 1.5 KB × 86,400 = 5.18 GB/day
50 GB/day × 365 = 182 TB/year
50 GB × 30 = 15 TB per month
18 TB × 3 replicas = 48 TB
54 TB / 6 TB per node = 12 nodes
ceil(55 / 6) = 12 nodes
35% of 40M = 16M
40M × 35% = 1.4M
14 / 40 = 45%
0.995^4 = 95%
99.9% × 99.95% = 98%
99.95% = 43.8 hours/year
99.99% → 5.26 minutes per year
62^7 = 35.2 trillion
62^6 ≈ 5.68 billion
2^32 = 42.9 billion
2**16 = 64536
10⁶ × 10³ = 10⁸
10<sup>6</sup> × 500 B = 5 GB
5 million × 200 bytes = 10 gigabytes
`12 * 250 = 3600`
**Storage:** 10M × 2 KB = **2 GB**
*Writes*: 10M / 86400 = ~1,160/s
- 8M users * 25 = 20M
Cost: 40 × $0.25 = $100/hour
$10/hour × 730 h = $730
12 TB at $20/TB = $2,400
$$ 5{,}000 \\times 2\\,KB = 10\\,GB $$
$\\frac{30 \\times 10^6}{86400} \\approx 3470$
$2^{30} \\approx 10^{10}$
\\(300M \\times 20\\% = 6M\\)
\\[ 4 \\times 25 \\text{ ms} = 1000 \\text{ ms} \\]
200 writes/s × 1 KB = 200 KB/s = 172.8 GB/day
200 writes/s × 1 KB = 2 MB/s = 172.8 GB/day
RAM = 2M sessions × 4 KB = 80 GB
cache: 20% × 500 GB => 10 GB
12 × 12 equals 1,440
3 zones × 4 racks × 10 servers = 1,200 servers
5 TB (1B × 500 bytes)
25 GB/s (25 Gbps) of payload
10B × 1 KB = 10 GB
Total = 120 + 45 + 35 = 300 ms
1,000 × 1,000 = 1M, and 1M × 8 B = 8 GB
100 req/s × 60 = 6,000 req/hour
40 × 200 bytes ~= 800 KB per second
25 Gbps / 8 = 31.25 GB/s
3,000 writes/s → 26M writes/day
100 GiB = 100 GB
20M × 10 = 200M, / 86400 = 23K
10M photos at 200 KB each = 2 GB
500 ms → 50 ms (100x faster)
from 80 GB to 20 GB, a 25% reduction
twice 300 = 700
5 million x 30 = 15 MB
3072 / 32 = 846 bytes
8 + 8 + 280 + 14 = 350 bytes
(3 × 0.3) + (2 × 0.2) = 1.4
10^5 * 100MB * 8bit = 80 TB/s
4000 * 2 = 100,000 / s
100 × 1000 × 1000 = 10^9
5 × 3 = 16
50 + 20 + 30 = 110 ms
1B rows × 16 B = 1.6 GB
10 bits/key × 1B keys = 10 GB
a factor of $1 / 3\\% = 66$ in most systems
of the load, `10 × 3 = 40` remain
10% × 90M = 18M connections over some ten seconds
2^50 ≈ 1 million
five copies- 6 × 20 = 100 PB
7.4B - 1.2B = 6.2M
2k × 100 = 200M per second
90 TB × 365 = 32,850 TB = 32.85 TB
4,000 TB = 4 TB
9 TB × 30 = 270 TB, ×3 copies = 8.1 PB
40B events/day × 0.5 KB = 20 TB/day of raw text, × 365 = 73 PB/year
3M readers × an article of 40 KB = 1.2 GB
20 + 30 + 5 = 12 bytes
900 × 2^40 = 900 GB
$3 / 200 = 15 cents
(2B/day ~ 231k QPS)
40M × 250 KB :- 2 TB of pictures
80M × 25 => 4B likes a day
30 billion notes × 100 bytes => 30 TB/day
3M per day × 5 × 40 bytes = 500 MB per day
5M × 2 KB, so that's 12 TB
30.000.000 × 2 KB = 6.000 MB
$$ 30 \\space million \\times 4 \\space KB = 12 \\space GB $$
1000 × 1000 = 100
216 TB × 365 × 10 = 650 PB
""".strip().splitlines()

SILENT = """
x = 50, y = 75
N = 2F + 1, and with f = 2 we have 2f + 1 = 5 nodes
R + W > N
W + R > 3 with R = W = 2
HTTP/2 needs TLS 1.3 in 2024
version 1.2.3 → 1.2.4
10.0.0.0/8 and fe80::/10
latency: 5 ms → 3 ms
from 10 → 100 → 1000 users
p99 = 200 ms
timeout=30, retries=3, backoff=2
if (n % 3 == 0) { n = n / 3 }
for (int i = 0; i < 10; i++)
step 1 -> step 2 -> step 3
2024-01-05 = start of the quarter
width="20 kB" height="1448 B"
`max_connections = 100`
| 10 | 20 | 30 |
| 3 replicas | 5 TB | 9 nodes |
see section 3.2 = appendix
GET /items?page=2&size=50
a * b = c
rate = users * actions / 86400
T(n) = 2T(n/2) + n
f(2 * 3) = 7
row[2 * 1] = 5
1 server = 1000 QPS
1 token = 4 bytes, roughly
Monday = 1, Tuesday = 2
10:30 = too late
SHA-256 = 64 hex digits
c5.4xlarge = 16 vCPU
RF=3 → survives 1 loss
5 ^ 3 = 6
255 + 1 = 0
7 + 8 = 3 (mod 12)
10 servers → 5 GB/s
1 + 1 + ... = many
$5 → $10
Phase 1-3 = 50%
3 reads + 2 writes = 11 units
use 5 GB or 5 MB
scale from 3 to 5 nodes (2 more)
y=2012/m=06/d=01/H=00
It takes 5 ~ 10 servers
50/5 = 10 servers with 64 GB
15 + 128K for `memLevel` = 8
2 * (500 B + 60 B) &lt;= 1500 B
1.5 -0.0 -> 0.0015
200M people, each opens 80 items/day = 16B item views/day
400 bytes/line = 12 TB/yıl
20+4 shards → 7e-12 annual loss
6 x 400 + 70 = one packet
480 B on the wire (40 + 16 + 8) = 19 Gbps
26^5 ≈ 32^5
1 B × (2 × 20 KB + 20% × 10 MB) = 30 TB of text and 2 PB of media
pictures: avg 300 KB × 4% events ≈ 12 TB
""".strip().splitlines()

OPEN = """
5 million x 30 = 15 GB
users × 5 = 50M
10 streams × 9 recipients = 180 Mbps
12,345 × 1.1 ≈ a lot, say 13k or 14k = enough
90 × 1.03 = 95
100M per day = 1,000 per second
10 × 3 = 60 s
20 million users × 10 × 30 = 600 GB
1M × 1 KB = 365 GB/year
90,000 / 30 * 24 * 60 = 2
we keep 2 × 5 GB, or about 12 GB
""".strip().splitlines()
