# Two commands matter: `make demo` and `make test`. Both set up a fresh Debian machine with Go by themselves.
SHELL      := /bin/bash
TAGS       := x11
BIN        := $(CURDIR)/bin
SHOTS      := $(CURDIR)/shots
STATIC     := honnef.co/go/tools/cmd/staticcheck@v0.8.2
VERSION    := $(shell sed -n 's/^Version = "\(.*\)"/\1/p' FyneApp.toml)
DIST       := $(CURDIR)/dist
export GOFLAGS ?= -buildvcs=false

.PHONY: demo test setup build lint unit e2e bench clean windows angle installer release deb wine wine-quick

demo: build
	.ci/demo $(BIN)/dobro $(SHOTS)/demo

# What must hold before anything lands; .ci/run calls it. The Windows programs and their set-up are tried in wine, which is installed where
# it is missing.
test: setup lint unit e2e windows wine-quick

setup:
	.ci/setup

build: setup
	@mkdir -p $(BIN)
	go build -tags $(TAGS) -o $(BIN)/dobro ./app

lint: setup
	@out=$$(gofmt -l app ui checks device assets internal); if [ -n "$$out" ]; then echo "gofmt would change:"; echo "$$out"; exit 1; fi
	go vet -tags $(TAGS) ./...
	@test -x $(BIN)/staticcheck || GOBIN=$(BIN) go install $(STATIC)
	$(BIN)/staticcheck -tags $(TAGS) ./...

# Unit tests, fuzz seeds and the arrows, all with the race detector; pictures and places of texts without it. A call of the window from a wrong thread is a failure. SQLite is C made
# Go, whose memory the detector does not understand anyway: watched, it takes three times as long and tells nothing. The journals of the tests lie in memory
# where there is enough of it; the tests of full and dying disks make disks of their own.
RACE := -race -gcflags=modernc.org/...=-race=false
unit: MEM := $(shell [ "$$(df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 {print $$4}')" -gt 4000 ] 2>/dev/null && echo /dev/shm)
unit: setup
	@mkdir -p $(SHOTS)
	set -o pipefail; $(if $(MEM),GOTMPDIR=$${TMPDIR:-/tmp} TMPDIR=$(MEM)) LANG=C.UTF-8 CI_JUDGE=1 go test $(RACE) -timeout 20m -tags $(TAGS) ./... 2>&1 | tee $(SHOTS)/unit.log
	set -o pipefail; LANG=C.UTF-8 go test -timeout 20m -tags $(TAGS) -run "Screen|Picture|Fit" ./ui/... 2>&1 | tee -a $(SHOTS)/unit.log
	@if grep -q "Error in Fyne call thread" $(SHOTS)/unit.log; then echo "a widget was touched from a wrong thread"; exit 1; fi

# The built program against the simulators, from outside: commands, scripts, kill -9, and a real window on a virtual display.
e2e: E2E = $(shell grep -ho '^func Test[A-Za-z0-9_]*' app/e2e_*_test.go | cut -c6- | paste -sd'|')
e2e: build
	@mkdir -p $(SHOTS)
	set -o pipefail; DOBRO=$(BIN)/dobro SHOTS=$(SHOTS) LANG=C.UTF-8 go test -count=1 -timeout 20m -tags $(TAGS),e2e -run "^($(E2E))$$" ./app 2>&1 | tee $(SHOTS)/e2e.log

# The Windows program, its twin for computers without OpenGL 2.1, and the set-up that brings both. SIGN may name a command that signs
# the file given to it, with the owner's certificate: packaging/README.md.
windows:
	.ci/setup windows
	.ci/windows $(VERSION) $(DIST)
	$(if $(SIGN),$(SIGN) $(DIST)/dobro.exe)

angle: windows
	.ci/setup wine
	.ci/windows $(VERSION) $(DIST) angle
	$(if $(SIGN),$(SIGN) $(DIST)/dobro-angle.exe)

installer: angle
	.ci/installer $(VERSION) $(DIST) $(DIST) $(SIGN)

# What a shop gets on Linux. The toolkit's looking after wrong threads, which the tests rely on, is left out, as in the programs for Windows.
release: setup
	go build -trimpath -tags $(TAGS),migrated_fynedo,release,no_emoji -ldflags "-s -w -X main.version=$(VERSION)" -o $(DIST)/linux/dobro ./app

deb: release
	.ci/deb $(DIST)/linux/dobro $(VERSION) $(DIST)

# The set-up and both executables in wine: silent set-up, sales, pictures, a computer without OpenGL, deaths, an update, upgrade, removal.
wine: build angle
	.ci/wine $(BIN)/dobro $(VERSION) $(DIST) $(SHOTS)/windows

# The part of it that every landing passes: silent set-up, both executables with pictures, a sale, upgrade in place, removal. A machine that
# has no wine and cannot get it, or cannot reach the package with ANGLE, says so and does the rest; a trial that fails, fails.
wine-quick: build windows
	.ci/wine-if-possible $(BIN)/dobro $(VERSION) $(DIST) $(SHOTS)/windows quick

bench:
	go test -run '^$$' -bench . -benchmem ./internal/marking ./checks/... ./internal/register ./internal/store

clean:
	rm -rf $(BIN) $(SHOTS) dist
