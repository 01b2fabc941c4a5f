"""axe-core's rules of WCAG 2.2 AA on one page of each kind, in the dark those on colours."""

from __future__ import annotations

from importlib.resources import files

import pytest
from playwright.sync_api import Browser

DESIGN = "designs/l4-load-balancer"
PAGES = (
    "",
    "framework",
    "first-design",
    "designs",
    "designs/compare",
    DESIGN,
    *(f"{DESIGN}/{phase}" for phase in ("context", "slo", "capacity", "iterations", "architecture")),
    f"{DESIGN}/stress-test",
    f"{DESIGN}/what-if",
    f"{DESIGN}/quantities",
    "reference/commands",
)
IN_COLOURS = (
    "",
    "first-design",
    "designs",
    "designs/compare",
    DESIGN,
    *(f"{DESIGN}/{page}" for page in ("iterations", "architecture", "stress-test", "what-if")),
)
"""Those that show between them whatever has colours of its own."""

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = """async only => {
  // What still fades has the colours of neither end.
  await Promise.all(document.getAnimations().map(moving => moving.finished.catch(() => {})));
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"], elementRef: false});
  return found.violations.flatMap(rule => rule.nodes.slice(0, 3).map(node =>
    `${rule.id} (${rule.nodes.length}): ${node.target.join(" ")}: ${[...node.any, ...node.all, ...node.none]
      .map(check => check.message)[0]}`));
}"""


@pytest.mark.parametrize(
    ("scheme", "paths", "only"),
    [
        ("light", PAGES, {"type": "tag", "values": list(LEVELS)}),
        ("dark", IN_COLOURS, {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}),
    ],
    ids=["light, every rule", "dark, the rules on colours"],
)
def test_no_rule_is_broken(
    scheme: str, paths: tuple[str, ...], only: dict[str, object], browser: Browser, unsearched: str
) -> None:
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    broken = []
    for path in paths:
        page.goto(f"{unsearched}/{path}", wait_until="load")
        page.evaluate(AXE)
        broken += [f"/{path}: {finding}" for finding in page.evaluate(RUN, only)]
    context.close()
    assert not broken, "\n".join(broken)
