"""The only writers of the log: recording, revealing, numbering into the tree, new epochs."""

from innkeeper.audit.actions.recording import NewEntry, record, record_many
from innkeeper.audit.actions.revealing import reveal, reveal_bytes

__all__ = ["NewEntry", "record", "record_many", "reveal", "reveal_bytes"]
