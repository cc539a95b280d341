"""Typed server functions for Django whose answers say which data went stale."""

from mizan.client import client
from mizan.contexts import ReactContext
from mizan.errors import ClientError, RateLimited
from mizan.signature import ClientDefinitionError
from mizan.uploads import Upload
from mizan.validation import InvalidInput

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
