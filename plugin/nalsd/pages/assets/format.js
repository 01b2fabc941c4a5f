
/* Figures as `nalsd.units.format` prints them. A unit comes as a list: its kind, num and den of its size, the size
 * of its prefix, its symbol, what stands after it, what else the kind needs, and last its base units.
 */
const nalsdFormat = (() => {
  "use strict";

  const SCALES = ["", "k", "M", "G", "T"], DECIMAL = ["", "k", "M", "G", "T", "P", "E"];
  const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
  const YEAR = 365 * 86400, NINES = 13;
  const LARGEST = 1e290; // beyond it in base units: in a smaller one its number may be more than a float holds
  const DURATIONS = [["y", YEAR], ["d", 86400], ["h", 3600], ["min", 60]];
  const FRACTIONS = [["s", 0], ["ms", -3], ["µs", -6], ["ns", -9]];

  /** Python's `.Ne`: an exact half goes to the even digit, where JavaScript goes up. */
  const exponential = (value, decimals) => {
    const text = value.toExponential(decimals), long = Math.abs(value).toExponential(30);
    const [figures] = long.split("e"), rest = figures.replace(".", "").slice(decimals + 1);
    if (!/^50*$/.test(rest)) return text;
    const kept = figures.replace(".", "").slice(0, decimals + 1);
    if (Number(kept[decimals]) % 2) return text;
    const down = decimals ? `${kept[0]}.${kept.slice(1)}` : kept;
    return `${value < 0 ? "-" : ""}${down}e${long.split("e")[1]}`;
  };
  const significant = (value, digits) => {
    const [mantissa, exponent] = exponential(value, Math.max(digits, 1) - 1).split("e");
    const figures = mantissa.replace("-", "").replace(".", "").replace(/0+$/, "") || "0";
    return [mantissa[0] === "-" && figures !== "0", figures, Number(exponent)];
  };
  const grouped = (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const point = (figures, exponent) => {
    if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${figures}`;
    const fraction = figures.slice(exponent + 1);
    const whole = figures.slice(0, exponent + 1).padEnd(exponent + 1, "0").replace(/^0+(?=\d)/, "");
    return grouped(whole) + (fraction ? `.${fraction}` : "");
  };
  const scientific = (value, digits) => {
    const [negative, figures, exponent] = significant(value, digits);
    return `${negative ? "-" : ""}${point(figures, 0)}e${exponent}`;
  };
  const plain = (value, digits) => {
    const [negative, figures, exponent] = significant(value, digits);
    if (exponent < -4 || exponent > 20) return scientific(value, digits);
    return (negative ? "-" : "") + point(figures, exponent);
  };
  /** Python's round of a number to an integer: a half to the even one. */
  const even = (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
  const count = (value, hard, digits) => {
    if (!hard && Math.abs(value) < 1e5 && Math.abs(value - even(value)) <= 1e-9 * Math.abs(value)) {
      const whole = even(value);
      return (whole < 0 ? "-" : "") + grouped(String(Math.abs(whole)));
    }
    const [negative, figures, exponent] = significant(value, digits);
    if (exponent >= 15) return scientific(value, digits);
    if (exponent < 5) return plain(value, digits);
    const step = Math.floor(exponent / 3);
    return (negative ? "-" : "") + point(figures, exponent - 3 * step) + SCALES[step];
  };
  const prefixed = (value, symbol, prefixes, digits) => {
    const [negative, figures, exponent] = significant(value, digits);
    const step = Math.min(Math.max(Math.floor(exponent / 3), 0), prefixes.length - 1);
    if (exponent < -4 || exponent - 3 * step > 5) return `${plain(value, digits)} ${symbol}`;
    return `${negative ? "-" : ""}${point(figures, exponent - 3 * step)} ${prefixes[step]}${symbol}`;
  };
  const binary = (value, symbol, digits) => {
    const four = Math.max(digits, 4);
    let size = Math.abs(value), step = 0;
    while (Number(exponential(size, four - 1)) >= 1024 && step < BINARY.length - 1) [size, step] = [size / 1024, step + 1];
    return `${plain(value / 1024 ** step, size >= 1000 ? four : digits)} ${BINARY[step]}${symbol}`;
  };
  const duration = (seconds, tail, digits) => {
    const [negative, figures, exponent] = significant(seconds, digits);
    const sign = negative ? "-" : "", size = Number(`${figures[0]}.${figures.slice(1) || "0"}e${exponent}`);
    if (size < 60) {
      if (size === 0) return `0 s${tail}`;
      for (const [name, power] of FRACTIONS) if (exponent >= power) return `${sign}${point(figures, exponent - power)} ${name}${tail}`;
      return `${plain(seconds, digits)} s${tail}`;
    }
    if (size >= 100 * YEAR) {
      const years = seconds / YEAR;
      return `${size < 1e6 * YEAR ? plain(years, digits) : scientific(years, digits)} y${tail}`;
    }
    for (const [name, length] of DURATIONS) {
      const times = size / length, rounded = Number(exponential(times, Math.max(digits, 1) - 1));
      const exact = times >= 1 && times < 1000 && Math.abs(rounded - times) <= 1e-9 * times;
      if (exact && (times >= 2 || times === 1) && (name !== "y" || (times === even(times) && times > 1))) {
        return `${plain(seconds / length, digits)} ${name}${tail}`;
      }
    }
    for (const [name, length] of DURATIONS) if (size >= 2 * length) return `${plain(seconds / length, digits)} ${name}${tail}`;
    return `${plain(seconds, digits)} s${tail}`;
  };
  const percentage = (percent, digits) => {
    const missing = 100 - percent;
    if (!(missing > 0 && missing < 1) || digits < 2) return plain(percent, digits);
    const decimals = Math.min(digits - 2 - Math.floor(Math.log10(missing)), NINES);
    const text = percent.toFixed(decimals).replace(/0+$/, "").replace(/\.$/, "");
    return text === "100" ? `99.${"9".repeat(NINES)}` : text; // what is missing does not round away
  };

  const KINDS = {
    none: (value, [, num, den,, , tail, hard], digits) => {
      let text = count(value * den / num, hard, digits);
      if (!tail && "kMGT".includes(text[text.length - 1])) text = `${text.slice(0, -1)} ${text[text.length - 1]}`;
      return text + (tail.startsWith("/") || !tail ? tail : ` ${tail}`);
    },
    decimal: (value, [, num, den, size, symbol], digits) => prefixed(value * den * size / num, symbol, DECIMAL, digits),
    binary: (value, [, num, den, size, symbol], digits) => binary(value * den * size / num, symbol, digits),
    time: (value, [, num, den, one,, tail, each], digits) => duration(value * den * one / (num * each), tail, digits),
    percent: (value, [, num, den, size,, tail], digits) => {
      const shown = value * den * size / num;
      return `${tail ? plain(shown, digits) : percentage(shown, digits)}%${tail}`;
    },
    plural: (value, [, num, den, size, one, tail, hard, many], digits) => {
      const text = count(value * den * size / num, hard, digits);
      return `${text} ${text === "1" ? one : many}${tail}`;
    },
    scale: (value, [, num, den, size, symbol], digits) => prefixed(value * den * size / num, symbol, SCALES.slice(0, 4), digits),
    times: (value, [, num, den, size], digits) => `${plain(value * den * size / num, digits)}x`,
    other: (value, [, num, den, size, symbol, tail, hard], digits) => `${count(value * den * size / num, hard, digits)} ${symbol}${tail}`,
  };

  return (value, unit, digits = 3) => (Math.abs(value) > LARGEST
    ? scientific(value, digits) + unit[unit.length - 1] : KINDS[unit[0]](value, unit, digits));
})();
