"""A derivation's module and the claims that it makes, for the tests beside this file."""

import importlib
from dataclasses import replace

from ntksym.claims import Derivation, Domain, legs


def opened(name):
    """The module of a derivation, which other derivations import by the same name, and its own claims by slug."""
    book = importlib.import_module(name)
    own = [x for x in vars(book).values() if isinstance(x, Derivation) and x.home == name]
    return book, {claim.slug: claim for derivation in own for claim in derivation.claims}


def stands(claim, cited=()):
    """Assert that a claim is certified (cited, if listed), and that it was measured."""
    verdict = legs.judge(claim)
    assert verdict.status == ("cited" if claim.slug in cited else "certified"), verdict.failure()
    assert verdict.numeric.decided > 0


def still_proved(claim, statement=None, widened=None):
    """Whether the claim's proof proves another statement, or the same on a wider domain, too."""
    statement = claim.statement if statement is None else statement
    try:
        domain = Domain({**claim.domain.sets, **(widened or {})})
        slip = replace(claim, statement=statement, domain=domain, control=None)
    except ValueError:  # a wider domain may be refused at once
        if not widened:
            raise
        return False
    return slip.proof.prove(slip).proved
