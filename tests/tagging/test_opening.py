"""Opening the tagger: there, not there, damaged, and never running what a file says."""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from twosource.errors import IntegrityError
from twosource.tagging import TaggerSettings, open_tagger, opening

SHIPPED = TaggerSettings().folder


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


def test_the_shipped_model_is_the_one_its_card_names() -> None:
    card = json.loads((SHIPPED / "card.json").read_text(encoding="utf-8"))
    tagger = open_tagger()
    assert tagger is not None
    assert card["sha256"]["encoder.onnx"].startswith(tagger.version.split()[-1])


@pytest.mark.parametrize("name", ["card.json", "encoder.onnx", "heads.npz", "pieces.txt"])
def test_without_one_of_its_files_there_is_no_tagger(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert open_tagger(TaggerSettings(folder=folder)) is None


def test_without_onnxruntime_there_is_no_tagger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    assert open_tagger() is None


@pytest.mark.parametrize("name", ["encoder.onnx", "heads.npz", "pieces.txt"])
@pytest.mark.parametrize("at", [0, 0.5, -1])
def test_one_changed_byte_is_an_integrity_error(folder: Path, name: str, at: float) -> None:
    held = bytearray((folder / name).read_bytes())
    held[int(at * (len(held) - 1)) if at >= 0 else -1] ^= 1
    (folder / name).write_bytes(held)
    with pytest.raises(IntegrityError) as caught:
        open_tagger(TaggerSettings(folder=folder))
    assert name in caught.value.sentences()
    assert "rules alone" in caught.value.sentences()


@pytest.mark.parametrize("card", ["", "[]", "{}", "no json", '{"name": 1}'])
def test_a_damaged_card_is_an_integrity_error(folder: Path, card: str) -> None:
    (folder / "card.json").write_text(card, encoding="utf-8")
    with pytest.raises(IntegrityError):
        open_tagger(TaggerSettings(folder=folder))


def test_pickled_heads_are_not_read(folder: Path) -> None:
    """Even where somebody also mends the digest, nothing of a file is run."""
    np.savez(folder / "heads.npz", evil=np.array([{"a": 1}], dtype=object))
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["sha256"]["heads.npz"] = opening.sha256((folder / "heads.npz").read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(IntegrityError):
        open_tagger(TaggerSettings(folder=folder))


def test_importing_the_package_does_not_load_the_runtime() -> None:
    import subprocess

    code = "import sys, twosource.tagging; sys.exit('onnxruntime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": None},
        {"sha256": []},
        {"sha256": {}},
        {"name": {"x": 1}},
        {"labels": None},
        {"labels": {"outputs": [["a"]]}},
    ],
)
def test_a_card_of_another_shape_is_an_integrity_error(folder: Path, change: dict[str, object]) -> None:
    """Whoever swaps a card gets a sentence, and no program that fails without one."""
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    (folder / "card.json").write_text(json.dumps({**card, **change}), encoding="utf-8")
    with pytest.raises(IntegrityError, match=r"card\.json"):
        open_tagger(TaggerSettings(folder=folder))


def test_a_graph_that_asks_for_another_file_is_not_loaded(folder: Path) -> None:
    """An ONNX graph may name a file for its figures; one that does is not ours, whatever its card says."""
    path = folder / "encoder.onnx"
    path.write_bytes(path.read_bytes() + opening.ELSEWHERE + b"\x0b/etc/passwd")
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["sha256"]["encoder.onnx"] = opening.sha256(path.read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(IntegrityError, match=r"encoder\.onnx"):
        open_tagger(TaggerSettings(folder=folder))
