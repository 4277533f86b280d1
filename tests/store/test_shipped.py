"""What travels with the package: templates, and the sample vault."""

from pathlib import Path

import pytest
from workbench import ROOT, files

from vaultkit.rules.pages import PAGES
from vaultkit.store.demo_vault import copy_demo_vault, is_demo_vault
from vaultkit.store.shipped import shipped
from vaultkit.store.templates import shipped_template


@pytest.mark.parametrize("template", sorted({kind.template for kind in PAGES.values()}))
def test_every_page_has_a_template(template: str) -> None:
    assert "{{" in shipped_template(template)


def test_templates_are_found() -> None:
    assert (shipped("templates") / "pages").is_dir()


def test_kind_that_was_not_shipped_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="without its trumpets"):
        shipped("trumpets")


def test_sample_vault_is_copied_byte_for_byte(tmp_path: Path) -> None:
    target = tmp_path / "new" / "demo"
    assert not is_demo_vault(target)
    assert copy_demo_vault(target) == len(files(target))
    assert files(target) == files(ROOT / "vaultkit" / "demo_vault")
    assert is_demo_vault(target)


def test_sample_vault_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "Les meg.md").write_text("mine")
    with pytest.raises(FileExistsError):
        copy_demo_vault(tmp_path)
    assert (tmp_path / "Les meg.md").read_text() == "mine"
