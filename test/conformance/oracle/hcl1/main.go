// Reads one JSON string a line and writes what HashiCorp's own HCL 1 reader says of it, as a JSON array for
// test/fixtures/hcl1-verdicts.json. See corpus.mjs, which makes the texts.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/hcl"
	"github.com/hashicorp/hcl/hcl/ast"
	"github.com/hashicorp/hcl/hcl/token"
)

type verdict struct {
	Text  string `json:"text"`
	Error string `json:"error,omitempty"`
	Crash bool   `json:"crash,omitempty"`
	Items []any  `json:"items,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	separator := "[\n"
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		var text string
		if err := json.Unmarshal(lines.Bytes(), &text); err != nil {
			panic(err)
		}
		fmt.Fprint(out, separator)
		if err := encoder.Encode(judge(text)); err != nil {
			panic(err)
		}
		separator = ","
	}
	fmt.Fprintln(out, "]")
}

func judge(text string) (v verdict) {
	v.Text = text
	defer func() {
		if recover() != nil {
			v.Crash = true
			v.Items = nil
		}
	}()
	file, err := hcl.Parse(text)
	if err != nil {
		v.Error = err.Error()
		return v
	}
	v.Items = items(file.Node.(*ast.ObjectList))
	return v
}

// An item is [keys, value]; a key is [position, text].
func items(list *ast.ObjectList) []any {
	result := []any{}
	for _, item := range list.Items {
		keys := []any{}
		for _, key := range item.Keys {
			keys = append(keys, []any{key.Token.Pos.String(), key.Token.Value()})
		}
		result = append(result, []any{keys, value(item.Val)})
	}
	return result
}

// An object is {"at", "items"}, a list {"at", "list"}, a literal {"at", "type", "value"}.
func value(node ast.Node) any {
	switch n := node.(type) {
	case *ast.ObjectType:
		return map[string]any{"at": n.Lbrace.String(), "items": items(n.List)}
	case *ast.ListType:
		list := []any{}
		for _, inner := range n.List {
			list = append(list, value(inner))
		}
		return map[string]any{"at": n.Lbrack.String(), "list": list}
	case *ast.LiteralType:
		var meant any = n.Token.Text
		if n.Token.Type == token.STRING || n.Token.Type == token.HEREDOC {
			meant = n.Token.Value()
		}
		return map[string]any{"at": n.Token.Pos.String(), "type": n.Token.Type.String(), "value": meant}
	}
	panic("unknown node")
}
