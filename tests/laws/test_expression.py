"""Reading an activation: the grammar, the whitelist, and no way past them."""

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from ntksym.errors import InputError
from ntksym.laws import functions
from ntksym.laws.expression import Node, parse
from ntksym.laws.functions import X, read

HOSTILE = [
    "",
    "x.__class__",
    "__import__('os').system('true')",
    "().__class__.__bases__[0]",
    "lambda: 1",
    "x if x else 1",
    "[x]",
    "x; x",
    "open(x)",
    "eval(x)",
    "x = 1",
    "f'{x}'",
    "x\x00",
    "y",
    "tanh",
    "tanh(x",
    "max(x)",
    "max(x, 1, 2)",
    "x^x",
    "x^pi",
    "x^1000000000000000000",
    "x^13",
    "9^(9^9)",
    "((9^9)^9)^9^9",
    "1/0",
    "sqrt(-1)*x",
    "log(0)*x",
    "x*" * 50_000 + "x",
    "(" * 5_000 + "x" + ")" * 5_000,
    "-" * 300 + "x",
    "silu(silu(silu(silu(silu(silu(silu(x)))))))",
    "123456789012345678901234567890*x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_not_of_the_grammar_is_refused_in_one_line(text: str) -> None:
    """No text is evaluated: what is not on the whitelist is an InputError of one short line."""
    with pytest.raises(InputError) as caught:
        read(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


@given(st.text(alphabet="x0123456789.+-*/^(), piesntahxlog_\"'[]{}:;=\\\u00e9", max_size=60))
def test_every_text_is_read_or_refused(text: str) -> None:
    """There is no third outcome."""
    try:
        assert isinstance(parse(text), Node)
    except InputError:
        return


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-x^2", -(X**2)),
        ("2^3^2", sp.Integer(512)),
        ("x-1-1", X - 2),
        ("x/2/2", X / 4),
        ("2*x**3", 2 * X**3),
        ("x^-1", 1 / X),
        (".5*x", X / 2),
        ("pi*x + e", sp.pi * X + sp.E),
    ],
)
def test_operators_bind_as_in_mathematics(text: str, value: sp.Expr) -> None:
    """Powers bind from the right and before signs, quotients and differences from the left."""
    assert read(text)[0] == value


@pytest.mark.parametrize("name", [*functions.FUNCTIONS, "max(x,x^2)", "min(1,x)", "x*tanh(x)/(1+x^2)"])
def test_the_derivative_is_the_derivative(name: str) -> None:
    """A central difference of the value agrees with the derivative, off the kinks."""
    text = name if "x" in name and "(" in name else f"{name}(x)"
    value, slope = read(text)
    for at in (Fraction(7, 10), Fraction(23, 10)):
        point, h = sp.Rational(at.numerator, at.denominator), sp.Rational(1, 10**12)
        rise = (value.subs(X, point + h) - value.subs(X, point - h)) / (2 * h)
        assert abs(sp.N(rise, 30, maxn=200) - sp.N(slope.subs(X, point), 30)) < sp.Rational(1, 10**9)
