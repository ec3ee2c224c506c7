// Command dobro is the whole program: the cashier's window and the commands beside it (DESIGN section 3). This package only
// wires the parts together, one file a command; it holds no rules.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	_ "dobro/internal/locale" // before the window toolkit reads the locale
)

// version is stamped by the build.
var version = "0.1.0"

// Exit codes (DESIGN section 3).
const (
	exitYes       = 0 // done, and the answer is yes
	exitFault     = 1
	exitUsage     = 2 // wrong usage or settings
	exitNo        = 3 // done, and the answer is no
	exitUnchecked = 4 // check only: nothing forbidden, but some code could not be checked
)

func main() {
	takeConsole()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run executes one command line and returns its exit code. A panic becomes a sentence, a line in the log and exit code 1.
func run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) (code int) {
	o, rest, err := parseOptions(args)
	words, werr := loadWords(o.lang)
	if werr != nil {
		fmt.Fprintln(errw, werr)
		return exitFault
	}
	p := &program{options: o, words: words, in: in, out: out, errw: errw}
	defer p.close()
	defer func() {
		if v := recover(); v != nil {
			p.log.Error().Interface("panic", v).Bytes("stack", debug.Stack()).Msg("panic")
			p.say("app.panic")
			code = exitFault
		}
	}()
	if err != nil {
		return p.fail(err)
	}
	name := "window"
	if len(rest) > 0 {
		name, rest = rest[0], rest[1:]
	}
	c, ok := commands[name]
	if !ok {
		return p.fail(usage("app.unknown_command", "name", name))
	}
	if done, code := p.handsOver(ctx, name); done {
		return code
	}
	return c(ctx, p, rest)
}

// command does one thing and returns an exit code.
type command func(ctx context.Context, p *program, args []string) int

var commands map[string]command

func init() {
	commands = map[string]command{
		"window":     runWindow,
		"watch":      runWatch,
		"update":     runUpdate,
		"pack":       runPack,
		"train":      runTrain,
		"quit":       runQuit,
		"check":      runCheck,
		"replay":     runReplay,
		"record":     runRecord,
		"simulate":   runSimulate,
		"export":     runExport,
		"proof":      runProof,
		"goods":      runGoods,
		"users":      runUsers,
		"doctor":     runDoctor,
		"verify":     runVerify,
		"deviations": runDeviations,
		"backup":     runBackup,
		"restore":    runRestore,
		"blocklist":  runBlocklist,
		"settings":   runSettings,
		"selftest":   runSelfTest,
		"help":       runHelp,
		"version":    runVersion,
	}
}

func runHelp(_ context.Context, p *program, _ []string) int {
	fmt.Fprintln(p.out, p.words.T("app.help"))
	return exitYes
}

func runVersion(_ context.Context, p *program, _ []string) int {
	fmt.Fprintln(p.out, "dobro", version)
	return exitYes
}
