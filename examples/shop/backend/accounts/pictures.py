"""Which uploads are pictures that every browser shows, told by how they begin."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

_BEGINNINGS = {
    "gif": (b"GIF87a", b"GIF89a"),
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
}


def picture_kind(file: "UploadedFile[Any]") -> str | None:
    """The file's extension, whatever its name says; None when it is no picture."""
    beginning = file.read(16)
    file.seek(0)
    for kind, beginnings in _BEGINNINGS.items():
        if beginning.startswith(beginnings):
            return kind
    return "webp" if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP" else None
