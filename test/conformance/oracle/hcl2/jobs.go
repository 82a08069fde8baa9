package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/nomad/jobspec2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Each attribute on its own: its value with its type, or the errors.
func values(source []byte) (a answer) {
	o := offsetsOf(source)
	file, diags := hclsyntax.ParseConfig(source, "a", hcl.Pos{Line: 1, Column: 1})
	a.Problems, a.Texts = o.problems(diags)
	if len(diags) > 0 {
		return a
	}
	context := &hcl.EvalContext{
		Functions: jobspec2.Functions("", false),
		UndefinedVariable: func(t hcl.Traversal) (cty.Value, hcl.Diagnostics) {
			r := t.SourceRange()
			return cty.StringVal("${" + string(source[r.Start.Byte:r.End.Byte]) + "}"), nil
		},
	}
	a.Values = map[string]any{}
	for name, attribute := range file.Body.(*hclsyntax.Body).Attributes {
		a.Values[name] = o.value(attribute.Expr, context)
	}
	return a
}

func (o offsets) value(e hcl.Expression, context *hcl.EvalContext) (result any) {
	defer func() {
		if crash := recover(); crash != nil {
			result = map[string]any{"crash": fmt.Sprint(crash)}
		}
	}()
	value, diags := e.Value(context)
	if diags.HasErrors() {
		places, texts := o.problems(diags)
		return map[string]any{"places": places, "errors": texts}
	}
	if !value.IsWhollyKnown() {
		return map[string]any{"unknown": value.Type().FriendlyName()}
	}
	encoded, err := ctyjson.Marshal(value, value.Type())
	if err != nil {
		return map[string]any{"unencodable": err.Error()}
	}
	typed, _ := ctyjson.MarshalType(value.Type())
	return map[string]any{"value": json.RawMessage(encoded), "type": json.RawMessage(typed)}
}

// The text may be preceded by variables as JSON: `{"HCL": ..., "Variables": "x = 1", "Name": ...}` after a NUL.
func job(source []byte) (a answer) {
	variables, hasVariables := "", false
	if i := bytes.IndexByte(source, 0); i >= 0 {
		variables, source, hasVariables = string(source[:i]), source[i+1:], true
	}
	_ = hasVariables
	parsed, err := jobspec2.ParseWithConfig(&jobspec2.ParseConfig{
		Path: "input.hcl", Body: source, AllowFS: false, VarContent: variables,
	})
	if err != nil {
		a.Error = err.Error()
		return a
	}
	a.Job = parsed
	return a
}
