package read

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// pathsOfRow puts a statement together from cells whose columns are the paths
// of JSON, joined by "_": result_score_scaled, object_definition_name_en-US,
// context_contextActivities_parent_0_id.
func pathsOfRow(out []byte, columns, row []string) ([]byte, string) {
	root := &node{}
	for i, column := range columns {
		if row[i] == "" {
			continue
		}
		path := pathOf(column)
		root.put(path, leaf(path, row[i]))
	}
	return root.append(out), ""
}

// pathOf splits a column. What stands below a language map or extensions is one
// key, whatever it holds; one key of xAPI has a "_" itself.
func pathOf(column string) []string {
	var path []string
	for rest := column; rest != ""; {
		if n := len(path); n > 0 && slices.Contains([]string{"name", "description", "display", "extensions"}, path[n-1]) && !personal(path) {
			return append(path, rest)
		}
		if after, ok := strings.CutPrefix(rest, "mbox_sha1sum"); ok && (after == "" || after[0] == '_') {
			path, rest = append(path, "mbox_sha1sum"), strings.TrimPrefix(after, "_")
			continue
		}
		key, after, _ := strings.Cut(rest, "_")
		path, rest = append(path, key), after
	}
	return path
}

// personal says that a name is that of a person or account, a text and no map.
func personal(path []string) bool {
	n := len(path)
	return path[n-1] == "name" && (n < 2 || path[n-2] != "definition")
}

// leaf writes a cell as JSON: numbers and booleans where xAPI has them, objects
// and arrays as they stand, all else as text.
func leaf(path []string, cell string) []byte {
	last, before := path[len(path)-1], ""
	if len(path) > 1 {
		before = path[len(path)-2]
	}
	typed := before == "score" || before == "extensions" || last == "success" || last == "completion" || last == "length"
	if typed || cell[0] == '{' || cell[0] == '[' {
		if value, why := textValue([]byte(cell)); why == "" {
			return value
		}
	}
	return appendJSON(nil, cell)
}

// node is an object or, when all its keys are the numbers from 0 on, an array.
type node struct {
	keys []string
	kids []*node
	leaf []byte
}

func (n *node) put(path []string, value []byte) {
	for _, key := range path {
		i := slices.Index(n.keys, key)
		if i < 0 {
			i = len(n.keys)
			n.keys, n.kids = append(n.keys, key), append(n.kids, &node{})
		}
		n = n.kids[i]
	}
	n.leaf = value
}

func (n *node) append(out []byte) []byte {
	if len(n.keys) == 0 {
		return append(out, n.leaf...)
	}
	array := true
	for i, key := range n.keys {
		array = array && key == strconv.Itoa(i)
	}
	open, closing := byte('{'), byte('}')
	if array {
		open, closing = '[', ']'
	}
	out = append(out, open)
	for i, kid := range n.kids {
		if i > 0 {
			out = append(out, ',')
		}
		if !array {
			out = append(appendJSON(out, n.keys[i]), ':')
		}
		out = kid.append(out)
	}
	return append(out, closing)
}

// appendJSON writes a text as a JSON string.
func appendJSON(out []byte, text string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil {
		return append(out, `""`...) // a string can always be encoded
	}
	return append(out, bytes.TrimRight(b.Bytes(), "\n")...)
}
