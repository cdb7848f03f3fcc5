"""Where an address led: to the page that was asked for, or to one that says signed out, challenged, slow down."""

from optout.browser.fence import lies_at, path_matches
from optout.browser.tab import Landing
from optout.flow import Service
from optout.model import Obstacle, Outcome, Signs
from optout.place import split

_SLOW_DOWN = (429, 999)  # 999 is LinkedIn's own


def instead(service: Service, signs: Signs, *, found: bool) -> Obstacle | None:
    """Why a page at the right address is another than the one to read; None if nothing on it says so.

    Args:
        service: whose flow knows where sign-in forms and security checks lead.
        signs: what the page shows.
        found: the control of the setting was found; then only a password field outweighs it.
    """
    session = service.session
    if not session:
        return None
    if not found and (signs.captcha or _leads(signs, session.challenge)):
        return _challenged(service)
    if signs.password or (not found and _leads(signs, session.signed_out)):
        return _signed_out(service)
    return _slow_down(service, "in words") if signs.throttled and not found else None


def _leads(signs: Signs, places: tuple[str, ...]) -> bool:
    """Whether a form of a page leads to one of these places, on the page's own origin or elsewhere."""
    return any(lies_at(origin, path, places, own=not origin) for origin, path in map(split, signs.forms))


def _challenged(service: Service) -> Obstacle:
    return Obstacle(
        Outcome.CHALLENGED,
        f"{service.title} asks for a security check; open it in a window yourself "
        f'("optout login {service.service}") and try again later',
        stops=True,
    )


def _signed_out(service: Service) -> Obstacle:
    sentence = f'{service.title} shows its sign-in page; sign in with "optout login {service.service}"'
    return Obstacle(Outcome.SIGNED_OUT, sentence, stops=True)


def _slow_down(service: Service, how: str) -> Obstacle:
    sentence = f'{service.title} says "slow down" ({how}); try again in some hours'
    return Obstacle(Outcome.UNREACHABLE, sentence, stops=True)


def obstacle(service: Service, origin: str, asked_path: str, landing: Landing, refused: str) -> Obstacle | None:
    """Why the page that an address led to is not the one to read; None if it is.

    Args:
        service: whose flow knows the addresses of sign-in pages and the like.
        origin: where the page that was asked for is served from.
        asked_path: the path that must have been reached.
        landing: where the address led.
        refused: an address that the fence held back while it was opened; empty if there was none.
    """
    session = service.session
    if refused:
        return Obstacle(
            Outcome.NOT_RECOGNISED,
            f"the site led to {refused.split('?')[0].split('#')[0]}, which this program does not open",
            missing=False,
        )
    if landing.failure:
        return Obstacle(Outcome.UNREACHABLE, f"the page could not be opened: {landing.failure}")
    own = landing.origin in (origin, *service.origins)
    if session and lies_at(landing.origin, landing.path, session.challenge, own=own):
        return _challenged(service)
    if session and lies_at(landing.origin, landing.path, session.signed_out, own=own):
        return _signed_out(service)
    if landing.status in _SLOW_DOWN:
        return _slow_down(service, f"HTTP {landing.status}")
    if landing.status and landing.status >= 500:
        return Obstacle(Outcome.UNREACHABLE, f"{service.title} answered with an error (HTTP {landing.status})")
    if landing.status in (404, 410) or (own and session and path_matches(landing.path, session.missing)):
        return Obstacle(
            Outcome.NOT_RECOGNISED, f"{service.title} says that there is no page {asked_path}", missing=True
        )
    if landing.status and landing.status >= 400:
        return Obstacle(Outcome.UNREACHABLE, f"{service.title} refused the page (HTTP {landing.status})")
    if landing.origin != origin or landing.path.rstrip("/") != asked_path.rstrip("/"):
        return Obstacle(Outcome.NOT_RECOGNISED, f"asked for {asked_path}, but the site showed {landing.path} instead")
    return None
