package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"dobro/assets"
	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/checks/trueapi"
	"dobro/checks/tspiot"
	"dobro/checks/wire"
	"dobro/internal/config"
	"dobro/internal/recorder"
	"dobro/internal/register"
	"dobro/internal/secrets"
	"dobro/internal/store"
)

// permit is the engine with its channels.
type permit struct {
	engine   *checks.Engine
	later    *checks.Engine // asks again after the sale; nil without an online channel
	schedule *checks.Schedule
	tspiot   *tspiot.Client
	direct   *trueapi.Client
	module   *localmodule.Client
	allowed  atomic.Int64 // codesCheckTimeout of ТС ПИоТ in ns, 0 until it said so
}

// usualCheckTimeout is codesCheckTimeout of ТС ПИоТ as it comes from its maker.
const usualCheckTimeout = 1800 * time.Millisecond

func schedule() (*checks.Schedule, error) {
	files, err := assets.Rules()
	if err != nil {
		return nil, err
	}
	return checks.LoadSchedule(files)
}

// openPermit builds the engine as the settings say. Journal may be nil: then nothing is known of former sales.
func (p *program) openPermit(ctx context.Context, cfg config.Config, journal *store.Store) (*permit, error) {
	return p.openPermitOn(ctx, cfg, journal, nil)
}

// openPermitOn has the flight recorder hear what the till's own engine asks.
func (p *program) openPermitOn(ctx context.Context, cfg config.Config, journal *store.Store, tape *recorder.Tape) (*permit, error) {
	out := &permit{}
	var err error
	if out.schedule, err = schedule(); err != nil {
		return nil, err
	}
	policy, err := policyOf(cfg)
	if err != nil {
		return nil, err
	}
	rules, err := checks.NewRules(checks.RulesParams{Schedule: out.schedule, Policy: policy, Zone: cfg.Shop.Location})
	if err != nil {
		return nil, err
	}
	online, err := p.onlineChannels(cfg, out)
	if err != nil {
		return nil, err
	}
	params := checks.Params{Rules: rules, Words: p.words, Online: online, Log: p.log, Deadline: func() time.Duration { return deadline(cfg, out) }}
	if len(online) > 0 {
		// A second engine over the same channels, with no local module and no memory: what it hears teaches nobody.
		if out.later, err = checks.NewEngine(params); err != nil {
			return nil, err
		}
		p.later(func() error { return closeEngine(out.later) })
	}
	if cfg.Checks.LocalModule.URL != "" {
		password, err := p.secret(secrets.LMPassword)
		if err != nil {
			return nil, err
		}
		if password == "" {
			// What the module's installer sets when nobody chose another; doctor advises a change.
			password = cfg.Checks.LocalModule.Login
		}
		out.module, err = localmodule.New(localmodule.Params{URL: cfg.Checks.LocalModule.URL, API: cfg.Checks.LocalModule.API,
			Login: cfg.Checks.LocalModule.Login, Password: wire.Secret(password)})
		if err != nil {
			return nil, fmt.Errorf("open local module: %w", err)
		}
		p.later(out.module.Close)
		params.Local = tape.Source(out.module)
	}
	params.Online = nil
	for _, source := range online {
		params.Online = append(params.Online, tape.Source(source))
	}
	known, err := p.openKnowledge(ctx, journal)
	if err != nil {
		return nil, err
	}
	params.Known = tape.Known(known)
	if out.engine, err = checks.NewEngine(params); err != nil {
		return nil, err
	}
	p.later(func() error { return closeEngine(out.engine) })
	return out, nil
}

func closeEngine(e *checks.Engine) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	return e.Close(ctx)
}

// onlineChannels lists who is asked online, in order.
func (p *program) onlineChannels(cfg config.Config, out *permit) ([]checks.Source, error) {
	var online []checks.Source
	if cfg.Checks.Channel == config.ChannelTSPIoT || cfg.Checks.Channel == config.ChannelTSPIoTThenTrueAPI {
		token, err := p.secret(secrets.TSPIoTToken)
		if err != nil {
			return nil, err
		}
		pinned := cfg.Checks.TSPIoT.Fingerprint
		if pinned == "" {
			pinned = p.pinned(cfg.Checks.TSPIoT.URL)
		}
		out.tspiot, err = tspiot.New(tspiot.Params{URL: cfg.Checks.TSPIoT.URL, ControlURL: p.controlURL, API: cfg.Checks.TSPIoT.API, ClientName: "Dobro", ClientVersion: version,
			ClientID: cfg.Checks.TSPIoT.ClientID, Token: wire.Secret(token), Fingerprint: pinned, Pin: func(fingerprint string) { p.pin(cfg.Checks.TSPIoT.URL, fingerprint) }})
		if err != nil {
			return nil, fmt.Errorf("open tspiot: %w", err)
		}
		p.later(out.tspiot.Close)
		online = append(online, out.tspiot)
	}
	if cfg.Checks.Channel == config.ChannelTrueAPI || cfg.Checks.Channel == config.ChannelTSPIoTThenTrueAPI {
		var err error
		if out.direct, err = p.openTrueAPI(cfg); err != nil {
			return nil, err
		}
		online = append(online, out.direct)
	}
	return online, nil
}

// deadline is how long an online answer may take (DESIGN section 4): what the settings say, or by the channel: ТС ПИоТ asks its local
// module inside its own time.
func deadline(cfg config.Config, out *permit) time.Duration {
	if cfg.Checks.Deadline > 0 {
		return cfg.Checks.Deadline
	}
	if out.tspiot != nil {
		own := time.Duration(out.allowed.Load())
		if own <= 0 {
			own = usualCheckTimeout
		}
		return own + 200*time.Millisecond
	}
	return checks.DefaultDeadline
}

func policyOf(cfg config.Config) (checks.Policy, error) {
	policy := checks.DefaultPolicy()
	policy.NoAnswer = checks.Decision(cfg.Checks.NoAnswer)
	policy.ForeignOwner = checks.Stance(cfg.Checks.ForeignOwner)
	policy.StartEarly = cfg.Checks.StartEarly
	policy.Chain = cfg.Shop.Chain
	for _, k := range checks.PolicyKeys {
		value, given := cfg.Checks.Policy[k.Name]
		if !given {
			continue
		}
		var err error
		if k.Bool {
			err = k.Set(&policy, value == "true")
		} else {
			err = k.Set(&policy, value)
		}
		if err != nil {
			return policy, fmt.Errorf("setting checks.policy.%s: %w", k.Name, err)
		}
	}
	return policy, nil
}

func (p *program) openKnowledge(ctx context.Context, journal *store.Store) (checks.Known, error) {
	return register.Knowledge{Cache: p.openCache(ctx), Store: journal, Log: p.log}, nil
}

// pinFile in the data folder.
const pinFile = "tspiot.pin"

// pinned and pin keep the certificate of a module on this machine between runs, in a file of its own: the settings belong to the
// person who wrote them.
func (p *program) pinned(url string) string {
	b, err := os.ReadFile(filepath.Join(p.dir, pinFile))
	if err != nil {
		return ""
	}
	var of, fingerprint string
	if _, err := fmt.Sscan(string(b), &of, &fingerprint); err != nil || of != url {
		return ""
	}
	return fingerprint
}

func (p *program) pin(url, fingerprint string) {
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		p.log.Error().Err(err).Msg("keep certificate of tspiot")
		return
	}
	if err := os.WriteFile(filepath.Join(p.dir, pinFile), []byte(url+" "+fingerprint+"\n"), 0o644); err != nil {
		p.log.Error().Err(err).Msg("keep certificate of tspiot")
	}
}
