// The oracle for templates: what Go's text/template, with the functions of consul-template, says of a text, and which
// requests consul-template makes for it.
//
//	go run . names                     the names of consul-template's functions
//	go run . verdicts < texts.jsonl    {text, left, right} -> the same with error or leaves
//	go run . requests < cases.jsonl    {template, env, answers} -> the same with the requests made
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: template names|verdicts|requests")
		os.Exit(2)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	switch os.Args[1] {
	case "names":
		must(out.Encode(functionNames()))
	case "verdicts":
		eachLine(func(line []byte) { must(out.Encode(verdict(line))) })
	case "requests":
		eachLine(func(line []byte) { must(out.Encode(requests(line))) })
	}
}

func eachLine(do func(line []byte)) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		do(lines.Bytes())
	}
	must(lines.Err())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
