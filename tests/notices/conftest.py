"""The service outside that rings a phone, as a real peer that takes what is sent."""

import pytest

from tests.makers.peers import LOCAL, a_peer


@pytest.fixture
def push(settings):
    settings.INSIDE_HOSTS = LOCAL
    with a_peer() as peer:
        peer.status = 201
        yield peer
