"""The dictionary that `vocabulary_` shows, and whether somebody has changed it."""

from collections.abc import Callable
from typing import Any

__all__ = ["Terms"]


class Terms(dict[str, int]):
    """Terms and their columns: a dict that knows whether it was changed since it was made.

    The native vocabulary stays in use as long as the dict that shows it is unchanged; a changed dict replaces it, as
    it would in scikit-learn.
    """

    changed = False

    def __reduce__(self) -> tuple[Any, ...]:
        return (dict, (dict(self),))


def _marking(name: str) -> Callable[..., Any]:
    plain = getattr(dict, name)

    def method(self: Terms, *args: Any, **kwargs: Any) -> Any:
        self.changed = True
        return plain(self, *args, **kwargs)

    method.__name__ = name
    method.__doc__ = plain.__doc__
    return method


for _name in ("__setitem__", "__delitem__", "__ior__", "clear", "pop", "popitem", "setdefault", "update"):
    setattr(Terms, _name, _marking(_name))
