"""The complaint playbook: findings, solution, recovery, review."""
