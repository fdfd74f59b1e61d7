package store

import (
	"embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

//go:embed relation/*.sql
var relationFiles embed.FS

// Relations writes the definitions of named relations for a WITH clause, and of
// those they need. What a load keeps of each class is made from the same texts
// that questions about other times are.
//
// A line that ends in "--? name" is there only if name is given, one that ends
// in "--? !name" only if it is not.
type Relations struct {
	Given func(name string) bool
	Kept  func(name string) string // which rows to read of what a load kept under that name; "" = make it; may be nil
}

// keptRelations are those a load keeps, in tables named kept_…, in the order they
// are made in: tries help to make others.
var keptRelations = []string{"tries", "class_sums", "learner_sums", "learner_slots", "day_sums", "activity_sums", "area_parts", "area_sums", "verb_sums", "origin_sums", "origin_slots"}

// With returns the definitions, without the word WITH.
func (r Relations) With(names ...string) (string, error) {
	var texts []string
	var done []string
	var add func(name string) error
	add = func(name string) error {
		if slices.Contains(done, name) {
			return nil
		}
		done = append(done, name)
		if r.Kept != nil && slices.Contains(keptRelations, name) {
			if rows := r.Kept(name); rows != "" {
				texts = append(texts, name+" AS (FROM kept_"+name+" WHERE "+rows+")")
				return nil
			}
		}
		b, err := relationFiles.ReadFile("relation/" + name + ".sql")
		if err != nil {
			return fmt.Errorf("there is no relation %q", name)
		}
		text := string(b)
		if m := relationNeeds.FindStringSubmatch(text); m != nil {
			for _, need := range strings.Split(m[1], ", ") {
				if err := add(need); err != nil {
					return err
				}
			}
		}
		texts = append(texts, strings.TrimSpace(r.Lines(text)))
		return nil
	}
	for _, name := range names {
		if err := add(name); err != nil {
			return "", err
		}
	}
	return strings.Join(texts, ",\n"), nil
}

var relationMark = regexp.MustCompile(`\{\{([a-z_, ]+)\}\}`)

// PutIn replaces the marks {{names}} in a text.
func PutIn(text string, part func(names string) (string, error)) (string, error) {
	var failed error
	text = relationMark.ReplaceAllStringFunc(text, func(mark string) string {
		p, err := part(strings.Trim(mark, "{}"))
		failed = errors.Join(failed, err)
		return p
	})
	return text, failed
}

// Text returns a text as it is to be run: with the relations put in that its marks
// name, and without the lines that are not there.
func (r Relations) Text(text string) (string, error) {
	return PutIn(r.Lines(text), func(names string) (string, error) { return r.With(strings.Split(names, ", ")...) })
}

var (
	relationNeeds   = regexp.MustCompile(`(?m)^-- needs: (.*)$`)
	relationComment = regexp.MustCompile(`(?m)^ *--[^?].*\n`)
	relationLine    = regexp.MustCompile(`(?m)^(.*?) *--\? (!?)([a-z_]+)\n`)
)

// Lines returns a text with the lines that are there, without its comments.
func (r Relations) Lines(text string) string {
	text = relationComment.ReplaceAllString(text, "")
	return relationLine.ReplaceAllStringFunc(text, func(line string) string {
		m := relationLine.FindStringSubmatch(line)
		if r.Given(m[3]) == (m[2] == "!") {
			return ""
		}
		return m[1] + "\n"
	})
}
