package sim

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
	"dobro/internal/sim/localmodule"
	"dobro/internal/sim/serve"
	"dobro/internal/sim/trueapi"
	"dobro/internal/sim/tspiot"
)

// listen opens the servers one after another and notes where they are.
func (w *World) listen(ctx context.Context, c Config, platforms []http.Handler) error {
	cert, err := serve.Certificate(c.certificateFile())
	if err != nil {
		return err
	}
	other, err := serve.Certificate("")
	if err != nil {
		return err
	}
	w.Fingerprint = serve.Fingerprint(cert)
	cdn := [2]string{}
	for _, one := range []struct {
		params serve.Params
		url    *string
	}{
		{serve.Params{Service: TSPIoT, Handler: w.TSPIoT.Handler(), Describe: tspiot.Describe, TLS: cert, Other: other}, &w.URLs.TSPIoT},
		{serve.Params{Service: TSPIoTControl, Handler: w.TSPIoT.Control()}, &w.URLs.TSPIoTControl},
		{serve.Params{Service: TrueAPI, Handler: w.TrueAPI.Base()}, &w.URLs.TrueAPI},
		{serve.Params{Service: CDN1, Handler: platforms[0], Describe: trueapi.Describe}, &cdn[0]},
		{serve.Params{Service: CDN2, Handler: platforms[1], Describe: trueapi.Describe}, &cdn[1]},
		{serve.Params{Service: LocalModule, Handler: w.LocalModule, Describe: localmodule.Describe}, &w.URLs.LocalModule},
		{serve.Params{Service: ATOL, Handler: w.Web, Describe: w.Web.Describe}, &w.URLs.ATOL},
		{serve.Params{Service: Control, Handler: w.control()}, &w.URLs.Control},
	} {
		if len(c.Only) > 0 && !slices.Contains(c.Only, one.params.Service) {
			continue
		}
		one.params.Board = w.Faults
		one.params.Addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port(one.params.Service)))
		server, err := serve.Start(ctx, one.params)
		if err != nil {
			return err
		}
		w.closers = append(w.closers, func() error { server.Close(); return nil })
		*one.url = "http://" + server.Addr()
		if one.params.TLS != nil {
			*one.url = "https://" + server.Addr()
		}
	}
	for _, host := range cdn {
		if host != "" {
			w.URLs.CDN = append(w.URLs.CDN, host)
		}
	}
	w.TrueAPI.SetHosts(w.URLs.CDN...)
	w.TSPIoT.SetPorts(portOf(w.URLs.TSPIoT), portOf(w.URLs.LocalModule))
	close(w.ready)
	return nil
}

// portOf is 0 for a service that was not started.
func portOf(address string) int {
	port, _ := strconv.Atoi(address[strings.LastIndexByte(address, ':')+1:])
	return port
}

func (c Config) port(service string) int {
	if port, ok := c.Ports[service]; ok {
		return port
	}
	if c.FixedPorts {
		return DefaultPorts[service]
	}
	return 0
}

// MakeCode gives a well-formed marking code of a product group with the test key; see codes.Make.
func MakeCode(group int, gtin string, seed int64) string {
	return codes.Make(codes.Form{Group: group}, gtin, seed)
}

// MakePack gives a tobacco pack of 29 characters with its maximum price in kopecks.
func MakePack(gtin string, seed, price int64) string {
	return codes.Make(codes.Form{Group: 3, Price: price}, gtin, seed)
}

// MakeBlock gives a tobacco block with the maximum price of the whole block in kopecks.
func MakeBlock(gtin string, seed, price int64) string {
	return codes.Make(codes.Form{Group: 3, Price: price, Block: true}, gtin, seed)
}

// Parts of the world that callers name.
type (
	// Product makes every good code of a GTIN known; see codes.Product.
	Product = codes.Product
	// Entry is one known code; see codes.Entry.
	Entry = codes.Entry
	// Fault is one misbehaviour; see fault.Fault.
	Fault = fault.Fault
)

// Emergency is the fault that puts a service into the operator's emergency mode: set it for TSPIoT.
var Emergency = Fault{Kind: fault.Status, Status: http.StatusNonAuthoritativeInfo,
	Body: `{"code":203,"message":"Аварийный режим","details":[]}`}
