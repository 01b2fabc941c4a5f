"""`nalsd init` and `nalsd new`: what they write is accepted at once, and nothing that is there is touched."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import nalsd
from nalsd.cli.app import main

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(nalsd.__file__).parents[1]), "NO_MKDOCS_2_WARNING": "1"}


def files(root: Path) -> dict[str, bytes]:
    found = (file for file in sorted(root.rglob("*")) if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in found}


def report(capsys: pytest.CaptureFixture[str], folder: Path) -> dict:
    capsys.readouterr()
    assert main(["check", str(folder), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_new_repository_builds_a_strict_site_at_once(tmp_path: Path) -> None:
    root = tmp_path / "ours"
    assert main(["init", str(root), "--name", 'Ours: "the best" {{ 7 * 7 }}']) == 0
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert (root / "site/designs/link-shortener/capacity/index.html").is_file()
    assert "{{ 7 * 7 }}" in (root / "site/index.html").read_text()


def test_the_workflow_and_settings_are_yaml_that_runs_the_check(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "r"), "--no-example"]) == 0
    assert sorted(files(tmp_path / "r")) == [
        ".github/workflows/designs.yml", ".gitignore", "README.md", "designs/.gitkeep", "mkdocs.yml",
        "requirements.txt", "site_src/index.md",
    ]  # fmt: skip
    workflow = yaml.safe_load((tmp_path / "r/.github/workflows/designs.yml").read_text())
    commands = [step.get("run", "") for step in workflow["jobs"]["build"]["steps"]]
    assert "nalsd check --format github" in commands
    assert "mkdocs build --strict" in commands


def test_a_file_that_is_there_stops_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: mine\n")
    assert main(["init", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "mkdocs.yml is there already; nothing was written" in said
    assert "add `nalsd` under `plugins`" in said
    assert files(tmp_path) == {"mkdocs.yml": b"site_name: mine\n"}
    assert main(["init", str(tmp_path / "mkdocs.yml")]) == 2
    assert "is a file, not a folder" in capsys.readouterr().err
    assert main(["init", ""]) == 2
    assert "DIR is empty" in capsys.readouterr().err


def test_the_readme_of_a_repository_just_made_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "our designs"
    root.mkdir()
    (root / "README.md").write_text("mine\n")
    assert main(["init", str(root), "--no-example"]) == 0
    said = capsys.readouterr().out
    assert "README.md, which was there" in said
    assert f"cd '{root}'" in said
    assert files(root)["README.md"] == b"mine\n"
    assert (root / "mkdocs.yml").is_file()


def test_what_comes_next_can_be_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "echo", "-y"]) == 0
    said = capsys.readouterr().out
    # There is no site yet that `nalsd serve` could show.
    assert "nalsd serve" not in said
    assert "nalsd init . --no-example" in said
    assert main(["init", ".", "--no-example"]) == 0
    assert "cd ." not in capsys.readouterr().out
    assert main(["new", "reply", "-y"]) == 0
    assert "nalsd serve reply" in capsys.readouterr().out


@pytest.mark.parametrize(
    "flags",
    [
        [],
        ["--keeps", "30 d"],
        ["--kind", "write", "--keeps", "2 y", "--peak", "1M/s", "--average", "200k/s", "--request", "2 kB"],
        ["--title", "A: { 1 } #x", "--summary", 'Says "no: never" \\ on', "--availability", "99.99%"],
    ],
)
def test_a_new_design_has_no_findings(
    flags: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "designs").mkdir()
    assert main(["new", "photo-store", "--designs", str(tmp_path / "designs"), "-y", *flags]) == 0
    folder = tmp_path / "designs/photo-store"
    assert len(list(folder.iterdir())) == 7
    assert report(capsys, folder)["findings"] == []
    front = yaml.safe_load((folder / "index.md").read_text().split("---")[1])
    assert front["title"] == (flags[1] if "--title" in flags else "Photo store")


def test_answers_become_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "designs").mkdir()
    flags = ["--peak", "20k/s", "--request", "400 B", "--average", "10k/s"]
    assert main(["new", "echo", "--designs", str(tmp_path / "designs"), "-y", *flags]) == 0
    capsys.readouterr()
    assert main(["export", "echo", "--designs", str(tmp_path / "designs"), "--format", "json"]) == 0
    quantities = json.loads(capsys.readouterr().out)["quantities"]
    assert quantities["workloads.requests.peak_payload"]["value"] == 20_000 * 400  # bytes a second


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Photo Store"], "did you mean `photo-store`?"),
        (["../x"], "did you mean `x`?"),
        (["Émile"], "did you mean `emile`?"),
        (["compare"], "`compare` is a page of the site"),
        (["con"], "names a device on Windows"),
        (["x", "--peak", "fast"], "is not a number with its unit, as `10k/s`"),
        (["x", "--peak", "3 kB"], "is not in request/s"),
        (["x", "--request", "0 B"], "must be above 0"),
        (["x", "--request", "5 B}\nkey: [1"], "is not a number with its unit"),
        (["x", "--availability", "100%"], "must be above 0 and below 100%"),
        (["x", "--average", "20k/s"], "is more than --peak 10k/s"),
        (["x", "--machine", "c7g.large"], "near it: aws/c7g.large"),
        (["x", "--title", "  "], "--title: it cannot be empty"),
        (["x", "--title", "{{ 1 }}"], "`{{` begins template syntax"),
        (["x", "--summary", "half a \udcff character"], "printable text in UTF-8"),
        (["x", "--summary", "two\nlines"], "must be one line"),
        (["there"], "is there already; nothing was written"),
    ],
)
def test_an_answer_that_cannot_be_read_writes_nothing(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "designs/there").mkdir(parents=True)
    assert main(["new", *arguments, "-y", "--designs", str(tmp_path / "designs")]) == 2
    assert says in capsys.readouterr().err
    assert files(tmp_path) == {}


def test_serve_says_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["serve"]) == 2
    assert "`nalsd init DIR` makes a repository" in capsys.readouterr().err
    assert main(["init", "."]) == 0
    assert main(["serve", "link-shortner"]) == 2
    assert "did you mean `link-shortener`?" in capsys.readouterr().err


def answered(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal at which somebody types these lines, and then ends the input."""
    stream = io.StringIO(text)
    monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdin", stream)


