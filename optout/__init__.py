"""Opt a person out of AI training and ad personalisation in their own accounts, and prove it."""

__version__ = "0.1.0"
