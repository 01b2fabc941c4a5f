"""N101 to N104 and N108 to N113: files that cannot be read as what they should be.

Reading a design finds all of these, so the rules here only document them.
"""

from __future__ import annotations

from nalsd.checks.rules.rule import Example, Rule

CONTEXT = "1-context.md"

UNREADABLE_FILE = Rule(
    code="N101",
    name="unreadable-file",
    what="A file of the design cannot be read: its front-matter is not valid YAML, it holds a tab for "
    "indentation, it is binary, it is too large, or its YAML aliases unfold to more than can be held.",
    why="What cannot be read cannot be checked. MkDocs by itself prints such front-matter on the page and "
    "calls the build good.",
    bad=Example(
        "---\nphase: 1\nworkloads:\n\tclick: {kind: write}\n---\n## Problem statement\n\nA tab.\n", CONTEXT
    ),
    good=Example(
        "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
        "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
        "---\n## Problem statement\n\nSpaces.\n",
        CONTEXT,
    ),
    mend="Go to the line and column of the finding. Indent with spaces; save the file as UTF-8 text; keep "
    "data that is not front-matter in a file of its own.",
)

FRONT_MATTER_NOT_A_MAPPING = Rule(
    code="N102",
    name="front-matter-not-a-mapping",
    what="The front-matter is a list or a single value, not keys with values.",
    why="A phase is found by its key `phase`, so such a file belongs to no phase.",
    bad=Example("---\n- phase\n- 5\n---\nThe paths.\n", "5-architecture.md"),
    good=Example("---\nphase: 5\n---\nThe paths.\n", "5-architecture.md"),
    mend="Write `key: value` lines between the two `---` lines.",
)

DUPLICATE_KEY = Rule(
    code="N103",
    name="duplicate-key",
    what="The same key stands twice in one mapping.",
    why="YAML readers keep one of the two values and drop the other without a word.",
    bad=Example("---\nphase: 4\nzones: 3\nzones: 2\n---\nThree zones.\n", "4-iterations.md"),
    good=Example("---\nphase: 4\nzones: 3\n---\nThree zones.\n", "4-iterations.md"),
    mend="Keep one of the two. The finding shows where both stand.",
)

UNKNOWN_KEY = Rule(
    code="N104",
    name="unknown-key",
    what="A key is not part of the format.",
    why="A misspelt key would be ignored, and the default it was meant to replace would be used.",
    bad=Example("---\nphase: 4\nzonez: 3\n---\nThree zones.\n", "4-iterations.md"),
    good=Example("---\nphase: 4\nzones: 3\n---\nThree zones.\n", "4-iterations.md"),
    mend="Use the nearest known key, which the finding names, or look the key up in the reference.",
)

EMPTY_FILE = Rule(
    code="N108",
    name="empty-file",
    what="A file of the design has nothing in it.",
    why="The page would be published empty.",
    bad=Example("", "6-stress-test.md"),
    good=Example("---\nphase: 6\n---\nWhat breaks first is the disk.\n", "6-stress-test.md"),
    mend="Write the phase, or delete the file.",
)

MISSING_KEY = Rule(
    code="N109",
    name="missing-key",
    what="Something is declared without a key that it cannot do without.",
    why="There is no honest default for it: a workload without a rate has no load.",
    bad=Example(
        "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n  click: {from: browser, average: 2k/s}\n"
        "---\n## Problem statement\n\nClicks of no kind.\n",
        CONTEXT,
    ),
    good=Example(
        "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
        "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
        "---\n## Problem statement\n\nClicks.\n",
        CONTEXT,
    ),
    mend="Add the key. Where the value is not known yet, give a range and say why in `because`.",
    soft_in_draft=True,
)

WRONG_KIND_OF_VALUE = Rule(
    code="N110",
    name="wrong-kind-of-value",
    what="A value is of another kind than its key takes: a list for a mapping, a word that is not one of "
    "the choices, text for a number.",
    why="It cannot be used, and what was meant cannot be guessed.",
    bad=Example(
        "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
        "  click: {from: browser, kind: writing, average: 2k/s, peak: 5k/s, request: 500 B}\n"
        "---\n## Problem statement\n\nClicks.\n",
        CONTEXT,
    ),
    good=Example(
        "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
        "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
        "---\n## Problem statement\n\nClicks.\n",
        CONTEXT,
    ),
    mend="Write a value of the kind that the finding names.",
)

PHASE_TWICE = Rule(
    code="N111",
    name="phase-twice",
    what="Two files of a design say they are the same phase.",
    why="Only one of them can be the page of that phase; the other would be dropped.",
    bad=Example(
        "---\nphase: 4\n---\nThis says that it is phase 4, as does 4-iterations.md.\n", "5-architecture.md"
    ),
    good=Example("---\nphase: 5\n---\nThis is phase 5.\n", "5-architecture.md"),
    mend="Correct `phase:` in one of the files, or put the two together. A file's phase comes from its "
    "front-matter, not from its name.",
)

UNKNOWN_CALL = Rule(
    code="N112",
    name="unknown-call",
    what="The text or the front-matter holds template syntax that is not one of the calls of nalsd: `value`, "
    "`table`, `chart`, `diagram` and `explain`, with a quoted name; or a link to a quantity that is not "
    "written as a claim, `[20 Gbps](nalsd:ID)`.",
    why="Nothing in a design is executed, and what is no claim is not checked. Such text would be published "
    "as it stands; where it was meant as an attack, a reviewer should see it.",
    bad=Example("---\nphase: 5\n---\nThe path costs {{ config.items() }}.\n", "5-architecture.md"),
    good=Example(
        '---\nphase: 5\n---\nThe peak is {{ value("workloads.click.peak") }}.\n', "5-architecture.md"
    ),
    mend='Use one of the calls, as `{{ value("ID") }}`, or a claim, `[20 Gbps](nalsd:ID)`; or put the text '
    "in a code span or a code block.",
)

NO_DESIGNS = Rule(
    code="N113",
    name="no-designs",
    what="The folder that was to be checked has no design in it.",
    why="A check that checked nothing must not pass: the path in the CI script may be wrong.",
    bad=Example("docs/\n  designs/\n"),
    good=Example("docs/\n  designs/\n    click-log/\n      index.md\n      1-context.md\n      ...\n"),
    mend="Name the folder that holds the designs: `nalsd check --designs path/to/designs`. A design is a "
    "folder with Markdown files whose front-matter has a `phase`.",
)

RULES = (
    UNREADABLE_FILE,
    FRONT_MATTER_NOT_A_MAPPING,
    DUPLICATE_KEY,
    UNKNOWN_KEY,
    EMPTY_FILE,
    MISSING_KEY,
    WRONG_KIND_OF_VALUE,
    PHASE_TWICE,
    UNKNOWN_CALL,
    NO_DESIGNS,
)
