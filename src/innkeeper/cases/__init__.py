"""The spine: playbooks, cases, tasks, threads, approvals, evidence."""
