"""The site's settings as they stand in the environment, checked when the site starts."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hanse.foundation.disk import write_whole
from hanse.foundation.home import home_folder
from hanse.foundation.problems import HanseError

EMBEDDED: Final = "hanse.sqlite3"
"""The file of the embedded database, in the site's folder."""

_KEY_BYTES: Final = 48


class Environment(BaseSettings):
    """What may be set; every name but DATABASE_URL begins with HANSE_.

    Nothing needs to be set for a site on one's own machine. docs/guide/site.md says what a public
    one needs.
    """

    model_config = SettingsConfigDict(env_prefix="HANSE_", extra="ignore")

    origin: str = "http://localhost:8000"
    """Where people find the site; https here means secure cookies and HSTS."""
    hosts: str = ""
    """Further host names it answers to, separated by commas."""
    secret_key: str = ""
    """Signs sessions. Without one, a key is made once and kept in the data folder."""
    debug: bool = False
    demo: bool = False
    """Shows that everything is fictitious, and offers the demo accounts."""
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    """SQLite in the data folder when empty."""
    mail_url: str = ""
    """smtp://user:password@host:port or smtps://; without one, mail is written to files."""
    mail_from: str = "Hanse <noreply@localhost>"
    behind_proxy: bool = False
    """Whether a proxy in front sets X-Forwarded-Proto and X-Forwarded-For."""
    source_code: str = ""
    """Where people find the source code of this installation; the footer leads there."""
    contact: str = ""
    """The e-mail address for questions on access, privacy and figures."""
    publisher: str = "Hanse"
    """Who publishes the data, as portals of open data name it."""
    publisher_url: str = ""
    """The publisher's own site; `origin` where not said."""
    api_rate: str = Field(default="600/min", pattern=r"^[1-9][0-9]{0,6}/(s|min|hour|day)$")
    """How many requests to the API one address may send."""
    time_zone: str = "Europe/Brussels"
    sign_up: bool = True
    """Whether anybody may make an account; otherwise administrators make them."""
    label_scheme: str = Field(default="hanse_label", pattern=r"^[a-z][a-z0-9_]{0,39}$")
    """Code of the label scheme: the folder of its versions."""
    two_factor: bool | None = None
    """Whether administrators need a second factor; unless said, they do except on a demo."""
    oidc_server: str = ""
    """Issuer of OpenID Connect, such as EU Login or a Keycloak realm; https only."""
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_name: str = "OpenID Connect"
    """What the button on the sign-in page calls it."""
    keep_unverified_days: int = Field(default=14, ge=1)
    """Accounts whose address was never confirmed are deleted after so many days."""
    keep_invitations_days: int = Field(default=14, ge=1)
    """Invitations expire after so many days, and their addresses are blanked."""
    keep_sessions_days: int = Field(default=14, ge=1)
    """People are signed out after so many days."""
    keep_addresses_days: int = Field(default=90, ge=1)
    """Hashed addresses in the audit log are blanked after so many days."""
    keep_exports_days: int = Field(default=7, ge=1)
    """Copies of personal data made for download are deleted after so many days."""

    @field_validator("origin")
    @classmethod
    def _is_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("write it as https://your.name, with a port where it is unusual")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError("the site has a host name to itself: leave out what follows it")
        return value

    @field_validator("mail_url")
    @classmethod
    def _is_mail_server(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
            raise ValueError("write it as smtp://user:password@host:587, or smtps://")
        return value

    @property
    def secure(self) -> bool:
        """Whether the site is reached over https."""
        return urlsplit(self.origin).scheme == "https"

    @property
    def oidc_origin(self) -> str:
        """Where sign-in by OpenID Connect sends people; "" without it."""
        parts = urlsplit(self.oidc_server)
        return f"{parts.scheme}://{parts.netloc}" if self.oidc_server else ""

    @property
    def allowed_hosts(self) -> list[str]:
        """Names the site answers to."""
        named = [each.strip() for each in self.hosts.split(",") if each.strip()]
        own = urlsplit(self.origin).hostname or "localhost"
        return list(dict.fromkeys([own, *named, *([] if self.secure else ["127.0.0.1", "[::1]"])]))

    @property
    def database(self) -> str:
        """The database as a URL."""
        return self.database_url or f"sqlite:///{home_folder() / 'site' / EMBEDDED}"

    @cached_property
    def signing_key(self) -> str:
        """`secret_key`, or the one kept in the data folder, made when first asked for."""
        return self.secret_key or _kept_key(site_folder() / "secret-key")


def site_folder() -> Path:
    """Where the embedded database, uploads, mail in files and the signing key lie."""
    folder = home_folder() / "site"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def environment() -> Environment:
    """The environment as it is now. Raises `HanseError` naming the setting that is wrong."""
    try:
        return Environment()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        variable = name if name.isupper() else f"HANSE_{name.upper()}"
        raise HanseError(
            f"The setting {variable} cannot be used.",
            where="environment",
            why=str(first["msg"]),
            remedy="docs/guide/site.md lists every setting.",
        ) from error


def _kept_key(path: Path) -> str:
    if not path.is_file():
        write_whole(path, f"{secrets.token_urlsafe(_KEY_BYTES)}\n".encode())
        path.chmod(0o600)
    return path.read_text("ascii").strip()
