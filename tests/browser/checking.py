"""What must hold of every page: axe finds nothing serious, nothing is wider than the window, pictures are kept."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

PICTURES = Path(__file__).parent / "pictures"


def serious(page) -> list[str]:
    """Findings of axe that stop or hinder people, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"][:3]
    ]


def check(page, name: str) -> None:
    """Waits until charts are drawn, keeps a picture, and judges the page."""
    for chart in page.locator("[data-chart]").all():
        chart.locator("svg").first.wait_for()
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    assert serious(page) == [], name
    inside = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert inside, f"{name} is wider than the window"
