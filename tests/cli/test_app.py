"""The command line as a whole: exit codes, messages, what is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import nalsd
from nalsd.cli import app
from nalsd.cli.app import main


def run(*arguments: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    package = str(Path(nalsd.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "nalsd", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": package, **env},
        timeout=60,
    )


def test_python_dash_m_is_the_command() -> None:
    outcome = run("--version")
    assert (outcome.returncode, outcome.stdout) == (0, f"nalsd {nalsd.__version__}\n")


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(f"  {command}" in text for command in app.COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chek"], "Did you mean `check`?"),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (["check", "no/such/place"], "does not exist"),
        (["check", "--select", "claim-mismatsh"], "did you mean `claim-mismatch`?"),
        (["check", "--designs", "no/such/place"], "there is no folder no/such/place"),
        (["explain"], "Missing argument 'SLUG'"),
        (["compute", "packets_per_message", "message"], "is not K=V"),
        (["compute", "packets_per_message", "mesage=1 B", "mss=1 B"], "did you mean `message`?"),
        (["compute", "packets_per_message", "message=500 B"], "missing: mss"),
        (["compute", "packets_per_mesage"], "did you mean `packets_per_message`"),
        (["formulas", "packets_per_mesage"], "did you mean `packets_per_message`"),
    ],
)
def test_a_wrong_command_line_is_exit_code_2(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert says in err
    assert out == ""


def test_a_fault_of_nalsd_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the engine fell off")

    monkeypatch.setattr(app.nalsd, "main", broken)
    monkeypatch.delenv("NALSD_DEBUG", raising=False)
    assert main([]) == 2
    err = capsys.readouterr().err
    assert "RuntimeError: the engine fell off" in err
    assert "report it to" in err
    assert "Traceback" not in err
    monkeypatch.setenv("NALSD_DEBUG", "1")
    assert main([]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app.nalsd, "main", interrupted)
    assert main([]) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_a_broken_pipe_is_quiet() -> None:
    package = str(Path(nalsd.__file__).parents[1])
    writer = subprocess.Popen(
        [sys.executable, "-m", "nalsd", "formulas", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": package},
    )
    assert writer.stdout and writer.stderr
    writer.stdout.read(10)
    writer.stdout.close()
    assert writer.stderr.read() == b""
    writer.stderr.close()
    writer.wait(timeout=60)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_no_fault_of_nalsd() -> None:
    package = str(Path(nalsd.__file__).parents[1])
    with open("/dev/full", "w") as full:
        outcome = subprocess.run(
            [sys.executable, "-m", "nalsd", "formulas"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": package},
            timeout=60,
        )
    assert outcome.returncode == 2
    assert outcome.stderr == "error: No space left on device\n"


def test_importing_the_command_imports_nothing_heavy() -> None:
    heavy = "mkdocs plotly jinja2 numpy sympy pint pandas scipy material markdown rich pydantic"
    code = f"import sys, nalsd.cli; print(sorted(m for m in {heavy.split()} if m in sys.modules))"
    package = str(Path(nalsd.__file__).parents[1])
    outcome = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": package},
    )
    assert outcome.stdout == "[]\n", outcome.stderr


def test_a_check_imports_nothing_heavy(tmp_path: Path) -> None:
    from tests.checks import small

    small.write(tmp_path / "designs")
    heavy = [
        "mkdocs",
        "plotly",
        "jinja2",
        "numpy",
        "sympy",
        "pint",
        "pandas",
        "scipy",
        "material",
        "markdown",
        "rich",
    ]
    code = (
        "import sys; from nalsd.cli import main; main(['check', '--format', 'json']); "
        f"print(sorted(m for m in {heavy} if m in sys.modules), file=sys.stderr)"
    )
    package = str(Path(nalsd.__file__).parents[1])
    outcome = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": package},
    )
    assert outcome.stderr == "[]\n"
