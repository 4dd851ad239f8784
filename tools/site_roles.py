"""For the site: turns the roles of docstrings (a class or method named in Sphinx's way) into links to the API."""

from __future__ import annotations

import re
from typing import Any

import griffe

_ROLE = re.compile(r":(?:class|meth|func|attr|mod):`~?([\w.]+)`")


class Roles(griffe.Extension):
    """Replaces every role in every docstring, whoever inherits it."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Called once for each object of the package."""
        if obj.docstring is not None:
            owner = obj if obj.is_class else obj.parent
            obj.docstring.value = _ROLE.sub(lambda role: _link(role[1], owner), obj.docstring.value)


def _link(name: str, owner: griffe.Object | None) -> str:
    name = name.removeprefix("tolmach.")
    if owner is not None and owner.is_class and name in owner.members:
        return f"[`{name}`][{owner.path}.{name}]"
    found = None if owner is None else owner.package.members.get(name.partition(".")[0])
    # What belongs to others, and whole modules, have no place of their own on the site.
    if name.startswith(("sklearn.", "distributed.")) or (found is not None and found.is_module):
        return f"`{name}`"
    if found is None and owner is not None and owner.is_class:
        # Inherited.
        return f"[`{name}`][{owner.path}.{name}]"
    if found is None and owner is not None:
        # A neighbour in the same module, or in the same package.
        for home in (owner, owner.parent):
            if home is not None and name in home.members:
                return f"[`{name}`][{home.path}.{name}]"
        return f"`{name}`"
    return f"[`{name}`][tolmach.{name}]"
