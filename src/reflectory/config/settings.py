"""All settings of the web side, in one file. Django finds it by name.

What an installation may choose comes from the environment; each such line says who sets it and what breaks
without it. The manual lists them in docs/reference/settings.md, and a test keeps the two together.
"""

from pathlib import Path

import reflectory
from reflectory.config import environment

PACKAGE = Path(reflectory.__file__).resolve().parent

# Set by `--dir` of the command line, or by whoever installs. Holds explorations, the database and the
# secret key. Without it: ./reflectory-data, so a server started from another folder shows an empty
# workspace.
REFLECTORY_DIR = environment.folder("REFLECTORY_DIR", "reflectory-data")

# Set by whoever runs several servers on one installation; otherwise made on the first `reflectory serve`
# and kept in the installation. Without either, forms that were open when the server restarts must be sent
# again.
SECRET_KEY = environment.secret_key(REFLECTORY_DIR)

# Set by whoever keeps keys apart from data; otherwise made by `init` and `demo` and kept in the installation as
# contact-key, outside backups. Without it, or with another than addresses were kept under, nobody can read them.
CONTACT_KEY = environment.contact_key(REFLECTORY_DIR)

# Set by a developer, never where others can reach the server: error pages then show the insides of the
# program.
DEBUG = environment.truth("REFLECTORY_DEBUG")

# Set by whoever puts a proxy in front: the names under which people reach the site, separated by commas.
# Without it only this machine's own names are answered; everything else gets "400 Bad Request".
ALLOWED_HOSTS = environment.words("REFLECTORY_HOSTS", "localhost,127.0.0.1,[::1]")

# Set by whoever installs: the zone in which days begin and times are shown, for instance Europe/Lisbon.
# Without it times are shown in UTC, and the page says so.
TIME_ZONE = environment.text("REFLECTORY_TIME_ZONE", "UTC")

# Set by whoever installs, where most readers speak another language than English: es, fr or pt.
# Without it a browser that asks for none of the four languages is answered in English.
LANGUAGE_CODE = environment.text("REFLECTORY_LANGUAGE", "en-gb")

# Set to 1 by whoever serves over https alone. Without it cookies also travel unencrypted; with it, plain http
# is only ever redirected.
HTTPS_ONLY = environment.truth("REFLECTORY_HTTPS_ONLY")

USE_I18N = True
USE_TZ = True
# Each language names itself, so that a reader finds their own.
LANGUAGES = [("en-gb", "English"), ("es", "Español"), ("fr", "Français"), ("pt", "Português")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "reflectory.core",
    "reflectory.accounts",
    "reflectory.directory",
    "reflectory.programmes",
    "reflectory.listening",
    "reflectory.evidence",
    "reflectory.sensemaking",
    "reflectory.reports",
    "reflectory.workspace",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "reflectory.core.headers.SafetyHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "reflectory.programmes.viewing.ViewerMiddleware",
    "reflectory.workspace.middleware.ReaderMiddleware",
    "reflectory.core.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "reflectory.config.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reflectory.workspace.context.frame",
            ],
        },
    }
]

# Set by whoever runs several hosts, or more than some hundred people at once: postgres://user:password@host/name
# (PostgreSQL 15 or newer). Without it everything is kept in one SQLite file in the installation.
DATABASES = {"default": environment.database("DATABASE_URL", REFLECTORY_DIR / "reflectory.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATICFILES_DIRS = [("fonts", PACKAGE / "press" / "fonts" / "web")]
# Files are served from the package as it is installed: nothing to collect, nothing to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG

# Pages hold no script and no style of their own, so a smuggled one is refused by the browser.
# The name and shape are Django 6's, so that its own middleware can take over.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

# The builder of a form of sixty questions in four languages sends a thousand fields at once.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Where somebody who is not signed in is sent, and where they land afterwards.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

# People sign in by address; a name to remember would be one more thing to forget.
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# No open sign-up, plain words, secrets of authenticator apps kept encrypted.
ACCOUNT_ADAPTER = "reflectory.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "reflectory.accounts.adapters.SecondFactorAdapter"
# Whoever adds an account vouches for its address, and the invitation goes there.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2  # the present one, and the one it is changed to until that was confirmed
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # mail scanners open links
# Before a password, an address or a second factor is changed, the password is asked for again.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A changed password or address, or a second factor switched off, is told by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Somebody who asks for a new password for an unknown address is told the same, and gets no mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# An authenticator app, and codes to keep for the day it is lost.
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Reflectory"

# Three days: how long the link of an invitation or a forgotten password works.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
# Length before rules: twelve characters, none of the passwords that everybody tries.
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
SESSION_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_SAMESITE = "Lax"

SESSION_COOKIE_HTTPONLY = True

# Set by whoever installs: how mail leaves, smtp://user:password@host:587 (smtps:// for port 465). Without it every
# mail is kept as a file in the folder mail of the installation, so an invitation reaches nobody by itself.
MAIL = environment.mail("REFLECTORY_MAIL", REFLECTORY_DIR / "mail")
EMAIL_BACKEND = MAIL.backend
EMAIL_FILE_PATH = MAIL.folder
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.upgrades_to_tls, MAIL.begins_with_tls

EMAIL_TIMEOUT = 20  # seconds: a server that says nothing must not hold up everything else

# Set by whoever installs: where answers and bounces arrive, imaps://user:password@host/INBOX. Without it nobody is told
# that a mail could not be delivered.
MAILBOX = environment.mailbox("REFLECTORY_MAILBOX")

# Set by whoever installs: where people reach the site, https://learning.example.org. Without it links in mail lead to
# where the sender reached it, and those in mail that leaves by itself to this machine.
SITE_ADDRESS = environment.text("REFLECTORY_SITE", "").rstrip("/")

# Set by whoever installs: whom mail comes from. Without it many servers refuse to take it.
DEFAULT_FROM_EMAIL = environment.text("REFLECTORY_MAIL_FROM", "Reflectory <reflectory@localhost>")

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS_ONLY
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS_ONLY else None
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
# Neighbouring names of the same organisation may be plain http; that is not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS_ONLY else []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
