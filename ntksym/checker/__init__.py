"""The independent certificate checker: integers and Fractions, the standard library, nothing else of the house.

It also runs without an installation: ``python -I -S ntksym/checker FILE_OR_DIRECTORY ...``.
"""

from .verdict import Result, check, check_paths

__all__ = ["Result", "check", "check_paths"]
