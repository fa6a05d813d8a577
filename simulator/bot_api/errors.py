"""How Telegram says no: a code, a description and sometimes parameters."""

from typing import Any


class ApiError(Exception):
    """A refused call, as the Bot API words it (https://core.telegram.org/bots/api#making-requests)."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON of the answer."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad(reason: str) -> ApiError:
    """400 Bad Request with its reason."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403 Forbidden with its reason."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """409 Conflict with its reason."""
    return ApiError(409, f"Conflict: {reason}")


def too_many(seconds: int) -> ApiError:
    """429 with the seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def moved(chat_id: int) -> ApiError:
    """400 with the supergroup that a group has become."""
    return ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat_id)


def not_simulated(what: str) -> ApiError:
    """What the Bot API has and this simulator has not: said, never faked."""
    return ApiError(400, f"Bad Request: simulator: {what} is not simulated")
