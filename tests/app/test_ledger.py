"""`liandong ledger verify`: beside a running process, before the first start, and behind a forged row."""

import sqlite3
from pathlib import Path

from tests.app.liandong import Running, call


def test_the_ledger_is_computed_again(tmp_path: Path) -> None:
    early = call("ledger verify", tmp_path)
    assert early.code == 1 and "liandong migrate" in early.sentence
    running = Running(tmp_path).ready()
    well = call("ledger verify", tmp_path)
    assert well.code == 0 and well.out.strip().endswith("entries: all follow."), well
    running.stop()
    with sqlite3.connect(tmp_path / "data" / "liandong.db") as forged:
        forged.execute("DROP TRIGGER entry_no_update")
        forged.execute("UPDATE entry SET amount = amount + 100 WHERE id = 2")
    found = call("ledger verify", tmp_path)
    assert found.code == 1 and "posting does not follow" in found.sentence
    assert "its amounts are not what its rule gives" in found.sentence
