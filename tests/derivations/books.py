"""A derivation's module and the claims that it makes, for the tests beside this file."""

import importlib
from dataclasses import replace
from types import SimpleNamespace

from ntksym.claims import Derivation, Domain, legs


def opened(name, *sequels):
    """The module of a derivation, which other derivations import by the same name, and its own claims by slug.

    With sequels, their claims too, and the names of all modules in one place.
    """
    books = [importlib.import_module(x) for x in (name, *sequels)]
    own = [x for book in books for x in vars(book).values() if isinstance(x, Derivation) and x.home == book.__name__]
    claims = {claim.slug: claim for derivation in own for claim in derivation.claims}
    return books[0] if not sequels else SimpleNamespace(**{k: v for b in books for k, v in vars(b).items()}), claims


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
