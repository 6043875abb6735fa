# `make demo` and `make test` need Python 3.11 or newer, git and make; they set up .venv by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := build/demo.db

.PHONY: demo test check campaign bench archive.db clean

demo: $(READY)
	@rm -rf build/demo.db* && mkdir -p build
	@$(BIN)/archive --db $(DEMO) outlets --load seeds/outlets.json
	$(BIN)/archive --db $(DEMO) ingest seeds/captures seeds/articles.jsonl
	$(BIN)/archive --db $(DEMO) search "Hammouchi" --limit 5
	@echo
	@echo "The demo archive is $(DEMO). Try next:"
	@echo "  $(BIN)/archive --db $(DEMO) search \"الحموشي\""
	@echo "  $(BIN)/archive --db $(DEMO) search 'sécheresse OR phosphate*' --order newest"
	@echo "  $(BIN)/archive --db $(DEMO) show 1"
	@echo "  $(BIN)/archive ingest --dry-run seeds/captures/06-fr-remerciements-qatar.txt"
	@echo "  sqlite3 $(DEMO) 'SELECT id, published, outlet, label FROM article_list'"

test: $(READY)
	$(BIN)/pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Kills, lost power, full disks, damaged files, hostile input: an hour of them; CI runs the figures of each commit.
campaign: $(READY)
	$(BIN)/python -m tests.campaign nightly --minutes 4

# Speed beside plain FTS5 and what else is installed, into docs/benchmarks.md; SIZE=1000000 is the large one.
SIZE ?= 10000
bench: $(READY)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[bench]'
	$(BIN)/python bench/run.py --sizes $(SIZE) --write

# The committed archive.db: what seeds/ gives, in one command; a test holds it in step.
archive.db: $(READY)
	$(BIN)/python seeds/build.py archive.db

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12"; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv -q --allow-existing --python $(PYTHON) $(VENV) && \
	  uv pip install -q --python $(BIN)/python -c constraints.txt -e '.[dev]'; \
	else \
	  $(PYTHON) -m venv $(VENV) && \
	  $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'; \
	fi
	@$(BIN)/python -m compileall -q archive  # so that the first command is as quick as the next
	@touch $(READY)

clean:
	rm -rf build $(VENV)
