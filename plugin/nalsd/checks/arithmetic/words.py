"""The vocabulary of estimates: what people write for operators, relations, scales and units of time."""

from __future__ import annotations

from nalsd.units.prefix import SCALES

# Tokens. One letter each, so that a run of tokens reads as a short text in a debugger.
NUMBER, WORD, OPERATOR, RELATION, OPEN, CLOSE, COMMAND = "n", "w", "o", "r", "(", ")", "c"
ABOUT, MONEY, PERCENT, BREAK, COMMA, COLON, JUNK, RATIO = "~", "$", "%", "|", ",", ":", "j", "t"

PLUS, MINUS, TIMES, DIVIDE, POWER = "+", "-", "*", "/", "^"
EQUALS, ABOUT_EQUALS, ARROW, IMPLIES = "=", "≈", "→", "⇒"

SIGNS = {
    "+": PLUS, "-": MINUS, "−": MINUS, "–": MINUS, "*": TIMES, "×": TIMES, "✕": TIMES, "✖": TIMES, "·": TIMES,
    "⋅": TIMES, "∙": TIMES, "∗": TIMES, "/": DIVIDE, "÷": DIVIDE, "∕": DIVIDE, "^": POWER, "**": POWER,
}  # fmt: skip

RELATIONS = {
    "=": EQUALS, "==": EQUALS, "===": EQUALS, ":=": EQUALS,
    "≈": ABOUT_EQUALS, "≃": ABOUT_EQUALS, "≅": ABOUT_EQUALS, "≒": ABOUT_EQUALS, "∼": ABOUT_EQUALS,
    "~=": ABOUT_EQUALS, "=~": ABOUT_EQUALS, "≈=": ABOUT_EQUALS, "=≈": ABOUT_EQUALS,
    "=>": IMPLIES, "==>": IMPLIES, "->": ARROW, "-->": ARROW, "→": ARROW, "⇒": IMPLIES, "⟹": IMPLIES,
    "⟶": ARROW,
    ":-": ARROW, "➜": ARROW,
    "➔": ARROW, "➡": ARROW,
}  # fmt: skip

TEX_SIGNS = {"times": TIMES, "cdot": TIMES, "ast": TIMES, "div": DIVIDE, "over": DIVIDE, "pm": ""}
TEX_RELATIONS = {
    "approx": ABOUT_EQUALS, "simeq": ABOUT_EQUALS, "cong": ABOUT_EQUALS, "sim": ABOUT_EQUALS,
    "approxeq": ABOUT_EQUALS,
    "thickapprox": ABOUT_EQUALS, "eq": EQUALS, "to": ARROW, "rightarrow": ARROW,
    "Rightarrow": IMPLIES,
    "implies": IMPLIES, "longrightarrow": ARROW, "Longrightarrow": IMPLIES,
}  # fmt: skip
TEX_FUNCTIONS = frozenset({"frac", "dfrac", "tfrac", "sqrt", "log", "ln", "lg", "max", "min"})
VARIABLES = frozenset("acefijlnopqruvz")
"""Letters that are neither a unit nor a scale: `2f + 1` is no sum."""
TEX_BREAKS = frozenset(
    {"equiv", "quad", "qquad", "\\", "newline", "implies", "ge", "geq", "le", "leq", "gt", "lt", "neq", "ne"}
)
TEX_OPEN, TEX_CLOSE = frozenset({"lceil", "lfloor"}), frozenset({"rceil", "rfloor"})

RELATION_WORDS = {
    "equals": EQUALS,
    "equal": EQUALS,
    "is": EQUALS,
    "gives": EQUALS,
    "yields": EQUALS,
    "makes": EQUALS,
    "or": ABOUT_EQUALS,
    "that's": EQUALS,
    "that’s": EQUALS,
    "~": ABOUT_EQUALS,
}
"""Words between a sum and its result. They count only after something that has an operator in it."""

OPERATOR_WORDS = {
    "times": TIMES,
    "plus": PLUS,
    "minus": MINUS,
    "x": TIMES,
    "X": TIMES,
    "multiplied": TIMES,
    "divided": DIVIDE,
}

FUNCTIONS = frozenset(
    {"log", "log2", "log10", "ln", "lg", "sqrt", "ceil", "ceiling", "floor", "round", "max", "min", "roundup"}
)

