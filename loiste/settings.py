"""Django settings, read from the environment; a wrong value is refused at start in one readable line."""

import os
from pathlib import Path

from loiste.organisation.database import database
from loiste.organisation.environment import flag, home_folder, hosts, secret, url, whole
from loiste.organisation.headers import cookie
from loiste.organisation.outside import mail, mail_from, oidc

HOME = home_folder(os.environ)
DEBUG = flag(os.environ, "LOISTE_DEBUG", default=False)
SECRET_KEY = secret(os.environ, HOME)
LOISTE_URL = url(os.environ, "LOISTE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = hosts(os.environ, LOISTE_URL)
CSRF_TRUSTED_ORIGINS = [LOISTE_URL]
API_RATE = max(1, whole(os.environ, "LOISTE_API_RATE", default=600))  # requests a minute that a key may make
INBOX_LIMIT = whole(os.environ, "LOISTE_INBOX_LIMIT", default=100_000)  # deliveries that may wait
LEAST_FREE = whole(os.environ, "LOISTE_LEAST_FREE_MB", default=0) * 1024 * 1024  # 0 = 512 MB or a twentieth of the disk

PACKAGE = Path(__file__).resolve().parent
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "loiste.timeline",
    "loiste.accounts",
    "loiste.sources",
    "loiste.metrics",
    "loiste.judgement",
    "loiste.copies",
    "loiste.privacy",
    "loiste.pages",
]
MIDDLEWARE = [
    "loiste.pages.middleware.security_headers",  # first, so that errors and files carry them, too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "loiste.pages.middleware.OnlyText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "loiste.pages.sign_in.middleware.session_life",  # before anything asks who it is
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "loiste.pages.middleware.origin",
    "loiste.pages.middleware.language",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "loiste.pages.sign_in.middleware.TwoFactorFirst",
    "loiste.api.v1.answers.dressed",
]
ROOT_URLCONF = "loiste.urls"
WSGI_APPLICATION = "loiste.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "pages" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "loiste.pages.shell.shell",
            ],
        },
    }
]
DATABASES = {"default": database(os.environ, HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "loiste.pages.sign_in.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "loiste.pages.sign_in.forms.SignIn",
    "reset_password": "loiste.pages.sign_in.forms.NewPassword",
}
ACCOUNT_SESSION_REMEMBER = True
# The library's own writes down the address of whoever is known while it makes a link: that takes longer, and tells.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/300s/key"}  # key: the e-mail address that was typed
ALLAUTH_TRUSTED_PROXY_COUNT = whole(os.environ, "LOISTE_PROXIES", default=0)
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60

MFA_ADAPTER = "loiste.pages.sign_in.adapter.TwoFactorAdapter"
MFA_FORMS = {
    "authenticate": "loiste.pages.sign_in.forms.Code",
    "reauthenticate": "loiste.pages.sign_in.forms.CodeAgain",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Loiste"
MFA_TOTP_TOLERANCE = 1  # clocks of phones are seldom half a minute wrong
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are those that an administrator wrote

OIDC = oidc(os.environ)
SOCIALACCOUNT_ADAPTER = "loiste.pages.sign_in.adapter.OidcAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [OIDC] if OIDC else []}}
SOCIALACCOUNT_STORE_TOKENS = False

SESSION_LIFE = whole(os.environ, "LOISTE_SESSION_HOURS", default=336) * 60 * 60  # seconds from sign-in
SESSION_COOKIE_AGE = whole(os.environ, "LOISTE_SESSION_IDLE_HOURS", default=336) * 60 * 60  # from last use

# In the store, so that limits on attempts hold over all web processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # with the default of 300 an attacker could push the counts out
    }
}

MAIL = mail(os.environ)
MAIL_SET = bool(MAIL)
EMAIL_BACKEND = "django.core.mail.backends." + ("smtp" if MAIL else "dummy") + ".EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL.get("host", ""), MAIL.get("port", 0)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.get("user", ""), MAIL.get("password", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("starttls", False), MAIL.get("tls", False)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = mail_from(os.environ, LOISTE_URL, needed=MAIL_SET)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

LANGUAGE_CODE = "en"
LANGUAGES = [("fi", "Suomi"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static" / "dist"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# esbuild already writes a content hash into the names that change; no second copy of the files is made.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = cookie(LOISTE_URL, "sessionid"), cookie(LOISTE_URL, "csrftoken")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = LOISTE_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # pages carry the token in their forms
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["loiste.pages.imports.receive.Nowhere"]  # the page of imports names its own

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "loiste.plain.json_log.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
