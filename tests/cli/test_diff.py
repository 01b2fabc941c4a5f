"""`nalsd diff`, over small git repositories."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from nalsd.checks.differences import revisions
from nalsd.cli import main
from nalsd.cli.schemas import schema
from tests.checks import small

Run = tuple[int, str, str]


def git(*arguments: str) -> str:
    own = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *own, *arguments], check=True, capture_output=True, text=True).stdout


def commit(message: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    top = tmp_path / "repository"
    top.mkdir()
    monkeypatch.chdir(top)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git("init", "-q")
    small.write(Path("designs"))
    commit("first")
    return top


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Run:
    code = main(["diff", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in err and "internal error" not in err
    return code, out, err


def double(file: Path = Path("designs/click-log/1-context.md")) -> None:
    file.write_text(file.read_text().replace("peak: 5k/s", "peak: 10k/s"))


def test_a_changed_input_and_what_followed(capsys: pytest.CaptureFixture[str]) -> None:
    double()
    code, out, err = run(capsys, "HEAD", "--format", "json")
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert list(Draft202012Validator(schema("diff")).iter_errors(data)) == []
    (design,) = data["designs"]
    assert design["status"] == "changed"
    (changed,) = design["inputs"]
    assert (changed["id"], changed["before"], changed["after"]) == ("workloads.click.peak", "5k/s", "10k/s")
    assert (changed["file"], changed["line"]) == ("click-log/1-context.md", 8)
    doubled = [m for m in design["moved"] if m["change"] == pytest.approx(1.0)]
    assert doubled  # twice the peak is +100%


def test_markdown_between_two_revisions_leaves_the_work_tree_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    double()
    commit("more")
    Path("designs/click-log/1-context.md").write_text("edited\n")
    before = git("status", "--porcelain")
    code, out, _ = run(capsys, "HEAD~1", "HEAD")
    assert code == 0
    assert "| `workloads.click.peak` | 5k/s | 10k/s | `click-log/1-context.md:8` |" in out
    assert "+100%" in out
    assert git("status", "--porcelain") == before


def test_added_removed_and_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert "No design differs" in run(capsys, "HEAD")[1]
    Path("designs/click-log").rename("designs/other-log")
    found = json.loads(run(capsys, "HEAD", "--format", "json")[1])["designs"]
    assert [(d["design"], d["status"]) for d in found] == [("click-log", "removed"), ("other-log", "added")]


def test_a_renamed_design_is_held_against_what_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    small.write(Path("designs"), small.with_prose("2-slo.md", "Kept."), slug="second")
    commit("two")
    Path("designs/click-log").rename("designs/clicks")
    double(Path("designs/clicks/1-context.md"))
    found = json.loads(run(capsys, "HEAD", "--format", "json")[1])
    Draft202012Validator(schema("diff")).validate(found)
    gone, came = found["designs"]
    assert [(d["design"], d["status"], d["was"]) for d in (gone, came)] == [
        ("click-log", "removed", None), ("clicks", "added", "click-log"),
    ]  # fmt: skip
    assert [(i["id"], i["before"], i["after"]) for i in came["inputs"]] == [
        ("workloads.click.peak", "5k/s", "10k/s")
    ]
    text = run(capsys, "HEAD")[1]
    assert "(`click-log`): removed, now `clicks`\n" in text
    assert "(`clicks`): added, was `click-log`\n" in text
    assert text.count("| `workloads.click.peak` | 5k/s | 10k/s |") == 1
    assert "Verdict: feasible.\n" not in text  # nothing of it is new


def test_another_design_in_the_place_of_one_is_not_its_new_name(capsys: pytest.CaptureFixture[str]) -> None:
    other = Path("designs/other")
    Path("designs/click-log").rename(other)
    for page in other.glob("*.md"):
        page.write_text(
            page.read_text().replace("click", "order").replace("a", "ä") if page.stem != "index" else "x"
        )
    found = json.loads(run(capsys, "HEAD", "--format", "json")[1])["designs"]
    assert [d["was"] for d in found] == [None, None]


def test_a_design_broken_in_one_revision(capsys: pytest.CaptureFixture[str]) -> None:
    small.write(Path("designs"), slug="second")
    commit("two")
    double()
    Path("designs/second/3-capacity.md").write_text("---\nphase: 3\ntiers: {a: [\n---\n")
    code, out, _ = run(capsys, "HEAD")
    assert code == 1
    assert "not compared: `second/3-capacity.md" in out and "| `workloads.click.peak` |" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "no revision `nowhere`"),
        (["--", "--output=x"], "is no revision"),
        (["HEAD", "HEAD~9"], "no revision `HEAD~9`"),
    ],
)
def test_bad_revisions(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 2 and said in err


def test_no_repository_no_designs_and_a_shallow_clone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    double()
    commit("more")
    git("clone", "-q", "--depth", "1", f"file://{Path.cwd()}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    code, _, err = run(capsys, "HEAD~1")
    assert code == 2 and "shallow" in err
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    code, _, err = run(capsys, "HEAD")
    assert code == 2 and "no git repository" in err
    git("init", "-q")
    Path("a").write_text("a")
    commit("a")
    code, _, err = run(capsys, "HEAD")
    assert code == 2 and "there is no design" in err


def objects(*entries: tuple[str, str, str]) -> str:
    """A tree object of (mode, name, id), written as it is: git's own commands refuse such names."""
    raw = b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(id) for mode, name, id in entries)
    command = ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"]
    return subprocess.run(command, input=raw, check=True, capture_output=True).stdout.decode().strip()


