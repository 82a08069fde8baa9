// Says what HashiCorp's own HCL 2 reader, and Nomad's own reader of job files, make of texts. One question a line on
// standard input, `<kind> <hex of the text>`, one JSON answer a line on standard output. Kinds: "syntax" (native), "json",
// "value" (the values of the attributes of a native text with Nomad's functions), "job" (all of a job file). See ask.mjs.
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
)

type answer struct {
	Problems [][2]int       `json:"problems,omitempty"`
	Texts    []string       `json:"texts,omitempty"`
	Tree     string         `json:"tree,omitempty"`
	Values   map[string]any `json:"values,omitempty"`
	Job      any            `json:"job,omitempty"`
	Error    string         `json:"error,omitempty"`
	Crash    string         `json:"crash,omitempty"`
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "schema" {
		printSchema()
		return
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		kind, text, _ := strings.Cut(lines.Text(), " ")
		source, err := hex.DecodeString(text)
		if err != nil {
			panic(err)
		}
		if err := encoder.Encode(judge(kind, source)); err != nil {
			panic(err)
		}
	}
}

func judge(kind string, source []byte) (a answer) {
	defer func() {
		if crash := recover(); crash != nil {
			a = answer{Crash: fmt.Sprint(crash)}
		}
	}()
	switch kind {
	case "syntax":
		return syntax(source)
	case "json":
		return jsonSyntax(source)
	case "value":
		return values(source)
	case "job":
		return job(source)
	}
	panic("unknown kind " + kind)
}

// Offsets in UTF-16 code units; a byte that is no text counts as one.
type offsets []int

func offsetsOf(source []byte) offsets {
	o := make(offsets, len(source)+1)
	units := 0
	for at := 0; at < len(source); {
		r, size := utf8.DecodeRune(source[at:])
		for i := 0; i < size; i++ {
			o[at+i] = units
		}
		units++
		if r > 0xffff {
			units++
		}
		at += size
	}
	o[len(source)] = units
	return o
}

func (o offsets) at(b int) int {
	if b < 0 {
		return -1
	}
	if b >= len(o) {
		return o[len(o)-1]
	}
	return o[b]
}

// A range that ends inside of a character is taken to its end.
func (o offsets) end(b int) int {
	if b > 0 && b < len(o) && o[b] == o[b-1] {
		for b < len(o)-1 && o[b] == o[b-1] {
			b++
		}
	}
	return o.at(b)
}

func (o offsets) of(r hcl.Range) string {
	return fmt.Sprintf("%d-%d", o.at(r.Start.Byte), o.end(r.End.Byte))
}

func (o offsets) problems(diags hcl.Diagnostics) (places [][2]int, texts []string) {
	for _, d := range diags {
		if d.Subject == nil {
			places = append(places, [2]int{-1, -1})
		} else {
			places = append(places, [2]int{o.at(d.Subject.Start.Byte), o.end(d.Subject.End.Byte)})
		}
		texts = append(texts, d.Error())
	}
	return
}

func syntax(source []byte) (a answer) {
	o := offsetsOf(source)
	file, diags := hclsyntax.ParseConfig(source, "a", hcl.Pos{Line: 1, Column: 1})
	a.Problems, _ = o.problems(diags)
	if len(diags) == 0 {
		a.Tree = o.body(file.Body.(*hclsyntax.Body))
	}
	return a
}

func jsonSyntax(source []byte) (a answer) {
	o := offsetsOf(source)
	file, diags := hcljson.Parse(source, "a")
	a.Problems, _ = o.problems(diags)
	if len(diags) == 0 {
		attributes, diags := file.Body.JustAttributes()
		if len(diags) == 0 {
			var b strings.Builder
			for _, attribute := range sorted(attributes) {
				fmt.Fprintf(&b, "%q:%s=", attribute.Name, o.of(attribute.NameRange))
				o.jsonExpression(&b, attribute.Expr)
				b.WriteString(";")
			}
			a.Tree = b.String()
		} else {
			a.Tree = "not an object"
		}
	}
	return a
}
