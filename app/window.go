package main

import "context"

func runWindow(_ context.Context, p *program, _ []string) int { p.say("app.no_display"); return exitFault }
func runDoctor(_ context.Context, p *program, _ []string) int { return exitFault }
