"""Corpora on disk, each told by its files and read into one form."""

from __future__ import annotations

from pathlib import Path

import pytest
from measuring import gold

CAT = """<Document doc_id="9">
<token t_id="1" sentence="0">Ferry</token><token t_id="2" sentence="0">sank</token><token t_id="3" sentence="0">.</token>
<Markables><ACTION_OCCURRENCE m_id="11"><token_anchor t_id="2"/></ACTION_OCCURRENCE>
<TIME_DATE m_id="12" value="2024-05-02"/><TIME_DATE m_id="13" DCT="TRUE" value="2024-05-03"/></Markables>
<Relations><TLINK relType="CONTAINS"><source m_id="12"/><target m_id="11"/></TLINK></Relations></Document>"""
TML = """<TimeML><DCT><TIMEX3 functionInDocument="CREATION_TIME" value="2024-05-03"/></DCT>
<TEXT>A ferry <EVENT class="OCCURRENCE">sank</EVENT>.</TEXT></TimeML>"""
BRAT = """T1\tEvent 6 10\tsank
T2\tTimex 14 19\t2 May
#1\tAnnotatorNotes T2\t2024-05-02
E1\tevent:T1 TIMEX:T2
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("files", "kind", "event"),
    [
        ({"a.tml": TML}, "mentions", (8, 12, "OCCURRENCE", (), "")),
        ({"1/1_1.xml": CAT}, "days", (6, 10, "ACTION_OCCURRENCE", ("2024-05-02",), "1_1/11")),
        ({"a.ann": BRAT, "a.txt": "Ferry sank on 2 May.\n"}, "salient", (6, 10, "", ("2024-05-02",), "")),
    ],
)
def test_events(tmp_path: Path, files: dict[str, str], kind: str, event: tuple[object, ...]) -> None:
    """What it annotates, and an event with all that is said of it."""
    folder = write(tmp_path, files)
    (document,) = gold.load(folder)
    assert (gold.kind(folder), document.events) == (kind, (event,))
    start, end = document.events[0][:2]
    assert document.text[start:end] == "sank"


@pytest.mark.parametrize(("sentence", "events", "checked"), [(0, 1, ((0, 11),)), (4, 0, ())])
def test_of_checked_sentences_only(tmp_path: Path, sentence: int, events: int, checked: object) -> None:
    """ECB+ says which sentences of a document count; the other sentences' events are none."""
    table = f"Topic,File,Sentence Number\n1,1ecb,{sentence}\n"
    (document,) = gold.load(write(tmp_path, {"1/1_1ecb.xml": CAT, "ECBplus_coreference_sentences.csv": table}))
    assert (len(document.events), document.checked) == (events, checked)


def test_documents_of_timelines_keep_their_tokens(tmp_path: Path) -> None:
    folder = write(tmp_path, {"docs/9.xml": CAT, "timelines/ferry.txt": "Ferry\n"})
    (document,) = gold.load(folder)
    assert (gold.kind(folder), document.id, document.text) == ("timelines", "9", "Ferry sank.")
    assert [token.text for token in document.tokens] == ["Ferry", "sank", "."]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no \.tml"):
        gold.load(tmp_path)