def test_names_that_lead_elsewhere_are_left_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "for-diff"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "for-diff").mkdir()
    blob = git("hash-object", "-w", "designs/click-log/index.md").strip()
    design = git("rev-parse", "HEAD:designs/click-log").strip()
    hooks = objects(("100755", "post-checkout", blob))
    dotted = objects(("40000", "hooks", hooks))
    above = objects(("100644", "escaped.md", blob))
    evil = objects(
        ("40000", "..", above),
        ("40000", ".GIT", dotted),
        ("40000", ".git", dotted),
        ("40000", "click-log", design),
        ("120000", "link-log", git("hash-object", "-w", "--stdin-paths").strip() or blob),
        ("160000", "submodule", git("rev-parse", "HEAD").strip()),
    )
    top = objects(("40000", "designs", evil))
    revision = git("commit-tree", top, "-m", "evil").strip()
    code, _, err = run(capsys, revision, "HEAD")
    assert (code, err) == (0, "")
    assert not list(tmp_path.rglob("escaped.md"))
    assert list((tmp_path / "for-diff").iterdir()) == []


def armed(touched: Path) -> None:
    """Whatever git could run of this repository writes a file: hooks, filters, conversions, a monitor."""
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        hook = Path(".git/hooks") / name
        hook.write_text(f"#!/bin/sh\ntouch {touched}\n")
        hook.chmod(0o755)
    for key in ("core.fsmonitor", "filter.evil.smudge", "diff.evil.textconv", "diff.external", "core.pager"):
        git("config", key, f"touch {touched}; cat")
    git("config", "core.editor", f"touch {touched}")


def test_nothing_of_the_repository_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    Path(".gitattributes").write_text("* filter=evil diff=evil\n")
    Path("designs/click-log/secret.md").symlink_to("/etc/passwd")
    Path("designs/click-log/a\nb.md").write_text("odd\n")
    commit("evil")
    touched = tmp_path / "touched"
    armed(touched)
    code, out, _ = run(capsys, "HEAD~1", "HEAD", "--format", "json")
    assert code in (0, 1) and "root:" not in out
    assert not touched.exists()
    for plain in (["status"], ["diff", "HEAD~1", "HEAD"], ["checkout", "-q", "HEAD~1"]):
        subprocess.run(["git", *plain], capture_output=True, check=False)
        assert touched.exists(), f"the trap does not spring at `git {plain[0]}`, and so proves nothing"
        touched.unlink()


