
/* Laws of latency and how they are composed: `nalsd.physics.laws`, `nalsd.physics.composition` and
 * `nalsd.physics.mixtures`, step by step, on the same strata. What those compute once (borders of the strata,
 * integrals) comes as numbers in `TABLES`.
 */
const nalsdLaws = ((TABLES) => {
  "use strict";

  const EDGES = TABLES.edges, LEVELS = TABLES.levels, NORMAL_EDGES = TABLES.normal;
  const pairs = (list) => list.slice(1).map((high, i) => high - list[i]);
  const WEIGHTS = pairs(EDGES), STRATA = WEIGHTS.length;
  const HALF = EDGES.findIndex((p) => p >= 0.5);
  let left = 0;
  const SLOWER = WEIGHTS.slice(HALF).reverse().map((weight) => (left += weight));
  const PAIR_WEIGHTS = Float64Array.from(WEIGHTS.flatMap((a) => WEIGHTS.map((b) => a * b)));
  const MOST_QUORUM = 100, MOST_COPIES = 10000, SHARED = 12;

  const means = (areas, scale) => WEIGHTS.map((weight, i) => scale * (areas[i + 1] - areas[i]) / weight);
  const time = (seconds) => N.guard(seconds >= 0, "no latency is negative") && seconds;

  /* The complement of the error function: fdlibm's s_erf.c, rational approximations on five intervals, Sun Microsystems 1993. */
  const poly = (c, x) => c.reduceRight((sum, each) => sum * x + each, 0);
  const P = [1.28379167095512558561e-1, -3.25042107247001499370e-1, -2.84817495755985104766e-2,
    -5.77027029648944159157e-3, -2.37630166566501626084e-5];
  const Q = [1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3,
    1.32494738004321644526e-4, -3.96022827877536812320e-6];
  const PA = [-2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1,
    3.18346619901161753674e-1, -1.10894694282396677476e-1, 3.54783043256182359371e-2, -2.16637559486879084300e-3];
  const QA = [1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2,
    1.26171219808761642112e-1, 1.36370839120290507362e-2, 1.19844998467991074170e-2];
  const RA = [-9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1,
    -6.23753324503260060396e1, -1.62396669462573470355e2, -1.84605092906711035994e2, -8.12874355063065934246e1,
    -9.81432934416914548592];
  const SA = [1, 1.96512716674392571292e1, 1.37657754143519042600e2, 4.34565877475229228821e2,
    6.45387271733267880336e2, 4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135,
    -6.04244152148580987438e-2];
  const RB = [-9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1,
    -1.60636384855821916062e2, -6.37566443368389627722e2, -1.02509513161107724954e3, -4.83519191608651397019e2];
  const SB = [1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3,
    3.19985821950859553908e3, 2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1];
  const word = new DataView(new ArrayBuffer(8));
  const short = (x) => (word.setFloat64(0, x), word.setUint32(4, 0), word.getFloat64(0));
  const erfc = (x) => {
    const size = Math.abs(x);
    if (size < 0.84375) {
      const part = x * (poly(P, x * x) / poly(Q, x * x));
      return x < 0.25 ? 1 - (x + part) : 0.5 - (part + (x - 0.5));
    }
    if (size < 1.25) {
      const part = poly(PA, size - 1) / poly(QA, size - 1), one = 8.45062911510467529297e-1;
      return x > 0 ? 1 - one - part : 1 + (one + part);
    }
    if (size >= 28) return x > 0 ? 0 : 2;
    const s = 1 / (size * size), z = short(size);
    const part = size < 1 / 0.35 ? poly(RA, s) / poly(SA, s) : poly(RB, s) / poly(SB, s);
    const tail = Math.exp(-z * z - 0.5625) * Math.exp((z - size) * (z + size) + part) / size;
    return x > 0 ? tail : 2 - tail;
  };
  /** The share of the standard normal law between two values, from the nearer tail. */
  const normalShare = (low, high) => {
    const [from, to] = low >= 0 ? [-high, -low] : [low, high];
    return 0.5 * (erfc(-to / Math.SQRT2) - erfc(-from / Math.SQRT2));
  };

  /* Sources */

  const exponential = (mean) => (time(mean), WEIGHTS.map((weight, i) => mean * TABLES.exponential[i] / weight));
  const DEPTHS = exponential(1);
  const constant = (seconds) => new Array(STRATA).fill(time(seconds));
  const uniform = (longest) => (time(longest), WEIGHTS.map((_, i) => longest * (EDGES[i] + EDGES[i + 1]) / 2));
  const lognormal = (p50, p99) => {
    N.guard(p50 > 0 && p50 <= p99, "a latency's 99th percentile is at least its median, and the median is positive");
    const deviation = Math.log(p99 / p50) / N.normalQuantile(0.99);
    const edges = [-Infinity, ...NORMAL_EDGES.map((z) => z - deviation), Infinity];
    const mean = p50 * Math.exp(deviation ** 2 / 2);
    return WEIGHTS.map((weight, i) => mean * normalShare(edges[i], edges[i + 1]) / weight);
  };
  const waiting = (probability, wait) => {
    N.guard(probability >= 0 && probability <= 1 + 1e-12, "a share lies between 0 and 1");
    if (probability < WEIGHTS[STRATA - 1] / 10) return constant(probability * wait);
    return means(EDGES.map((p) => {
      const left = 1 - p;
      if (left >= probability) return 0;
      return left <= 0 ? probability : probability - left - left * Math.log(probability / left);
    }), wait);
  };
  const choice = (...all) => {
    const half = all.length >> 1, times = all.slice(0, half), shares = all.slice(half);
    const whole = shares.reduce((sum, share) => sum + share, 0);
    N.guard(Math.min(...all) >= 0, "no share and no latency is negative");
    N.guard(whole > 0, "the shares of the places add up to nothing");
    return thinned(times, shares.map((share) => share / whole));
  };

  /* Reading a law */

  const mean = (law) => law.reduce((sum, value, i) => sum + value * WEIGHTS[i], 0);
  const firstAbove = (list, holds) => {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(list[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const depthAt = (law, at, before) => {
    const i = before ? firstAbove(law, (v) => v >= at) : firstAbove(law, (v) => v > at);
    if (i === 0) return 0;
    if (i === STRATA) return Infinity;
    const part = (at - law[i - 1]) / (law[i] - law[i - 1]);
    return DEPTHS[i - 1] + (DEPTHS[i] - DEPTHS[i - 1]) * part;
  };
  const atMost = (law, at, before) => -Math.expm1(-depthAt(law, at, before));
  const between = (depths, times, depth) => {
    const i = firstAbove(depths, (v) => v >= depth);
    if (i === 0) return times[0];
    if (i === depths.length) return times[times.length - 1];
    const part = (depth - depths[i - 1]) / (depths[i] - depths[i - 1]);
    return times[i - 1] + (times[i] - times[i - 1]) * part;
  };
  const interpolated = (law, level) => between(DEPTHS, law, level < 1 ? -Math.log1p(-level) : Infinity);
  const inverse = (reached, grid) => {
    const depths = reached.map((p) => -Math.log1p(-Math.min(p, 1 - 1e-16)));
    return DEPTHS.map((depth) => between(depths, grid, depth));
  };

  /* The order of up to 4,096 values of 0 or more. A float of that sign is in the order of its bits: two counting
   * sorts by the upper ones (11 of 32 bits each), then each value moves past the few that share them. */
  const MOST = 4096, WIDE = 2048;
  const bits = new Float64Array(MOST), words = new Uint32Array(bits.buffer);
  const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
  const low = new Uint32Array(WIDE), high = new Uint32Array(WIDE);
  const half = new Uint16Array(MOST), places = new Uint16Array(MOST);
  /** Places of the first `count` values of `bits` in ascending order, in an array that the next call writes again. */
  const order = (count) => {
    let least = WIDE, most = 0;
    low.fill(0);
    high.fill(0);
    for (let i = 0; i < count; i += 1) {
      const word = words[2 * i + HIGH], upper = word >>> 20;
      low[(word >>> 9) & 2047] += 1;
      high[upper] += 1;
      if (upper < least) least = upper;
      if (upper > most) most = upper;
    }
    for (let i = 0, sum = 0; i < WIDE; i += 1) {
      const here = low[i];
      low[i] = sum;
      sum += here;
    }
    for (let i = least, sum = 0; i <= most; i += 1) {
      const here = high[i];
      high[i] = sum;
      sum += here;
    }
    for (let i = 0; i < count; i += 1) half[low[(words[2 * i + HIGH] >>> 9) & 2047]++] = i;
    for (let i = 0; i < count; i += 1) places[high[words[2 * half[i] + HIGH] >>> 20]++] = half[i];
    for (let i = 1, moves = 0; i < count; i += 1) {
      const place = places[i], value = bits[place];
      let at = i;
      for (; at > 0 && bits[places[at - 1]] > value; at -= 1) places[at] = places[at - 1];
      places[at] = place;
      moves += i - at;
      if (moves > 64 * count) return places.subarray(0, count).sort((a, b) => bits[a] - bits[b] || a - b);
    }
    return places;
  };

  /** The first `count` values of `bits`, with weights of 1 in all, as the means of the strata: each summed from
   * its own end, so that the rare slow ones are no differences of nearly equal sums. */
  const areas = new Float64Array(STRATA);
  const thinnedBits = (count, weights) => {
    const places = order(count);
    for (let i = 0, at = 0, reached = 0, area = 0, before = 0; at < HALF; i += 1) {
      const place = places[i], value = bits[place], weight = weights[place];
      reached += weight;
      area += value * weight;
      for (; at < HALF && (reached >= EDGES[at + 1] || i === count - 1); at += 1) {
        const border = area - value * (reached - EDGES[at + 1]);
        areas[at] = border - before;
        before = border;
      }
    }
    for (let i = count - 1, at = 0, reached = 0, area = 0, before = 0; at < SLOWER.length; i -= 1) {
      const place = places[i], value = bits[place], weight = weights[place];
      reached += weight;
      area += value * weight;
      for (; at < SLOWER.length && (reached >= SLOWER[at] || i === 0); at += 1) {
        const border = area - value * (reached - SLOWER[at]);
        areas[STRATA - 1 - at] = border - before;
        before = border;
      }
    }
    const law = new Array(STRATA);
    for (let i = 0, most = -Infinity; i < STRATA; i += 1) {
      const value = areas[i] / WEIGHTS[i];
      law[i] = most = value > most ? value : most;
    }
    return law;
  };
  const thinned = (values, weights) => {
    bits.set(values);
    return thinnedBits(values.length, weights);
  };

  /* Composition */

  const isFlat = (law) => law[0] === law[STRATA - 1];
  const serial = (...laws) => {
    if (!laws.length) return constant(0);
    let result = laws[0];
    for (const law of laws.slice(1)) {
      if (isFlat(law)) result = result.map((value) => value + law[0]);
      else if (isFlat(result)) {
        const first = result[0];
        result = law.map((value) => first + value);
      } else {
        for (let i = 0, at = 0; i < STRATA; i += 1) {
          const first = result[i];
          for (let j = 0; j < STRATA; j += 1) bits[at++] = first + law[j];
        }
        result = thinnedBits(STRATA * STRATA, PAIR_WEIGHTS);
      }
    }
    return result;
  };
  const together = (...laws) => laws[0].map((_, i) => laws.reduce((sum, law) => sum + law[i], 0));
  const branch = (share, law) => mixed(share, law, constant(0));
  const mixed = (given, one, other) => {
    N.guard(given >= -1e-12 && given <= 1 + 1e-12, "a share lies between 0 and 1");
    const share = Math.min(1, Math.max(0, given));
    return thinned([...one, ...other], [...WEIGHTS.map((w) => w * share), ...WEIGHTS.map((w) => w * (1 - share))]);
  };
  const repeated = (times, law) => {
    N.guard(times >= 0 && times <= MOST_COPIES, "so many repetitions are not composed");
    const whole = Math.trunc(times + 1e-9), rest = times - whole;
    let result = constant(0), power = law;
    for (let left = whole; left;) {
      if (left & 1) result = serial(result, power);
      left >>= 1;
      if (left) power = serial(power, power);
    }
    return rest > 1e-9 ? serial(result, branch(rest, law)) : result;
  };
  const scaled = (factor, law) => {
    N.guard(factor >= 0, "nothing takes a negative number of times");
    return law.map((value) => factor * value);
  };
  const correlated = (correlation, ...laws) => mixed(correlation, together(...laws), serial(...laws));
  const fastest = (needed, ...laws) => {
    const k = answers(needed, laws.length);
    const grid = Float64Array.from(new Set(laws.flat())).sort(), times = [], reached = [];
    for (const at of grid) {
      for (const before of [true, false]) {
        times.push(at);
        reached.push(atLeast(k, laws.map((law, i) => (i && law === laws[i - 1] ? null : atMost(law, at, before)))));
      }
    }
    return inverse(reached, times);
  };
  /** That k or more of independent events happen, each with its chance; `null` is the chance of the one before. */
  const atLeast = (k, chances) => {
    const exactly = new Float64Array(chances.length + 1);
    exactly[0] = 1;
    let p = 0;
    for (const chance of chances) {
      p = chance ?? p;
      for (let j = chances.length; j > 0; j -= 1) exactly[j] = exactly[j] * (1 - p) + exactly[j - 1] * p;
      exactly[0] *= 1 - p;
    }
    let enough = 0;
    for (let j = k; j <= chances.length; j += 1) enough += exactly[j];
    return enough;
  };
  const hedged = (after, ...laws) => {
    N.guard(after >= 0, "nothing is sent before it is sent");
    return fastest(1, ...laws.map((law, i) => law.map((value) => value + i * after)));
  };
  const even = (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
  const numberOf = (given, most) => {
    const number = even(given);
    N.guard(number >= 1 && number <= most, `so many at the same time are not composed: between 1 and ${most}`);
    return number;
  };
  const answers = (needed, number) => {
    N.guard(needed >= 1 && needed <= number && needed === even(needed), "so many answers cannot be waited for");
    return even(needed);
  };
  const copies = (needed, number, law) => {
    const n = numberOf(number, MOST_COPIES), k = needed === number ? n : answers(needed, n);
    return n === 1 ? law : orderLevels(k, n).map((level) => interpolated(law, level));
  };
  const quorum = (needed, number, local, remote) => {
    const n = numberOf(number, MOST_QUORUM);
    N.guard(n === number, "that is no number of copies");
    return fastest(needed, local, ...new Array(n - 1).fill(remote));
  };
  const remembered = new Map();
  const keep = (store, key, make, most) => {
    let found = store.get(key);
    if (found === undefined) {
      if (store.size >= most) store.clear();
      store.set(key, (found = make()));
    }
    return found;
  };
  const orderLevels = (k, n) => keep(remembered, k * 20000 + n, () => {
    if (k === n) return LEVELS.map((level) => level ** (1 / n));
    if (k === 1) return LEVELS.map((level) => -Math.expm1(Math.log1p(-level) / n));
    return LEVELS.map((level) => {
      let low = 0, high = 1;
      for (let i = 0; i < 50; i += 1) {
        const middle = (low + high) / 2;
        if (atLeastOf(k, n, middle) < level) low = middle;
        else high = middle;
      }
      return (low + high) / 2;
    });
  }, 256);
  const atLeastOf = (k, n, p) => {
    if (!(p > 0 && p < 1)) return p > 0 ? 1 : 0;
    const upwards = k > n * p, odds = p / (1 - p);
    let j = upwards ? k : k - 1, whole = 0;
    let term = Math.exp(N.lgamma(n + 1) - N.lgamma(j + 1) - N.lgamma(n - j + 1)
      + j * Math.log(p) + (n - j) * Math.log1p(-p));
    while (j >= 0 && j <= n && term > 1e-18) {
      whole += term;
      term *= upwards ? (n - j) / (j + 1) * odds : j / (n - j + 1) / odds;
      j += upwards ? 1 : -1;
    }
    return upwards ? whole : 1 - whole;
  };

  const sampled = (...values) => values;
  const SOURCES = { constant, exponential, uniform, lognormal, waiting, choice, sampled };
  const KINDS = {
    ...SOURCES, serial, together, repeated, branch, mixed, scaled, correlated, fastest, hedged, copies, quorum,
  };
  /* Laws by their structure, part by part: a text of it would take longer to make than to compose. */
  const MOST_LAWS = 2000, OPEN = {}, CLOSE = {}, LAW = {};
  let laws = new Map(), kept = 0;
  const next = (node, part) => {
    let found = node.get(part);
    if (found === undefined) node.set(part, (found = new Map()));
    return found;
  };
  const placeOf = (structure, from) => {
    let node = from;
    for (const part of structure) {
      node = Array.isArray(part) ? next(placeOf(part, next(node, OPEN)), CLOSE) : next(node, part);
    }
    return node;
  };
  const lawOf = (structure) => {
    const place = placeOf(structure, laws);
    let found = place.get(LAW);
    if (found === undefined) {
      place.set(LAW, (found = composed(structure)));
      kept += 1;
      if (kept > MOST_LAWS) [laws, kept] = [new Map(), 0];
    }
    return found;
  };
  const composed = (structure) => {
    const [kind, ...parts] = structure;
    if (kind === "correlated" && parts[0] === 0) return lawOf(["serial", ...parts.slice(1)]);
    if (kind === "serial" && parts.length > 2 && parts.length <= SHARED) {
      return serial(lawOf(parts[0]), lawOf(["serial", ...parts.slice(1)]));
    }
    return KINDS[kind](...parts.map((part) => (Array.isArray(part) ? lawOf(part) : part)));
  };

  /* Mixtures: cases with a share, a fixed time and the stages they pass */

  const SIDE_BY_SIDE = ["fastest", "hedged", "copies", "quorum"];
  const MOST_CASES = 100, MOST_SMOOTH = 8, NO_SHARE = 1e-9, ID = {};
  let named = 0;
  /** A number that stands for a structure, as long as its place is kept. */
  const idOf = (structure) => {
    const place = placeOf(structure, laws);
    if (!place.has(ID)) place.set(ID, (named += 1));
    return place.get(ID);
  };
  const caseOf = (share, fixed, stages) => ({ share, fixed, stages, key: stages.map(idOf).join() });
  const unlike = (found) => new Set(found.map((one) => one.key)).size;
  const merged = (found) => {
    const kept = new Map();
    for (const one of found) {
      const key = `${one.fixed};${one.key}`, like = kept.get(key);
      if (like === undefined) kept.set(key, { ...one });
      else like.share += one.share;
    }
    return [...kept.values()];
  };
  const either = (given, one, other) => {
    const share = Math.min(1, Math.max(0, given)), found = [];
    for (const [part, inside] of [[share, one], [1 - share, other]]) {
      if (part) found.push(...inside.map((each) => ({ ...each, share: part * each.share })));
    }
    return merged(found);
  };
  const placesOf = (all) => {
    const half = all.length >> 1, shares = all.slice(half), whole = shares.reduce((sum, share) => sum + share, 0);
    return all.slice(0, half).map((at, i) => caseOf(shares[i] / whole, at, [])).filter((one) => one.share);
  };
  const factorial = (n) => (n > 1 ? n * factorial(n - 1) : 1);
  const choices = (n, k) => Array.from({ length: k }, (_, i) => (n - i) / (k - i)).reduce((a, b) => a * b, 1);
  /** So many places of a list, in every choice that is not descending. */
  const draws = (length, number, first = 0) => (number === 0 ? [[]]
    : Array.from({ length: length - first }, (_, i) => i + first).flatMap(
      (i) => draws(length, number - 1, i).map((others) => [i, ...others]),
    ));
  const drawn = (inside, times) => merged(draws(inside.length, times).map((places) => {
    const alike = [...new Set(places)].map((i) => factorial(places.filter((each) => each === i).length));
    const orders = factorial(times) / alike.reduce((a, b) => a * b, 1);
    return caseOf(
      orders * places.reduce((share, i) => share * inside[i].share, 1),
      places.reduce((sum, i) => sum + inside[i].fixed, 0),
      places.flatMap((i) => inside[i].stages),
    );
  }));
  /** How often each case of a part comes up among so many repetitions; nothing where they are many. */
  const again = ([times, part]) => {
    const inside = casesOf(part), whole = Math.trunc(times + 1e-9), rest = times - whole;
    if (times < 0 || inside.length === 1 || choices(inside.length + whole, whole + 1) > MOST_CASES) return [];
    const found = drawn(inside, whole);
    return rest > 1e-9 ? either(rest, drawn(inside, whole + 1), found) : found;
  };
  const inSeries = (parts) => {
    let found = [caseOf(1, 0, [])];
    const common = [];
    for (const part of parts) {
      const inside = casesOf(part);
      if (inside.length === 1 && inside[0].stages.length) {
        common.push(part);
        continue;
      }
      const more = merged(found.flatMap((one) => inside.map(
        (two) => caseOf(one.share * two.share, one.fixed + two.fixed, [...two.stages, ...one.stages]),
      )));
      if (more.length > MOST_CASES || unlike(more) > MOST_SMOOTH) common.push(part);
      else found = more;
    }
    return found.map((one) => caseOf(one.share, one.fixed, [...one.stages, ...common]));
  };
  const slowTogether = (parts) => {
    if (parts.some((inside) => inside.some((one) => one.stages.length))) return [];
    const steps = parts.map((inside) => [...inside].sort((a, b) => a.fixed - b.fixed));
    const reached = steps.map((inside) => {
      let sum = 0;
      return inside.map((one) => (sum += one.share));
    });
    const edges = [...new Set(reached.flatMap((all) => all.slice(0, -1)))].sort((a, b) => a - b);
    const found = [0, ...edges].map((from, i) => {
      const to = i < edges.length ? edges[i] : 1, middle = (from + to) / 2;
      const fixed = steps.reduce((sum, inside, j) => {
        const place = firstAbove(reached[j], (edge) => edge >= middle);
        return sum + inside[Math.min(place, inside.length - 1)].fixed;
      }, 0);
      return caseOf(to - from, fixed, []);
    });
    return merged(found);
  };
  /** How likely enough answers are there, from how likely each part's is. */
  const enoughOf = (kind, parts, number) => {
    if (kind === "copies") {
      const n = numberOf(parts[1], MOST_COPIES), k = parts[0] === parts[1] ? n : answers(parts[0], n);
      return (chances) => atLeastOf(k, n, chances[0]);
    }
    if (kind === "quorum") {
      const n = numberOf(parts[1], MOST_QUORUM), k = answers(parts[0], n);
      return (chances) => atLeast(k, [chances[0], ...new Array(n - 1).fill(chances[1])]);
    }
    const k = kind === "hedged" ? 1 : answers(parts[0], number);
    return (chances) => atLeast(k, chances);
  };
  const ascending = (numbers) => Float64Array.from(new Set(numbers)).sort();
  /** The shares at which one case ends and a slower one begins, most of either apart from most of the other. */
  const gapsOf = ({ parts }) => {
    let sum = 0;
    const ordered = parts.map(({ share, law }) => ({ share, law, mean: mean(law) })).sort((a, b) => a.mean - b.mean);
    const reached = ordered.map(({ share }) => (sum += share));
    return reached.slice(0, -1).filter(
      (share, i) => NO_SHARE < share && share < 1 - NO_SHARE
        && interpolated(ordered[i].law, 0.75) < interpolated(ordered[i + 1].law, 0.25),
    );
  };
  const later = ({ parts, grid }, delay) => ({
    parts: parts.map(({ share, law }) => ({ share, law: law.map((value) => value + delay) })),
    grid: grid.map((at) => at + delay),
  });
  const cut = (levels, times, low, high) => (
    inverse(levels.map((p) => Math.min(1, Math.max(0, (p - low) / (high - low)))), times)
  );
  const SIDES = {};
  /** The law of the answer, cut where a part leaves a gap between its cases. */
  const sideBySide = (structure) => {
    const known = placeOf(structure, laws).get(SIDES);
    if (known !== undefined) return known;
    const found = sidesOf(structure);
    placeOf(structure, laws).set(SIDES, found);
    return found;
  };
  const sidesOf = ([kind, ...parts]) => {
    const inside = parts.filter(Array.isArray);
    if (inside.every((part) => casesOf(part).length === 1)) return [];
    let mixtures = inside.map(mixtureOf);
    if (kind === "hedged") mixtures = mixtures.map((mixture, i) => later(mixture, i * parts[0]));
    const enough = enoughOf(kind, parts, mixtures.length);
    const reached = (at, before) => enough(mixtures.map((mixture) => reachedBy(mixture, at, before)));
    const found = mixtures.flatMap((mixture) => gapsOf(mixture).map((gap) => reached(read(mixture, gap), false)));
    found.sort((a, b) => a - b);
    const cuts = found.filter((at, i) => at - (i ? found[i - 1] : 0) > NO_SHARE && 1 - at > NO_SHARE);
    if (!cuts.length || cuts.length >= MOST_SMOOTH) return [];
    const times = [], levels = [];
    for (const at of ascending(mixtures.flatMap((mixture) => [...mixture.grid]))) {
      for (const before of [true, false]) {
        times.push(at);
        levels.push(reached(at, before));
      }
    }
    return [...cuts, 1].map((to, i) => {
      const from = i ? cuts[i - 1] : 0;
      return caseOf(to - from, 0, [["sampled", ...cut(levels, times, from, to)]]);
    });
  };
  const SPLIT = {
    constant: (parts) => [caseOf(1, parts[0], [])],
    choice: placesOf,
    branch: (parts) => either(parts[0], casesOf(parts[1]), [caseOf(1, 0, [])]),
    mixed: (parts) => either(parts[0], casesOf(parts[1]), casesOf(parts[2])),
    scaled: (parts) => casesOf(parts[1]).map((one) => (
      caseOf(one.share, parts[0] * one.fixed, one.stages.map((stage) => ["scaled", parts[0], stage]))
    )),
    serial: inSeries,
    repeated: again,
    together: (parts) => slowTogether(parts.map(casesOf)),
    correlated: ([share, ...parts]) => (share === 0 ? inSeries(parts)
      : either(share, casesOf(["together", ...parts]), casesOf(["serial", ...parts]))),
  };
  const casesOf = (structure) => {
    const [kind, ...parts] = structure;
    const found = SIDE_BY_SIDE.includes(kind) ? sideBySide(structure) : kind in SPLIT ? SPLIT[kind](parts) : [];
    const few = found.length > 1 && found.length <= MOST_CASES && unlike(found) <= MOST_SMOOTH;
    return few || (found.length === 1 && !found[0].stages.length) ? found : [caseOf(1, 0, [structure])];
  };
  const checked = ([kind, ...parts]) => {
    if (kind in SOURCES) lawOf([kind, ...parts]);
    if (kind === "branch" || kind === "mixed") {
      N.guard(parts[0] >= -1e-12 && parts[0] <= 1 + 1e-12, "a share lies between 0 and 1");
    }
    if (kind === "scaled") N.guard(parts[0] >= 0, "nothing takes a negative number of times");
    for (const part of parts) if (Array.isArray(part)) checked(part);
  };
  const MIXTURE = {};
  const mixtureOf = (structure) => {
    const known = placeOf(structure, laws).get(MIXTURE);
    if (known !== undefined) return known;
    checked(structure);
    const parts = casesOf(structure).map(({ share, fixed, stages }) => {
      const law = lawOf(stages.length === 1 ? stages[0] : ["serial", ...stages]);
      return { share, law: fixed ? law.map((value) => fixed + value) : law };
    });
    const mixture = { parts, grid: ascending(parts.flatMap(({ law }) => law)) };
    placeOf(structure, laws).set(MIXTURE, mixture);
    return mixture;
  };
  const reachedBy = ({ parts }, at, before) => (
    parts.reduce((sum, { share, law }) => sum + share * atMost(law, at, before), 0)
  );
  const read = (mixture, wanted) => {
    const grid = mixture.grid, level = Math.min(wanted, 1 - 1e-12);
    const place = firstAbove(grid, (at) => reachedBy(mixture, at, false) >= level - 1e-12);
    const at = grid[Math.min(place, grid.length - 1)], before = reachedBy(mixture, at, true);
    if (place === 0 || before <= level) return at;
    const [low, high, depth] = [reachedBy(mixture, grid[place - 1], false), before, level].map((p) => -Math.log1p(-p));
    return grid[place - 1] + (at - grid[place - 1]) * Math.max(0, depth - low) / (high - low);
  };

  const percentile = (structure, level) => {
    N.guard(level > 0 && level < 1, "a quantile lies between 0 and 1");
    const [kind, ...parts] = structure, mixture = mixtureOf(structure);
    if (kind === "constant") return parts[0];
    if (kind === "uniform") return parts[0] * level;
    if (kind === "exponential") return -parts[0] * Math.log1p(-level);
    if (kind === "lognormal") {
      return parts[0] * (parts[1] / parts[0]) ** (N.normalQuantile(level) / N.normalQuantile(0.99));
    }
    return mixture.parts.length === 1 ? interpolated(mixture.parts[0].law, level) : read(mixture, level);
  };

  return {
    erfc, lawOf, percentile,
    mean: (structure) => mixtureOf(structure).parts.reduce((sum, { share, law }) => sum + share * mean(law), 0),
    slowerThan: (structure, at) =>
      mixtureOf(structure).parts.reduce((sum, { share, law }) => sum + share * Math.exp(-depthAt(law, at, false)), 0),
  };
})(TABLES);
