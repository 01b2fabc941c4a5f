"""A tree of a git repository as files in a folder of its own: nothing of the repository is run or touched.

Only `git rev-parse`, `merge-base`, `ls-tree` and `cat-file` are used: no checkout, so no hooks, no filters
and no text conversion.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path, PurePosixPath

from nalsd.designs.files import MOST_FILE_BYTES

MOST_FILES = 20_000
"""Files below the folder of designs that are read at most."""
SECONDS = 60
SAFE = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never",
    "-c", "core.pager=cat",
)  # fmt: skip
"""Settings of the repository that could start a program or a download, off."""
SHALLOW = "fetch its history first: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout"


class NoRevision(Exception):
    """Why a revision cannot be read; `help` says what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def _git(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Runs git without what the environment says of another repository."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith("GIT_CONFIG")}
    own |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1"}
    own |= {"GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    try:
        return subprocess.run(
            ["git", *SAFE, "-C", str(folder), *arguments],
            input=given, capture_output=True, timeout=SECONDS, env=own, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise NoRevision("there is no `git` here", "install git; designs are read through it") from None
    except subprocess.TimeoutExpired:
        raise NoRevision(f"git did not answer within {SECONDS} s") from None


def repository(folder: Path) -> Path:
    """The top of the repository that a folder is in; of one without a work tree, its own folder."""
    found = _git(folder, "rev-parse", "--show-toplevel")
    if found.returncode == 0 and found.stdout.strip():
        return Path(os.fsdecode(found.stdout.rstrip(b"\n")))
    if bare := _bare(folder):
        return bare
    said = found.stderr.decode("utf-8", "replace")
    if "dubious ownership" in said:
        named = re.search("in repository at '(.+)'", said)
        owned = shlex.quote(named[1] if named else str(folder.absolute()))
        help = f"if you trust it: `git config --global --add safe.directory {owned}`"
        raise NoRevision("git does not read this repository: it belongs to another user", help)
    raise NoRevision("this is no git repository", "run it inside the repository")


def is_bare(folder: Path) -> bool:
    """Whether a folder is in a repository without a work tree, as servers keep them."""
    return _bare(folder) is not None


def _bare(folder: Path) -> Path | None:
    found = _git(folder, "rev-parse", "--is-bare-repository", "--absolute-git-dir")
    answer, _, own = found.stdout.rstrip(b"\n").partition(b"\n")
    return Path(os.fsdecode(own)) if found.returncode == 0 and answer == b"true" else None


def commit(top: Path, revision: str) -> str:
    """The commit that a revision names."""
    shown = "".join(c if c.isprintable() else "?" for c in revision[:100])
    if revision.startswith("-") or not revision or "\0" in revision:
        raise NoRevision(f"`{shown}` is no revision", "name a branch, a tag or a commit")
    found = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode == 0:
        return found.stdout.decode("ascii").strip()
    help = "name a branch, a tag or a commit; `git fetch` it"
    if _shallow(top):
        help = f"the clone is shallow; {SHALLOW}"
    raise NoRevision(f"the repository has no revision `{shown}`", help)


def ends(top: Path, revision: str) -> tuple[str, str] | None:
    """The two revisions of `A..B`; of `A...B`, as in git, the last commit that both have, and B.

    A side that is left out is `HEAD`. None for a single revision: no name has two dots.
    """
    one, dots, two = revision.partition("...") if "..." in revision else revision.partition("..")
    if not dots:
        return None
    one, two = one or "HEAD", two or "HEAD"
    if dots == "..":
        return one, two
    found = _git(top, "merge-base", commit(top, one), commit(top, two))
    if found.returncode:
        help = SHALLOW if _shallow(top) else "compare them as they are: `A..B`"
        raise NoRevision(f"`{one}` and `{two}` have no commit in common", help)
    return found.stdout.decode("ascii").split()[0], two


def _shallow(top: Path) -> bool:
    return _git(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def extract(top: Path, revision: str, below: str, target: Path) -> None:
    """Writes the files of a commit below a folder (`designs`, or nothing for all) into an empty folder."""
    arguments = ["ls-tree", "-r", "-z", "-l", "--full-tree", revision]
    listed = _git(top, *arguments, *(["--", f"{below}/"] if below else []))
    if listed.returncode:
        raise NoRevision(f"the tree of {revision[:12]} cannot be read", SHALLOW)
    files: list[tuple[Path, str, int]] = []
    links: list[tuple[Path, str]] = []
    for entry in listed.stdout.split(b"\0"):
        head, _, name = entry.partition(b"\t")
        fields = head.decode("ascii").split()
        path = _safe(os.fsdecode(name))
        if len(fields) != 4 or fields[1] != "blob" or path is None:
            continue
        mode, _, blob, size = fields
        if mode == "120000":
            links.append((target / path, blob))
        else:
            files.append((target / path, blob, int(size) if size.isdigit() else 0))
    if len(files) + len(links) > MOST_FILES:
        raise NoRevision(f"{below or 'the repository'} has more than {MOST_FILES:,} files", "name --designs")
    small = [blob for _, blob, size in files if size <= MOST_FILE_BYTES]
    contents = _blobs(top, [*small, *(blob for _, blob in links)])
    for path, blob, size in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            if size > MOST_FILE_BYTES:
                stream.truncate(size)  # nobody reads it, only that it is too large
            else:
                stream.write(contents[blob])
    # Links come last, so that no file is written through one.
    for path, blob in links:
        _link(path, os.fsdecode(contents[blob]), target)


def folder_of_designs(top: Path, revision: str, below: str) -> str:
    """Where a commit has the folder of designs: where it is now, or in the only other folder of its name."""
    listed = _git(top, "ls-tree", "-r", "-d", "-z", "--name-only", "--full-tree", revision).stdout
    folders = [os.fsdecode(name) for name in listed.split(b"\0")]
    if not below or below in folders:
        return below
    named = [folder for folder in folders if PurePosixPath(folder).name == PurePosixPath(below).name]
    return named[0] if len(named) == 1 else below


def _safe(name: str) -> Path | None:
    """The path of a tree's entry; None for one that could lead elsewhere or cannot be written."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or "\\" in name or len(os.fsencode(name)) > 1000:
        return None
    if any(part in ("..", ".") or part.lower() == ".git" or len(os.fsencode(part)) > 255 for part in parts):
        return None
    return Path(*parts)


def _link(path: Path, to: str, target: Path) -> None:
    """A link that stays inside the folder; another one is left out, as a file that is not there."""
    there = os.path.normpath(path.parent / to) if "\0" not in to else ""
    if os.path.isabs(to) or not there.startswith(f"{target}{os.sep}") or not there.isprintable():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if not os.path.lexists(path) and path.parent.resolve().is_relative_to(target.resolve()):
        path.symlink_to(to)


def _blobs(top: Path, ids: list[str]) -> dict[str, bytes]:
    """The contents of blobs, by their ids."""
    ids = list(dict.fromkeys(ids))
    if not ids:
        return {}
    stream = _git(top, "cat-file", "--batch", given="".join(f"{id}\n" for id in ids).encode()).stdout
    found: dict[str, bytes] = {}
    at = 0
    for id in ids:
        end = stream.find(b"\n", at)
        head = stream[at:end].split() if end >= 0 else []
        if len(head) != 3 or not head[2].isdigit():
            raise NoRevision("the repository lacks files of that revision: it is a partial clone", SHALLOW)
        size = int(head[2])
        found[id] = stream[end + 1 : end + 1 + size]
        at = end + 2 + size
    return found
