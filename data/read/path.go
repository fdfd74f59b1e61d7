package read

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// pathsOfRows puts statements together from cells whose columns are the paths
// of JSON, joined by "_": result_score_scaled, object_definition_name_en-US,
// context_contextActivities_parent_0_id.
func pathsOfRows(columns []string) rowReader {
	paths := make([][]string, len(columns))
	for i, column := range columns {
		paths[i] = pathOf(column)
	}
	return func(out []byte, row [][]byte) ([]byte, string) {
		root := &node{}
		for i, cell := range row {
			if len(cell) == 0 || len(paths[i]) == 0 { // a column without a name says nothing
				continue
			}
			if !utf8.Valid(cell) {
				return out, columns[i] + ": " + string(faultUTF8)
			}
			root.put(paths[i], leaf(paths[i], cell))
		}
		if len(root.keys) == 0 {
			return append(out, "{}"...), ""
		}
		return root.append(out), ""
	}
}

// pathOf splits a column. What stands below a language map or extensions is one
// key, whatever it holds; one key of xAPI has a "_" itself.
func pathOf(column string) []string {
	const hash = "mbox_sha1sum"
	var path []string
	for rest := column; rest != ""; {
		if n := len(path); n > 0 && slices.Contains([]string{"name", "description", "display", "extensions"}, path[n-1]) && !personal(path) {
			return append(path, rest)
		}
		if n := len(hash); len(rest) >= n && strings.EqualFold(rest[:n], hash) && (len(rest) == n || rest[n] == '_') {
			path, rest = append(path, hash), strings.TrimPrefix(rest[n:], "_")
			continue
		}
		key, after, _ := strings.Cut(rest, "_")
		path, rest = append(path, property(key)), after
	}
	return path
}

// properties are the names that columns may have written in other letters.
const properties = " event id actor verb object result context authority attachments timestamp stored version objectType " +
	"name mbox openid account homePage member display definition description type moreInfo interactionType " +
	"correctResponsesPattern choices scale source target steps extensions score scaled raw min max success completion " +
	"response duration registration instructor team contextActivities parent grouping category other revision platform " +
	"language statement usageType contentType length sha2 fileUrl "

// property is the name of xAPI that a key is meant as, the key itself if none.
func property(key string) string {
	for name := range strings.FieldsSeq(properties) {
		if strings.EqualFold(name, key) {
			return name
		}
	}
	return key
}

// personal says that a name is that of a person or account, a text and no map.
func personal(path []string) bool {
	n := len(path)
	return path[n-1] == "name" && (n < 2 || path[n-2] != "definition")
}

// leaf writes a cell as JSON: numbers and booleans where xAPI has them, objects
// and arrays as they stand but for what a learner or author wrote, all else as text.
func leaf(path []string, cell []byte) []byte {
	last, before := path[len(path)-1], ""
	if len(path) > 1 {
		before = path[len(path)-2]
	}
	typed := before == "score" || before == "extensions" || last == "success" || last == "completion" || last == "length"
	text := last == "response" || slices.Contains([]string{"correctResponsesPattern", "name", "description", "display"}, before)
	if typed || !text && (cell[0] == '{' || cell[0] == '[') {
		if value, why := textValue(cell); why == "" {
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
			out = append(appendJSON(out, []byte(n.keys[i])), ':')
		}
		out = kid.append(out)
	}
	return append(out, closing)
}

// appendJSON writes a text as a JSON string.
func appendJSON(out, text []byte) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(string(text)); err != nil {
		return append(out, `""`...) // a string can always be encoded
	}
	return append(out, bytes.TrimRight(b.Bytes(), "\n")...)
}
