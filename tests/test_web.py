"""The house rules of web/: what pages are made of is used, found, small, and ours alone; text is never taken for markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WEB = ROOT / "web"
SCRIPTS = WEB / "static" / "scripts"
STYLES = sorted((WEB / "static" / "styles").glob("*.css"))
MODULES = sorted(SCRIPTS.rglob("*.js"))
TEMPLATES = sorted((WEB / "templates").glob("*.html"))

LONGEST = 350
LONGEST_SHEET = 400
NAMESPACE = "http://www.w3.org/2000/svg"

IMPORT = re.compile(r'^import\s+(?:[\w*{][^"\';]*\sfrom\s+)?"([^"]+)";|^export\s[^"\';=(]*\sfrom\s+"([^"]+)";|\bimport\("([^"]+)"\)', re.MULTILINE)  # fmt: skip
MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|document\.write|\beval\(|new Function"
)
ADDRESS = re.compile(r"""https?://[^\s"'`)]*""")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
# Classes are often put together: `status-${status}`, `is-{{ … }}`, `timeline-hint-${by}`.
MADE = re.compile(r"^(?:is|status|hatch|timeline-hint|overview)-")

every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SCRIPTS).as_posix())
every_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
every_sheet = pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)


def imports(path: Path) -> set[str]:
    """What a module imports, as it is written there."""
    text = COMMENT.sub("", path.read_text("utf-8"))
    return {name for found in IMPORT.findall(text) for name in found if name}


def classes(path: Path) -> set[str]:
    """The classes that a sheet has rules for."""
    text = COMMENT.sub("", path.read_text("utf-8"))
    return {
        name
        for selector in re.findall(r"([^{}]+)\{", text)
        if not selector.strip().startswith("@")
        for name in re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selector)
    }


def names(text: str, *, of: str, ending: str) -> set[str]:
    """The files of a kind that a template names, also where it lists several: `for part in ["base", "list"]`."""
    told = set(re.findall(rf"{of}/([\w/-]+)\.{ending}", text))
    for listed in re.findall(rf"for part in \[([^\]]*)\] %\}}\s*<link[^>]*{of}/", text):
        told |= set(re.findall(r'"([\w-]+)"', listed))
    return told


@every_module
def test_no_script_needs_a_table_of_contents(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@every_sheet
def test_no_sheet_is_of_everything(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_SHEET


@every_module
def test_scripts_import_what_lies_beside_them(path: Path) -> None:
    """By relative paths, so that modules are always of one version, and never from elsewhere."""
    for name in imports(path):
        assert name.startswith("."), name
        assert (path.parent / name).is_file(), name


@pytest.mark.parametrize("path", [*MODULES, *TEMPLATES], ids=lambda path: path.name)
def test_text_is_never_markup(path: Path) -> None:
    text = path.read_text("utf-8")
    assert MARKUP.findall(text) == []
    assert re.findall(r"\|\s*safe\b|autoescape", text) == []


@every_template
def test_pages_have_nothing_inline(path: Path) -> None:
    """Their policy forbids it."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"<style\b|<[^>]*\sstyle=|<[^>]*\son[a-z]+=", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []


@pytest.mark.parametrize("path", [*MODULES, *STYLES], ids=lambda path: path.name)
def test_nothing_is_of_another_host(path: Path) -> None:
    assert set(ADDRESS.findall(COMMENT.sub("", path.read_text("utf-8")))) <= {NAMESPACE}


def test_every_script_is_of_some_page() -> None:
    """A template names it, or a module that one names imports it."""
    told = {name for path in TEMPLATES for name in names(path.read_text("utf-8"), of="scripts", ending="js")}
    left = [SCRIPTS / f"{name}.js" for name in told]
    reached: set[Path] = set()
    while left:
        path = left.pop().resolve()
        if path not in reached:
            reached.add(path)
            left += [path.parent / name for name in imports(path)]
    assert reached == {path.resolve() for path in MODULES}


def test_every_style_sheet_is_of_some_page() -> None:
    told = {name for path in TEMPLATES for name in names(path.read_text("utf-8"), of="styles", ending="css")}
    assert told == {path.stem for path in STYLES}


def test_every_template_is_rendered_or_part_of_one() -> None:
    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "api").rglob("*.py"))
    parts = "\n".join(path.read_text("utf-8") for path in TEMPLATES)
    assert [path.name for path in TEMPLATES if f'"{path.name}"' not in pages + parts] == []


@every_sheet
def test_every_class_that_is_styled_is_somewhere(path: Path) -> None:
    used = "\n".join(each.read_text("utf-8") for each in [*MODULES, *TEMPLATES])
    unused = {name for name in classes(path) if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", used)}
    assert {name for name in unused if not MADE.match(name)} == set()


def test_the_rules_see_the_house() -> None:
    """A rule over nothing would hold for ever."""
    assert {"./first-run.js", "./event/event.js", "./drawings/drawings.js"} <= imports(SCRIPTS / "page.js")
    assert {"group", "entry"} <= classes(WEB / "static" / "styles" / "list.css")
    assert MARKUP.search("node.innerHTML = words")
    assert ADDRESS.search('fetch("https://example.org")')
