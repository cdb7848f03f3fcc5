"""`--headed`: a person watches the window and the terminal, and can follow each step in both."""

import pytest

pytestmark = pytest.mark.screen

HUB = "/mypreferences/d/categories/privacy"
PAGE = "/mypreferences/d/settings/data-for-ai-improvement"
