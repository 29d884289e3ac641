"""What reads files from outside."""
