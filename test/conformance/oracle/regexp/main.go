// Says what Go's regexp makes of questions on standard input: a JSON list [pattern, text, replacement] a line. Answers with
// a line of [pattern, text, replacement, result] for each, the result null where the pattern is refused.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var question [3]string
		if err := json.Unmarshal(in.Bytes(), &question); err != nil {
			panic(err)
		}
		answer := []any{question[0], question[1], question[2], nil}
		if compiled, err := regexp.Compile(question[0]); err == nil {
			answer[3] = compiled.ReplaceAllString(question[1], question[2])
		}
		if err := out.Encode(answer); err != nil {
			panic(err)
		}
	}
}