def test_at_a_terminal_only_what_no_flag_says_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "designs").mkdir()
    # Title, summary, kind; an unreadable peak, then a readable one; an average above it, then the one
    # offered, which is 0.4 of 20k/s; request, response, kept, machine, availability.
    lines = ["Photos", "", "write", "fast", "20k/s", "30k/s", "", "2 kB", "", "90 d", ""]
    answered("\n".join(lines) + "\n", monkeypatch)
    flags = ["--designs", str(tmp_path / "designs"), "--availability", "99.5%"]
    assert main(["new", "photos", *flags]) == 0
    said = capsys.readouterr()
    assert "Which share" not in said.out
    assert "`fast` is not a number" in said.err
    assert "--average 30k/s is more than --peak 20k/s" in said.err
    assert report(capsys, tmp_path / "designs/photos")["findings"] == []
    assert (
        "average: 8k/s, peak: 20k/s, request: 2 kB" in (tmp_path / "designs/photos/1-context.md").read_text()
    )
    assert "availability: 99.5%" in (tmp_path / "designs/photos/2-slo.md").read_text()


def test_an_unfinished_answer_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "designs").mkdir()
    answered("Photos\n", monkeypatch)
    assert main(["new", "photos", "--designs", str(tmp_path / "designs")]) == 130
    assert files(tmp_path) == {}


def test_without_a_terminal_it_says_what_nobody_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "designs").mkdir()
    flags = ["--designs", str(tmp_path / "designs"), "--title", "Echo"]
    assert main(["new", "echo", *flags, "--peak", "1,500/s"]) == 0
    said = capsys.readouterr().out
    assert "--average '600/s'" in said
    assert "--machine" in said
    assert "--peak" not in said
    assert "--title" not in said


def test_a_folder_that_cannot_be_written_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = Path.open

    def refused(path: Path, *arguments: str, **options: str):
        if path.name == "2-slo.md" and "xb" in arguments:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refused)
    assert main(["init", str(tmp_path / "r")]) == 2
    assert "error: Permission denied: " in (err := capsys.readouterr().err)
    assert "2-slo.md" in err
    assert files(tmp_path) == {}


def test_serve_without_mkdocs_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    monkeypatch.setattr("nalsd.cli.serve.find_spec", lambda name: None)
    assert main(["serve"]) == 2
    assert "needs MkDocs, which is not installed; `pip install mkdocs-nalsd`" in capsys.readouterr().err


def test_serve_gives_the_plugin_the_designs_and_leaves_nothing_running(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path)]) == 0
    # Stands in for MkDocs: says what it was given, and runs until it is ended.
    (tmp_path / "mkdocs").mkdir()
    (tmp_path / "mkdocs/__init__.py").write_text("")
    (tmp_path / "mkdocs/__main__.py").write_text(
        "import os, sys, time\nprint(os.getpid(), os.environ['NALSD_ONLY'], *sys.argv[1:], flush=True)\n"
        "time.sleep(60)\n"
    )
    path = os.pathsep.join([str(tmp_path), ENVIRONMENT["PYTHONPATH"]])
    command = [sys.executable, "-m", "nalsd", "serve", "link-shortener", "--address", "127.0.0.1:8123"]
    with subprocess.Popen(
        command, cwd=tmp_path, env={**ENVIRONMENT, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    ) as serving:
        assert serving.stdout is not None
        preview, *given = serving.stdout.readline().split()
        serving.terminate()
        assert serving.wait(20) == 128 + signal.SIGTERM
    assert given == ["link-shortener", "serve", "--dev-addr", "127.0.0.1:8123"]
    with pytest.raises(ProcessLookupError):
        os.kill(int(preview), 0)
