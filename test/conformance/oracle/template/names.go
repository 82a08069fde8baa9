package main

import (
	"sort"
	"text/template"
	_ "unsafe" // for go:linkname

	"github.com/hashicorp/consul-template/config"
	"github.com/hashicorp/consul-template/dependency"
	consultemplate "github.com/hashicorp/consul-template/template"
)

// What consul-template's own funcMap takes. The function is not exported, and its names are what a template is checked
// against, so it is reached by its symbol.
type funcMapInput struct {
	newTmpl          *template.Template
	brain            *consultemplate.Brain
	env              []string
	extFuncMap       map[string]interface{}
	functionDenylist []string
	sandboxPath      string
	destination      string
	used             *dependency.Set
	missing          *dependency.Set
	config           *config.Config
}

//go:linkname funcMap github.com/hashicorp/consul-template/template.funcMap
func funcMap(i *funcMapInput) template.FuncMap

func functions() template.FuncMap {
	return funcMap(&funcMapInput{newTmpl: template.New(""), brain: consultemplate.NewBrain(), used: &dependency.Set{}, missing: &dependency.Set{}})
}

func functionNames() []string {
	names := []string{}
	for name := range functions() {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
