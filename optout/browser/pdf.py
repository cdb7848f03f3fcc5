"""A page of ours as a PDF, printed by the browser that runs use; nothing is asked for on the way."""

from contextlib import suppress

from playwright.sync_api import Browser as Running
from playwright.sync_api import Error, Playwright

from optout.browser.driver import driver, unheard
from optout.browser.find import Browser
from optout.browser.profile import is_root
from optout.errors import CannotLook

_START_S = 60
_FOOTER = (
    '<div style="font:7pt sans-serif;color:#56635d;width:100%;margin:0 15mm;'
    'display:flex;justify-content:space-between">'
    '<span>optout</span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>'
)


def printed(browser: Browser, html: str) -> bytes:
    """A PDF of a page that needs nothing else, on A4, with its headings as an outline.

    Args:
        browser: what to start or join.
        html: the page.

    Raises:
        CannotLook: the browser does not start, or cannot print.
    """
    with driver() as playwright:
        try:
            running = _running(playwright, browser)
        except Error as error:
            raise CannotLook(f"The browser {browser.name} could not be started: {_reason(error)}.") from error
        try:
            context = running.new_context(offline=True, service_workers="block", accept_downloads=False)
            page = context.new_page()
            page.set_content(html, wait_until="load")  # by no address: some browsers may not read a hidden folder
            pdf = page.pdf(
                format="A4",
                print_background=True,
                prefer_css_page_size=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=_FOOTER,
                tagged=True,
                outline=True,
            )
            context.close()
        except Error as error:
            raise CannotLook(
                f"The browser {browser.name} could not print the report: {_reason(error)}. "
                'Open it without --pdf ("optout report --open"), and print it there.'
            ) from error
        finally:
            with suppress(Error), unheard():  # somebody else's browser is only left
                running.close()
    return pdf


def _running(playwright: Playwright, browser: Browser) -> Running:
    if browser.endpoint:
        return playwright.chromium.connect_over_cdp(browser.endpoint, timeout=_START_S * 1000)
    return playwright.chromium.launch(
        executable_path=browser.executable or None,
        channel=browser.channel or None,
        headless=True,
        timeout=_START_S * 1000,
        chromium_sandbox=not is_root(),
        args=["--disable-background-networking"],
    )


def _reason(error: Error) -> str:
    return next((line.strip(" -.") for line in str(error).splitlines() if line.strip()), "no reason given")
