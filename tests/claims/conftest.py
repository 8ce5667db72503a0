"""Asks for the adversary whether a statement is proved on a domain by an argument."""

import itertools

import pytest
import sympy as sp

from ntksym.claims import Claim, Domain

_numbers = itertools.count()


@pytest.fixture
def make():
    """Make a claim with a fresh slug."""

    def made(statement, domain, proof, **more):
        return Claim(
            slug=f"attempt_{next(_numbers)}",
            statement=statement,
            domain=Domain(domain),
            source="test",
            because="test",
            proof=proof,
            **more,
        )

    return made


@pytest.fixture
def proved(make):
    """Whether the proof accepts the statement; a claim that cannot even be made is not proved."""

    def ask(statement, domain, proof, **more):
        try:
            claim = make(statement, domain, proof, **more)
        except ValueError:
            return False
        return claim.proof.prove(claim).proved

    return ask


@pytest.fixture
def certified(make):
    """Whether the rigorous leg stands, with all that it uses."""
    from ntksym.claims.legs import broken_use, rigorous_leg

    def ask(statement, domain, proof, **more):
        try:
            claim = make(statement, domain, proof, **more)
        except ValueError:
            return False
        result, uses = rigorous_leg(claim)
        return result.status == "holds" and not broken_use(uses, (claim,))

    return ask


@pytest.fixture
def eq():
    """An equation that SymPy leaves as written."""
    return lambda lhs, rhs: sp.Eq(lhs, rhs, evaluate=False)
