"""`python -m tests.vectors FILE...`: holds files of vectors against the engine's formulas."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.vectors.evaluation import BadFile, load, misses


def main(arguments: list[str]) -> int:
    """Prints each vector that misses, then one line of totals.

    0 all hold, 1 some miss, 2 no vectors to be read.
    """
    if not arguments or arguments[0] in ("-h", "--help"):
        print("usage: python -m tests.vectors FILE...", file=sys.stderr)
        return 0 if arguments else 2
    try:
        vectors = [vector for argument in arguments for vector in load(Path(argument))]
    except BadFile as error:
        print(error, file=sys.stderr)
        return 2
    missed = 0
    for vector in vectors:
        found = misses(vector)
        missed += bool(found)
        for miss in found:
            print(miss)
    topics = len({vector.topic for vector in vectors})
    print(f"{len(vectors)} vectors of {topics} topics: {len(vectors) - missed} hold, {missed} miss")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
