"""Burn-rate alerts: the workbook's numbers, and rules that Prometheus accepts and fires."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from nalsd.analysis import Analysis, analyse
from nalsd.analysis.alerts import alert_rules
from nalsd.designs import load_design
from tests.analysis.architectures import built
from tests.analysis.designs import about

ROOT = Path(__file__).parents[2]
PROMTOOL = shutil.which("promtool")
MONTH = 30 * 86_400


def with_slo(tmp_path: Path, slo: str) -> Analysis:
    return built(tmp_path, "[{waits: 1 ms}]", slos="{up: {for: workloads.click, " + slo + "}}")


def of(analysis: Analysis, id: str) -> float:
    value = analysis.graph.value(f"slos.up.alerts.{id}")
    assert isinstance(value, float), id
    return value


class TestNumbers:
    """Sources: Google, The Site Reliability Workbook, chapter 5."""

    @pytest.fixture()
    def alerts(self, tmp_path: Path) -> Analysis:
        return with_slo(tmp_path, "availability: 99.9%, window: 30 d")

    @pytest.mark.parametrize(
        ("number", "burn", "long_hours", "short_minutes"),
        [(1, 14.4, 1, 5), (2, 6, 6, 30), (3, 3, 24, 120), (4, 1, 72, 360)],
    )
    def test_the_workbooks_table(
        self, number: int, burn: float, long_hours: float, short_minutes: float, alerts: Analysis
    ) -> None:
        assert of(alerts, f"{number}.burn") == about(burn)
        assert of(alerts, f"{number}.long") == long_hours * 3600
        assert of(alerts, f"{number}.short") == short_minutes * 60
        assert of(alerts, f"{number}.errors") == about(burn / 1000)

    def test_a_full_outage(self, alerts: Analysis) -> None:
        """Errors of 100% pass 1.44% of an hour after 51.84 s; the short window forgets them after 5 min less
        1.44% of it."""
        assert of(alerts, "1.detection") == about(51.84)
        assert of(alerts, "1.reset") == about(300 * (1 - 0.0144))

    def test_another_window_has_other_thresholds(self, tmp_path: Path) -> None:
        """2% of the budget of 28 days in an hour: 0.02 x 672."""
        assert of(with_slo(tmp_path, "availability: 99.9%, window: 28 d"), "1.burn") == about(13.44)

    def test_a_low_objective_cannot_burn_fast(self, tmp_path: Path) -> None:
        """Of 90% all requests failing burn at 10: the alerts at 14.4 can never fire, and are left out."""
        design = with_slo(tmp_path, "availability: 90%, window: 30 d")
        assert of(design, "1.errors") == 1
        assert design.graph.value("slos.up.alerts.1.detection") is None
        assert of(design, "2.detection") == about(0.6 * 6 * 3600)
        names = [r["alert"] for r in rules(design) if "alert" in r]
        assert names == ["SmallDesignUpBurns2", "SmallDesignUpBurns3", "SmallDesignUpBurns4"]

    def test_only_availability_has_alerts(self, tmp_path: Path) -> None:
        design = with_slo(tmp_path, "latency: 50 ms, at: p99")
        assert [id for id in design.graph.ids("slos.up.alerts")] == []
        assert alert_rules(design) == ""


def rules(design: Analysis) -> list[dict]:
    groups = yaml.safe_load(alert_rules(design))["groups"]
    return [rule for group in groups for rule in group["rules"]]


class TestRules:
    def test_one_group_an_slo(self) -> None:
        design = analyse(load_design(ROOT / "designs" / "ad-click-aggregator"), alternatives=False)
        groups = yaml.safe_load(alert_rules(design))["groups"]
        assert [group["name"] for group in groups] == [
            "ad-click-aggregator up", "ad-click-aggregator dashboards_up",
        ]  # fmt: skip
        assert all(len(group["rules"]) == 11 for group in groups)  # seven windows, four alerts

    def test_both_windows_have_to_agree(self, tmp_path: Path) -> None:
        design = with_slo(tmp_path, "availability: 99.95%, window: 30 d")
        page = next(rule for rule in rules(design) if "alert" in rule)
        assert " ".join(page["expr"].split()) == (
            'slo:errors:ratio_rate1h{design="small-design",slo="up"} > 0.0072 '
            'and slo:errors:ratio_rate5m{design="small-design",slo="up"} > 0.0072'
        )
        assert page["labels"] == {"design": "small-design", "slo": "up", "severity": "page"}

    def test_every_window_is_recorded_once(self, tmp_path: Path) -> None:
        design = with_slo(tmp_path, "availability: 99.9%, window: 30 d")
        recorded = [rule["record"] for rule in rules(design) if "record" in rule]
        assert sorted(recorded) == sorted(f"slo:errors:ratio_rate{w}" for w in
                                          ("5m", "30m", "1h", "2h", "6h", "1d", "3d"))  # fmt: skip

    def test_the_same_design_gives_the_same_bytes(self, tmp_path: Path) -> None:
        one, two = (with_slo(tmp_path / n, "availability: 99.9%") for n in "ab")
        assert alert_rules(one) == alert_rules(two)

    @pytest.mark.parametrize("window", ["30 d", "7 d", "90 d", "365 d"])
    @pytest.mark.parametrize("target", ["90%", "99%", "99.9%", "99.99%", "99.999%"])
    def test_prometheus_accepts_them(self, target: str, window: str, tmp_path: Path) -> None:
        promtool(tmp_path, with_slo(tmp_path, f"availability: {target}, window: {window}"))

    @pytest.mark.parametrize("slug", ["ad-click-aggregator", "task-scheduler"])
    def test_prometheus_accepts_those_of_the_designs(self, slug: str, tmp_path: Path) -> None:
        promtool(tmp_path, analyse(load_design(ROOT / "designs" / slug), alternatives=False))

    def test_prometheus_fires_the_page_and_not_the_ticket(self, tmp_path: Path) -> None:
        """Two hours of health, then 10% of the requests fail: 100 times the rate that 99.9% allows. The page
        needs 1.44% over an hour, which is reached after 8.64 min; the ticket of three days after 43 min."""
        design = with_slo(tmp_path, "availability: 99.9%, window: 30 d")
        run = {
            "rule_files": ["rules.yml"],
            "evaluation_interval": "1m",
            "tests": [
                {
                    "interval": "1m",
                    "input_series": [
                        _series("200", "0+1000x120 120900+900x120"),
                        _series("500", "0+0x120 100+100x120"),
                    ],
                    "alert_rule_test": [
                        {"eval_time": "127m", "alertname": "SmallDesignUpBurns1", "exp_alerts": []},
                        {
                            "eval_time": "133m",
                            "alertname": "SmallDesignUpBurns1",
                            "exp_alerts": [
                                {"exp_labels": {"design": "small-design", "slo": "up", "severity": "page"},
                                 "exp_annotations": _annotations(design)}
                            ],
                        },
                    ],
                }
            ],
        }  # fmt: skip
        promtool(tmp_path, design)
        (tmp_path / "test.yml").write_text(yaml.safe_dump(run), encoding="utf-8")
        done = subprocess.run([str(PROMTOOL), "test", "rules", "test.yml"], cwd=tmp_path, capture_output=True,
                              text=True, timeout=60)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def _series(code: str, values: str) -> dict[str, str]:
    return {"series": f'requests_total{{design="small-design",slo="up",code="{code}"}}', "values": values}


def _annotations(design: Analysis) -> dict[str, str]:
    return next(rule for rule in rules(design) if rule.get("alert") == "SmallDesignUpBurns1")["annotations"]


def promtool(folder: Path, design: Analysis) -> None:
    if PROMTOOL is None:
        pytest.skip("promtool is not installed (Debian: apt-get install prometheus)")
    (folder / "rules.yml").write_text(alert_rules(design), encoding="utf-8")
    done = subprocess.run([PROMTOOL, "check", "rules", str(folder / "rules.yml")], capture_output=True,
                          text=True, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


class TestHostileText:
    """A design comes from a stranger; nothing in its names may leave its place in the rules."""

    @pytest.mark.parametrize("slug", ["it's: a #name", 'a"b', "{{ $labels }}", "a\\b", "ümläut", "a b  c"])
    def test_names_are_quoted(self, slug: str, tmp_path: Path) -> None:
        design = with_slo(tmp_path, "availability: 99.9%, window: 30 d")
        design.design.slug = slug
        groups = yaml.safe_load(alert_rules(design))["groups"]
        assert len(groups) == 1
        text = alert_rules(design)
        assert "{{" not in text
        promtool(tmp_path, design)
