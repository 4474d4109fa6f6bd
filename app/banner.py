"""What the operator sees once everything runs."""

from collections.abc import Mapping
from ipaddress import ip_address

from app.database import describe
from app.settings import PREFIX, Settings

_TELEGRAM = "telegram"


def banner(settings: Settings, names: Mapping[str, str], admin_token: str | None, *, demo: bool) -> str:
    """The addresses, and what to know about them."""
    lines = [
        ("网页 Chat", f"{settings.url}/"),
        ("接口说明 Docs", f"{settings.url}/docs"),
        ("管理接口 API", f"{settings.url}/api/v1"),
        ("令牌 Token", _token(settings, admin_token)),
        ("Telegram", _telegram(settings, names)),
        ("数据 Data", describe(settings)),
    ]
    shown = "\n".join(f"  {_padded(name)}{value}" for name, value in lines if value)
    notes = [] if not demo else ["  演示社区已就绪：打开网页，说一句话试试。 The demo community is ready."]
    if demo and not _loopback(settings.host):
        notes.append(
            f"  Whoever reaches this address may act as every person of the demo; {PREFIX}DEMO=off ends that."
        )
    return "\n".join(["", "联动 Liandong is running. Ctrl+C stops it.", "", shown, "", *notes])


def _token(settings: Settings, admin_token: str | None) -> str:
    if settings.admin_token:
        return f"{PREFIX}ADMIN_TOKEN"
    return f"in {settings.folder / 'admin_token'}" if admin_token else f"set {PREFIX}ADMIN_TOKEN to have one"


def _telegram(settings: Settings, names: Mapping[str, str]) -> str:
    if not settings.telegram_token:
        return ""
    return f"@{names[_TELEGRAM]}" if _TELEGRAM in names else "not reached yet; it is tried again"


def _padded(name: str, width: int = 18) -> str:
    return name + " " * (width - sum(2 if ord(character) > 0x2E80 else 1 for character in name))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
