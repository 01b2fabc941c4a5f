"""Scalars that stand in lists and as keys, where no field says what they are: types of their own."""

from __future__ import annotations

from typing import Annotated

from nalsd.designs import kinds
from nalsd.designs.tree import Text
from nalsd.designs.values import Value

FreeText = Annotated[Text, kinds.FREE]
"""Prose."""
Name = Annotated[Text, kinds.Naming()]
"""An id that the author gives, part of a dotted id."""
BareName = Annotated[Text, kinds.Naming("all")]
"""An id that stands in expressions by itself, so that no unit may have it."""
PartName = Annotated[Text, kinds.Naming("none")]
"""A name inside one part, such as a column's, which stands in no expression."""
Reference = Annotated[Text, kinds.REFERENCE]
"""The name of something that the design defines."""
Known = Annotated[Text, kinds.KNOWN]
"""A name of the design or of the knowledge base."""
Tag = Annotated[Text, kinds.Pattern(r"[A-Za-z0-9][A-Za-z0-9 ._+-]{0,39}", "a tag: a word or two")]
"""A word of the catalogue."""
SectionName = Annotated[Text, kinds.Pattern(r"[a-z][a-z0-9_ .-]{0,79}", "the name of a section or a part")]
"""What `not_applicable` silences."""
AnyValue = Annotated[Value, kinds.Quantity(None)]
"""A value of any unit."""
Share = Annotated[Value, kinds.Quantity("%")]
"""A part of a whole."""
Number = Annotated[Value, kinds.Quantity("1")]
"""A plain number."""
Time = Annotated[Value, kinds.Quantity("s")]
"""A duration."""
AnyText = Annotated[Text, kinds.Kind()]
"""Any scalar, kept as written."""
Target = Annotated[
    Text,
    kinds.Pattern(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+){1,6}", "the path of a key such as `tiers.lb.datapath`"),
]
"""The path of a key of the front-matter."""
