"""One file per story that crosses domain apps."""
