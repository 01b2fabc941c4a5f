/* Diagrams: larger and smaller by buttons, ctrl and wheel, + - 0; moved by dragging, arrows, fingers; the whole screen.
   Without it a diagram stands in its box, which scrolls by itself. */
(function () {
  "use strict";

  var MOST = 6, LEAST = 0.2, STEP = 1.3;

  function make(tag, kind, parent) {
    var node = document.createElement(tag);
    if (kind) node.className = kind;
    if (parent) parent.appendChild(node);
    return node;
  }

  function prepare(figure) {
    var box = figure.querySelector(".nalsd-scroll");
    var svg = box && box.querySelector("svg");
    if (!svg || figure.dataset.zoom !== undefined) return;
    figure.dataset.zoom = "";
    var caption = box.getAttribute("aria-label") || "Diagram";
    var given = svg.getAttribute("style") || "";
    var natural = parseFloat(svg.style.width) || svg.getBoundingClientRect().width;
    var dialog = null;

    var bar = make("div", "nalsd-zoom", figure);
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "Size of the diagram");
    function button(text, name, action) {
      var made = make("button", "", bar);
      made.type = "button";
      made.textContent = text;
      made.title = name;
      made.setAttribute("aria-label", name);
      made.addEventListener("click", action);
      return made;
    }
    button("\u2212", "Smaller (-)", function () { zoom(1 / STEP); });
    button("+", "Larger (+, or ctrl and wheel)", function () { zoom(STEP); });
    button("Fit", "As at first (0)", fit);
    var whole = button("Whole screen", "Show on the whole screen", function () { if (dialog) dialog.close(); else open(); });

    function edges() {
      var rest = box.scrollWidth - box.clientWidth;
      var left = box.scrollLeft > 2, right = rest - box.scrollLeft > 2;
      var more = left && right ? "both" : left ? "left" : right ? "right" : "";
      if (more) box.dataset.more = more; else delete box.dataset.more;
      var scrolls = rest > 1 || box.scrollHeight > box.clientHeight + 1;
      box.classList.toggle("nalsd-moves", scrolls);
      if (scrolls) box.setAttribute("tabindex", "0");
    }

    /* The point under (x, y) of the screen stays where it is; without one, the middle of the box. */
    function zoom(factor, x, y) {
      var at = box.getBoundingClientRect(), was = svg.getBoundingClientRect();
      if (x === undefined) { x = at.left + at.width / 2; y = at.top + at.height / 2; }
      var right = (x - was.left) / was.width, down = (y - was.top) / was.height;
      var width = Math.min(MOST * natural, Math.max(LEAST * natural, was.width * factor));
      if (!dialog && !box.style.height) box.style.height = Math.max(box.clientHeight, Math.min(380, innerHeight * 0.6)) + "px";
      size(width);
      var is = svg.getBoundingClientRect();
      box.scrollLeft += is.left + right * is.width - x;
      box.scrollTop += is.top + down * is.height - y;
      edges();
    }

    function size(width) {
      svg.style.width = width + "px";
      svg.style.minWidth = "0";
      svg.style.maxWidth = "none";
    }

    function fit() {
      svg.setAttribute("style", given);
      if (dialog) {
        var view = svg.viewBox.baseVal;
        var all = Math.min(box.clientWidth - 16, (box.clientHeight - 16) * view.width / view.height, natural * 2.5);
        size(Math.max(all, natural * 0.8));  /* on a phone all of it could not be read */
      } else {
        box.style.height = "";
      }
      edges();
    }

    function open() {
      var place = make("div");
      place.style.height = box.offsetHeight + "px";
      figure.insertBefore(place, box);
      dialog = make("dialog", "nalsd-whole md-typeset", document.body);
      dialog.setAttribute("aria-label", caption);
      box.style.height = "";
      dialog.append(bar, box);
      whole.textContent = "Close";
      whole.title = "Back to the page (Esc)";
      whole.setAttribute("aria-label", whole.title);
      dialog.addEventListener("keydown", keys);
      dialog.addEventListener("close", function () {
        place.replaceWith(box);
        figure.appendChild(bar);
        dialog.remove();
        dialog = null;
        whole.textContent = "Whole screen";
        whole.title = "Show on the whole screen";
        whole.setAttribute("aria-label", whole.title);
        fit();
        whole.focus({ preventScroll: true });
      });
      dialog.showModal();
      fit();
      whole.focus();
    }

    function keys(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "+" || event.key === "=") zoom(STEP);
      else if (event.key === "-") zoom(1 / STEP);
      else if (event.key === "0") fit();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    function drag(event) {
      if (event.button || event.pointerType !== "mouse" || !box.classList.contains("nalsd-moves")) return;
      var x = event.clientX, y = event.clientY, left = box.scrollLeft, top = box.scrollTop, moved = false;
      function move(next) {
        if (!moved && Math.hypot(next.clientX - x, next.clientY - y) < 4) return;
        moved = true;
        box.classList.add("nalsd-moving");
        box.scrollLeft = left - (next.clientX - x);
        box.scrollTop = top - (next.clientY - y);
      }
      function end() {
        removeEventListener("pointermove", move);
        removeEventListener("pointerup", end);
        removeEventListener("pointercancel", end);
        box.classList.remove("nalsd-moving");
        /* What ends a drag is no click on what lies under it. */
        if (!moved) return;
        var stop = function (click) { click.preventDefault(); click.stopPropagation(); };
        box.addEventListener("click", stop, { capture: true, once: true });
        setTimeout(function () { box.removeEventListener("click", stop, true); }, 0);
      }
      addEventListener("pointermove", move);
      addEventListener("pointerup", end);
      addEventListener("pointercancel", end);
    }

    box.addEventListener("wheel", function (event) {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 150), event.clientX, event.clientY);
    }, { passive: false });
    box.addEventListener("pointerdown", drag);
    box.addEventListener("dragstart", function (event) { event.preventDefault(); });
    box.addEventListener("scroll", edges, { passive: true });
    figure.addEventListener("keydown", keys);
    new ResizeObserver(edges).observe(box);
    /* A drawing from top to bottom begins in its middle, one from left to right at the left. */
    var shape = svg.viewBox.baseVal;
    if (shape.height > 0.6 * shape.width) box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
    edges();
  }

  window.nalsdDiagrams = function () { document.querySelectorAll(".nalsd-drawing").forEach(prepare); };
  window.nalsdDiagrams();
})();
