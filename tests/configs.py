"""Small configurations for tests."""

from axtui.services.config import (
    AutotaskProfile,
    Config,
    Profile,
    SecretKind,
    SecretSource,
    XeroProfile,
)

MINIMAL = """
[profiles.acme.autotask]
username = "api@acme.example"
secret = { env = "AT_SECRET" }
integration_code = { env = "AT_CODE" }
[profiles.acme.xero]
client_id = "id"
client_secret = { env = "XERO_SECRET" }
"""
"""The least that makes a profile; every secret is kept elsewhere."""


def env_secret(name: str) -> SecretSource:
    """Return a secret of the environment."""
    return SecretSource(kind=SecretKind.ENV, name=name)


def plain_secret(text: str) -> SecretSource:
    """Return a secret that stands in the file."""
    return SecretSource(kind=SecretKind.PLAIN, plain=text)


def profile(name: str = "acme", *, secret: SecretSource | None = None) -> Profile:
    """Return what MINIMAL says, under this name."""
    return Profile(
        name=name,
        autotask=AutotaskProfile(
            username="api@acme.example",
            secret=secret or env_secret("AT_SECRET"),
            integration_code=env_secret("AT_CODE"),
        ),
        xero=XeroProfile(client_id="id", client_secret=env_secret("XERO_SECRET")),
    )


def config(*names: str) -> Config:
    """Return a configuration with profiles of these names."""
    return Config(profiles=tuple(profile(name) for name in names))
