"""Three designs of different kinds which between them write every key of the format at least once."""

from __future__ import annotations

PHOTOS = {
    "index.md": """\
---
title: Photo store
summary: Keeps photos and shows them in three sizes.
status: review
tags: [storage, images]
owners: [media-infra, on-call]
plan_for: 2 y
knowledge: "2026.11"
not_applicable: {observability: measured by the platform}
---
Photos are written once and read often.
""",
    "1-context.md": """\
---
phase: 1
requirements:
  upload: {text: Keep each photo, apis: [put_photo]}
  show: Show a photo in three sizes
units: [photo]
assumptions:
  users: 40M .. 60M
  shots: {value: 0.5 .. 1 .. 3, unit: photo, label: Photos a day, because: survey of March, source: survey,
          measured: 2026-03-01}
quantities:
  uploads: {formula: users * shots / 1 d, unit: photo/s, label: Uploads, role: average,
            because: everyone shoots}
  twice: uploads * 2
constraints:
  fits: {that: 2 * 700 B <= 1500 B, label: Two in a frame, because: fewer packets}
  positive: users > 0
clients:
  phone:
    label: Phones
    located:
      eu_west: 60%
      pune: {share: 40%, city: Pune, coordinates: [18.52, 73.86]}
    connections: {open: 3M, new: 20k/s, requests: 4, rate: 80k req/s, tls: {full: 30%, resumed: 70%}}
workloads:
  upload:
    label: Uploads
    from: phone
    kind: write
    unit: request
    average: uploads
    peak_factor: 3
    peak_lasts: 2 h
    peaks_with: all
    request: 2 MB
    response: 200 B
    growth: 40%/y
  view: {from: phone, kind: read, average: 100k/s, peak: 300k/s, peaks_with: [upload], response: 150 kB}
apis:
  put_photo:
    text: Stores a photo
    method: PUT
    path: /v1/photos/{id}
    workload: upload
    request: examples/put.json
    response: examples/put-answer.json
    request_size: 2 MB
    response_size: 200 B
---
## Problem statement
Keep photos.
""",
    "2-slo.md": """\
---
phase: 2
slos:
  up: {label: Availability, for: workloads.view, availability: 99.95%, window: 28 d}
  fast: {for: paths.show, latency: 200 ms, at: p99}
  fresh: {for: paths.resize, freshness: 1 min, at: p99.9}
  kept: {for: stores.meta, durability: 99.999999999%}
  sustained: {for: workloads.upload, throughput: 2 GB/s}
entities:
  photo: {columns: {id: uuid, owner: int64, tags: json(420)}, primary_key: [id], indexes: [[owner, id], tags]}
stores:
  meta:
    label: Metadata
    tier: db
    engine: lsm
    amplification: {read: 3, write: 12, space: 1.2}
    entity: photo
    written_by: [insert]
    read_by: lookup
    rows: 40G
    compression: 2 .. 3
    keep: [{for: 30 d}, {for: 5 y, in: archive, compression: 4}]
    durable_at: quorum
    consistency: {when_partitioned: consistent, otherwise: consistency, read: strong}
  hot: {tier: cache, row: 600 B, caches: meta, hit_ratio: 97%, popularity: zipf(0.9), ttl: 1 d, keep: 1 d}
  warm: {service: archive, row: 1 kB, ram: 20 GiB}
services:
  archive:
    label: Object store
    kind: object_store
    availability: 99.9%
    latency: {p50: 30 ms, p99: 200 ms}
    price: aws/s3_standard
    critical: false
    limit: 3500 op/s/prefix
---
Text.
""",
    "3-capacity.md": """\
---
phase: 3
headroom: {network: 70%, packets: 60%, cpu: 60%, disk_iops: 70%, disk_throughput: 70%, disk_capacity: 80%,
           memory: 80%}
machines:
  box:
    label: Our own box
    cores: 32
    threads: 64
    ram: 256 GiB
    nic: 2 x 100 Gbps
    queues: 64
    packets: unknown
    disks:
      - 4 x samsung/pm9a3_7680
      - {count: 2, model: samsung/pm1743, capacity: 3.84 TB, read_iops: 2.5M, write_iops: 300k, read: 14 GB/s,
         write: 6 GB/s, endurance: 1 /d, life: 5 y, price: 900 USD}
    price: 900 USD/month_730h
    source: quote
  small: {cores: 8, ram: 32 GiB, nic: {count: 1, rate: 12.5 Gbps, baseline: 3.75 Gbps}, disks: none}
profiles:
  resize: {label: Resizing, each: 8 ms .. 20 ms, source: measured, measured: 2026-02-03}
  parse: {rate: 50k op/s/core, end_to_end: true}
  quick: 20 us
tiers:
  edge: {label: Edge, machine: aws/c7g.8xlarge, stateless: true, datapath: socket, profile: tls_light}
  db: {machine: box, nodes: 6, work: {insert: {rate: 300 MB/s/core}, lookup: parse, other: {each: 40 us}}}
  cache: {machine: small}
  workers:
    machine: box
    work: {queue: {profile: resize}}
    overhead: {os: 5%, runtime: 10%}
    state:
      minute: {holds: keys, entries: users, row: 64 B, window: 1 min, lateness: 10 min}
      seen: {holds: events, of: queue, row: 24 B, window: 10 min}
    memory: {per_connection: 32 KiB, runtime: 4 GiB}
    background:
      checkpoint: {every: 60 s, writes: 10%, reads: 5%, of: state, to: archive, reserve: {cpu: 5%}}
    concurrency: 8
    scaling: usl(0.03, 0.0005)
    headroom: {cpu: 80%}
flows:
  upload_in: {label: Uploads, from: workloads.upload, to: edge, protocol: https}
  insert: {from: edge, to: db, of: upload_in, ratio: 1, batch: {size: 200, wait: 5 ms}, protocol: tcp,
           mode: call, response: 40 B}
  queue: {from: edge, to: workers, of: upload_in, mode: pull, same_zone: true, batch: {bytes: 1 MiB}}
  lookup: {from: edge, to: db, of: upload_in, ratio: 1 - stores.hot.hit_ratio}
  flush: {from: workers, to: archive, rate: users / 1 min, size: 40 B, mode: async}
limits:
  leader: {label: Leader, of: stores.meta, each: shard, load: insert.rate, takes: 25 ms, serial: true,
           grows_by: shards}
  mesh: {of: tiers.db, each: node, load: tiers.db.nodes - 1, at_most: 1000, grows_by: nothing}
alternatives:
  pushed: {label: Pushed, set: {flows.queue.mode: async}, because: fewer hops, rejected: no backpressure}
---
Text.
""",
    "4-iterations.md": """\
---
phase: 4
zones: 3
cluster:
  db: {spread: zone, survive: {zones: 1, nodes: 1, regions: 0}, spare: 1}
  meta: {rf: 3, write: 2, read: 2, shards: {by: owner, count: auto, skew: zipf(1.0)},
         repair: {after: 30 min, at: 40%}}
  hot: {shards: 16}
balancers:
  front: {before: edge, tier: edge, layer: 4, tls: passthrough, policy: two_choices}
regions:
  us_east: {place: aws/us-east-1, runs: all, takes: auto, rtt: {eu_west: 70 ms}}
  eu_west: {place: {city: Cork, coordinates: [51.9, -8.5]}, runs: [edge, db], takes: {workloads: {view: 40%}}}
  ap: {place: {at: aws/ap-south-1}, takes: {share: 10%}}
replicate:
  meta: {from: eu_west, to: us_east, mode: async, lag: 30 s}
  hot: {mode: sync, quorum: global}
failover: {survive: {regions: 1}, to: nearest, within: 5 min}
cost: {currency: USD, include: [machines, disks, cross_zone, cross_region, egress, requests],
       commitment: on_demand}
---
Text.
""",
    "5-architecture.md": """\
---
phase: 5
paths:
  show:
    label: Showing
    workload: view
    asynchronous: false
    stages:
      - {rtt: phone -> edge, label: There and back}
      - handshake: auto
      - queue: edge
      - batch: insert
      - {call: insert, same_zone: true}
      - commit: meta
      - all_of: [{call: lookup}, {read: hot}]
      - {first_of: [{read: meta}, {read: hot}], after: 10 ms}
      - {call: lookup, times: 4, wait: all}
      - {when: 1 - stores.hot.hit_ratio, stages: [{read: meta}]}
      - {took: {p50: 2 ms, p99: 8 ms}, label: rank, source: measured}
  resize: {workload: upload, asynchronous: true, stages: [{lag: queue}, {waits: 1 min}]}
correlation: independent
diagram: {groups: {front: [edge, cache]}, also: diagrams/own.mmd}
observability:
  scrape: 15 s
  metrics: {edge: {series: 400, labels: {route: 12, code: 6}}}
  traces: {sample: 0.1%, spans: 8, size: 500 B, keep: 7 d}
  logs: {each: 300 B, sample: 1%, keep: 14 d}
  measures: {fast: histogram of the load balancer}
---
Text.
""",
    "6-stress-test.md": """\
---
phase: 6
stress:
  holidays: {label: Holidays, kind: surge, load: 10x, of: workloads.upload, for: 6 h, expect: sheds}
  syn_flood: {kind: surge, add: 60M packet/s, size: 64 B, at: edge}
  storm: {kind: retry_storm, layers: [app, edge], attempts: 3, timeout: 1 s, budget: 10%,
          trigger: {lose: {nodes: 10%}, of: db, for: 5 min}}
  poison: {kind: poison_pill, of: queue, share: 0.0001%, attempts: 5, each: 2 s, dead_letter: true}
  star: {kind: hot_key, of: meta, share: 20%, salt: auto}
  zone: {kind: loss, lose: {zones: 1}, of: all}
  cold: {kind: cold_cache, of: hot}
  stalled: {kind: backlog, of: queue, for: 30 min, drained_within: 1 h}
  rot: {kind: silent_loss, of: edge, rate: 0.1%/d, noticed_after: 14 d}
ignore: [{rule: N601, at: tiers.db, because: sized for 2027}]
---
Text.
""",
    "published.md": """\
---
title: What the arithmetic found
published:
  source: A blog, https://example.org/photos
  retrieved: 2026-05-01
  figures:
    - {id: P1, what: Daily volume, where: section 3, printed: 216 TB, quantity: workloads.upload.daily_volume,
       verdict: wrong, why: "a peak, times a day"}
    - {id: P2, what: Cores, printed: "44", quantity: workloads.view.peak / 250k/s, unit: "%", verdict: right}
---
Their figures beside ours.
""",
    "examples/put.json": '{"id": 1}\n',
    "examples/put-answer.json": "{}\n",
    "diagrams/own.mmd": "graph TD\n",
}

