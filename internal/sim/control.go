package sim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"dobro/internal/sim/atol"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
	"dobro/internal/sim/serve"
)

// control is the interface by which other processes steer the world. JSON both ways; errors are {"error":"…"} with 400.
//
//	GET    /                     addresses of the services and the fingerprint of the certificate
//	GET    /faults               what is set, by service
//	PUT    /faults/{service}     one fault or a list of them, replaces what was set; ?seed=7 makes their chances repeatable
//	DELETE /faults[/{service}]   well again
//	GET    /atol/documents       the fiscal memory, oldest first
//	PUT    /atol                 {"clockOffset":"25h","requireMarks":true,"fn":"…","serial":"…","takenByOfd":3,
//	                             "driveExpires":"2026-…","driveWarnings":["needReplacement"],"login":"…","password":"…","blocked":true,"ffd":"1.05",
//	                             "restart":true}
//	GET    /codes?code=…         what is known of a code
//	POST   /codes                {"entries":[…],"products":[…],"sold":["…"],"returned":["…"]}
//	GET    /cases                the certification cases with their codes
//	GET    /make?group=8&gtin=…&seed=1&price=0&block=false   a well-formed code
//	PUT    /tspiot               {"offline":true,"v1":true,"v2":true,"v3":false,"fn":"…","inn":"…","instInItem":false,
//	                             "licenceTill":"2026-…"}; what is left out stays as it is, here and below
//	PUT    /trueapi              {"emergency":false,"keys":401}
//	PUT    /local_module         {"state":"sync_error","lastSync":"2026-…","v1":true,"v2":true,"software":"1.5.0-462","inn":"…","login":"…","password":"…",
//	                             "unknownCounters":true,"block":["cis"],"blockGtin":["…"]}
//	GET    /local_module         {"sold":[…],"requests":[…]}
//	POST   /reset                World.Reset
func (w *World) control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(rw http.ResponseWriter, r *http.Request) {
		select {
		case <-w.ready:
		case <-r.Context().Done():
			return
		}
		serve.JSON(rw, http.StatusOK, map[string]any{"urls": w.URLs, "fingerprint": w.Fingerprint})
	})
	mux.HandleFunc("GET /faults", func(rw http.ResponseWriter, _ *http.Request) { serve.JSON(rw, http.StatusOK, w.Faults.List()) })
	mux.HandleFunc("PUT /faults/{service}", w.putFaults)
	mux.HandleFunc("DELETE /faults/{service}", func(rw http.ResponseWriter, r *http.Request) {
		w.Faults.Clear(r.PathValue("service"))
		done(rw, nil)
	})
	mux.HandleFunc("DELETE /faults", func(rw http.ResponseWriter, _ *http.Request) {
		w.Faults.ClearAll()
		done(rw, nil)
	})
	mux.HandleFunc("GET /atol/documents", func(rw http.ResponseWriter, _ *http.Request) {
		docs := w.ATOL.Documents()
		if docs == nil {
			docs = []atol.Document{}
		}
		serve.JSON(rw, http.StatusOK, docs)
	})
	mux.HandleFunc("PUT /atol", w.putATOL)
	mux.HandleFunc("GET /codes", func(rw http.ResponseWriter, r *http.Request) {
		a := w.Codes.Lookup(r.URL.Query().Get("code"))
		serve.JSON(rw, http.StatusOK, map[string]any{"known": a.Known, "group": a.Group, "item": a.Item, "online": a.Online, "offline": a.Offline})
	})
	mux.HandleFunc("POST /codes", w.postCodes)
	mux.HandleFunc("GET /cases", func(rw http.ResponseWriter, _ *http.Request) { serve.JSON(rw, http.StatusOK, codes.Certification()) })
	mux.HandleFunc("GET /make", makeOne)
	mux.HandleFunc("PUT /tspiot", w.putTSPIoT)
	mux.HandleFunc("PUT /trueapi", w.putTrueAPI)
	mux.HandleFunc("PUT /local_module", w.putLocalModule)
	mux.HandleFunc("GET /local_module", func(rw http.ResponseWriter, _ *http.Request) {
		serve.JSON(rw, http.StatusOK, map[string]any{"sold": w.LocalModule.Sold(), "requests": w.LocalModule.Requests()})
	})
	mux.HandleFunc("POST /reset", func(rw http.ResponseWriter, _ *http.Request) { done(rw, w.Reset()) })
	return mux
}