def test_variables_of_another_repository_lead_nowhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a hook, where git sets them for what it runs."""
    double()
    there = run(capsys, "HEAD", "--format", "json")
    git("init", "-q", str(tmp_path / "other"))
    for name, path in (("GIT_DIR", "other/.git"), ("GIT_WORK_TREE", "other"), ("GIT_INDEX_FILE", "none")):
        monkeypatch.setenv(name, str(tmp_path / path))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", f"touch {tmp_path / 'touched'}")
    assert run(capsys, "HEAD", "--format", "json") == there
    assert not (tmp_path / "touched").exists()


def test_the_index_and_the_files_stay_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    double()

    def stamps() -> dict[str, tuple[int, bytes]]:
        files = [path for path in Path().rglob("*") if path.is_file()]
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = stamps()
    assert run(capsys, "HEAD")[0] == 0
    assert stamps() == before


def test_an_item_put_into_a_list_is_one_change(capsys: pytest.CaptureFixture[str]) -> None:
    file = Path("designs/click-log/1-context.md")
    text = file.read_text()
    file.write_text(text.replace("---\n", "---\nunits: [click, page, user]\n", 1))
    commit("units")
    file.write_text(text.replace("---\n", "---\nunits: [visit, click, page]\n", 1))
    found = json.loads(run(capsys, "HEAD", "--format", "json")[1])["designs"][0]["inputs"]
    assert [(each["id"], each["before"], each["after"]) for each in found] == [
        ("units[1]", None, "visit"),
        ("units[3]", "user", None),
    ]


def test_two_revisions_of_a_repository_without_a_work_tree(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    double()
    commit("more")
    # Designs beside the repository are not those in it.
    small.write(tmp_path / "designs")
    git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "bare.git")
    for folder in ([], ["--designs", "designs"], ["--designs", "./designs/"]):
        code, out, err = run(capsys, "HEAD~1", "HEAD", *folder, "--format", "json")
        assert (code, err) == (0, "")
        (design,) = json.loads(out)["designs"]
        assert [(i["before"], i["after"]) for i in design["inputs"]] == [("5k/s", "10k/s")]
    code, _, err = run(capsys, "HEAD~1")
    assert code == 2 and "no work tree" in err and "nalsd diff HEAD~1 HEAD" in err
    code, _, err = run(capsys, "HEAD~1", "HEAD", "--designs", "../designs")
    assert code == 2 and "not a folder inside the repository" in err


def test_the_folder_of_another_user_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path / "of another"
    Path.cwd().rename(top)
    monkeypatch.chdir(top)
    said = f"fatal: detected dubious ownership in repository at '{top}'\nTo add an exception ..."
    refused = subprocess.CompletedProcess([], 128, b"", said.encode())
    monkeypatch.setattr(revisions, "_git", lambda *arguments, **given: refused)
    code, _, err = run(capsys, "HEAD")
    assert code == 2 and f"git config --global --add safe.directory '{top}'" in err


def test_the_merge_base_leaves_out_what_came_to_the_other_branch(capsys: pytest.CaptureFixture[str]) -> None:
    git("switch", "-q", "-c", "topic")
    double()
    commit("twice the peak")
    git("switch", "-q", "main")
    small.write(Path("designs"), slug="another")
    commit("another design")
    git("switch", "-q", "topic")
    _, out, _ = run(capsys, "main", "--format", "json")
    assert [(d["design"], d["status"]) for d in json.loads(out)["designs"]] == [
        ("another", "removed"),
        ("click-log", "changed"),
    ]
    base = git("merge-base", "main", "topic").strip()
    for revisions_ in (["main...topic"], ["main..."], [base, "topic"], [f"{base}..topic"], [f"{base}.."]):
        code, out, err = run(capsys, *revisions_, "--format", "json")
        assert (code, err) == (0, "")
        (design,) = json.loads(out)["designs"]
        assert (design["design"], design["status"]) == ("click-log", "changed")
    git("checkout", "-q", "--orphan", "alone")
    commit("alone")
    code, _, err = run(capsys, "main...alone")
    assert code == 2 and "have no commit in common" in err and "`A..B`" in err


def test_markdown_says_the_verdict_first_and_folds_the_long_list(capsys: pytest.CaptureFixture[str]) -> None:
    first = git("rev-parse", "HEAD").strip()
    capacity = Path("designs/click-log/3-capacity.md")
    capacity.write_text(
        capacity.read_text().replace("log: {machine: box, nodes: 3", "log: {machine: box, nodes: 6")
    )
    double()
    _, out, _ = run(capsys, first)
    lines = out.splitlines()
    assert lines[0] == f"## Designs: what changed since `{first[:12]}`"
    verdict, followed = (
        lines.index("Verdict: feasible, as before."),
        lines.index("| What followed | Before | After | Change |"),
    )
    folded = lines.index("<details><summary>What moved most</summary>")
    assert verdict < followed < folded
    assert lines[folded + 1] == "" and lines[folded + 2].startswith("| Quantity |")  # else it is no table
    assert "</details>" in lines[folded:]


def test_the_folder_of_designs_has_moved(capsys: pytest.CaptureFixture[str]) -> None:
    Path("docs").mkdir()
    git("mv", "designs", "docs/designs")
    double(Path("docs/designs/click-log/1-context.md"))
    commit("moved")
    code, out, err = run(capsys, "HEAD~1", "--designs", "docs/designs", "--format", "json")
    assert (code, err) == (0, "note: the designs of HEAD~1 are in `designs`\n")
    (design,) = json.loads(out)["designs"]
    assert (design["status"], [i["id"] for i in design["inputs"]]) == ("changed", ["workloads.click.peak"])
    small.write(Path("other/designs"))  # with two of that name nobody knows which it was
    git("mv", "docs", "elsewhere")
    commit("two")
    git("rm", "-rq", "elsewhere")
    small.write(Path("designs"))
    code, out, err = run(capsys, "HEAD", "--designs", "designs")
    assert code == 0 and "there is no design in `designs` of HEAD" in err


def test_the_folder_that_the_settings_name_may_be_gone(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mkdocs.yml").write_text("plugins: [{nalsd: {designs_dir: docs/sizing}}]\n")
    Path("docs").mkdir()
    Path("designs").rename("docs/sizing")
    commit("moved")
    double(Path("docs/sizing/click-log/1-context.md"))
    assert "workloads.click.peak" in run(capsys, "HEAD")[1]
    shutil.rmtree("docs")
    for arguments in ([], ["--designs", "docs/sizing"]):
        code, out, _ = run(capsys, "HEAD", "--format", "json", *arguments)
        assert (code, [d["status"] for d in json.loads(out)["designs"]]) == (0, ["removed"])