BALANCER = {
    "index.md": "---\ntitle: Balancer\nstatus: published\ntags: network\nowners: edge\n---\nForwards.\n",
    "1-context.md": """\
---
phase: 1
clients: {internet: {connections: {open: 10M}}}
workloads:
  packets: {from: internet, kind: forward, unit: packet, average: 20M packet/s, peak: 60M packet/s,
            request: 800 B}
---
Text.
""",
    "2-slo.md": "---\nphase: 2\nslos: {up: {for: workloads.packets, availability: 99.99%}}\n---\nText.\n",
    "3-capacity.md": """\
---
phase: 3
machines: {metal: {cores: 16, ram: 64 GiB, nic: 100 Gbps, disks: [], packets: 30M packet/s}}
tiers:
  lb: {machine: metal, datapath: xdp}
  backend: {machine: metal}
flows:
  lb_in: {from: workloads.packets, to: lb}
  lb_out: {from: lb, to: backend, of: lb_in, adds: 20 B}
  reply: {from: backend, to: clients.internet, of: lb_in, bypasses: [lb]}
alternatives: {slow: {set: {tiers.lb.datapath: ipvs, tiers.lb.nodes: 4}, because: no driver}}
---
Text.
""",
    "4-iterations.md": "---\nphase: 4\n---\nText.\n",
    "5-architecture.md": "---\nphase: 5\n---\nText.\n",
    "6-stress-test.md": "---\nphase: 6\n---\nText.\n",
}

FEED = {
    "index.md": "---\ntitle: News feed\n---\nPosts of friends.\n",
    "1-context.md": """\
---
phase: 1
units: [post]
assumptions: {dau: 300M, posts_per_user: 0.3 .. 0.7, followers: 220}
quantities: {posts: {formula: dau * posts_per_user / 1 d, label: Posts, role: average}}
workloads:
  post: {kind: write, average: posts, peak_factor: 2.5, request: 300 B}
  digest: {kind: job, average: 100/s, peak: 100/s}
---
Text.
""",
    "2-slo.md": "---\nphase: 2\n---\nText.\n",
    "3-capacity.md": """\
---
phase: 3
tiers: {fanout: {machine: aws/c7g.8xlarge}, feed: {machine: aws/r7i.8xlarge, concurrency: 1,
        work: {push: {rate: 180k op/s/core}}}}
flows:
  post_in: {from: workloads.post, to: fanout}
  push: {from: fanout, to: feed, of: post_in, ratio: followers, size: 16 B}
---
Text.
""",
    "4-iterations.md": "---\nphase: 4\n---\nText.\n",
    "5-architecture.md": "---\nphase: 5\n---\nText.\n",
    "6-stress-test.md": "---\nphase: 6\n---\nText.\n",
}
