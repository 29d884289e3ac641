"""Playbooks (服务规程): their schema, which kinds there are, what is proved of each, which version runs."""

from innkeeper.cases.playbooks.registry import Section, add_sections, kind_of, kinds, register
from innkeeper.cases.playbooks.schema import Playbook, PlaybookError, read

__all__ = ["Playbook", "PlaybookError", "Section", "add_sections", "kind_of", "kinds", "read", "register"]
