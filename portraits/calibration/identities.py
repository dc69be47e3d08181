"""Who is who, as far as the pairs say: pictures that mated pairs join are one identity. No face is looked at."""

from collections.abc import Hashable, Iterable


class Identities:
    """Numbers for identities, joined pair by pair (disjoint sets)."""

    def __init__(self, mated: Iterable[tuple[Hashable, Hashable]]) -> None:
        self._parent: dict[Hashable, Hashable] = {}
        self._number: dict[Hashable, int] = {}
        for left, right in mated:
            self._parent[self._root(left)] = self._root(right)

    def of(self, picture: Hashable) -> int:
        """The number of the identity that a picture belongs to; a picture in no mated pair is one of its own."""
        return self._number.setdefault(self._root(picture), len(self._number))

    def __len__(self) -> int:
        return len(self._number)

    def _root(self, picture: Hashable) -> Hashable:
        parent = self._parent.setdefault(picture, picture)
        while parent != picture:
            self._parent[picture] = self._parent.setdefault(parent, parent)
            picture, parent = parent, self._parent[parent]
        return picture
