# Two commands do everything: `make demo` builds every sample, `make test` runs every test.
# Both set up what they need first, system libraries and fonts included (Debian or Ubuntu, as root or with sudo).

VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test gate bench schema clean

demo: $(VENV)/.demo
	$(BIN)/slagen build samples/*/contract.yaml --lang zh,en,bilingual --format docx,pdf,html,md --out build

test: $(VENV)/.test
	$(BIN)/pytest -n auto

gate: $(VENV)/.test
	scripts/gate

bench: $(VENV)/.test
	$(BIN)/python scripts/bench.py

schema: $(VENV)/.demo
	$(BIN)/slagen schema > schema/contract.schema.json
	$(BIN)/slagen schema --of measurements > schema/measurements.schema.json

clean:
	rm -rf build dist $(VENV)

$(VENV)/.demo: pyproject.toml constraints.txt scripts/setup
	scripts/setup demo

$(VENV)/.test: pyproject.toml constraints.txt scripts/setup
	scripts/setup test
