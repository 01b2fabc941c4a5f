
/* The What-if page: inputs moved, figures computed by the design's program, what changed painted in the next frame.
 * The design's own script calls `nalsdWhatIf` with what it knows. The state stands in the address.
 */
window.nalsdWhatIf = (make) => {
  "use strict";

  const root = document.getElementById("nalsd-whatif");
  if (!root) return;
  const { model, program } = make(N, nalsdLaws);
  const machine = nalsdProgram(program);
  const { levers, figures } = model;
  const STEPS = 1000;

  /* Values */

  machine.run();
  const designed = { values: machine.values.slice(), why: machine.why.slice() };
  const state = levers.map((lever) => lever.value);
  const value = (figure) => (figure === null ? null : machine.values[figures[figure][0]]);
  const shown = (text) => text.replace("/month_730h", "/month");
  const print = (number, unit) => shown(nalsdFormat(number, model.units[unit]));
  const FIGURE = /^([<>≈~]?\s?[-−$€£]?\d[\d,.]*(?:[eE][-+−]?\d+)?(?:%|x(?![a-z]))?)\s*(.*)$/;

  const missing = (slot) => {
    const why = machine.why[slot];
    return model.saturated.includes(why) ? ["saturated", why] : ["no value", why];
  };

  /* Painting: of each figure only what is new. Its parts are made once and then given other text. */

  const PARTS = ["nalsd-number", "nalsd-unit", "nalsd-was"];
  const partsOf = (node) => {
    const first = Array.from(node.childNodes), was = `was ${node.textContent.trim()}`;
    const spans = PARTS.map((name) => Object.assign(document.createElement("span"), { className: name }));
    const texts = spans.map((span) => span.appendChild(document.createTextNode("")));
    texts[2].data = was;
    return { first, spans, texts, moved: false, before: undefined };
  };
  const told = (slot, unit, now) => {
    if (now === null) return missing(slot);
    if (typeof now !== "number") return [model.words[now] || String(now), ""];
    const match = FIGURE.exec(print(now, unit));
    return [match[1], match[2]];
  };
  const paintFigure = (node, parts, number) => {
    const [slot, unit] = figures[number], now = machine.values[slot], before = designed.values[slot];
    const [main, rest] = told(slot, unit, now);
    if (parts.before === undefined) parts.before = typeof before === "number" ? print(before, unit) : null;
    // A figure that moves by less than is printed of it stands as it is.
    const same = typeof now === "number" && parts.before !== null ? print(now, unit) === parts.before
      : Object.is(now, before) && machine.why[slot] === designed.why[slot];
    if (same === parts.moved) {
      parts.moved = !same;
      node.classList.toggle("nalsd-moved", !same);
      if (same) node.replaceChildren(...parts.first);
      else node.replaceChildren(parts.spans[0], " ", parts.spans[1], parts.spans[2]);
    }
    if (same) return;
    const kind = now === null ? "nalsd-word nalsd-missing" : typeof now === "number" ? "nalsd-number" : "nalsd-word";
    const [span] = parts.spans, unitText = now === null ? "" : rest;
    if (span.className !== kind) span.className = kind;
    if (parts.texts[0].data !== main) parts.texts[0].data = main;
    if (parts.texts[1].data !== unitText) parts.texts[1].data = unitText;
    if (span.title !== (now === null ? rest : "")) span.title = now === null ? rest : "";
  };

  const toneOf = (share, target) => {
    if (share === null) return "muted";
    if (share > 1 + 1e-9) return "over";
    return target !== null && share > target * (1 + 1e-9) ? "warn" : "good";
  };
  const percent = (share) => `${(Math.max(0, Math.min(1, share)) * 100).toPrecision(4)}%`;
  const paintMeter = (node, last, [share, target]) => {
    const now = value(share), goal = target === undefined ? null : value(target);
    const full = Math.max(1, now === null ? 0 : now);
    const tone = `nalsd-level nalsd-${toneOf(now, goal)}`;
    if (node.className !== tone) node.className = tone;
    const size = `2px 100%, ${percent((now || 0) / full)} 100%`;
    const place = `${goal === null ? "-16px" : percent(goal / full)} 0, 0 0`;
    if (last.size !== size) node.style.backgroundSize = last.size = size;
    if (last.place !== place) node.style.backgroundPosition = last.place = place;
  };

  const metOf = (o) => {
    const told = value(o.met), margin = value(o.margin), reached = value(o.reached), target = value(o.target);
    if (typeof told === "boolean") return told;
    if (margin !== null) return margin >= 0;
    if (reached === null || target === null) return null;
    return o.timed ? reached <= target : reached >= target;
  };
  /** Text and classes are written only where they are new: each write costs style and layout. */
  const write = (node, text) => {
    if (node.textContent !== text) node.textContent = text;
  };
  const badge = (node, tone, sign, text) => {
    const name = `nalsd-badge nalsd-${tone}`, word = node.querySelector(".nalsd-verdict-word");
    if (node.className !== name) node.className = name;
    write(node.querySelector(".nalsd-sign"), sign);
    write(word || node.lastChild, word ? text : ` ${text}`);
  };
  const MET = new Map([[true, ["good", "✓", "met"]], [false, ["over", "✕", "missed"]], [null, ["muted", "…", "not known"]]]);

  const beyond = (pairs) => [...new Set(pairs.filter(([f]) => (value(f) || 0) > 1 + 1e-9).map(([, name]) => name))];
  const verdictOf = () => {
    const over = beyond(model.verdict.over), exceeded = beyond(model.verdict.exceeded);
    if (over.length || exceeded.length) {
      const parts = [over.length ? `too few machines for ${over.join(", ")}` : "",
        exceeded.length ? `exceeded: ${exceeded.join(", ")}` : ""].filter(Boolean);
      return ["over", "✕", "Infeasible", `At this peak: ${parts.join("; ")}.`];
    }
    const unknown = model.verdict.unknown || model.verdict.known.some((f) => value(f) === null)
      || model.verdict.exceeded.some(([f]) => value(f) === null);
    if (unknown) return ["warn", "!", "Feasible as far as known", "Every tier carries this peak as far as is known."];
    return ["good", "✓", "Feasible", "Every tier carries this peak within its targets."];
  };
  const bottleneck = () => {
    const known = model.tiers.filter((t) => value(t.bottleneck) !== null);
    const over = known.filter((t) => (value(t.overload) || 0) > 1 + 1e-9);
    const largest = (list, part) => list.reduce((best, t) => ((value(t[part]) || 0) > (value(best[part]) || 0) ? t : best), list[0]);
    const worst = over.length ? largest(over, "overload") : largest(known, "nodes");
    return worst ? `${worst.name}: ${model.words[value(worst.bottleneck)] || value(worst.bottleneck)}` : "unknown";
  };

  /* What stands on the page */

  const one = (selector) => root.querySelector(selector);
  const each = (selector, use) => Array.from(root.querySelectorAll(selector), use);
  const stateOf = (slot) => (machine.values[slot] === null ? `\0${machine.why[slot]}` : machine.values[slot]);
  /* Figures by the row they stand in. A row out of sight is painted when it comes near, or when the input rests. */
  const rows = new Map();
  const painter = (node, slots, paint) => {
    const row = node.closest("tr") || root;
    if (!rows.has(row)) rows.set(row, { near: true, painters: [] });
    rows.get(row).painters.push({ slots, paint, last: slots.map(stateOf) });
  };
  const paintRow = ({ painters }) => {
    for (const { slots, paint, last } of painters) {
      let other = false;
      for (let i = 0; i < slots.length; i += 1) {
        const now = stateOf(slots[i]);
        if (Object.is(now, last[i])) continue;
        last[i] = now;
        other = true;
      }
      if (other) paint();
    }
  };
  const REST = 100; // milliseconds
  let resting = 0;
  const paintFigures = () => {
    clearTimeout(resting);
    rows.forEach((row) => { if (row.near) paintRow(row); });
    resting = setTimeout(() => rows.forEach(paintRow), REST);
  };
  const slotsOf = (...list) => list.filter((f) => f !== null && f !== undefined).map((f) => figures[f][0]);
  each("[data-figure]", (node) => {
    const number = Number(node.dataset.figure);
    const parts = partsOf(node);
    painter(node, slotsOf(number), () => paintFigure(node, parts, number));
  });
  each("[data-meter]", (node) => {
    const places = node.dataset.meter.split(",").map(Number);
    const last = {};
    painter(node, slotsOf(...places), () => paintMeter(node, last, places));
  });
  each("[data-over]", (node) => {
    const number = Number(node.dataset.over), tag = node.querySelector(".nalsd-tag");
    const paint = () => {
      const over = (value(number) || 0) > 1 + 1e-9;
      node.classList.toggle("nalsd-over", over);
      if (tag) tag.hidden = !over;
    };
    paint();
    painter(node, slotsOf(number), paint);
  });
  each("[data-objective]", (node) => {
    const o = model.objectives[Number(node.dataset.objective)];
    const slots = slotsOf(o.met, o.margin, o.reached, o.target);
    painter(node, slots, () => badge(node.firstElementChild, ...MET.get(metOf(o))));
  });
  const watcher = new IntersectionObserver((changes) => changes.forEach(({ target, isIntersecting }) => {
    const row = rows.get(target);
    row.near = isIntersecting;
    if (isIntersecting) paintRow(row);
  }), { rootMargin: "100px 0px" });
  rows.forEach((_, row) => { if (row !== root) watcher.observe(row); });

  const verdictBadge = one(".nalsd-verdict .nalsd-badge"), reason = one(".nalsd-reason"), spoken = one(".nalsd-told");
  const firstVerdict = [verdictBadge.className, ...each(".nalsd-verdict .nalsd-badge > span", (n) => n.textContent), reason.textContent];
  const tally = one(".nalsd-tally"), binds = one(".nalsd-binds"), reset = one(".nalsd-reset");
  let said = 0;

  const moved = () => levers.some((lever, i) => !Object.is(state[i], lever.value));
  const paint = () => {
    paintFigures();
    const changed = moved();
    const [tone, sign, word, why] = verdictOf();
    if (changed) badge(verdictBadge, tone, sign, word);
    else {
      if (verdictBadge.className !== firstVerdict[0]) verdictBadge.className = firstVerdict[0];
      write(verdictBadge.children[0], firstVerdict[1]);
      write(verdictBadge.children[1], firstVerdict[2]);
    }
    write(reason, changed ? why : firstVerdict[3]);
    if (tally) write(tally, `${model.objectives.filter((o) => metOf(o) === true).length} of ${model.objectives.length}`);
    if (binds) write(binds, bottleneck());
    root.classList.toggle("nalsd-changed", changed);
    reset.disabled = !changed;
    clearTimeout(said);
    if (changed) said = setTimeout(() => { spoken.textContent = `${word}. ${why} Bottleneck: ${bottleneck()}.`; }, 500);
  };

  /* Inputs */

  const odds = (share) => Math.log(share / (1 - share));
  const round = (number, digits = 3) => Number(number.toPrecision(digits));
  const valueAt = (lever, at) => {
    if (lever.scale === "whole") return at;
    const part = at / STEPS;
    if (lever.scale === "share") {
      const share = 1 / (1 + Math.exp(-(odds(lever.low) + (odds(lever.high) - odds(lever.low)) * part)));
      return share > 0.95 ? 1 - round(1 - share, 2) : round(share);
    }
    const number = lever.low * (lever.high / lever.low) ** part;
    return lever.scale === "count" ? Math.round(number < 100 ? number : round(number)) : round(number);
  };
  const positionOf = (lever, number) => {
    if (lever.scale === "whole") return number;
    const part = lever.scale === "share"
      ? (odds(number) - odds(lever.low)) / (odds(lever.high) - odds(lever.low))
      : Math.log(number / lever.low) / Math.log(lever.high / lever.low);
    return Math.round(Math.max(0, Math.min(1, part)) * STEPS);
  };

  const fields = levers.map((lever, i) => {
    const box = one(`[data-lever="${i}"]`);
    return { box, input: box.querySelector("input, select"), output: box.querySelector("output"), undo: box.querySelector(".nalsd-undo") };
  });
  const apply = (i) => {
    const lever = levers[i];
    if (lever.table === undefined) {
      for (const slot of lever.slots) machine.set(slot, state[i]);
      return;
    }
    const table = model.tables[lever.table], row = table.rows[table.names.indexOf(state[i])];
    lever.slots.forEach((slot, place) => { if (slot >= 0) machine.set(slot, row[place]); });
  };
  const label = (i) => {
    const lever = levers[i], field = fields[i], other = !Object.is(state[i], lever.value);
    field.box.classList.toggle("nalsd-moved", other);
    field.undo.hidden = !other;
    if (lever.table !== undefined) {
      field.input.value = state[i];
      const cell = one(`[data-machine="${lever.name.replace("machine.", "")}"]`);
      if (cell) write(cell, state[i]);
      return;
    }
    const text = print(state[i], lever.unit);
    write(field.output, text);
    field.input.setAttribute("aria-valuetext", text);
  };

  let waiting = false, again = false;
  const frame = () => {
    machine.run();
    paint();
    root.dispatchEvent(new Event("painted"));
    remember();
  };
  /* At once, so that the next frame shows it; what comes before that frame is done with it. */
  const soon = () => {
    again = waiting;
    if (waiting) return;
    waiting = true;
    frame();
    requestAnimationFrame(() => {
      waiting = false;
      if (again) soon();
    });
  };
  const change = (i, next) => {
    state[i] = next;
    apply(i);
    label(i);
    press();
    soon();
  };
  /** As `change`, from elsewhere than the field itself. */
  const move = (i, next) => {
    if (levers[i].table === undefined) fields[i].input.value = positionOf(levers[i], next);
    if (!Object.is(state[i], next)) change(i, next);
  };

  /* Alternatives: a button is pressed while all that it sets stands so; pressed again it takes it back. */
  const presets = each("[data-preset]", (button) => ({ button, settings: model.presets[Number(button.dataset.preset)] }));
  const press = () => presets.forEach(({ button, settings }) => {
    button.setAttribute("aria-pressed", String(settings.every(([i, to]) => Object.is(state[i], to))));
  });
  presets.forEach(({ button, settings }) => button.addEventListener("click", () => {
    const back = button.getAttribute("aria-pressed") === "true";
    for (const [i, to] of settings) {
      fields[i].box.closest("details").open = true;
      move(i, back ? levers[i].value : to);
    }
  }));

  /* The address: only what differs from the design. */

  let writing = 0;
  const address = () => {
    const query = new URLSearchParams();
    levers.forEach((lever, i) => {
      if (!Object.is(state[i], lever.value)) query.set(lever.name, String(state[i]));
    });
    const text = query.toString().replaceAll("%2F", "/");
    return location.pathname + (text ? `?${text}` : "") + location.hash;
  };
  /* Browsers allow few changes of the address a second. */
  const remember = () => {
    clearTimeout(writing);
    writing = setTimeout(() => history.replaceState(history.state, "", address()), 150);
  };
  const read = () => {
    const query = new URLSearchParams(location.search);
    levers.forEach((lever, i) => {
      const text = query.get(lever.name);
      let next = lever.value;
      if (text !== null && lever.table !== undefined) {
        if (model.tables[lever.table].names.includes(text)) next = text;
      } else if (text !== null && text.trim() !== "" && Number.isFinite(Number(text))) {
        next = Math.min(lever.high, Math.max(lever.low, Number(text)));
        if (lever.scale === "whole" || lever.scale === "count") next = Math.round(next);
      }
      if (lever.table === undefined) fields[i].input.value = positionOf(lever, next);
      if (Object.is(next, state[i])) return;
      state[i] = next;
      apply(i);
      label(i);
      fields[i].box.closest("details").open = true;
    });
  };

  levers.forEach((lever, i) => {
    const { input, undo } = fields[i];
    if (lever.table === undefined) {
      const home = positionOf(lever, lever.value);
      input.value = home;
      input.addEventListener("input", () => {
        const at = Number(input.value);
        change(i, at === home ? lever.value : valueAt(lever, at));
      });
    } else {
      const groups = new Map();
      for (const name of model.tables[lever.table].names) {
        const family = name.split(".")[0];
        if (!groups.has(family)) groups.set(family, Object.assign(document.createElement("optgroup"), { label: family }));
        groups.get(family).append(new Option(name, name, false, name === lever.value));
      }
      input.replaceChildren(...groups.values());
      input.value = lever.value;
      input.addEventListener("change", () => change(i, input.value));
    }
    label(i);
    undo.addEventListener("click", () => {
      move(i, lever.value);
      input.focus();
    });
  });
  reset.addEventListener("click", () => {
    levers.forEach((lever, i) => move(i, lever.value));
    spoken.textContent = "As designed.";
  });
  const copied = one(".nalsd-copied");
  one(".nalsd-share").addEventListener("click", () => {
    const link = new URL(address(), location.href).href;
    history.replaceState(history.state, "", address());
    const done = (text) => {
      copied.textContent = text;
      setTimeout(() => { copied.textContent = ""; }, 4000);
    };
    if (!navigator.clipboard) return done("The link is in the address bar.");
    return navigator.clipboard.writeText(link).then(() => done("Copied."), () => done("The link is in the address bar."));
  });
  one("form").addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("popstate", () => { read(); press(); soon(); });

  read();
  press();
  one("form").hidden = false;
  root.dataset.ready = "";
  if (moved()) frame();
};
