/* Charts when they come into view, derivations when the address points at them. Nothing here is needed to read a page. */
(function () {
  "use strict";

  var here = document.currentScript ? document.currentScript.src : "";
  var plotly = null;
  var drawn = new Set();

  /* Charts */

  function library() {
    if (!plotly) {
      plotly = new Promise(function (resolve, reject) {
        if (window.Plotly) return resolve(window.Plotly);
        var script = document.createElement("script");
        script.src = new URL("lazy/plotly.min.js", here || document.baseURI).href;
        script.onload = function () { resolve(window.Plotly); };
        script.onerror = function () { plotly = null; reject(new Error("plotly.min.js is missing")); };
        document.head.appendChild(script);
      });
    }
    return plotly;
  }

  /* Colours in a chart are CSS variables; plotly wants what they stand for in the scheme of the page. */
  function inScheme(value, style) {
    if (typeof value === "string") {
      return value.replace(/var\((--[\w-]+)\)/g, function (_, name) { return style.getPropertyValue(name).trim(); });
    }
    if (Array.isArray(value)) return value.map(function (item) { return inScheme(item, style); });
    if (value && typeof value === "object") {
      return Object.keys(value).reduce(function (result, key) {
        result[key] = inScheme(value[key], style);
        return result;
      }, {});
    }
    return value;
  }

  function axis(given, style) {
    return Object.assign({
      gridcolor: style.getPropertyValue("--nalsd-line").trim(),
      linecolor: style.getPropertyValue("--nalsd-line-strong").trim(),
      zerolinecolor: style.getPropertyValue("--nalsd-line").trim()
    }, given);
  }

  function draw(plot) {
    return library().then(function (Plotly) {
      if (!plot.isConnected) return null;
      var style = getComputedStyle(plot);
      var spec = inScheme(JSON.parse(plot.dataset.spec), style);
      var muted = style.getPropertyValue("--nalsd-muted").trim();
      var base = {
        autosize: true, dragmode: false, paper_bgcolor: "transparent", plot_bgcolor: "transparent",
        font: { family: style.fontFamily, size: 12.5, color: style.getPropertyValue("--nalsd-ink").trim() },
        hoverlabel: { bgcolor: style.getPropertyValue("--nalsd-surface").trim(), bordercolor: muted,
          font: { color: style.getPropertyValue("--nalsd-ink").trim() } },
        transition: { duration: 0 }
      };
      var layout = Object.assign(base, spec.layout);
      ["xaxis", "yaxis"].forEach(function (name) { layout[name] = axis(layout[name], style); });
      if (layout.template === "none") delete layout.template;
      return Plotly.react(plot, spec.data, layout, {
        displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false, showTips: false
      }).then(function () {
        drawn.add(plot);
        plot.dataset.drawn = "";
      });
    }).catch(function (error) { console.warn("nalsd: a chart was not drawn:", error.message); });
  }

  var seen = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      seen.unobserve(entry.target);
      draw(entry.target).then(function () { sized.observe(entry.target); });
    });
  }, { rootMargin: "200px" });

  var sized = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      var plot = entry.target;
      if (!plot.isConnected) { forget(plot); return; }
      var width = Math.round(entry.contentRect.width);
      if (window.Plotly && width > 0 && plot.dataset.width !== String(width)) {
        var known = plot.dataset.width !== undefined;
        plot.dataset.width = width;
        if (known) window.Plotly.Plots.resize(plot);
      }
    });
  });

  function forget(plot) {
    drawn.delete(plot);
    sized.unobserve(plot);
    if (window.Plotly) window.Plotly.purge(plot);
  }

  function redraw() {
    drawn.forEach(function (plot) { if (plot.isConnected) draw(plot); else forget(plot); });
  }

  /* Derivations */

  function derivationOf(target) {
    if (!target.classList.contains("nalsd-q") || !target.id) return null;
    return document.getElementById("d-" + target.id.slice(2));
  }

  function unfold(node) {
    for (var fold = node && node.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }

  function reveal() {
    var id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch (error) { return; }
    var target = id && document.getElementById(id);
    if (!target || !/^[qd]-/.test(id)) return;
    unfold(target);
    unfold(derivationOf(target));
    target.scrollIntoView({ block: "center" });
  }

  /* A click on a figure folds and unfolds its derivation in place; the address then points at the figure. */
  function onClick(event) {
    var link = event.target.closest && event.target.closest("a.nalsd-q[id]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var derivation = derivationOf(link);
    var fold = derivation && derivation.closest("details");
    if (!fold) return;
    event.preventDefault();
    event.stopPropagation();
    fold.open = !fold.open;
    history.replaceState(history.state, "", "#" + link.id);
  }

  /* Tables: reachable by keyboard only where there is something to scroll. */

  var boxes = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      var box = entry.target;
      if (box.scrollWidth > box.clientWidth + 1) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    });
  });

  /* Diagrams become larger and move, by a script of their own. */

  function diagrams() {
    if (!document.querySelector(".nalsd-drawing")) return;
    if (window.nalsdDiagrams) { window.nalsdDiagrams(); return; }
    var script = document.createElement("script");
    script.src = new URL("lazy/diagrams.js", here || document.baseURI).href;
    document.head.appendChild(script);
  }

  /* Links to headings and to figures go to the clipboard, where the browser lets a page write to it. */

  var said = null;

  function make(tag, text, parent) {
    var node = document.createElement(tag);
    node.textContent = text;
    if (parent) parent.appendChild(node);
    return node;
  }

  function say(text) {
    if (!said) {
      said = make("div", "", document.body);
      said.className = "nalsd-said";
      said.setAttribute("role", "status");
    }
    said.textContent = text;
    clearTimeout(said.timer);
    said.timer = setTimeout(function () { said.textContent = ""; }, 2500);
  }

  function copy(id) {
    if (!navigator.clipboard) return;
    navigator.clipboard.writeText(location.href.split("#")[0] + "#" + id).then(
      function () { say("Link copied"); }, function () { say("The link stands in the address bar"); }
    );
  }

  function onHeading(event) {
    var link = event.target.closest && event.target.closest("a.headerlink");
    if (link && !event.button) copy(decodeURIComponent(link.hash.slice(1)));
  }

  /* An unfolded derivation can be pointed at. */
  function onToggle(event) {
    if (!event.target.open || !navigator.clipboard) return;
    event.target.querySelectorAll(".nalsd-derivation[id] > .nalsd-derivation-head").forEach(function (head) {
      if (head.querySelector("button")) return;
      var id = head.parentElement.id, figure = "q-" + id.slice(2);
      var button = make("button", "Copy link", head);
      button.type = "button";
      button.className = "nalsd-copy";
      button.addEventListener("click", function () { copy(document.getElementById(figure) ? figure : id); });
    });
  }

  /* The theme's search dialog has no name of its own. */
  function nameSearch() {
    var dialog = document.querySelector(".md-search[role=dialog]:not([aria-label])");
    if (dialog) dialog.setAttribute("aria-label", "Search");
  }

  function setUp() {
    nameSearch();
    document.querySelectorAll(".nalsd-plot[data-spec]").forEach(function (plot) {
      if (!drawn.has(plot)) seen.observe(plot);
    });
    document.querySelectorAll(".nalsd-scroll, .nalsd-math").forEach(function (box) { boxes.observe(box); });
    diagrams();
    reveal();
  }

  document.addEventListener("click", onClick, true);
  document.addEventListener("click", onHeading);
  document.addEventListener("toggle", onToggle, true);
  window.addEventListener("hashchange", reveal);
  new MutationObserver(redraw).observe(document.documentElement, {
    attributes: true, subtree: true, attributeFilter: ["data-md-color-scheme"]
  });
  /* Material's stream tells of instant navigation, but stays silent for pages opened as files. */
  if (window.document$ && window.document$.subscribe) window.document$.subscribe(setUp);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", setUp);
  else setUp();
})();
