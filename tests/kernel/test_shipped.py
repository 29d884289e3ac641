"""What a release carries is read once, and nobody can change it for the next reader."""

from pathlib import Path

import yaml

from innkeeper.kernel.shipped import shipped_file, shipped_path

TAXONOMY = Path(__file__).parents[2] / "src/innkeeper/cases/data/taxonomy.yaml"


def test_the_file_reads_as_the_plain_safe_loader_reads_it():
    assert shipped_file("innkeeper.cases", "data", "taxonomy.yaml") == yaml.safe_load(
        TAXONOMY.read_text(encoding="utf-8")
    )


def test_what_one_reader_changes_the_next_does_not_see():
    shipped_path(TAXONOMY)["codes"].clear()
    assert shipped_path(TAXONOMY)["codes"]
