"""Pictures of bounds show the bounds, and refuse what they cannot show."""

from __future__ import annotations

import json
from typing import Any

import pytest

import ntksym
from ntksym.errors import InputError

ONLY = ["nguyen", "karhadkar-D-layers", "karhadkar-pair"]


@pytest.fixture(scope="module")
def reports() -> list[Any]:
    return [ntksym.bounds(ntksym.load("@simplex:d=3"), L, only=ONLY) for L in (4, 2, 3)]


def test_a_report_is_drawn_with_each_positive_bound_at_its_value(reports: list[Any]) -> None:
    report = reports[0]
    axes = report.plot().axes[0]
    drawn = {
        tick.get_text(): x
        for line in axes.lines
        if line.get_linestyle() == "None"
        for x, y in zip(*line.get_data(), strict=True)
        for tick in [axes.get_yticklabels()[int(y)]]
    }
    expected = {b.theorem.name: float(b.lower or b.upper) for b in report.bounds if b.lower or b.upper}
    assert drawn == pytest.approx(expected)
    assert axes.lines[0].get_xdata()[0] == float(report.lambda_min.lo)


@pytest.mark.parametrize("kernel", ["shallow", "h-infinity", "sigma-dot", "features", "tkappa0", "sigma"])
def test_the_title_of_every_convention_can_be_drawn(kernel: str) -> None:
    report = ntksym.bounds([[1, 0], [0, 1]], 2, kernel, only=["karhadkar-pair"])
    assert report.plot()._repr_png_().startswith(b"\x89PNG")


def test_a_sweep_is_drawn_in_order_from_reports_or_from_their_json(reports: list[Any]) -> None:
    for given in (reports, [json.loads(json.dumps(r.as_json())) for r in reports]):
        curves = {line.get_label(): line for line in ntksym.plot_sweep(given).axes[0].lines}
        truth = [float(r.lambda_min.lo) for r in sorted(reports, key=lambda r: r.judgement.kernel.L)]
        assert list(curves["certified"].get_xdata()) == [2, 3, 4]
        assert list(curves["certified"].get_ydata()) == pytest.approx(truth)
        for name, line in curves.items():
            if name != "certified":
                above = all(y >= t for y, t in zip(line.get_ydata(), truth, strict=True))
                below = all(y <= t * (1 + 1e-12) for y, t in zip(line.get_ydata(), truth, strict=True))
                assert above if line.get_marker() == "v" else below
    assert {"karhadkar-D-layers", "certified"} <= set(curves)


def test_the_files_have_the_same_bytes_on_every_run(reports: list[Any], tmp_path: Any) -> None:
    files = [ntksym.plot_sweep(reports).save(tmp_path / f"{k}.pdf").read_bytes() for k in range(2)]
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (lambda r: (r, "width"), "no such axis"),
        (lambda r: (r, "n"), "each with its own"),
        (lambda r: (r[:1],), "two or more reports"),
    ],
)
def test_what_cannot_be_drawn_is_refused(reports: list[Any], arguments: Any, why: str) -> None:
    with pytest.raises(InputError, match=why):
        ntksym.plot_sweep(*arguments(reports))
    with pytest.raises(InputError, match="at most 6"):
        ntksym.plot_sweep(reports, names=["x"] * 7)
