# SPDX-License-Identifier: Apache-2.0
"""File and environment give the settings, the environment wins, and what is wrong is one error."""

from pathlib import Path
from typing import Any

import pytest

from shouxin.config import Config, load_config
from shouxin.config.reading import settings_of, variable_of
from shouxin.primitives.errors import BadInput


def refused(environ: dict[str, str]) -> BadInput:
    with pytest.raises(BadInput) as caught:
        load_config(environ)
    assert "\n" not in caught.value.message
    assert caught.value.message_zh != caught.value.message
    return caught.value


def file_of(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "shouxin.toml"
    path.write_text(text)
    return {"SHOUXIN_CONFIG": str(path)}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('adress = "x"', "adress"),
        ("[service]\nprot = 1", "service.prot"),
        ("[servise]\nport = 1", "servise"),
        ("service = 3", "service"),
        ("[chain.confirmations]\n[service.port]\na = 1", "service.port"),
    ],
)
def test_a_key_of_the_file_that_is_no_setting_is_refused(
    text: str, key: str, tmp_path: Path
) -> None:
    error = refused(file_of(tmp_path, text))
    assert error.code in {"config.unknown_key", "config.bad_value"}
    assert error.message.startswith(key)
    assert "shouxin.toml" in error.message


def test_a_variable_that_is_no_setting_is_refused() -> None:
    error = refused({"SHOUXIN_SERVICE_PROT": "8400"})
    assert error.code == "config.unknown_key"
    assert error.message.startswith("SHOUXIN_SERVICE_PROT in the environment is no setting")
    assert "SHOUXIN_SERVICE_PROT" in error.message_zh


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SHOUXIN_SERVICE_PORT", "0"),
        ("SHOUXIN_SERVICE_PORT", "65536"),
        ("SHOUXIN_SERVICE_PORT", "80 80"),
        ("SHOUXIN_SERVICE_HOST", "example"),
        ("SHOUXIN_SERVICE_PUBLIC_URL", "ftp://x"),
        ("SHOUXIN_SERVICE_PUBLIC_URL", "https://api.example/path"),
        ("SHOUXIN_SERVICE_CORS_ORIGINS", "https://a.example, *"),
        ("SHOUXIN_SERVICE_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("SHOUXIN_CHAIN_RPC_URL", "ws://node"),
        ("SHOUXIN_CHAIN_CHAIN_ID", "-1"),
        ("SHOUXIN_CHAIN_CONFIRMATIONS", "1"),
        ("SHOUXIN_CHAIN_CONFIRMATIONS", "1=-2"),
        ("SHOUXIN_EVENTS_HEARTBEAT_SECONDS", "nan"),
        ("SHOUXIN_EVENTS_HEARTBEAT_SECONDS", "1e9"),
        ("SHOUXIN_LOG_LEVEL", "loud"),
    ],
)
def test_a_value_that_can_not_be_meant_names_key_value_and_remedy(
    variable: str, value: str
) -> None:
    shown = "***" if variable.endswith("RPC_URL") else repr(value)
    error = refused({variable: value})
    assert error.code == "config.bad_value"
    assert error.message.startswith(f"{variable} = {shown} in the environment: expected ")
    assert f"{variable} = {shown}" in error.message_zh


def test_a_value_of_the_wrong_type_in_the_file_is_refused(tmp_path: Path) -> None:
    for text in ("[service]\nport = true", "[service]\nport = 1.5", "[service]\nport = []"):
        assert refused(file_of(tmp_path, text)).code == "config.bad_value"


def test_a_bad_secret_is_not_repeated() -> None:
    error = refused({"SHOUXIN_DATABASE_URL": "mysql://me:hunter2@host/x"})
    assert "hunter2" not in error.message + error.message_zh


def test_a_file_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    assert refused({"SHOUXIN_CONFIG": str(tmp_path / "none")}).code == "config.unreadable"
    assert refused(file_of(tmp_path, "[service")).code == "config.unreadable"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    environ = file_of(tmp_path, '[service]\nport = 8401\nhost = "0.0.0.0"')
    config = load_config(environ | {"SHOUXIN_SERVICE_PORT": "8402", "SHOUXIN_LOG_LEVEL": ""})
    assert (config.service.port, config.service.host) == (8402, "0.0.0.0")  # noqa: S104 - a value
    assert config.log.level == "info"


def test_paths_in_a_file_begin_at_its_folder(tmp_path: Path) -> None:
    config = load_config(file_of(tmp_path, 'var = "kept"\n[relay]\nkey_files = ["a", "/b"]'))
    assert config.var == tmp_path / "kept"
    assert config.relayer_keys(1) == (tmp_path / "a", Path("/b"))


def test_lists_and_tables_read_the_same_from_both(tmp_path: Path) -> None:
    text = """
    [chain]
    confirmations = { 1 = 64, 770001 = 2 }
    [service]
    cors_origins = ["https://a.example", "https://b.example"]
    """
    environ = {
        "SHOUXIN_CHAIN_CONFIRMATIONS": "1=64, 770001=2",
        "SHOUXIN_SERVICE_CORS_ORIGINS": "https://a.example, https://b.example",
    }
    for config in (load_config(file_of(tmp_path, text)), load_config(environ)):
        assert [config.confirmations(chain_id) for chain_id in (1, 770001, 5)] == [64, 2, 0]
        assert config.service.cors_origins == ("https://a.example", "https://b.example")


def test_the_variables_of_before_still_mean_the_same(tmp_path: Path) -> None:
    config = load_config(
        {"SHOUXIN_VAR": str(tmp_path), "SHOUXIN_ANVIL": "/a", "SHOUXIN_KEY_FILE": "/k"}
    )
    assert (config.var, config.anvil, config.key_file) == (tmp_path, Path("/a"), Path("/k"))
    assert config.database_url(5) == f"sqlite:///{tmp_path}/database/5.db"


def test_each_setting_has_one_variable_and_a_meaning_in_both_languages() -> None:
    names: list[str] = []
    defaults: Any = Config(root=Path())
    for section, key, known in settings_of(Config):
        names.append(variable_of(section, key))
        assert known.meaning.en
        assert known.meaning.zh != known.meaning.en
        value = getattr(getattr(defaults, section) if section else defaults, key)
        if value is not None:
            assert known.kind.parse(str(value) if isinstance(value, Path) else value) == value
    assert len(names) == len(set(names)) > 30
