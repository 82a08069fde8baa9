package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

func sorted(attributes hcl.Attributes) []*hcl.Attribute {
	list := []*hcl.Attribute{}
	for _, attribute := range attributes {
		list = append(list, attribute)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].NameRange.Start.Byte < list[j].NameRange.Start.Byte })
	return list
}

func (o offsets) body(body *hclsyntax.Body) string {
	var b strings.Builder
	b.WriteString("{" + o.of(body.SrcRange))
	list := []*hclsyntax.Attribute{}
	for _, attribute := range body.Attributes {
		list = append(list, attribute)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].NameRange.Start.Byte < list[j].NameRange.Start.Byte })
	for _, a := range list {
		fmt.Fprintf(&b, " %s:%s:%s:%s=%s", a.Name, o.of(a.NameRange), o.of(a.EqualsRange), o.of(a.SrcRange), o.expression(a.Expr))
	}
	for _, block := range body.Blocks {
		fmt.Fprintf(&b, " %s:%s", block.Type, o.of(block.TypeRange))
		for i, label := range block.Labels {
			fmt.Fprintf(&b, "[%q:%s]", label, o.of(block.LabelRanges[i]))
		}
		fmt.Fprintf(&b, ":%s:%s%s", o.of(block.OpenBraceRange), o.of(block.CloseBraceRange), o.body(block.Body))
	}
	return b.String() + "}"
}

func literal(value cty.Value) string {
	switch {
	case !value.IsKnown():
		return "?"
	case value.IsNull():
		return "null"
	case value.Type() == cty.String:
		return fmt.Sprintf("%q", value.AsString())
	case value.Type() == cty.Bool:
		return fmt.Sprint(value.True())
	}
	return "number"
}

func (o offsets) steps(steps hcl.Traversal) string {
	var b strings.Builder
	for _, step := range steps {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			fmt.Fprintf(&b, "%s:%s", s.Name, o.of(s.SrcRange))
		case hcl.TraverseAttr:
			fmt.Fprintf(&b, ".%s:%s", s.Name, o.of(s.SrcRange))
		case hcl.TraverseIndex:
			fmt.Fprintf(&b, "[%s:%s]", literal(s.Key), o.of(s.SrcRange))
		}
	}
	return b.String()
}

func (o offsets) all(expressions []hclsyntax.Expression) string {
	list := []string{}
	for _, e := range expressions {
		list = append(list, o.expression(e))
	}
	return strings.Join(list, ",")
}

func (o offsets) expression(e hclsyntax.Expression) string {
	r := o.of(e.Range())
	switch x := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return fmt.Sprintf("literal@%s(%s)", r, literal(x.Val))
	case *hclsyntax.TemplateExpr:
		return fmt.Sprintf("template@%s(%s)", r, o.all(x.Parts))
	case *hclsyntax.TemplateWrapExpr:
		return fmt.Sprintf("wrap@%s(%s)", r, o.expression(x.Wrapped))
	case *hclsyntax.TemplateJoinExpr:
		return fmt.Sprintf("join@%s(%s)", r, o.expression(x.Tuple))
	case *hclsyntax.ScopeTraversalExpr:
		return fmt.Sprintf("variable@%s(%s)", r, o.steps(x.Traversal))
	case *hclsyntax.RelativeTraversalExpr:
		return fmt.Sprintf("relative@%s(%s%s)", r, o.expression(x.Source), o.steps(x.Traversal))
	case *hclsyntax.IndexExpr:
		return fmt.Sprintf("index@%s(%s,%s,%s)", r, o.expression(x.Collection), o.expression(x.Key), o.of(x.BracketRange))
	case *hclsyntax.SplatExpr:
		return fmt.Sprintf("splat@%s(%s,%s,%s)", r, o.expression(x.Source), o.expression(x.Each), o.of(x.MarkerRange))
	case *hclsyntax.AnonSymbolExpr:
		return "item@" + r
	case *hclsyntax.FunctionCallExpr:
		return fmt.Sprintf("call@%s(%s:%s,%v,%s-%s,%s)", r, x.Name, o.of(x.NameRange), x.ExpandFinal, o.of(x.OpenParenRange), o.of(x.CloseParenRange), o.all(x.Args))
	case *hclsyntax.ConditionalExpr:
		return fmt.Sprintf("conditional@%s(%s,%s,%s)", r, o.expression(x.Condition), o.expression(x.TrueResult), o.expression(x.FalseResult))
	case *hclsyntax.BinaryOpExpr:
		return fmt.Sprintf("binary@%s(%s,%s)", r, o.expression(x.LHS), o.expression(x.RHS))
	case *hclsyntax.UnaryOpExpr:
		return fmt.Sprintf("unary@%s(%s)", r, o.expression(x.Val))
	case *hclsyntax.ParenthesesExpr:
		return fmt.Sprintf("parentheses@%s(%s)", r, o.expression(x.Expression))
	case *hclsyntax.TupleConsExpr:
		return fmt.Sprintf("tuple@%s(%s)", r, o.all(x.Exprs))
	case *hclsyntax.ObjectConsExpr:
		items := []string{}
		for _, item := range x.Items {
			key := item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr)
			items = append(items, fmt.Sprintf("%s:%v=%s", o.expression(key.Wrapped), key.ForceNonLiteral, o.expression(item.ValueExpr)))
		}
		return fmt.Sprintf("object@%s(%s)", r, strings.Join(items, ","))
	case *hclsyntax.ForExpr:
		key, condition := "", ""
		if x.KeyExpr != nil {
			key = o.expression(x.KeyExpr)
		}
		if x.CondExpr != nil {
			condition = o.expression(x.CondExpr)
		}
		return fmt.Sprintf("for@%s(%s,%s,%s,%s,%s,%s,%v)", r, x.KeyVar, x.ValVar, o.expression(x.CollExpr), key, o.expression(x.ValExpr), condition, x.Group)
	}
	panic(fmt.Sprintf("%T", e))
}

// What a JSON expression shows of itself without being evaluated: its range, and the pairs or items of collections.
func (o offsets) jsonExpression(b *strings.Builder, e hcl.Expression) {
	b.WriteString(o.of(e.Range()))
	if pairs, diags := hcl.ExprMap(e); len(diags) == 0 {
		b.WriteString("{")
		for _, pair := range pairs {
			fmt.Fprintf(b, "%s=", o.of(pair.Key.Range()))
			o.jsonExpression(b, pair.Value)
			b.WriteString(";")
		}
		b.WriteString("}")
	} else if list, diags := hcl.ExprList(e); len(diags) == 0 {
		b.WriteString("[")
		for _, inner := range list {
			o.jsonExpression(b, inner)
			b.WriteString(";")
		}
		b.WriteString("]")
	} else if value, diags := e.Value(nil); len(diags) == 0 {
		b.WriteString(literal(value))
	}
}