func done(rw http.ResponseWriter, err error) {
	if err != nil {
		serve.JSON(rw, http.StatusBadRequest, map[string]any{"error": err.Error()})
		return
	}
	rw.WriteHeader(http.StatusNoContent)
}

func (w *World) putFaults(rw http.ResponseWriter, r *http.Request) {
	var raw json.RawMessage
	if err := serve.Read(r, &raw); err != nil {
		done(rw, err)
		return
	}
	list, err := readFaults(raw)
	if seed := r.URL.Query().Get("seed"); seed != "" && err == nil {
		var n uint64
		if n, err = strconv.ParseUint(seed, 10, 64); err == nil {
			w.Faults.Seed(n)
		}
	}
	if err == nil {
		err = w.Faults.Set(r.PathValue("service"), list...)
	}
	done(rw, err)
}

// readFaults takes one fault or a list; a misspelt key would be a fault that does something else, so it is refused.
func readFaults(raw json.RawMessage) ([]fault.Fault, error) {
	text := bytes.TrimSpace(raw)
	if !bytes.HasPrefix(text, []byte("[")) {
		text = append(append([]byte("["), text...), ']')
	}
	var list []fault.Fault
	err := serve.Decode(text, &list)
	return list, err
}

func (w *World) putATOL(rw http.ResponseWriter, r *http.Request) {
	var in struct {
		ClockOffset  *string `json:"clockOffset"`
		RequireMarks *bool   `json:"requireMarks"`
		FN           string  `json:"fn"`
		Serial       string  `json:"serial"`
		TakenByOFD   *int64  `json:"takenByOfd"`
		Restart      bool    `json:"restart"`
		Login        *string `json:"login"`
		Password     string  `json:"password"`
		Blocked      *bool   `json:"blocked"`
		FFD          *string `json:"ffd"`

		DriveExpires  time.Time `json:"driveExpires"`
		DriveWarnings []string  `json:"driveWarnings"`
	}
	err := serve.Read(r, &in)
	var offset time.Duration
	if err == nil && in.ClockOffset != nil {
		if offset, err = time.ParseDuration(*in.ClockOffset); err == nil {
			w.ATOL.SetClockOffset(offset)
		}
	}
	if err == nil {
		if in.RequireMarks != nil {
			w.ATOL.SetRequireMarks(*in.RequireMarks)
		}
		w.ATOL.SetDrive(in.FN, in.Serial)
		if in.TakenByOFD != nil {
			w.ATOL.TakenByOFD(*in.TakenByOFD)
		}
		if in.Login != nil {
			w.ATOL.SetLogin(*in.Login, in.Password)
		}
		if in.Blocked != nil {
			w.ATOL.SetBlocked(*in.Blocked)
		}
		if in.FFD != nil {
			w.ATOL.SetFFD(*in.FFD)
		}
		if !in.DriveExpires.IsZero() || in.DriveWarnings != nil {
			w.ATOL.SetDriveHealth(in.DriveExpires, in.DriveWarnings...)
		}
		if in.Restart {
			w.Web.Restart()
		}
	}
	done(rw, err)
}

func (w *World) postCodes(rw http.ResponseWriter, r *http.Request) {
	var in struct {
		Entries  []codes.Entry   `json:"entries"`
		Products []codes.Product `json:"products"`
		Sold     []string        `json:"sold"`
		Returned []string        `json:"returned"`
	}
	err := serve.Read(r, &in)
	if err == nil {
		err = w.Codes.Add(in.Entries...)
	}
	for _, p := range in.Products {
		if err == nil {
			err = w.Codes.Product(p)
		}
	}
	if err == nil {
		for _, c := range in.Sold {
			w.Codes.Sell(c)
		}
		for _, c := range in.Returned {
			w.Codes.Return(c)
		}
	}
	done(rw, err)
}
