package main

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/hashicorp/nomad/api"
)

// Prints the members of Nomad's job and of all that is in it, as src/syntax/jobspec has them: `go run . schema`.
func printSchema() {
	seen := map[string]bool{}
	queue := []reflect.Type{reflect.TypeOf(api.Job{})}
	for len(queue) > 0 {
		t := queue[0]
		queue = queue[1:]
		if seen[t.Name()] {
			continue
		}
		seen[t.Name()] = true
		fmt.Fprintf(os.Stdout, "  %s: {\n", t.Name())
		for i := 0; i < t.NumField(); i++ {
			f := t.Field(i)
			if !f.IsExported() || f.Tag.Get("json") == "-" {
				continue
			}
			name, kind, _ := strings.Cut(f.Tag.Get("hcl"), ",")
			typ := typeName(f.Type, &queue)
			entry := ""
			switch {
			case f.Tag.Get("hcl") == "":
			case kind == "block":
				entry = fmt.Sprintf("block: '%s', ", name)
			case kind == "label":
				entry = fmt.Sprintf("label: '%s', ", name)
			default:
				entry = fmt.Sprintf("attribute: '%s', ", name)
				if kind == "" && f.Type.Kind() != reflect.Ptr {
					entry += "required: true, "
				}
			}
			if strings.Contains(f.Tag.Get("json"), "omitempty") {
				entry += "omitEmpty: true, "
			}
			fmt.Fprintf(os.Stdout, "    %s: { %stype: '%s' },\n", f.Name, entry, typ)
		}
		fmt.Fprintln(os.Stdout, "  },")
	}
}

func typeName(t reflect.Type, queue *[]reflect.Type) string {
	if t == reflect.TypeOf(time.Duration(0)) {
		return "duration"
	}
	switch t.Kind() {
	case reflect.Ptr:
		return "*" + typeName(t.Elem(), queue)
	case reflect.Slice:
		return "[]" + typeName(t.Elem(), queue)
	case reflect.Map:
		return "map:" + typeName(t.Elem(), queue)
	case reflect.Interface:
		return "any"
	case reflect.Struct:
		*queue = append(*queue, t)
		return t.Name()
	}
	return t.Kind().String()
}
