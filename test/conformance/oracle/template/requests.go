package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/consul-template/config"
	"github.com/hashicorp/consul-template/manager"
)

// A template and what the servers answer: "GET /v1/kv/a" -> body. What is not there is answered as absent or empty.
type trial struct {
	Name     string                     `json:"name"`
	Template string                     `json:"template"`
	Env      map[string]string          `json:"env,omitempty"`
	Answers  map[string]json.RawMessage `json:"answers,omitempty"`
	Requests []string                   `json:"requests"`
	Error    string                     `json:"error,omitempty"`
	Rendered *string                    `json:"rendered,omitempty"`
}

// What consul-template asks for, in -once -dry mode, as "consul GET /v1/kv/a?dc=x", sorted.
func requests(line []byte) any {
	var t trial
	must(json.Unmarshal(line, &t))
	log.SetOutput(io.Discard)
	var mutex sync.Mutex
	seen := map[string]bool{}
	last := time.Now()
	server := func(product string) *httptest.Server {
		return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			query := r.URL.Query()
			for _, noise := range []string{"wait", "index", "stale", "consistent", "namespace"} {
				query.Del(noise)
			}
			method := r.Method
			if method == "GET" && query.Get("list") == "true" {
				method = "LIST"
				query.Del("list")
			}
			asked := method + " " + r.URL.EscapedPath()
			full := product + " " + asked
			if len(query) > 0 {
				full += "?" + query.Encode()
			}
			mutex.Lock()
			if !seen[full] {
				last = time.Now()
			}
			seen[full] = true
			mutex.Unlock()
			w.Header().Set("X-Consul-Index", "5")
			w.Header().Set("X-Nomad-Index", "5")
			if body, found := t.Answers[asked]; found {
				w.Write(body)
				return
			}
			absent(product, r, w)
		}))
	}
	consul, vault, nomad := server("consul"), server("vault"), server("nomad")
	defer func() {
		for _, one := range []*httptest.Server{consul, vault, nomad} {
			one.CloseClientConnections()
		}
	}()
	token, no, yes := "fake", false, true
	conf := config.DefaultConfig()
	never := &config.RetryConfig{Enabled: &no}
	conf.Consul.Address, conf.Consul.Retry = &consul.URL, never
	conf.Vault.Address, conf.Vault.Token, conf.Vault.RenewToken, conf.Vault.Retry = &vault.URL, &token, &no, never
	conf.Nomad.Address, conf.Nomad.Retry = &nomad.URL, never
	conf.Once = true
	destination := "/nowhere/out"
	one := config.DefaultTemplateConfig()
	one.Contents, one.Destination, one.ErrFatal = &t.Template, &destination, &yes
	one.FunctionDenylist = []string{"plugin", "writeToFile"}
	conf.Templates = &config.TemplateConfigs{one}
	conf.Finalize()
	runner, err := manager.NewRunner(conf, true)
	must(err)
	var out strings.Builder
	runner.SetOutStream(&out)
	runner.Env = t.Env
	go runner.Start()
	for waiting := true; waiting; {
		select {
		case err := <-runner.ErrCh:
			t.Error = err.Error()
			waiting = false
		case <-runner.DoneCh:
			rendered := out.String()
			t.Rendered = &rendered
			waiting = false
		case <-time.After(100 * time.Millisecond):
			mutex.Lock()
			waiting = time.Since(last) < 700*time.Millisecond
			mutex.Unlock()
		}
	}
	runner.StopImmediately()
	mutex.Lock()
	defer mutex.Unlock()
	t.Requests = []string{}
	for asked := range seen {
		t.Requests = append(t.Requests, asked)
	}
	sort.Strings(t.Requests)
	for _, url := range []string{consul.URL, vault.URL, nomad.URL} {
		t.Error = strings.ReplaceAll(t.Error, url, "")
	}
	return t
}

func absent(product string, r *http.Request, w http.ResponseWriter) {
	path := r.URL.Path
	switch {
	case product == "vault" && strings.HasPrefix(path, "/v1/sys/internal/ui/mounts/"):
		rest := strings.TrimPrefix(path, "/v1/sys/internal/ui/mounts/")
		mount, _, _ := strings.Cut(rest, "/")
		version := map[string]string{"secret": "2", "kv1": "1"}[mount]
		if version == "" {
			fmt.Fprintf(w, `{"data":{"path":%q,"type":"other","options":null}}`, mount+"/")
			return
		}
		fmt.Fprintf(w, `{"data":{"path":%q,"type":"kv","options":{"version":%q}}}`, mount+"/", version)
	case product == "vault" && strings.HasPrefix(path, "/v1/secret/data/"):
		fmt.Fprint(w, `{"data":{"data":{"x":"value"},"metadata":{"version":1}}}`)
	case product == "vault":
		fmt.Fprint(w, `{"data":{"x":"value","keys":["one"]}}`)
	case strings.HasPrefix(path, "/v1/agent/self"):
		fmt.Fprint(w, `{"Config":{"NodeName":"here"}}`)
	case strings.HasPrefix(path, "/v1/kv/"), strings.HasPrefix(path, "/v1/var/"):
		w.WriteHeader(http.StatusNotFound)
	case strings.HasPrefix(path, "/v1/catalog/node/"):
		fmt.Fprint(w, `null`)
	case strings.HasPrefix(path, "/v1/catalog/services"), strings.HasPrefix(path, "/v1/agent/connect/"):
		fmt.Fprint(w, `{}`)
	default:
		fmt.Fprint(w, `[]`)
	}
}
