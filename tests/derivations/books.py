"""A derivation's module and the claims that it makes, for the tests beside this file."""

import importlib

from ntksym.claims import Derivation


def opened(name):
    """The module of a derivation, which other derivations import by the same name, and its own claims by slug."""
    book = importlib.import_module(name)
    own = [x for x in vars(book).values() if isinstance(x, Derivation) and x.home == name]
    return book, {claim.slug: claim for derivation in own for claim in derivation.claims}
