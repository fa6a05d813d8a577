"""Every setting with its rule and help beside it; the only reader of the environment."""

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.problems import AskedWrongly

ADDRESS = re.compile(r"^https?://[^\s/]+")
SECRET = re.compile(r"^[A-Za-z0-9_-]{0,256}$")
PREFIX = "OVOP_"
TELEGRAM = "https://api.telegram.org"
TOKEN = re.compile(r"^[0-9]+:[A-Za-z0-9_-]{3,}$")


class WrongSetting(AskedWrongly):
    """A setting breaks its rule; the message is one clear sentence for the operator."""


class Settings(BaseSettings):
    """What an operator may set, as OVOP_… in the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    token: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (), description="The bot's token from @BotFather; several bots on one database: separated by commas."
    )
    api_url: str = Field(TELEGRAM, description="The Bot API server's root; default Telegram's.")
    data_dir: Path = Field(Path("data"), description="Folder of the database, media and backups.")
    database_url: str = Field(
        "", description="sqlite+aiosqlite:///… or postgresql+psycopg://…; default: a file in OVOP_DATA_DIR."
    )
    webhook_url: str = Field("", description="Public https address of this server; empty: long polling.")
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="Secret that Telegram sends with each update; needed with OVOP_WEBHOOK_URL."
    )
    web_host: str = Field("127.0.0.1", description="Address that the web app listens on.")
    web_port: int = Field(8080, ge=0, le=65535, description="Port that the web app listens on.")
    web_proxies: int = Field(
        0, ge=0, le=9, description="How many web servers stand before it, each adding to X-Forwarded-For."
    )
    public_url: str = Field(
        "",
        description="Public https address of the web app, for the QR codes of statements; default: OVOP_WEBHOOK_URL.",
    )
    health_host: str = Field("127.0.0.1", description="Address on which a monitor asks how the bot is.")
    health_port: int = Field(8081, ge=0, le=65535, description="Its port; 0: none.")
    log: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_format: Literal["text", "json"] = Field("text", description="text, or json: an object a line.")
    rate: float = Field(25, ge=0, description="Messages a second and bot; 0: no limit (local Bot API server).")

    @field_validator("token", mode="before")
    @classmethod
    def _several_tokens(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("token")
    @classmethod
    def _looks_like_a_token(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not all(TOKEN.match(token.get_secret_value()) for token in value):
            raise ValueError("a token looks like 123456:ABC-DEF; copy it from @BotFather, several separated by commas")
        ids = [int(token.get_secret_value().partition(":")[0]) for token in value]
        if len(set(ids)) < len(ids):
            raise ValueError("two tokens are of the same bot; name each bot once")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _takes_telegrams_letters(cls, value: SecretStr) -> SecretStr:
        if not SECRET.match(value.get_secret_value()):
            raise ValueError("Telegram takes 1 to 256 of the letters A-Z a-z 0-9 _ and -")
        return value

    @field_validator("log")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("choose DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("database_url")
    @classmethod
    def _known_driver(cls, value: str) -> str:
        if value and not value.startswith(("sqlite+aiosqlite:///", "postgresql+psycopg://")):
            raise ValueError("it starts with sqlite+aiosqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("webhook_url", "public_url", "api_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if value and not ADDRESS.match(value):
            raise ValueError("it starts with https:// or http://, and a name follows")
        return value

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> "Settings":
        if self.webhook_url and not self.webhook_secret.get_secret_value():
            raise ValueError("OVOP_WEBHOOK_URL needs OVOP_WEBHOOK_SECRET: any long random word")
        if self.api_url.startswith(TELEGRAM) and self.webhook_url.startswith("http://"):
            # a Bot API server of one's own takes http:// too
            raise ValueError("OVOP_WEBHOOK_URL is not right: Telegram calls https:// addresses only")
        return self

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens in clear, for the doors that talk to Telegram."""
        return tuple(token.get_secret_value() for token in self.token)

    @property
    def bots(self) -> tuple[int, ...]:
        """The numbers of the bots; a token begins with its own."""
        return tuple(int(token.partition(":")[0]) for token in self.tokens)

    @property
    def public_address(self) -> str:
        """Where anybody reaches the web app; empty: nobody does."""
        return self.public_url or self.webhook_url

    @property
    def serves_web(self) -> bool:
        """Whether the web app listens: for the webhook, and where an operator has said where."""
        return bool(self.webhook_url or self.model_fields_set & {"web_host", "web_port", "public_url"})

    @property
    def database(self) -> str:
        """The database's address: the one set, else a file in the data folder."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'ovop.db'}"


def read_settings(**given: object) -> Settings:
    """The settings from the environment and what is given; raises WrongSetting with one sentence."""
    _look_for_slips(os.environ)  # noqa: TID251 - only here
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        reason = first["msg"].removeprefix("Value error, ")
        # what is wrong between two settings names them itself
        named = f"{_called(str(first['loc'][0]))} is not right: {reason}" if first["loc"] else reason
        raise WrongSetting(f"{named}.") from None


def _called(field: str) -> str:
    return PREFIX + field.upper()


def _look_for_slips(given: Iterable[str]) -> None:
    """Raises WrongSetting for a name of ours that is no setting: nobody would hear that it does nothing."""
    known = [_called(field) for field in Settings.model_fields]
    for name in sorted(given):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, 1, 0.7)
            advice = f"did you mean {near[0]}?" if near else "the README has them all."
            raise WrongSetting(f"{name} is no setting of this version; {advice}")
