"""Take the pictures of docs/tour.md from a fresh demonstration, as its two people see the pages. Run by `make tour`."""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "tour"
ADDRESS = "127.0.0.1:8011"
EMPLOYEE = (
    ("portrait", "/me/", 1280, "light"),
    ("selfie", "/me/selfie/", 1280, "light"),
    ("candidates", "/me/runs/2/", 1280, "light"),
    ("attest", "/me/candidates/5/", 1280, "dark"),
    ("phone", "/me/runs/2/", 390, "light"),
)
ADMIN = (
    ("console", "/console/", 1280, "light"),
    ("person", "/console/people/1/", 1280, "light"),
    ("likeness", "/console/portraits/3/likeness/", 1280, "light"),
    ("review", "/console/portraits/3/", 1280, "light"),
    ("rules", "/console/rules/", 1280, "light"),
    ("alert", "/console/alerts/1/", 1280, "dark"),
)
TALL = 1.25  # of the width: the head of a page says what it is


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="likeness-tour-") as home:
        environment = {**os.environ, "LIKENESS_HOME": home, "OMP_NUM_THREADS": "1"}
        manage = [sys.executable, "manage.py", "demo"]
        done = subprocess.run(
            [*manage, "--no-serve", "--json"], cwd=ROOT, env=environment, capture_output=True, check=True
        )
        report = json.loads(done.stdout)
        site = subprocess.Popen(
            [*manage, "--json", "--address", ADDRESS], cwd=ROOT, env=environment, stdout=subprocess.PIPE
        )
        try:
            _wait()
            signs = json.loads(_until_end_of_json(site))["sign_in"]
            with sync_playwright() as play:
                browser = play.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
                )
                _shoot(browser, signs["employee"], signs["password"], EMPLOYEE)
                _shoot(browser, signs["admin"], signs["password"], ADMIN)
                browser.close()
        finally:
            site.terminate()
            site.wait()
    print(f"{len(report['stations'])} stations, {len(EMPLOYEE) + len(ADMIN)} pictures in docs/tour")


def _until_end_of_json(site: subprocess.Popen) -> str:
    lines = []
    assert site.stdout is not None
    for line in site.stdout:
        lines.append(line.decode())
        if line.rstrip() == b"}":
            break
    return "".join(lines)


def _wait() -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://{ADDRESS}/sign/login/", timeout=2).close()
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit("the site did not start")


def _shoot(browser: Browser, login: str, password: str, pages: tuple[tuple[str, str, int, str], ...]) -> None:
    for name, address, width, scheme in pages:
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto(f"http://{ADDRESS}/sign/login/")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign/login/" not in url, timeout=60_000)
        page.goto(f"http://{ADDRESS}{address}")
        page.wait_for_load_state("networkidle")
        _keep(name, page.screenshot(full_page=True))
        context.close()


def _keep(name: str, shot: bytes) -> None:
    """The upper part of the page, in 128 colours: small enough for a repository."""
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    image = image.crop(
        (0, 0, image.width, min(image.height, round(image.width * (TALL if image.width > 600 else 2.2))))
    )
    FOLDER.mkdir(exist_ok=True)
    image.quantize(128).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
