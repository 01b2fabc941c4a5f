/* What generated formulas call: the operations that JavaScript does not have, or has otherwise.
 * Each does what its Python form in `nalsd.graph.operations` does, to the last bit for arithmetic and
 * rounding; where Python raises, it throws. Plain script: defines `N` and nothing else.
 */
const N = (() => {
  "use strict";

  const SNAP = 1e-9; // relative distance within which a value counts as the integer beside it, or as no larger
  const SETTLED = 1e-9; // relative change of the last step below which an iteration has settled

  /** Thrown outside the limits of validity of a formula. */
  class GuardError extends Error {}

  const guard = (holds, message) => {
    if (!holds) throw new GuardError(message);
    return true;
  };

  /** The value itself; throws for what is no finite real number. */
  const finite = (x) => {
    if (Number.isFinite(x)) return x;
    throw new RangeError("no finite real value");
  };

  const divide = (a, b) => {
    if (b === 0) throw new RangeError("division by zero");
    return a / b;
  };

  const snapped = (x, rounded) => {
    const near = Math.floor(x + 0.5);
    return Math.abs(x - near) <= SNAP * Math.max(1, Math.abs(x)) ? near : rounded;
  };
  const ceil = (x) => snapped(x, Math.ceil(x));
  const floor = (x) => snapped(x, Math.floor(x));

  /** The sum of term(k) for the whole k from first to last. */
  const sum = (first, last, term, most) => {
    guard(last - first + 1 <= most + SNAP, `a sum of more than the ${most} terms allowed`);
    let result = 0;
    for (let k = ceil(first), end = floor(last); k <= end; k += 1) result += term(k);
    return result;
  };

  /** step(step(... start)); throws when the last step still moved it. */
  const iterate = (start, step, times) => {
    let before = start, value = start;
    for (let i = 0; i < times; i += 1) [before, value] = [value, step(value)];
    const moved = Math.abs(value - before) > SETTLED * Math.max(Math.abs(value), Math.abs(before));
    guard(!moved, `the value has not settled after ${times} steps`);
    return value;
  };

  /** The root of a monotone function, as close as `steps` halvings come (T. R. Chandrupatla, 1997). */
  const solve = (low, high, f, steps) => {
    const atLow = f(low), atHigh = f(high);
    if (atLow === 0) return low;
    if (atHigh === 0) return high;
    guard(atLow > 0 !== atHigh > 0, `no solution between ${low} and ${high}`);
    const close = Math.abs(high - low) * 2 ** -steps;
    let a = low, atA = atLow, b = high, atB = atHigh, c, atC, share = 0.5;
    for (let i = 0; i < 2 * steps; i += 1) {
      const x = a + share * (b - a);
      if (x === a || x === b) break;
      const atX = f(x);
      if (atX > 0 === atA > 0) [c, atC] = [a, atA];
      else [c, atC, b, atB] = [b, atB, a, atA];
      [a, atA] = [x, atX];
      const least = close / Math.abs(b - a);
      if (least > 0.5 || atA === 0) break;
      const xi = (a - b) / (c - b), phi = (atA - atB) / (atC - atB);
      share = 0.5;
      if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
        share = atA / (atB - atA) * atC / (atB - atC);
        share += (c - a) / (b - a) * atA / (atC - atA) * atB / (atC - atB);
      }
      share = Math.min(Math.max(share, least), 1 - least);
    }
    if (Math.abs(atA) === Math.abs(atB)) return (a + b) / 2;
    return Math.abs(atA) < Math.abs(atB) ? a : b;
  };

  /** The category of the largest value; of those within SNAP of each other the first. */
  const argmax = (categories, values) => {
    let best = 0;
    values.forEach((value, i) => {
      if (value > values[best] + SNAP * Math.abs(values[best])) best = i;
    });
    return categories[best];
  };

  const lookup = (table, key) => {
    guard(Object.hasOwn(table, key), `${key} is not in the table`);
    return table[key];
  };

  const polynomial = (coefficients, x) => coefficients.reduce((value, c) => value * x + c, 0);

  // Lanczos approximation, N = 13, g = 6.0246800407767296 (Boost; CPython's math module has the same).
  const LANCZOS_G = 6.024680040776729583740234375;
  const LANCZOS_ABOVE = [
    2.506628274631000270164908177133837338626, 210.8242777515793458725097339207133627117,
    8071.672002365816210638002902272250613822, 186056.2653952234950402949897160456992822,
    2876370.628935372441225409051620849613599, 31426415.58540019438061423162831820536287,
    248874557.8620541565114603864132294232163, 1439720407.311721673663223072794912393972,
    6039542586.352028005064291644307297921070, 17921034426.03720969991975575445893111267,
    35711959237.35566804944018545154716670596, 42919803642.64909876895789904700198885093,
    23531376880.41075968857200767445163675473,
  ];
  const LANCZOS_BELOW = [
    1, 66, 1925, 32670, 357423, 2637558, 13339535, 45995730, 105258076, 150917976, 120543840, 39916800, 0,
  ];
  const lanczos = (x) =>
    x < 5
      ? polynomial(LANCZOS_ABOVE, x) / polynomial(LANCZOS_BELOW, x)
      : polynomial([...LANCZOS_ABOVE].reverse(), 1 / x) / polynomial([...LANCZOS_BELOW].reverse(), 1 / x);

  /** The natural logarithm of the absolute value of the gamma function. */
  const lgamma = (x) => {
    if (Math.floor(x) === x && x <= 2) {
      if (x <= 0) throw new RangeError("no logarithm of the gamma function there");
      return 0;
    }
    const size = Math.abs(x);
    if (size < 1e-20) return -Math.log(size);
    const above = Math.log(lanczos(size)) - LANCZOS_G + (size - 0.5) * (Math.log(size + LANCZOS_G - 0.5) - 1);
    if (x > 0) return finite(above);
    const fraction = size - 2 * Math.floor(size / 2);
    return finite(Math.log(Math.PI) - Math.log(Math.abs(Math.sin(Math.PI * fraction))) - Math.log(size) - above);
  };

  // M. J. Wichura, Algorithm AS 241, Applied Statistics 37(3), 1988: PPND16.
  const CENTRE = [
    [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
    [5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1],
  ];
  const NEAR = [
    [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734],
    [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1],
  ];
  const FAR = [
    [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
     0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699,
     6.6579046435011037772],
    [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
     7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1],
  ];
  const ratio = ([above, below], r) => polynomial(above, r) / polynomial(below, r);

  /** The quantile of the standard normal distribution. */
  const normalQuantile = (p) => {
    if (!(p > 0 && p < 1)) throw new RangeError("a probability lies between 0 and 1");
    const q = p - 0.5;
    if (Math.abs(q) <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q);
    const r = Math.sqrt(-Math.log(q <= 0 ? p : 1 - p));
    const size = r <= 5 ? ratio(NEAR, r - 1.6) : ratio(FAR, r - 5);
    return q < 0 ? -size : size;
  };

  return {
    GuardError, argmax, ceil, divide, finite, floor, guard, iterate, lgamma, lookup, normalQuantile, solve, sum,
  };
})();
