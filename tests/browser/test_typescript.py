"""A client that TypeScript's own tools make of the contract, compiled strictly, works with the server.

mistakes.ts is compiled with it: each of its lines must be refused by the compiler, or compiling fails.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CONTRACT = HERE.parents[1] / "openapi.yaml"
README = HERE.parents[1] / "README.md"


def run(*command: str | Path) -> str:
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=HERE, capture_output=True, text=True, check=False, timeout=600)  # noqa: S603  # ours
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def client(packages: Path) -> Path:
    """The compiled program; the README's example is compiled beside it."""
    (HERE / "build").mkdir(exist_ok=True)
    (example,) = re.findall(r"```ts\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (HERE / "build" / "readme.ts").write_text(example, encoding="utf-8")
    run(packages / ".bin" / "openapi-typescript", CONTRACT, "--output", "build/contract.d.ts")
    run(packages / ".bin" / "tsc", "--project", "tsconfig.json")
    return HERE / "build" / "client.js"


def test_a_generated_client_works(client: Path, address: str) -> None:
    """It keeps an article, reads its events by filters and page by page, changes one, and knows a problem by its type."""
    said = json.loads(run("node", client, address))
    assert said.pop("document").startswith("doc_")
    assert said == {
        "starts": ["2024-03-04", "2024-03-11"],
        "title": "The council approved a pier",
        "version": 1,
        "refused": "read it again: 412",
    }
