"""`nalsd formulas` and `nalsd compute`."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from nalsd.cli import main
from nalsd.cli.schemas import schema
from nalsd.physics import FORMULAS


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_every_formula_is_listed_under_its_topic(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "formulas")
    lines = text.splitlines()
    assert lines.index("packets") < next(
        i for i, line in enumerate(lines) if line.startswith("  packets_per_message ")
    )
    assert all(f"\n  {name} " in text for name in FORMULAS)
    assert lines[-1].startswith(f"{len(FORMULAS)} formulas.")


def test_one_formula_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "formulas", "packets_per_message")
    assert "packets_per_message = ⌈message / mss⌉" in text
    assert "[B/packet]" in text
    assert "https://www.rfc-editor.org/rfc/rfc9293" in text


def test_a_long_algorithm_is_written_as_a_call(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "formulas", "hit_ratio")
    assert max(len(line) for line in text.splitlines()) < 400
    assert "hit_ratio(objects, skew, cached" in text


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_every_formula_can_be_shown(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(output(capsys, "formulas", name, "--format", "json"))
    Draft202012Validator(schema("formulas")).validate(document)
    assert name in output(capsys, "formulas", name)


def test_compute_says_value_formula_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "compute", "packets_per_message", "message=3000 B", "mss=1448 B")
    assert "3 packets/message" in text  # 3000 / 1448 is 2.07, and a packet is whole
    assert "⌈message / mss⌉" in text


def test_compute_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(
        output(capsys, "compute", "packets_per_message", "message=24 kbit", "mss=1448", "--format", "json")
    )
    Draft202012Validator(schema("compute")).validate(document)
    assert document["inputs"] == {"message": 3000.0, "mss": 1448.0}  # 24,000 bit are 3,000 bytes
    assert document["values"] == {"result": 3.0}
    assert document["units"] == {"result": "packet/message"}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["message=5 s", "mss=1448 B"], "N301", "takes B/message"),
        (["message=1,5 kB", "mss=1448 B"], "N302", "decimal comma"),
        (["message=10B tasks", "mss=1448 B"], "N302", "B"),
        (["message=500 B", "mss=0 B"], "N305", "the segment size must be positive"),
    ],
)
def test_inputs_that_do_not_fit_are_findings(
    arguments: list[str], code: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compute", "packets_per_message", *arguments]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error[{code}]")
    assert says in err


def test_lists_and_choices(capsys: pytest.CaptureFixture[str]) -> None:
    listed = next((f for f in FORMULAS.values() if any(s.many for s in f.symbols.values())), None)
    chosen = next((f for f in FORMULAS.values() if any(s.choices for s in f.symbols.values())), None)
    assert listed or chosen
    for formula in filter(None, (listed, chosen)):
        inputs = [
            f"{s.name}={s.choices[0] if s.choices else '1,2,3' if s.many else '0.5'}"
            for s in formula.symbols.values()
        ]
        code = main(["compute", formula.name, *inputs, "--format", "json"])
        out, err = capsys.readouterr()
        assert code in (0, 1), err
        if code == 0:
            document = json.loads(out)
            Draft202012Validator(schema("compute")).validate(document)
            for symbol in formula.symbols.values():
                if symbol.choices:
                    assert document["inputs"][symbol.name] == symbol.choices[0]
        else:
            assert err.startswith("error[N30")
    if chosen:
        symbol = next(s for s in chosen.symbols.values() if s.choices)
        others = [f"{s.name}=1" for s in chosen.symbols.values() if s is not symbol and not s.choices]
        assert main(["compute", chosen.name, f"{symbol.name}=nonsense", *others]) == 2
        assert symbol.choices[0] in capsys.readouterr().err


@pytest.mark.parametrize(
    "value", ["1e400", "9" * 500, "nan", "inf", "()", "__import__('os')", "1 B; rm", "\x00", "-"]
)
def test_hostile_inputs_are_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compute", "packets_per_message", f"message={value}", "mss=1448 B"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("error[N302]")
    assert "internal error" not in err
