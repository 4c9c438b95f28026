"""What Schemathesis does not know by itself: texts in TOML are sent as they are."""

import schemathesis


@schemathesis.serializer("application/toml")
def toml(context, value):
    if isinstance(value, bytes):
        return value
    return value.encode("utf-8", errors="replace") if isinstance(value, str) else str(value).encode()
