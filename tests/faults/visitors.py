"""The web process of the laboratory, and people who use it through its pages, on the clock."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar

from config.env import VAR_DIR
from config.processes import web_command
from tests.faults.lab import ROOT, Lab, wait_for

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ANSWER_SECONDS = 120.0


@contextmanager
def served(lab: Lab) -> Iterator[str]:
    """The address of the product's own web command."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    with lab.log("web").open("ab") as log:
        command = [sys.executable, "-m", *web_command(bind)]
        web = subprocess.Popen(command, cwd=ROOT, env=lab.environment(), stdout=log, stderr=log)
    try:
        wait_for(lambda: answers(f"http://{bind}/healthz"), "the web process answers")
        yield f"http://{bind}"
    finally:
        web.terminate()
        web.wait()


def answers(address: str) -> bool:
    try:
        return urllib.request.urlopen(address, timeout=ANSWER_SECONDS).status == 200
    except OSError:
        return False


def sign_ins() -> list[tuple[str, str]]:
    """Address and password of the owners of the demonstration."""
    lines = (VAR_DIR / "demo-sign-in.txt").read_text(encoding="utf-8").splitlines()
    people = [line.split("\t") for line in lines]
    return [(email, password) for role, email, password in people if role == "sme_owner"]


class Visitor:
    """One person's browser; whatever answers 400 or more raises."""

    def __init__(self, site: str) -> None:
        self.site = site
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.browser = urllib.request.build_opener(cookies)

    def get(self, path: str) -> str:
        with self.browser.open(self.site + path, timeout=ANSWER_SECONDS) as page:
            return str(page.read().decode())

    def post(self, path: str, **fields: str) -> str:
        """The form of the page at `path`, filled in; the address it leads to."""
        token = TOKEN.search(self.get(path))
        assert token is not None, path
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        with self.browser.open(self.site + path, body, timeout=ANSWER_SECONDS) as page:
            return str(page.url)

    def sign_in(self, email: str, password: str) -> None:
        assert "/account/login/" not in self.post("/th/account/login/", login=email, password=password)

    def publish_need(self, text: str) -> None:
        led_to = self.post(
            "/th/my-company/needs/new/",
            text=text,
            lang="th",
            collaboration_type="contract_mfg",
            capabilities="turning",
            open_until=time.strftime("%Y-%m-%d", time.localtime(time.time() + 40 * 86_400)),
            then="open",
        )
        assert "/partners/" in led_to
