package main

import (
	"encoding/json"
	"sort"
	"text/template"
	"text/template/parse"
)

// A leaf is [kind, offset in bytes, text].
type leaf [3]any

type answer struct {
	Text   string `json:"text"`
	Left   string `json:"left,omitempty"`
	Right  string `json:"right,omitempty"`
	Error  string `json:"error,omitempty"`
	Leaves []leaf `json:"leaves,omitempty"`
}

var known = functions()

func verdict(line []byte) answer {
	var q answer
	must(json.Unmarshal(line, &q))
	parsed, err := template.New("").Delims(q.Left, q.Right).Funcs(known).Parse(q.Text)
	if err != nil {
		q.Error = err.Error()
		return q
	}
	leaves := []leaf{}
	all := parsed.Templates()
	sort.Slice(all, func(i, j int) bool { return all[i].Name() < all[j].Name() })
	for _, one := range all {
		if one.Tree != nil {
			leaves = append(leaves, leaf{"tree", 0, one.Name()})
			walk(one.Tree.Root, &leaves)
		}
	}
	q.Leaves = leaves
	return q
}

func walk(node parse.Node, leaves *[]leaf) {
	add := func(kind string, at parse.Pos, text string) { *leaves = append(*leaves, leaf{kind, int(at), text}) }
	switch n := node.(type) {
	case nil:
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				walk(child, leaves)
			}
		}
	case *parse.TextNode:
		add("text", n.Pos, string(n.Text))
	case *parse.ActionNode:
		walk(n.Pipe, leaves)
	case *parse.IfNode:
		branch("if", &n.BranchNode, leaves)
	case *parse.WithNode:
		branch("with", &n.BranchNode, leaves)
	case *parse.RangeNode:
		branch("range", &n.BranchNode, leaves)
	case *parse.TemplateNode:
		add("template", n.Pos, n.Name)
		walk(n.Pipe, leaves)
	case *parse.BreakNode:
		add("break", n.Pos, "")
	case *parse.ContinueNode:
		add("continue", n.Pos, "")
	case *parse.PipeNode:
		if n == nil {
			return
		}
		kind := "declare"
		if n.IsAssign {
			kind = "assign"
		}
		for _, variable := range n.Decl {
			add(kind, variable.Pos, variable.Ident[0])
		}
		for _, command := range n.Cmds {
			add("command", command.Pos, "")
			for _, argument := range command.Args {
				walk(argument, leaves)
			}
		}
	case *parse.ChainNode:
		walk(n.Node, leaves)
		for _, field := range n.Field {
			add("chain", n.Pos, field)
		}
	case *parse.IdentifierNode:
		add("identifier", n.Pos, n.Ident)
	case *parse.StringNode:
		add("string", n.Pos, n.Text)
	case *parse.NumberNode:
		add("number", n.Pos, n.Text)
	case *parse.BoolNode:
		add("bool", n.Pos, n.String())
	case *parse.DotNode:
		add("dot", n.Pos, "")
	case *parse.NilNode:
		add("nil", n.Pos, "")
	case *parse.VariableNode:
		add("variable", n.Pos, n.String())
	case *parse.FieldNode:
		add("field", n.Pos, n.String())
	}
}

func branch(kind string, n *parse.BranchNode, leaves *[]leaf) {
	*leaves = append(*leaves, leaf{kind, int(n.Pos), ""})
	walk(n.Pipe, leaves)
	walk(n.List, leaves)
	if n.ElseList != nil {
		*leaves = append(*leaves, leaf{"else", 0, ""})
		walk(n.ElseList, leaves)
	}
}
