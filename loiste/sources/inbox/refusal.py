"""An answer other than 200: why a request is not taken."""


class Refusal(Exception):
    """`status` of HTTP, a `code` for programs, a `message` for people; `retry_after` in seconds where it helps."""

    def __init__(self, status: int, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.retry_after = status, code, message, retry_after
