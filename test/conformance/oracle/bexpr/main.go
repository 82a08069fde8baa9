// Says what the filters of Nomad make of its objects. Standard input has a JSON list [type, object, filter] a line, where
// `type` is Job, Node, Allocation or Evaluation and `object` is as the API shows it; the answer is a line for each: true,
// false, the text of the error, null where the library panics, or {} where it answers one thing and then another, as it
// goes through maps in no order. `go run . types` prints the types of those objects.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/go-bexpr"
	"github.com/hashicorp/nomad/nomad/structs"
)

func empty(name string) any {
	switch name {
	case "Job":
		return &structs.Job{}
	case "Node":
		return &structs.Node{}
	case "Allocation":
		return &structs.Allocation{}
	case "Evaluation":
		return &structs.Evaluation{}
	}
	panic("no such type: " + name)
}

func verdict(filter string, object any) any {
	evaluator, err := bexpr.CreateEvaluator(filter)
	if err != nil {
		return err.Error()
	}
	answer := evaluate(evaluator, object)
	for range 64 {
		if evaluate(evaluator, object) != answer {
			return struct{}{}
		}
	}
	return answer
}

func evaluate(evaluator *bexpr.Evaluator, object any) (answer any) {
	defer func() {
		if recover() != nil {
			answer = nil
		}
	}()
	matches, err := evaluator.Evaluate(object)
	if err != nil {
		return err.Error()
	}
	return matches
}

func main() {
	if len(os.Args) > 1 {
		fmt.Print(table())
		return
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var question [3]json.RawMessage
		var name, filter string
		must(json.Unmarshal(in.Bytes(), &question))
		must(json.Unmarshal(question[0], &name))
		object := empty(name)
		must(json.Unmarshal(question[1], object))
		must(json.Unmarshal(question[2], &filter))
		must(out.Encode(verdict(filter, object)))
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
