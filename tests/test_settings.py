"""Settings: each slip is one sentence that names the setting, before anything starts."""

import pytest

from bot.settings import Settings, WrongSetting, read_settings

HOOK = {"webhook_secret": "x"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("OVOP_TOEKN", "OVOP_TOEKN is no setting of this version; did you mean OVOP_TOKEN?"),
        ("OVOP_TOKENS", "did you mean OVOP_TOKEN?"),
        ("OVOP_WEBHOOKURL", "did you mean OVOP_WEBHOOK_URL?"),
        ("OVOP_WEBHOOK_SECERT", "did you mean OVOP_WEBHOOK_SECRET?"),
        ("OVOP_DATADIR", "did you mean OVOP_DATA_DIR?"),
        ("OVOP_DATABASE", "did you mean OVOP_DATABASE_URL?"),
        ("OVOP_HEALTHPORT", "did you mean OVOP_HEALTH_PORT?"),
        ("ovop_raet", "ovop_raet is no setting of this version; did you mean OVOP_RATE?"),
        ("OVOP_COLOUR_OF_THE_SKY", "is no setting of this version; the README has them all."),
    ],
)
def test_a_name_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, given: str, told: str) -> None:
    monkeypatch.setenv(given, "1")
    with pytest.raises(WrongSetting) as wrong:
        read_settings()
    assert str(wrong.value).endswith(told)


def test_every_setting_is_known_in_either_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ovop_rate", "3")
    monkeypatch.setenv("NOT_OVOP_RATE", "4")
    for field, about in Settings.model_fields.items():
        monkeypatch.setenv(f"OVOP_{field.upper()}", str(about.default) if isinstance(about.default, str | int) else "")
    monkeypatch.delenv("OVOP_RATE")
    monkeypatch.setenv("OVOP_DATA_DIR", "data")
    assert read_settings().rate == 3


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"webhook_url": "http://a.example"} | HOOK, "OVOP_WEBHOOK_URL is not right: Telegram calls https://"),
        ({"webhook_url": "a.example"} | HOOK, "OVOP_WEBHOOK_URL is not right: it starts with https://"),
        ({"webhook_url": "https://"} | HOOK, "OVOP_WEBHOOK_URL is not right: it starts with https://"),
        ({"webhook_url": "ftp://a.example"} | HOOK, "OVOP_WEBHOOK_URL is not right: it starts with https://"),
        ({"webhook_url": "https://a.example"}, "OVOP_WEBHOOK_URL needs OVOP_WEBHOOK_SECRET"),
        ({"public_url": "a.example"}, "OVOP_PUBLIC_URL is not right: it starts with https://"),
        ({"api_url": "api.telegram.org"}, "OVOP_API_URL is not right: it starts with https://"),
        ({"web_port": 70000}, "OVOP_WEB_PORT is not right: "),
        ({"health_port": "many"}, "OVOP_HEALTH_PORT is not right: "),
        ({"log": "LOUD"}, "OVOP_LOG is not right: choose DEBUG"),
        ({"rate": -1}, "OVOP_RATE is not right: "),
    ],
)
def test_a_wrong_value_names_its_setting(given: dict[str, object], told: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read_settings(**given)
    assert str(wrong.value).startswith(told)


def test_a_bot_api_server_of_ones_own_calls_http() -> None:
    own = read_settings(webhook_url="http://10.0.0.1:8080", api_url="http://10.0.0.2:8081", **HOOK)
    assert own.webhook_url == "http://10.0.0.1:8080"
