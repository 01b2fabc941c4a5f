"""`index.md`: what the design is, who answers for it, and how far along it is."""

from nalsd.designs.fields import choice, entries, many, quantity, scalar, text
from nalsd.designs.kinds import Pattern
from nalsd.designs.leaves import FreeText, SectionName, Tag
from nalsd.designs.model import Model
from nalsd.designs.tree import Text
from nalsd.designs.values import Value

STATUSES = ("draft", "review", "published")


class Index(Model):
    """The front-matter of `index.md`."""

    noun = "design"

    title: Text | None = text("Title of the design.", example="Ad click aggregator")
    summary: Text | None = text("One or two sentences for the catalogue.")
    status: Text = choice(
        STATUSES,
        "`draft`: what is missing is a warning; `review` and `published`: an error.",
        default="draft",
    )
    tags: list[Tag] = many("Words to filter the catalogue by.")
    owners: list[FreeText] = many("Who answers for the design.")
    plan_for: Value | None = quantity(
        "y",
        "Capacity is sized for the load grown by this time.",
        words=("today",),
        default="today",
        example="2 y",
    )
    knowledge: Text | None = scalar(
        Pattern(r"\d{4}\.\d{2}", "a pin of the knowledge base such as `2026.11`"),
        "Pin of machines, prices and round-trip times: an upgrade is then a diff to review.",
        example="2026.11",
    )
    not_applicable: dict[SectionName, FreeText] = entries(
        "Sections that do not apply, each with the reason, which the page shows."
    )
