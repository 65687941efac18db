import pytest


@pytest.fixture(autouse=True)
def limits_of_each_request(own_cache):
    """Limits are counted in a cache that each request finds empty."""
