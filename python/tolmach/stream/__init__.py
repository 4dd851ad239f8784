"""Files that do not fit into memory: read in batches, worked on, written as a whole; what was cut off can be resumed.

This is what stands behind ``tolmach detect|spans|tokens|strip|vectors INPUT… -o OUTPUT``. It needs PyArrow:
``pip install 'tolmach[arrow]'``. `read_vectors` reads what ``tolmach vectors`` has written as ``.npz``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tolmach.stream.matrix import Vectors as Vectors
    from tolmach.stream.matrix import read_vectors as read_vectors

__all__ = ["Vectors", "read_vectors"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'tolmach.stream' has no attribute {name!r}")
    from tolmach.stream import matrix

    return getattr(matrix, name)
