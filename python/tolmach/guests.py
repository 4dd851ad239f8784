"""The guests' doorbell: runs a module of ours once another library has been imported, whoever comes first.

``import tolmach`` must not import pandas, and ``df["body"].tm`` must work whether pandas was imported before or after.

>>> from tolmach.guests import when_imported
>>> when_imported("json", "tolmach.errors")  # already there, so this imports tolmach.errors at once
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

__all__ = ["when_imported"]


def when_imported(guest: str, module: str) -> None:
    """Import `module` as soon as `guest` is imported: now, if it already is."""
    if guest in sys.modules:
        import_module(module)
    else:
        sys.meta_path.insert(0, _Doorbell(guest, module))


class _Doorbell(MetaPathFinder):
    """Waits for one guest, answers once and is gone."""

    def __init__(self, guest: str, module: str) -> None:
        self._guest = guest
        self._module = module

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._guest or self not in sys.meta_path:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _ThenImport(spec.loader, self._module)
        return spec


class _ThenImport(Loader):
    """The loader of the guest, and our module after it."""

    def __init__(self, loader: Loader, module: str) -> None:
        self._loader = loader
        self._module = module

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        # The guest keeps its own loader, so that nothing notices us.
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        import_module(self._module)
