//go:build !windows

package main

import "context"

// startService is for Windows: elsewhere services belong to the system's administrator.
func startService(context.Context, string) error { return errNoServices }
