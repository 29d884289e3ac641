# Exactly two commands: make run (a demo hotel), make test (all the tests).
.PHONY: run test
.DEFAULT_GOAL := run

run: .venv/run
	.venv/bin/innkeeper demo

test: .venv/dev
	bin/test

.venv/run: requirements/run.lock pyproject.toml
	bin/environment run
.venv/dev: requirements/dev.lock pyproject.toml
	bin/environment dev
