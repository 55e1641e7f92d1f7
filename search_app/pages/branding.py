"""How an archive presents itself: its title, logo, colour, home page and footer."""

from __future__ import annotations

import colorsys
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Response

from search_index.errors import SettingError
from search_index.settings import Settings

LOGO_TYPES: Final = frozenset(
    {"image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif"}
)
MAX_LOGO_BYTES: Final = 512 * 1024

_LIGHT_PAPER: Final = (0xF6, 0xF6, 0xF3)
_DARK_PAPER: Final = (0x1C, 0x1F, 0x25)
_CONTRAST: Final = 4.6
"""A little more than WCAG 2.2 AA asks of text."""

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branding:
    """What the pages show of whose archive this is. `theme` is a style sheet, empty for none."""

    title: str
    tagline: str
    footer: str
    home_url: str
    logo: bytes | None
    logo_type: str
    theme: str

    @property
    def tag(self) -> str:
        """Changes with the theme and the logo, so that browsers may keep both."""
        return hashlib.sha256(self.theme.encode() + (self.logo or b"")).hexdigest()[:12]

    @classmethod
    def of(cls, settings: Settings) -> Branding:
        """Read the settings and the file of the logo. Raises SettingError."""
        logo, kind = _logo(settings.logo) if settings.logo else (None, "")
        return cls(
            title=settings.title,
            tagline=settings.tagline,
            footer=settings.footer,
            home_url=settings.home_url,
            logo=logo,
            logo_type=kind,
            theme=_theme(settings.color) if settings.color else "",
        )

    def theme_response(self) -> Response:
        """The style sheet of the colour."""
        return _kept(Response(self.theme, content_type="text/css; charset=utf-8"))

    def logo_response(self) -> Response:
        """The picture; the policy of data keeps a script within an SVG from running."""
        return _kept(Response(self.logo or b"", content_type=self.logo_type))


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _logo(path: Path) -> tuple[bytes, str]:
    kind = mimetypes.guess_type(path.name)[0] or ""
    if kind not in LOGO_TYPES:
        raise SettingError(
            f"CLIPPINGS_LOGO={str(path)!r} cannot be used: "
            "give an SVG, PNG, JPEG, WebP or GIF file."
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingError(
            f"CLIPPINGS_LOGO={str(path)!r} cannot be read: {error.strerror}."
        ) from None
    if len(content) > MAX_LOGO_BYTES:
        raise SettingError(
            f"CLIPPINGS_LOGO={str(path)!r} cannot be used: it has more than 512 KiB."
        )
    return content, kind


def _theme(color: str) -> str:
    """The colour as accent of both schemes, made darker or lighter until text in it is readable."""
    digits = color.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    wanted: Rgb = (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))
    light = _readable(wanted, _LIGHT_PAPER, -0.02)
    dark = _readable(wanted, _DARK_PAPER, 0.02)
    return (
        f":root{{--accent:{_hex(light)};--accent-ink:#fff}}"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{_hex(dark)};--accent-ink:#10131a}}}}"
        "@media print{:root{--accent:#000}}"
    )


def _readable(color: Rgb, paper: Rgb, step: float) -> Rgb:
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in color))
    while _contrast(color, paper) < _CONTRAST and 0 < lightness + step < 1:
        lightness += step
        red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
        color = (round(red * 255), round(green * 255), round(blue * 255))
    return color


def _contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours (WCAG 2.2), from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Rgb) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _hex(color: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)
