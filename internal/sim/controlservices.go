package sim

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"dobro/internal/sim/codes"
	"dobro/internal/sim/serve"
	"dobro/internal/sim/trueapi"
)

func makeOne(rw http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	group, err1 := strconv.Atoi(q.Get("group"))
	seed, err2 := strconv.ParseInt(q.Get("seed"), 10, 64)
	price, _ := strconv.ParseInt(q.Get("price"), 10, 64)
	gtin := q.Get("gtin")
	if err := errors.Join(err1, err2); err != nil || len(gtin) < 8 || len(gtin) > 14 {
		done(rw, errors.Join(err, errors.New("group, gtin and seed are required")))
		return
	}
	code := codes.Make(codes.Form{Group: group, Price: price, Block: q.Get("block") == "true"}, gtin, seed)
	serve.JSON(rw, http.StatusOK, map[string]any{"code": code})
}

func (w *World) putTSPIoT(rw http.ResponseWriter, r *http.Request) {
	var in struct {
		Offline    *bool  `json:"offline"`
		V1         *bool  `json:"v1"`
		V2         *bool  `json:"v2"`
		V3         *bool  `json:"v3"`
		InstInItem *bool  `json:"instInItem"`
		FN         string `json:"fn"`
		INN        string `json:"inn"`

		LicenceTill time.Time `json:"licenceTill"`
	}
	err := serve.Read(r, &in)
	if err == nil {
		for version, on := range map[int]*bool{1: in.V1, 2: in.V2, 3: in.V3} {
			if on != nil {
				w.TSPIoT.SetVersion(version, *on)
			}
		}
		if in.Offline != nil {
			w.TSPIoT.SetOffline(*in.Offline)
		}
		if in.InstInItem != nil {
			w.TSPIoT.SetInstInItem(*in.InstInItem)
		}
		w.TSPIoT.SetRegister(in.FN, in.INN)
		if !in.LicenceTill.IsZero() {
			w.TSPIoT.SetLicence(in.LicenceTill)
		}
	}
	done(rw, err)
}

func (w *World) putTrueAPI(rw http.ResponseWriter, r *http.Request) {
	var in struct {
		Emergency *bool `json:"emergency"`
		Keys      *int  `json:"keys"`
	}
	err := serve.Read(r, &in)
	if err == nil && in.Keys != nil {
		switch *in.Keys {
		case trueapi.KeyGood, trueapi.KeyRefused, trueapi.KeyCutOff:
			w.TrueAPI.SetKeys(*in.Keys)
		default:
			err = errors.New("keys is 0, 401 or 410")
		}
	}
	if err == nil && in.Emergency != nil {
		w.TrueAPI.SetEmergency(*in.Emergency)
	}
	done(rw, err)
}

func (w *World) putLocalModule(rw http.ResponseWriter, r *http.Request) {
	var in struct {
		State           string     `json:"state"`
		LastSync        *time.Time `json:"lastSync"`
		V1              *bool      `json:"v1"`
		V2              *bool      `json:"v2"`
		Software        string     `json:"software"`
		INN             string     `json:"inn"`
		Login           string     `json:"login"`
		Password        *string    `json:"password"`
		UnknownCounters *bool      `json:"unknownCounters"`
		Block           []string   `json:"block"`
		BlockGTIN       []string   `json:"blockGtin"`
	}
	err := serve.Read(r, &in)
	if err == nil && in.State != "" {
		err = w.LocalModule.SetState(in.State)
	}
	if err == nil {
		if in.LastSync != nil {
			w.LocalModule.SetLastSync(*in.LastSync)
		}
		if in.V1 != nil {
			w.LocalModule.SetVersion(1, *in.V1)
		}
		if in.V2 != nil {
			w.LocalModule.SetVersion(2, *in.V2)
		}
		if in.Software != "" {
			w.LocalModule.SetSoftware(in.Software)
		}
		if in.INN != "" {
			w.LocalModule.SetINN(in.INN)
		}
		if in.Login != "" {
			w.LocalModule.SetLogin(in.Login)
		}
		if in.Password != nil {
			w.LocalModule.SetPassword(*in.Password)
		}
		if in.UnknownCounters != nil {
			w.LocalModule.SetUnknownCounters(*in.UnknownCounters)
		}
		w.LocalModule.Block(in.Block...)
		w.LocalModule.BlockGTIN(in.BlockGTIN...)
	}
	done(rw, err)
}
