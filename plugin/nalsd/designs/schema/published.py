"""`published.md`: figures of a published original, set beside the computed ones. It has no phase."""

from nalsd.designs.fields import choice, empty_list, entries, part, quantity, scalar, text
from nalsd.designs.kinds import DAY, FREE, Pattern
from nalsd.designs.model import Model
from nalsd.designs.tree import Text
from nalsd.designs.values import Value

VERDICTS = ("wrong", "model", "gap", "inconsistent", "right")


class Figure(Model):
    """One published figure."""

    id: Text = scalar(
        Pattern(r"[A-Za-z][A-Za-z0-9_-]{0,19}", "a short id such as `A7`"),
        "What it is cited by.",
        required=True,
        example="A7",
    )
    what: Text = text("What the figure is of.", required=True, example="Daily raw volume")
    where: Text | None = text("Where it stands in the original.", example="section 3")
    printed: Text = text("The figure as it was printed.", required=True, example="216 TB")
    quantity: Value | None = quantity(
        None,
        "The quantity that the engine computes for it: an id, or an expression over ids.",
        example="workloads.click.daily_volume",
    )
    unit: Text | None = scalar(
        FREE, "The unit in which the computed figure is shown; its own by default.", example="%"
    )
    verdict: Text = choice(
        VERDICTS,
        "`wrong` (the arithmetic or the physics), `model` (the arithmetic of a model that "
        "does not hold), `gap` (not computed there), `inconsistent` (said differently elsewhere) "
        "or `right`.",
        required=True,
    )
    why: Text | None = text("What the difference comes from.")


class Publication(Model):
    """An original and its figures."""

    source: Text = text("What the original is and where it can be read.", required=True)
    retrieved: Text | None = scalar(DAY, "The day it was read.")
    figures: list[Figure] = entries("Its figures, in the original's order.", factory=empty_list)


class Published(Model):
    """The front-matter of `published.md`."""

    noun = "file of published figures"

    title: Text | None = scalar(FREE, "Title of the page.")
    published: Publication | None = part("The original and its figures.", required=True)
