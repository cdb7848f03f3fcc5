"""A local site that looks and answers like a service's settings area, for the demo and the tests."""

from optout.site.server import Site
from optout.site.state import Session, State, Value, Write

__all__ = ["Session", "Site", "State", "Value", "Write"]
