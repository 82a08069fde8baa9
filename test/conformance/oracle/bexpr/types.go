package main

import (
	"fmt"
	"reflect"
	"strings"
)

// The types that the objects of lists consist of, in the form of src/lab/nomad/go-types: first a job's, then all others.
func table() string {
	known := map[reflect.Type]bool{}
	lines := []string{}
	for _, name := range []string{"Job", "Node", "Allocation", "Evaluation"} {
		visit(reflect.TypeOf(empty(name)).Elem(), known, &lines)
		if name == "Job" {
			lines = append(lines, "")
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// Breaks lines before they are wider than our files.
func wrapped(line string) string {
	text, width := "", 0
	for _, word := range strings.Fields(line) {
		switch {
		case width == 0:
			text, width = word, len(word)
		case width+1+len(word) > 118:
			text, width = text+"\n  "+word, 2+len(word)
		default:
			text, width = text+" "+word, width+1+len(word)
		}
	}
	return text
}

func visit(t reflect.Type, known map[reflect.Type]bool, lines *[]string) {
	if known[t] {
		return
	}
	known[t] = true
	switch t.Kind() {
	case reflect.Struct:
		line := t.String() + " struct"
		for i := range t.NumField() {
			field := t.Field(i)
			if !field.IsExported() {
				continue
			}
			line += " " + field.Name + ":" + written(field.Type)
			visit(field.Type, known, lines)
		}
		*lines = append(*lines, wrapped(line))
		return
	case reflect.Pointer, reflect.Slice, reflect.Map:
		visit(t.Elem(), known, lines)
	}
	if t.PkgPath() != "" {
		*lines = append(*lines, t.String()+" "+unnamed(t))
	}
}

func written(t reflect.Type) string {
	return strings.ReplaceAll(t.String(), "interface {}", "any")
}

func unnamed(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "[]" + written(t.Elem())
	case reflect.Map:
		return fmt.Sprintf("map[%s]%s", t.Key(), written(t.Elem()))
	}
	return t.Kind().String()
}
