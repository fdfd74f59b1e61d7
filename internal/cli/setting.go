package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// setting is a number or word of a profile that is to be another one.
type setting struct {
	flag  string // that asked for it
	key   string // as in profile.toml: "weights.due_work"
	value string
}

// parseSetting reads KEY=VALUE. A key of several words may be written with
// blanks or hyphens.
func parseSetting(flag, prefix, text string) (setting, error) {
	key, value, found := strings.Cut(text, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if !found || key == "" || value == "" {
		return setting{}, usage("write it as --"+flag+" NAME=VALUE", "--%s: %q is no name and value", flag, text)
	}
	key = strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(key))
	return setting{flag, prefix + key, value}, nil
}

// changed is a profile with some of its settings changed. Settings are found by
// their keys, so that a new one needs no line here.
func changed[T any](profile T, settings []setting) (T, error) {
	var none T
	tree, err := treeOf(profile)
	if err != nil {
		return none, err
	}
	for _, s := range settings {
		if err := set(tree, s); err != nil {
			return none, err
		}
	}
	text, err := json.Marshal(tree)
	if err != nil {
		return none, err
	}
	var out T
	err = json.Unmarshal(text, &out)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return none, usage("write a whole number", "%s cannot be %s", wrong.Field, wrong.Value)
	}
	return out, err
}

func treeOf(profile any) (map[string]any, error) {
	text, err := json.Marshal(profile)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	var tree map[string]any
	return tree, d.Decode(&tree)
}

// set changes one setting of a tree. What it is says how the value is read.
func set(tree map[string]any, s setting) error {
	path := strings.Split(s.key, ".")
	last := len(path) - 1
	for _, name := range path[:last] {
		below, ok := tree[name].(map[string]any)
		if !ok {
			return unknownSetting(tree, s, name)
		}
		tree = below
	}
	switch tree[path[last]].(type) {
	case json.Number:
		if _, err := strconv.ParseFloat(s.value, 64); err != nil || !json.Valid([]byte(s.value)) {
			return usage("write a number such as 0.25", "--%s: %q is no number", s.flag, s.value)
		}
		tree[path[last]] = json.Number(s.value)
	case string:
		tree[path[last]] = s.value
	case bool:
		on, err := strconv.ParseBool(s.value)
		if err != nil {
			return usage("write true or false", "--%s: %q is neither", s.flag, s.value)
		}
		tree[path[last]] = on
	default:
		return unknownSetting(tree, s, path[last])
	}
	return nil
}

func unknownSetting(tree map[string]any, s setting, name string) error {
	return usage("there are: "+strings.Join(slices.Sorted(maps.Keys(tree)), ", "), "--%s: there is no setting %q%s", s.flag, name, within(s.key, name))
}

// within says in which table of a profile a name was looked for.
func within(key, name string) string {
	if table, _, found := strings.Cut(key, "."); found && table != name {
		return fmt.Sprintf(" in %s", table)
	}
	return ""
}
