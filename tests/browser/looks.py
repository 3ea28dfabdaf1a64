"""Whether a screen can be used by everybody: what axe finds serious, in the light and in the dark, and its width."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = ("serious", "critical")
AXE = Axe().axe_script
RUN = "rules => axe.run({resultTypes: ['violations'], ...(rules && {runOnly: rules})}).then(found => found.violations)"
# A theme changes no element, only colours: these are the rules that look at them.
OF_COLOURS = ["color-contrast", "link-in-text-block"]


def faults(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds serious or worse, by all its ``rules`` or by some, with where it stands."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN, rules)
    return [
        f"{page.url}: {one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]


def faults_in_both_themes(page: Page) -> list[str]:
    """The same on a device that is light, and then dark; and whether the page is wider than its window."""
    found = faults(page) + too_wide(page)
    follow(page, "dark")
    found += [f"dark: {fault}" for fault in faults(page, OF_COLOURS)]
    follow(page, "light")
    return found


def follow(page: Page, theme: Any) -> None:
    """The device changes its theme, and the page with it."""
    page.emulate_media(color_scheme=theme)
    page.wait_for_function("theme => document.documentElement.dataset.bsTheme === theme", arg=theme)


def too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    return [f"{page.url} is wider than its window"] if wide else []
