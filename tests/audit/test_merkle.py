"""The tree against another implementation of RFC 6962."""

import hashlib

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.audit.rules import merkle


def leaves(count: int) -> list[bytes]:
    return [hashlib.sha256(b"\x00" + str(n).encode()).digest() for n in range(count)]


def oracle(count: int) -> pymerkle.InmemoryTree:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for n in range(count):
        tree.append_entry(str(n).encode())
    return tree


def grown(steps: list[int]) -> tuple[dict[tuple[int, int], bytes], int]:
    """A store that grew step by step, holding only what is fetched for each step."""
    everything: dict[tuple[int, int], bytes] = {}
    size = 0
    for step in steps:
        fetched = only(everything, list(merkle.needed(size)))
        fresh = {(0, size + n): leaf for n, leaf in enumerate(leaves(size + step)[size:])}
        found = merkle.parents(fetched | fresh, old_size=size, size=size + step)
        everything |= fresh | {(level, position): h for level, position, h in found}
        size += step
    return everything, size


def only(
    store: dict[tuple[int, int], bytes], ranges: list[tuple[int, int, int]]
) -> dict[tuple[int, int], bytes]:
    return {
        key: store[key]
        for level, first, end in ranges
        for key in ((level, position) for position in range(first, end))
    }


@given(st.lists(st.integers(0, 300), max_size=5))
def test_a_tree_grown_in_steps_has_the_root_of_the_other_implementation(steps: list[int]) -> None:
    store, size = grown(steps)
    root = merkle.root(only(store, list(merkle.needed(size))), size)
    assert root == (oracle(size).get_root() if size else merkle.EMPTY_ROOT)
    assert merkle.RunningRoot().extend(leaves(size)).root() == root


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 512, 513, 65535, 65536, 65793, 131072])
def test_the_stored_levels_give_the_root_at_every_edge(size: int) -> None:
    store, _size = grown([size // 2, size - size // 2])
    root = merkle.root(only(store, list(merkle.needed(size))), size)
    assert root == merkle.RunningRoot().extend(leaves(size)).root()


@given(st.integers(1, 700), st.data())
def test_every_leaf_proves_its_place_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    store, _size = grown([size])
    ranges = [*merkle.needed(size), *merkle.needed_for_path(index, size)]
    steps = merkle.path(only(store, ranges), index, size)
    leaf = leaves(size)[index]
    root = merkle.root(store, size)
    assert merkle.root_by_path(leaf, index=index, size=size, steps=steps) == root
    wrong = data.draw(st.integers(0, size + 3).filter(lambda n: n != index))
    assert merkle.root_by_path(leaf, index=wrong, size=size, steps=steps) != root
    assert merkle.root_by_path(b"x" * 32, index=index, size=size, steps=steps) != root


@given(st.integers(1, 300), st.data())
def test_the_paths_are_those_of_the_other_implementation(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    store, _size = grown([size])
    theirs = oracle(size).prove_inclusion(index + 1)
    pymerkle.verify_inclusion(leaves(size)[index], merkle.root(store, size), theirs)
    assert set(merkle.path(store, index, size)) <= {bytes.fromhex(h) for h in theirs.serialize()["path"]}
