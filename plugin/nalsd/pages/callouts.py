"""What the eye falls on: the verdict, the bottleneck, what is not computed yet, chips of status."""

from __future__ import annotations

from enum import Enum

from nalsd.graph import Quantity
from nalsd.pages.figures import mention
from nalsd.pages.html import Child, Markup, element, join
from nalsd.pages.scope import Scope


class Tone(Enum):
    """How a thing stands; never said by colour alone."""

    PLAIN = "plain"
    GOOD = "good"
    BINDING = "binding"
    WARN = "warn"
    OVER = "over"
    MUTED = "muted"


_SIGNS = {Tone.GOOD: "✓", Tone.BINDING: "◆", Tone.WARN: "!", Tone.OVER: "✕", Tone.MUTED: "…", Tone.PLAIN: "•"}

_STATUSES = {"published": Tone.GOOD, "review": Tone.BINDING, "draft": Tone.MUTED}


def chip(text: str, tone: Tone = Tone.PLAIN, title: str = "") -> Markup:
    """A word in a rounded box."""
    return element("span", text, class_=f"nalsd-chip nalsd-{tone.value}", title=title or None)


def status_chip(status: str) -> Markup:
    """Draft, review or published."""
    return chip(status, _STATUSES.get(status, Tone.PLAIN))


def badge(text: str, tone: Tone) -> Markup:
    """The verdict in a word or two, with a sign for those who do not see the colour."""
    sign = element("span", _SIGNS[tone], class_="nalsd-sign", aria_hidden="true")
    return element("span", sign, " ", text, class_=f"nalsd-badge nalsd-{tone.value}")


def verdict_line(text: str, tone: Tone, *details: Child) -> Markup:
    """The line under a page's title: the verdict, then what it rests on."""
    return element("p", badge(text, tone), " " if details else None, details, class_="nalsd-verdict")


def share_tone(share: object, target: object) -> Tone:
    """Calm up to the target, a warning up to full, over beyond."""
    if not isinstance(share, float | int):
        return Tone.MUTED
    if share > 1 + 1e-9:
        return Tone.OVER
    return Tone.WARN if isinstance(target, float | int) and share > target * (1 + 1e-9) else Tone.GOOD


def meter(share: Quantity, target: Quantity | None = None, scale: float = 1.0) -> Markup | None:
    """A small bar of a share, a mark at its target. Decoration: the number always stands beside it.

    With a `scale` above 1 the bar's end is that share and not 100%, which a mark shows then.
    """
    if not isinstance(share.value, float | int):
        return None
    goal = target.value if target is not None and isinstance(target.value, float | int) else None
    tone = share_tone(share.value, goal)
    full = max(1.0, scale, float(share.value))
    if goal is None and scale > 1:
        goal = 1.0
    fill = element("span", class_="nalsd-fill", style=f"width:{_percent(share.value / full)}")
    mark = (
        element("span", class_="nalsd-mark", style=f"left:{_percent(goal / full)}")
        if goal is not None
        else None
    )
    return element("span", fill, mark, class_=f"nalsd-meter nalsd-{tone.value}", aria_hidden="true")


def bottleneck(
    headline: Child,
    scope: Scope,
    *,
    share: Quantity | None = None,
    target: Quantity | None = None,
    facts: tuple[tuple[str, Quantity | str], ...] = (),
    because: Child = None,
) -> Markup:
    """What binds first: the headline, its utilisation against the target, a few facts with their figures."""
    tone = Tone.BINDING if share is None else share_tone(share.value, target.value if target else None)
    gauge = None
    if share is not None:
        aim = join(" busy, target ", mention(target, scope)) if target is not None else None
        gauge = element(
            "div", meter(share, target), element("span", mention(share, scope), aim), class_="nalsd-gauge"
        )
    items = [
        element(
            "div", element("dt", name), element("dd", mention(v, scope) if isinstance(v, Quantity) else v)
        )
        for name, v in facts
    ]
    return element(
        "aside",
        element("p", "Bottleneck", class_="nalsd-kicker"),
        element("p", headline, class_="nalsd-headline"),
        gauge,
        element("dl", items) if items else None,
        element("p", because, class_="nalsd-because") if because is not None else None,
        class_=f"nalsd-bottleneck nalsd-{Tone.BINDING.value if tone is Tone.GOOD else tone.value}",
        aria_label="Bottleneck",
    )


def not_computed(what: str, why: str = "") -> Markup:
    """Says plainly that a part is prose only so far."""
    return element(
        "p",
        element("strong", "Not computed yet. "),
        what,
        [" ", why] if why else None,
        class_="nalsd-pending",
        role="note",
    )


def not_applicable(reason: str) -> Markup:
    """A part the author ruled out, with the reason."""
    return element("p", element("strong", "Does not apply: "), reason, class_="nalsd-pending", role="note")


def headline_numbers(figures: list[tuple[str, Quantity | Markup | str, str]], scope: Scope) -> Markup:
    """A row of large figures: a name, the figure, and a word under it."""
    cells = [
        element(
            "div",
            element("dt", name),
            element("dd", mention(value, scope) if isinstance(value, Quantity) else value),
            element("dd", note, class_="nalsd-under") if note else None,
        )
        for name, value, note in figures
    ]
    return element("dl", cells, class_="nalsd-headlines", data_search_exclude=True)


def _percent(share: float) -> str:
    return f"{max(0.0, min(1.0, share)) * 100:.4g}%"
