
/* Runs a program of `nalsd.graph.program`. Slots hold the values: inputs and constants first, then what each row
 * gives, in order. A value that does not exist is null, and `why` says what took it away.
 */
const nalsdProgram = (model) => {
  "use strict";

  const rows = [];
  const values = model.c.slice();
  for (let at = 0; at < model.p.length;) {
    const number = model.p[at], f = model.f[number], count = f.length;
    const args = model.p.slice(at + 1, at + 1 + count);
    rows.push({ f, args, given: new Array(count), out: values.length, gives: model.g[number] });
    for (let i = 0; i < model.g[number]; i += 1) values.push(null);
    at += 1 + count;
  }
  const why = new Array(values.length).fill("");
  /* Which rows read a slot, and which are to be computed: at first all of them. */
  const readers = values.map(() => []);
  rows.forEach((row, number) => new Set(row.args).forEach((slot) => readers[slot].push(number)));
  const waiting = new Uint8Array(rows.length).fill(1);

  const put = (slot, value, reason) => {
    const real = value === undefined || (typeof value === "number" && !Number.isFinite(value)) ? null : value;
    const because = real === null ? reason : "";
    if (Object.is(real, values[slot]) && because === why[slot]) return;
    why[slot] = because;
    values[slot] = real;
    for (const row of readers[slot]) waiting[row] = 1;
  };

  const compute = ({ f, args, given, out, gives }) => {
    let result = null, reason = "no finite value";
    for (let i = 0; i < args.length; i += 1) {
      given[i] = values[args[i]];
      if (given[i] === null) {
        for (let each = 0; each < gives; each += 1) put(out + each, null, why[args[i]]);
        return;
      }
    }
    try {
      result = f(...given);
    } catch (error) {
      if (!(error instanceof N.GuardError || error instanceof RangeError)) throw error;
      reason = error.message;
    }
    if (gives === 1) put(out, result, reason);
    else for (let i = 0; i < gives; i += 1) put(out + i, result === null ? null : result[i], reason);
  };

  /** Replaces an input; `run` then computes what follows from it. */
  const set = (slot, value) => put(slot, value, "");

  /** Computes what follows from the inputs that were set; the first time everything. */
  const run = () => {
    for (let number = 0; number < rows.length; number += 1) {
      if (waiting[number] === 0) continue;
      waiting[number] = 0;
      compute(rows[number]);
    }
    return values;
  };

  return { values, why, set, run };
};
