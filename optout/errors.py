"""What can stop the program as a whole; each kind owns its exit status."""


class OptoutError(Exception):
    """One plain sentence for the person: what happened and what to do next."""

    exit_status = 1


class UsageProblem(OptoutError):
    """A target, option or file that the person gave does not make sense."""

    exit_status = 2


class FlowProblem(UsageProblem):
    """A flow file is broken; the sentence names the file, the setting and the key."""


class PersonNeeded(OptoutError):
    """Only the person can go on: sign in, accept the risk."""

    exit_status = 3


class NotDelivered(OptoutError):
    """A notice that the person asked for did not arrive anywhere, or not everywhere."""

    exit_status = 5


class CannotLook(OptoutError):
    """There is no way to look at any page: no browser, no screen, no writable home, the account is in use."""

    exit_status = 5
