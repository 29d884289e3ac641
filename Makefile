# Exactly two commands: make run (a demo hotel; PORT=8001 where 8000 is taken), make test (all the tests).
PORT ?= 8000
.PHONY: run test
.DEFAULT_GOAL := run

run: .venv/run
	.venv/bin/innkeeper demo --bind 127.0.0.1:$(PORT)

test: .venv/dev
	bin/test

.venv/run: requirements/run.lock pyproject.toml
	bin/environment run
.venv/dev: requirements/dev.lock pyproject.toml
	bin/environment dev
