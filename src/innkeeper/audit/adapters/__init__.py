"""Ways to the outside: the places where the log's checkpoints are kept."""
