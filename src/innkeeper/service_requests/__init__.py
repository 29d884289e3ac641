"""Light playbooks: accept, deliver, done."""
