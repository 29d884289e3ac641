"""What the desk reads from outside."""
