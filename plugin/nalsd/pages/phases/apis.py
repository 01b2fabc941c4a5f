"""API cards: a call with its examples, their encoded size, and what they are on the wire."""

from __future__ import annotations

import json
from typing import Any

from nalsd.designs import Finding
from nalsd.pages.authored.code import highlighted
from nalsd.pages.callouts import Tone, chip
from nalsd.pages.derivations import derivation
from nalsd.pages.figures import mention, placed
from nalsd.pages.html import Child, Markup, element, join
from nalsd.pages.parts import Widget
from nalsd.pages.scope import Scope
from nalsd.pages.view import DesignView, linked, lower_words, words

LONGEST = 6000
"""Characters of an example that a card shows; the file itself is published whole."""


def cards(view: DesignView) -> Widget | None:
    """A card for each API."""
    apis = view.design.context.apis
    if not apis:
        return None
    ids = [f"apis.{name}.{part}_size" for name in apis for part in ("request", "response")]
    known = tuple(id for id in ids if view.q(id) is not None)

    def make(scope: Scope) -> Markup:
        return element(
            "div", [_card(view, str(name), api, scope) for name, api in apis.items()], class_="nalsd-cards"
        )

    return Widget("table", "apis", "APIs", make, known)


def _card(view: DesignView, name: str, api: Any, scope: Scope) -> Markup:
    call = [chip(str(api.method), Tone.BINDING), " "] if api.method else []
    path = element("code", str(api.path), class_="nalsd-path") if api.path else None
    serves = [str(n) for n, r in view.design.context.requirements.items() if name in map(str, r.apis)]
    facts: list[Child] = []
    if api.workload:
        facts.append(("Workload ", element("code", str(api.workload).removeprefix("workloads."))))
    if serves:
        facts.append(("Serves ", ", ".join(map(lower_words, serves))))
    line = [part for fact in facts for part in (" · ", fact)][1:]
    return element(
        "div",
        element("p", element("strong", words(name)), " ", call, path, class_="nalsd-card-head"),
        element("p", linked(str(api.text))) if api.text else None,
        element("p", line, class_="nalsd-card-facts") if line else None,
        element(
            "div",
            [_side(view, name, api, part, scope) for part in ("request", "response")],
            class_="nalsd-sides",
        ),
        class_="nalsd-card",
    )


def _side(view: DesignView, name: str, api: Any, part: str, scope: Scope) -> Markup | None:
    """The request or the response: its size and its example."""
    file, stated = getattr(api, part), getattr(api, f"{part}_size")
    encoded = view.q(f"apis.{name}.{part}_size")
    if file is None and stated is None:
        return None
    facts: list[Child] = []
    if encoded is not None:
        facts.append(("Encoded ", placed(encoded, scope, aside=False)[0]))
    if stated is not None:
        facts.append(("stated ", stated.text))
    workload = str(api.workload or "").removeprefix("workloads.")
    assumed, wire = view.q(f"workloads.{workload}.{part}"), view.q(f"workloads.{workload}.{part}_wire")
    if assumed is not None:
        facts.append(("taken for the workload ", mention(assumed, scope)))
    if wire is not None:
        facts.append(("on the wire ", mention(wire, scope)))
    line = [piece for fact in facts for piece in (", ", fact)][1:]
    example = _example(view, file) if file is not None else None
    why = None
    if encoded is not None and scope.here(encoded.id):
        why = element(
            "details",
            element("summary", "How its size comes about"),
            element("div", derivation(encoded, scope), class_="nalsd-panel"),
            class_="nalsd-explain",
        )
    return element(
        "div",
        element("p", element("strong", words(part)), ": " if line else None, line, class_="nalsd-card-facts"),
        example,
        why,
        data_search_exclude=True,
    )


def _example(view: DesignView, file: Any) -> Markup:
    text = view.design.example(file)
    if isinstance(text, Finding):
        return element("p", text.message, class_="nalsd-pending")
    language = "json" if str(file).endswith(".json") else ""
    try:
        # As it was written when that is indented already, else made readable.
        shown = text if "\n" in text.strip() else json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        shown, language = text, ""
    if len(shown) > LONGEST:
        shown = shown[:LONGEST].rsplit("\n", 1)[0] + "\n…"
    return join(highlighted(shown, language))
