"""Django's settings, all of them from `environment`."""

from typing import Any, Final
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from hanse.site import languages
from hanse.site.environment import environment, site_folder

_ENVIRONMENT: Final = environment()
_DAY: Final = 86_400

DEBUG = _ENVIRONMENT.debug
DEMO = _ENVIRONMENT.demo
BEHIND_PROXY = _ENVIRONMENT.behind_proxy
ORIGIN = _ENVIRONMENT.origin.rstrip("/")
SOURCE_CODE = _ENVIRONMENT.source_code
CONTACT = _ENVIRONMENT.contact
PUBLISHER = _ENVIRONMENT.publisher
PUBLISHER_ADDRESS = _ENVIRONMENT.publisher_url or f"{ORIGIN}/"
SECRET_KEY = _ENVIRONMENT.signing_key
ALLOWED_HOSTS = _ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "hanse.site.apps.SiteConfig",
    "hanse.foundation.web",
    "hanse.observatory.web",
    "hanse.excellence.web",
    "hanse.collaboration.web",
    "hanse.foundation.web.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hanse.observatory.web.api.gate.ApiGate",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "hanse.foundation.web.limits.LimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hanse.foundation.web.audit.AuditAddressMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "hanse.site.urls"
WSGI_APPLICATION = "hanse.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "hanse.foundation.web.templatetags.components",
                "hanse.observatory.web.templatetags.maps",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hanse.foundation.web.context.site",
            ],
        },
    }
]

FORM_RENDERER = "hanse.foundation.web.forms.renderer.QuickRenderer"

# --- Database ---------------------------------------------------------------------------------


def _database(url: str) -> dict[str, Any]:
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = {
            # A writer waits for its turn at the start, not in the middle.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    return found


DATABASES = {"default": _database(_ENVIRONMENT.database)}

# --- Accounts ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "foundation.User"
AUTHENTICATION_BACKENDS = ["hanse.foundation.web.signing_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "me"
ACCOUNT_ADAPTER = "hanse.foundation.web.signing_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "hanse.foundation.web.forms.signing_up.SignUpDetails"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
LABEL_SCHEME = _ENVIRONMENT.label_scheme
ACCOUNT_SIGN_UP_OPEN = _ENVIRONMENT.sign_up
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _ENVIRONMENT.secure else "http"
TWO_FACTOR_FOR_ADMINISTRATORS = (
    not _ENVIRONMENT.demo if _ENVIRONMENT.two_factor is None else _ENVIRONMENT.two_factor
)
MFA_ADAPTER = "hanse.foundation.web.signing_in.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "hanse.foundation.web.forms.passkeys.AddPasskey",
    "authenticate_webauthn": "hanse.foundation.web.forms.passkeys.SecondFactorByPasskey",
    "login_webauthn": "hanse.foundation.web.forms.passkeys.SignInByPasskey",
    "reauthenticate_webauthn": "hanse.foundation.web.forms.passkeys.ConfirmByPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Hanse"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _ENVIRONMENT.secure
SOCIALACCOUNT_ADAPTER = "hanse.foundation.web.signing_in.OpenIdAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False  # People read the privacy notice first.
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": _ENVIRONMENT.oidc_name,
                "client_id": _ENVIRONMENT.oidc_client,
                "secret": _ENVIRONMENT.oidc_secret,
                "settings": {"server_url": _ENVIRONMENT.oidc_server},
            }
        ]
        if _ENVIRONMENT.oidc_server
        else [],
    }
}
KEEP_UNVERIFIED_DAYS = _ENVIRONMENT.keep_unverified_days
KEEP_INVITATIONS_DAYS = _ENVIRONMENT.keep_invitations_days
KEEP_ADDRESSES_DAYS = _ENVIRONMENT.keep_addresses_days
KEEP_EXPORTS_DAYS = _ENVIRONMENT.keep_exports_days
SESSION_COOKIE_AGE = _ENVIRONMENT.keep_sessions_days * _DAY

# --- Languages --------------------------------------------------------------------------------

LANGUAGE_CODE = languages.DEFAULT
LANGUAGES = languages.offered()
LOCALE_PATHS = [languages.CATALOGUES]
FORMAT_MODULE_PATH = ["hanse.site.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = _ENVIRONMENT.time_zone

# --- Files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = site_folder() / "static"
MEDIA_ROOT = site_folder() / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # Pages name no others.

# --- Kept for a while -------------------------------------------------------------------------

CACHES = {
    # Limits are counted in it, so every process has to see it.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": site_folder() / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Parts of pages, which follow from an edition and from this very code.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 64},
    },
}

KEEP_PAGES_MEBIBYTES = 32
"""Each process keeps so much of the pages that are the same for all who are not signed in."""

# --- API --------------------------------------------------------------------------------------

API_RATE = _ENVIRONMENT.api_rate
NINJA_NUM_PROXIES = 1 if _ENVIRONMENT.behind_proxy else 0

# --- Mail -------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = _ENVIRONMENT.mail_from
_mail = urlsplit(_ENVIRONMENT.mail_url)
if _ENVIRONMENT.mail_url:
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = site_folder() / "mail"

# --- Jobs -------------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DAILY_JOBS = [
    "hanse.foundation.web.tasks.retention",
    "hanse.excellence.web.tasks.labels_age",
    "hanse.excellence.web.tasks.certificates_remind",
    "hanse.collaboration.web.tasks.offers_age",
    "hanse.collaboration.web.tasks.agreements_age",
    "hanse.collaboration.web.tasks.profiles_age",
    "hanse.collaboration.web.tasks.saved_searches_digest",
    "hanse.collaboration.web.tasks.news_digests_send",
    "hanse.collaboration.web.tasks.missions_follow_up",
    "hanse.collaboration.web.tasks.missions_remind",
]
"""What every worker sees to once a day."""

# --- Log: what goes wrong, and what the worker does, on the standard error -------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Pages that are not there are no fault of the site; Django's own handlers mail and filter.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

# --- Limits -----------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
"""Bytes of a form without its files; the longest text a form takes is far shorter."""

# --- Security ---------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _ENVIRONMENT.secure
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = _ENVIRONMENT.secure
SECURE_HSTS_SECONDS = 365 * _DAY if _ENVIRONMENT.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _ENVIRONMENT.secure
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _ENVIRONMENT.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
# What these name follows from the environment; our own checks say it in its words.
SILENCED_SYSTEM_CHECKS = ["security.W009", "security.W018"]
if not _ENVIRONMENT.secure:
    SILENCED_SYSTEM_CHECKS += [f"security.{code}" for code in ("W004", "W008", "W012", "W016")]
CSRF_FAILURE_VIEW = "hanse.foundation.web.views.errors.form_refused"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        # Browsers hold the answer of a form to it, too: the way to OpenID Connect is one.
        "form-action": [SELF, *filter(None, [_ENVIRONMENT.oidc_origin])],
        "frame-ancestors": [NONE],
    }
}
