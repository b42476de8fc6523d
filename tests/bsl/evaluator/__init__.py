"""Runs modules of 1C's language without a 1C: what stands in package/1c is run here as a client's base runs it.

It knows the language and the part of the platform that the modules use. What it does not know is an error (`Unknown`)
that no Попытка catches: nothing is skipped, guessed or answered with a default. Queries and registers are not its
business: see the folder `base` beside it.
"""

from .errors import Raised, Unknown
from .program import Module, Program
from .values import NULL, UNDEFINED

__all__ = ["Module", "NULL", "Program", "Raised", "UNDEFINED", "Unknown"]
