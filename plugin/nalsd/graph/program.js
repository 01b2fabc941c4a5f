
/* Runs a program of `nalsd.graph.program`. Slots hold the values: inputs and constants first, then what each row
 * gives, in order. A value that does not exist is null, and `why` says what took it away.
 */
const nalsdProgram = (model) => {
  "use strict";

  const rows = [];
  const values = model.c.slice();
  for (let at = 0; at < model.p.length;) {
    const number = model.p[at], f = model.f[number], count = f.length;
    rows.push({ f, args: model.p.slice(at + 1, at + 1 + count), out: values.length, gives: model.g[number] });
    for (let i = 0; i < model.g[number]; i += 1) values.push(null);
    at += 1 + count;
  }
  const why = new Array(values.length).fill("");
  const changed = new Uint8Array(values.length);
  const given = [];
  let whole = true;

  const put = (slot, value, reason) => {
    const real = value === undefined || (typeof value === "number" && !Number.isFinite(value)) ? null : value;
    why[slot] = real === null ? reason : "";
    if (Object.is(real, values[slot])) return;
    values[slot] = real;
    changed[slot] = 1;
  };

  const compute = (row) => {
    const given = [];
    for (const slot of row.args) {
      if (values[slot] === null) {
        for (let i = 0; i < row.gives; i += 1) put(row.out + i, null, why[slot]);
        return;
      }
      given.push(values[slot]);
    }
    let result = null, reason = "no finite value";
    try {
      result = row.f(...given);
    } catch (error) {
      if (!(error instanceof N.GuardError || error instanceof RangeError)) throw error;
      reason = error.message;
    }
    if (row.gives === 1) put(row.out, result, reason);
    else for (let i = 0; i < row.gives; i += 1) put(row.out + i, result === null ? null : result[i], reason);
  };

  /** Replaces an input; `run` then computes what follows from it. */
  const set = (slot, value) => {
    if (Object.is(values[slot], value)) return;
    values[slot] = value;
    changed[slot] = 1;
    given.push(slot);
  };

  /** Computes what follows from the inputs that were set; the first time everything. */
  const run = () => {
    for (const row of rows) if (whole || row.args.some((slot) => changed[slot] === 1)) compute(row);
    whole = false;
    changed.fill(0);
    given.length = 0;
    return values;
  };

  return { values, why, set, run };
};