ABOUT_WORDS = frozenset(
    {
        "about",
        "around",
        "roughly",
        "approximately",
        "approx",
        "approx.",
        "appr.",
        "ca.",
        "circa",
        "ca",
        "nearly",
        "almost",
        "some",
    }
)
ADVERBS = frozenset(
    {"avg", "average", "just", "only", "exactly", "an", "a", "total", "another", "extra", "say", "peak"}
)
"""What may stand between an operator and its number without changing it: `5 × avg 3 KB`."""

BOUNDS = frozenset({"over", "under", "below", "above", "least", "most", "than", "up"})

WILD_SCALES = {
    **{name: float(size) for name, size in SCALES.items()},
    "mn": 1e6, "mil": 1e6, "mln": 1e6, "bil": 1e9, "hundred": 1e2, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5,
    "crore": 1e7,
    "crores": 1e7, "cr": 1e7, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12,
    "тыс": 1e3, "млн": 1e6, "млрд": 1e9, "millones": 1e6, "Mio": 1e6, "Mrd": 1e9,
    "tausend": 1e3, "millionen": 1e6, "milliarde": 1e9, "milliarden": 1e9, "mille": 1e3, "milliard": 1e9,
    "milliards": 1e9, "mila": 1e3, "milioni": 1e6, "miliardi": 1e9, "milhão": 1e6, "milhões": 1e6,
    "bilhão": 1e9, "bilhões": 1e9, "miljoen": 1e6, "miljard": 1e9, "milyon": 1e6, "milyar": 1e9,
    "nghìn": 1e3, "triệu": 1e6, "tỷ": 1e9, "ribu": 1e3, "juta": 1e6, "miliar": 1e9,
    "quadrillion": 1e15, "quad": 1e15, "tn": 1e12, "tril": 1e12,
}  # fmt: skip
"""The scales of `nalsd.units` and those that only the wild uses."""
SHORTENED_SCALES = frozenset({"Mio", "Mrd", "mln", "mlrd", "млн", "млрд", "тыс"})
"""Those that a point may follow."""

CHARACTER_SCALES = {
    "十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "만": 1e4, "억": 1e8,
    "천": 1e3,
}  # fmt: skip
"""Scales that are written as one character, and glued to what is counted: `3 万条`."""

FOREIGN_PERIODS = {
    "秒": "s", "分钟": "min", "小时": "h", "天": "day", "周": "week", "月": "month", "个月": "month",
    "年": "year", "초": "s", "분": "min", "시간": "h", "일": "day", "년": "year", "сек": "s", "мин": "min",
    "час": "h", "часа": "h", "часов": "h", "день": "day", "дня": "day", "дней": "day", "месяц": "month",
    "год": "year", "с": "s", "мс": "ms", "мкс": "us", "ч": "h", "года": "year", "лет": "year",
}  # fmt: skip
"""Periods in other languages."""

LETTER_SCALES = frozenset("kKMGTPE")

MULTIPLES = {"half": 0.5, "twice": 2.0, "double": 2.0, "triple": 3.0}

NUMBER_WORDS = {
    word: float(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}

SCALE_NAMES = frozenset({"thousand", "million", "billion", "trillion", "lakh", "crore"})
"""Scales that stand for a number: `a million users × 1 KB`."""

PERIODS = {
    "daily": "day", "hourly": "hour", "weekly": "week", "monthly": "month", "yearly": "year",
    "annually": "year",
    "annual": "year",
}  # fmt: skip

CALENDAR = frozenset(
    {7, 12, 24, 28, 30, 30.4, 30.44, 31, 52, 60, 100_000, 365, 365.25, 1440, 3600, 86_400, 604_800,
    2_592_000, 2_628_000, 2.5e6, 2.6e6, 31_536_000, 3.15e7, 168, 720, 730, 744, 8760, 10_080, 43_200, 43_800,
     525_600}
)  # fmt: skip
"""Numbers that turn one period into another: 24 hours a day, 3,600 seconds an hour, 10^5 for 86,400."""

STOP_WORDS = frozenset(
    """and or with for we the is are was were be at so then which that this these if from to by in on of as
    it its our you they i need needs needed means mean gives give using use used where when while
    because but hence thus therefore assume assuming assumes let have has will would can could should
    must than into onto via vs versus versus. not no since after before until plus minus times equals
    equal yields makes between within without either both also i.e e.g ie eg""".split()  # noqa: SIM905
)
"""Words that end an operand: what follows is prose and not the name of a unit."""
