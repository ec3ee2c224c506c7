package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sys/windows/svc"
	"golang.org/x/sys/windows/svc/mgr"
)

// serviceTime is how long a service may take to stop and to start: the base of the local module needs a while.
const serviceTime = 60 * time.Second

// startService starts a Windows service, one that hangs is stopped first. It needs the rights of an administrator.
func startService(ctx context.Context, name string) error {
	m, err := mgr.Connect()
	if err != nil {
		return fmt.Errorf("ask for services: %w", err)
	}
	defer m.Disconnect()
	s, err := m.OpenService(name)
	if err != nil {
		return fmt.Errorf("open service %s: %w", name, err)
	}
	defer s.Close()
	ctx, cancel := context.WithTimeout(ctx, serviceTime)
	defer cancel()
	if st, err := s.Query(); err == nil && st.State == svc.Running {
		if _, err := s.Control(svc.Stop); err != nil {
			return fmt.Errorf("stop service %s: %w", name, err)
		}
		if err := await(ctx, s, svc.Stopped); err != nil {
			return fmt.Errorf("stop service %s: %w", name, err)
		}
	}
	if err := s.Start(); err != nil {
		return fmt.Errorf("start service %s: %w", name, err)
	}
	if err := await(ctx, s, svc.Running); err != nil {
		return fmt.Errorf("start service %s: %w", name, err)
	}
	return nil
}

func await(ctx context.Context, s *mgr.Service, want svc.State) error {
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	for {
		st, err := s.Query()
		if err != nil || st.State == want {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
