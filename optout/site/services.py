"""Which services the local site can stand in for."""

from collections.abc import Mapping

from optout.resources import folder
from optout.site.app import App
from optout.site.google import Google
from optout.site.hosted import Hosted
from optout.site.linkedin import LAYOUTS, MARKUPS, LinkedIn
from optout.site.meta import Meta
from optout.site.microsoft import Microsoft

_HOSTED: Mapping[str, type[Hosted]] = {"google": Google, "meta": Meta, "microsoft": Microsoft}
SERVICES = ("linkedin", *_HOSTED)


def make(service: str, lang: str, markup: str, layout: str, latency_s: float, wanted: Mapping[str, str]) -> App:
    """The site of one service; the arguments are those of `Site`.

    Raises:
        ValueError: there is no such service, language, markup, layout, setting or quirk.
    """
    place = folder("fixtures") / service
    if service == "linkedin":
        return LinkedIn(place, lang, markup or MARKUPS[0], layout or LAYOUTS[0], latency_s, wanted)
    if service not in _HOSTED or markup:
        raise ValueError(f"no such service or markup: {service!r}, {markup!r}")
    return _HOSTED[service](place, lang, layout, latency_s, wanted)
