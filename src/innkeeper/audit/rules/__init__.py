"""Pure rules of the log: what an entry's bytes are, how the tree is hashed, how a checkpoint is written. No Django."""
