"""A cache whose loss costs precision, never an answer.

While Redis does not answer, each process keeps its own counts and copies: limits then
hold per process, and nobody meets an error.
"""

import logging
import time
from functools import partial

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
RETRY_AFTER = 5  # seconds without asking: a silent Redis must not slow each page down
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 1}  # seconds


class PatientClient:
    """Asks Redis, or the memory of this process while Redis is away."""

    def __init__(self, servers, **options):
        self.redis = RedisCacheClient(servers, **{**PATIENCE, **options})
        self.memory = LocMemCache("while-redis-is-away", {})
        self.away_until = 0.0

    def __getattr__(self, name):
        return partial(self.ask, name)

    @property
    def is_away(self) -> bool:
        return time.monotonic() < self.away_until

    def ask(self, name, *args):
        if not self.is_away:
            try:
                return getattr(self.redis, name)(*args)
            except RedisError as error:
                logger.warning("Redis does not answer: %s", type(error).__name__)
                self.away_until = time.monotonic() + RETRY_AFTER
        if name == "incr":  # Redis held what is counted
            self.memory.add(args[0], 0)
        return getattr(self.memory, name)(*args)


class PatientRedisCache(RedisCache):
    """Django's Redis cache, with memory behind it."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = PatientClient

    @property
    def is_away(self) -> bool:
        return getattr(self._cache, "is_away", False)
