"""What was worked out of a text is kept a while: claims are traced one by one, and one page is in many.

What is kept depends on its key alone, so that nothing differs but the time it takes. The values asked for
last are kept up to a size in all; a value larger than that is not kept.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key, the latest asked for, as long as their sizes come to at most `most` together.

    By hand: at most 5; values of sizes 2, 2 and 3 under a, b and c: a is let go when c comes.
    """

    def __init__(self, most: int, size: Callable[[V], int]) -> None:
        self._most = most
        self._size = size
        self._total = 0
        self._values: dict[K, V] = {}
        self._lock = Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of a key, made now where it is not kept."""
        value = self.held(key)
        if value is None:
            value = make()
            self.keep(key, value)
        return value

    def held(self, key: K) -> V | None:
        """Return the value kept for a key, if any."""
        with self._lock:
            if key not in self._values:
                return None
            value = self._values[key] = self._values.pop(key)
            return value

    def keep(self, key: K, value: V) -> None:
        """Keep a value, letting go of those that nobody asked for longest."""
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self._total += self._size(value)
            while self._total > self._most:
                self._total -= self._size(self._values.pop(next(iter(self._values))))
