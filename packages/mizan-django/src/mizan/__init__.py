"""Typed server functions for Django whose answers say which data went stale."""

from mizan.client import client
from mizan.contexts import ReactContext
from mizan.errors import ClientError, InvalidInput, RateLimited
from mizan.signature import ClientDefinitionError
from mizan.uploads import Upload

__all__ = [
    "ClientDefinitionError",
    "ClientError",
    "InvalidInput",
    "RateLimited",
    "ReactContext",
    "Upload",
    "client",
]

__version__ = "0.1.0"
