"""An author's Mermaid to SVG at build time. The only module that knows merman."""

from __future__ import annotations

import json
import re
from typing import Any

from nalsd.pages.diagrams.drawing import figure
from nalsd.pages.diagrams.svg import Unsafe, cleaned
from nalsd.pages.html import Markup
from nalsd.pages.scope import Scope

# Each role gets a colour that nothing else has: found again in the SVG, it becomes a CSS variable.
_ROLES = {
    "box": "#fe0101",
    "text": "#fe0202",
    "border": "#fe0303",
    "edge": "#fe0404",
    "soft": "#fe0505",
    "group": "#fe0606",
    "back": "#fe0707",
    "note": "#fe0808",
    "accent": "#fe0909",
}

_VARIABLES = {
    "box": """
        primaryColor mainBkg actorBkg labelBoxBkgColor stateBkg personBkg classBkg rowOdd
        attributeBackgroundColorOdd activationBkgColor cScale0 fillType0 fillType2 fillType4 fillType6
        git0 pie1 requirementBackground sectionBkgColor taskBkgColor quadrant1Fill quadrant3Fill
    """,
    "text": """
        primaryTextColor secondaryTextColor tertiaryTextColor textColor titleColor nodeTextColor
        actorTextColor signalTextColor labelTextColor loopTextColor noteTextColor classText
        stateLabelColor labelColor errorTextColor transitionLabelColor pieTitleTextColor
        pieSectionTextColor pieLegendTextColor taskTextColor taskTextDarkColor taskTextOutsideColor
        requirementTextColor relationLabelColor quadrantTitleFill quadrant1TextFill quadrant2TextFill
        quadrant3TextFill quadrant4TextFill cScaleLabel0 cScaleLabel1 cScaleLabel2 sequenceNumberColor
    """,
    "border": """
        primaryBorderColor nodeBorder actorBorder labelBoxBorderColor noteBorderColor
        activationBorderColor personBorder stateBorder pieStrokeColor pieOuterStrokeColor
        requirementBorderColor taskBorderColor clusterBorder compositeBorder sectionBkgColor2 gridColor
    """,
    "edge": """
        lineColor actorLineColor signalColor transitionColor relationColor arrowheadColor
        specialStateColor defaultLinkColor innerEndBackground
    """,
    "soft": """
        secondaryColor secondaryBorderColor rowEven attributeBackgroundColorEven altBackground fillType1
        fillType3 fillType5 fillType7 cScale1 git1 pie2 relationLabelBackground quadrant2Fill
        quadrant4Fill altSectionBkgColor
    """,
    "group": """
        tertiaryColor tertiaryBorderColor clusterBkg compositeBackground compositeTitleBackground
        cScale2 pie3
    """,
    "back": "background edgeLabelBackground labelBackgroundColor",
    "note": "noteBkgColor",
    "accent": """
        activeTaskBkgColor activeTaskBorderColor critBorderColor critBkgColor errorBkgColor
        todayLineColor
    """,
}

_THEME = {name: _ROLES[role] for role, text in _VARIABLES.items() for name in text.split()}

# Without HTML labels, merman starts the name of a state at the left of its box; it belongs in the middle.
_STATE_LABEL = re.compile(
    r'(<g class="node statediagram-state"[^>]*>(?:<(?!g\b)[^>]*>)*<g class="label"[^>]* transform=")'
    r"translate\(-?[\d.]+,"
    r'([^"]*">)(<rect/><text )(?!text-anchor)'
)

# Backgrounds of names, which the engine leaves without a size: nothing to see, and no valid SVG.
_SIZELESS = re.compile(r"<rect(?![^>]* width=)[^>]*(?:/>|></rect>)")

_DRAWN = re.compile(r'(?<= )(?:d|points|transform|x|y|x1|x2|y1|y2|cx|cy|rx|ry|r|width|height)="[^"]*"')
_FINE = re.compile(r"(\.\d\d)\d+")

LARGEST = 50_000
"""Characters of a diagram's text."""


class MermaidError(ValueError):
    """Mermaid that cannot be drawn: what is wrong, and the line of its text, counted from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(f"line {line}: {message}")
        self.message = message
        self.line = line


def mermaid(text: str, scope: Scope, *, name: str = "mermaid", caption: str = "") -> Markup:
    """The drawing of a Mermaid text as a figure; raises MermaidError with message and line."""
    if len(text) > LARGEST:
        raise MermaidError(f"the diagram is longer than {LARGEST} characters")
    engine = _engine()
    problem = _problem(engine, text)
    if problem is not None:
        raise problem
    identity = scope.unique(f"diagram-{name}")
    try:
        drawn = engine.render_svg(text, json.dumps(_options(f"{identity}-svg")))
        centred = _STATE_LABEL.sub(r'\1translate(0,\2\3text-anchor="middle" ', drawn)
        svg = cleaned(centred, f"{identity}-svg", colours(), caption or "The author's diagram")
    except Unsafe as error:
        raise MermaidError(str(error)) from error
    except Exception as error:  # the engine's own class is only known once it is loaded
        raise MermaidError(_message(error)) from error
    # A hundredth of a pixel is seen by nobody, and sixteen digits of each place are most of a page.
    thin = Markup(_DRAWN.sub(lambda found: _FINE.sub(r"\1", found[0]), _SIZELESS.sub("", str(svg))))
    return figure(thin, caption, identity)


def check(text: str) -> MermaidError | None:
    """What is wrong with a Mermaid text, without drawing it."""
    return (
        MermaidError(f"the diagram is longer than {LARGEST} characters")
        if len(text) > LARGEST
        else _problem(_engine(), text)
    )


def colours() -> dict[str, str]:
    """What each colour of the drawing becomes on the page."""
    return {colour: f"var(--nalsd-mmd-{role})" for role, colour in _ROLES.items()}


def _engine() -> Any:
    from merman import Merman

    return Merman()


def _problem(engine: Any, text: str) -> MermaidError | None:
    report = json.loads(engine.analyze_json(text, None))
    for item in report["diagnostics"]:
        if item["severity"] == "error":
            return MermaidError(item["message"], (item.get("span") or {}).get("line", 1))
    return None


def _options(identity: str) -> dict[str, Any]:
    config = {
        "theme": "base",
        "themeVariables": {**_THEME, "fontFamily": "inherit", "darkMode": False},
        "securityLevel": "strict",
        "look": "classic",
        "htmlLabels": False,
        "flowchart": {"htmlLabels": False},
        "class": {"htmlLabels": False},
        "state": {"htmlLabels": False},
    }
    return {"svg": {"diagram_id": identity}, "site_config": config}


def _message(error: Exception) -> str:
    return str(getattr(error, "message", "") or "the diagram cannot be drawn")
