/* The catalogue filtered and sorted, the comparison of a few designs. What is chosen stands in the address. */
(function () {
  "use strict";

  var MOST = 4;
  var all = function (selector, root) { return Array.prototype.slice.call(root.querySelectorAll(selector)); };

  /* The address without what is not said. Pages opened as files may refuse; then the state is lost on leaving. */
  function remember(state) {
    var query = new URLSearchParams();
    Object.keys(state).forEach(function (name) { if (state[name]) query.set(name, state[name]); });
    var text = query.toString().replace(/%2C/g, ",");
    try { history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash); } catch (error) { /* as said */ }
  }

  function listed(text) { return (text || "").split(",").filter(Boolean); }

  /* The catalogue */

  function browse(root) {
    var form = root.querySelector("form");
    if (!form) return;
    var names = ["q", "tag", "status", "bottleneck", "verdict", "kind", "sort"];
    var tests = ["tag", "status", "bottleneck", "verdict", "kind"];
    var cards = root.querySelector(".nalsd-entries"), body = root.querySelector("tbody");
    var link = form.querySelector(".nalsd-compare-link"), again = form.querySelector("button[type=reset]");
    var compare = link && link.getAttribute("href");
    var designs = all("tr", body).map(function (row) {
      var name = row.dataset.design;
      return {
        name: name, row: row, data: row.dataset, text: row.textContent.toLowerCase(),
        card: cards.querySelector('[data-design="' + CSS.escape(name) + '"]'),
        point: document.querySelector('.nalsd-scatter [data-design="' + CSS.escape(name) + '"]')
      };
    });
    var picked = [], seen = null;

    function fits(design, words) {
      return tests.every(function (name) {
        var wanted = form.elements[name].value;
        return !wanted || design.data[name].split("|").indexOf(wanted) >= 0;
      }) && words.every(function (word) { return design.text.indexOf(word) >= 0; });
    }

    // The page comes in the order of titles, which is that of equals too.
    function sorted(order) {
      var key = order.replace("-desc", ""), down = order !== key, found = designs.slice();
      if (key === "title") return down ? found.reverse() : found;
      return found.sort(function (a, b) {
        var x = a.data[key], y = b.data[key];
        if (x === undefined || y === undefined) return (x === undefined) - (y === undefined);
        return (down ? -1 : 1) * (x - y);
      });
    }

    function show() {
      var words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
      var order = form.elements.sort.value || "title";
      designs.forEach(function (design) {
        var fit = fits(design, words);
        shown += fit ? 1 : 0;
        design.row.hidden = design.card.hidden = !fit;
        if (design.point) design.point.classList.toggle("nalsd-faint", !fit);
      });
      sorted(order).forEach(function (design, place) {
        if (body.rows[place] !== design.row) body.insertBefore(design.row, body.rows[place]);
        if (cards.children[place] !== design.card) cards.insertBefore(design.card, cards.children[place]);
      });
      all("th[data-sort]", root).forEach(function (head) {
        if (head.dataset.sort !== order.replace("-desc", "")) head.removeAttribute("aria-sort");
        else head.setAttribute("aria-sort", /-desc$/.test(order) ? "descending" : "ascending");
      });
      root.dataset.view = form.elements.view.value;
      root.querySelector(".nalsd-none").hidden = shown > 0;
      form.querySelector(".nalsd-count").textContent = (shown === designs.length ? "" : shown + " of ")
        + designs.length + (designs.length === 1 ? " design" : " designs");
      again.hidden = names.every(function (name) { return !form.elements[name].value; }) && !picked.length;
      if (link) {
        link.hidden = picked.length < 2;
        link.textContent = "Compare " + picked.length + " designs";
        link.href = compare + "?designs=" + picked.map(encodeURIComponent).join(",");
        all(".nalsd-pick", root).forEach(function (box) {
          box.checked = picked.indexOf(box.value) >= 0;
          box.disabled = !box.checked && picked.length >= MOST;
        });
      }
    }

    function state() {
      var found = {};
      names.concat("view").forEach(function (name) { found[name] = form.elements[name].value.trim(); });
      found.compare = picked.join(",");
      return found;
    }

    function changed() {
      show();
      seen = JSON.stringify(state());
      remember(state());
    }

    function restore() {
      var query = new URLSearchParams(location.search);
      names.forEach(function (name) {
        var field = form.elements[name], value = query.get(name) || "";
        field.value = value;
        if (field.value !== value) field.value = "";
      });
      form.elements.view.value = query.get("view") === "table" ? "table" : "";
      picked = listed(query.get("compare")).filter(function (name) {
        return link && designs.some(function (design) { return design.name === name; });
      }).slice(0, MOST);
      if (JSON.stringify(state()) !== seen) show();
      seen = JSON.stringify(state());
    }

    all("th[data-sort]", root).forEach(function (head) {
      var button = document.createElement("button"), key = head.dataset.sort;
      button.type = "button";
      button.append.apply(button, Array.prototype.slice.call(head.childNodes));
      head.appendChild(button);
      button.addEventListener("click", function () {
        // Figures are asked for by the most first, names by the first.
        var orders = key === "title" ? ["", "title-desc"] : [key + "-desc", key];
        form.elements.sort.value = form.elements.sort.value === orders[0] ? orders[1] : orders[0];
        changed();
      });
    });
    form.addEventListener("input", changed);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function (event) {
      event.preventDefault();
      names.forEach(function (name) { form.elements[name].value = ""; });
      picked = [];
      changed();
      form.elements.q.focus();
    });
    cards.addEventListener("change", function (event) {
      if (!event.target.classList.contains("nalsd-pick")) return;
      picked = picked.filter(function (name) { return name !== event.target.value; });
      if (event.target.checked) picked.push(event.target.value);
      changed();
    });
    // Coming back through the browser's history, the browser has filled the form by itself.
    window.addEventListener("pageshow", restore);
    restore();
  }

  /* The comparison: columns of the designs that are picked, in that order, each figure beside the first's. */

  function times(ratio) {
    return (ratio >= 99.5 ? Math.round(ratio).toLocaleString("en") : String(Number(ratio.toPrecision(2)))) + "x";
  }

  function comparison(root) {
    var selects = all("select", root), rows = all("tr", root.querySelector("table"));
    var known = all("option", selects[0]).map(function (option) { return option.value; }).filter(Boolean);

    function show(picked) {
      rows.forEach(function (row) {
        var cells = all("[data-design]", row);
        cells.forEach(function (cell) { cell.classList.toggle("nalsd-picked", picked.indexOf(cell.dataset.design) >= 0); });
        var base = null, largest = 0;
        cells.forEach(function (cell) {
          if (cell.classList.contains("nalsd-picked")) largest = Math.max(largest, Number(cell.dataset.value) || 0);
        });
        picked.forEach(function (name) {
          var cell = cells.filter(function (each) { return each.dataset.design === name; })[0];
          if (!cell) return;
          row.appendChild(cell);
          var old = cell.querySelector(".nalsd-times");
          if (old) old.remove();
          var value = cell.dataset.value === undefined ? NaN : Number(cell.dataset.value);
          if (value >= 0 && largest > 0) cell.style.setProperty("--share", String(value / largest));
          if (base === null) { base = value; return; }
          if (!(base > 0 && value >= 0)) return;
          var note = document.createElement("span");
          note.className = "nalsd-times";
          note.textContent = times(value / base);
          cell.insertBefore(note, cell.querySelector(".nalsd-under"));
        });
      });
      selects.forEach(function (select, place) {
        select.value = picked[place] || "";
        all("option", select).forEach(function (option) {
          option.disabled = option.value !== "" && option.value !== select.value && picked.indexOf(option.value) >= 0;
        });
      });
    }

    function chosen() {
      return selects.map(function (select) { return select.value; }).filter(function (name, place, names) {
        return name && names.indexOf(name) === place;
      });
    }

    root.addEventListener("change", function () {
      var picked = chosen();
      show(picked);
      remember({ designs: picked.join(",") });
    });
    function restore() {
      var asked = listed(new URLSearchParams(location.search).get("designs")).filter(function (name, place, names) {
        return known.indexOf(name) >= 0 && names.indexOf(name) === place;
      }).slice(0, MOST);
      show(asked.length ? asked : all("thead .nalsd-picked", root).map(function (cell) { return cell.dataset.design; }));
    }
    window.addEventListener("pageshow", restore);
    restore();
  }

  function setUp() {
    all(".nalsd-browse.nalsd-live", document).forEach(browse);
    all(".nalsd-comparison.nalsd-live", document).forEach(comparison);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", setUp);
  else setUp();
})();
