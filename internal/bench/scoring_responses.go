package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/klauspost/compress/gzip"

	"lrx/scoring"
)

// response is a row of a file, with learner, item and skill as numbers.
type response struct {
	learner, item, skill int
	r                    float64
	order                float64
}

// numbers gives names numbers from 0.
type numbers struct {
	of   map[string]int
	next int
}

func (n *numbers) number(name string) int {
	k, ok := n.of[name]
	if !ok {
		k = n.next
		n.of[strings.Clone(name)] = k
		n.next++
	}
	return k
}

func (n *numbers) count() int { return len(n.of) }

// forget makes all names new ones.
func (n *numbers) forget() { n.of = map[string]int{} }

// responseBook reads files of responses that have items and skills in common.
type responseBook struct {
	learners, items, skills *numbers
	unread                  int
}

func newResponseBook() *responseBook {
	names := func() *numbers { return &numbers{of: map[string]int{}} }
	return &responseBook{learners: names(), items: names(), skills: names()}
}

// columns are where things stand; -1 = nowhere.
type columns struct{ learner, item, correct, skill, order int }

// headers are the names of columns, the best first, without what is neither letter nor digit.
func (c *columns) find(header []string) error {
	for _, x := range []struct {
		at     *int
		needed bool
		what   string
		names  []string
	}{
		{&c.learner, true, "learner", []string{"learner", "learnerid", "user", "userid", "student", "studentid", "anonstudentid", "uid", "stuid"}},
		{&c.item, true, "item", []string{"item", "itemid", "problem", "problemid", "question", "questionid", "exercise", "exerciseid", "problemname", "stepid", "activity"}},
		{&c.correct, true, "correct", []string{"correct", "iscorrect", "correctness", "right", "success", "correctfirstattempt", "score", "outcome", "r"}},
		{&c.skill, false, "skill", []string{"skill", "skillid", "skillname", "skills", "kc", "kcid", "kcname", "concept", "conceptid", "topic", "topicid"}},
		{&c.order, false, "order", []string{"order", "orderid", "sequence", "seq", "position"}},
	} {
		*x.at = -1
		for _, name := range x.names {
			if k := slices.IndexFunc(header, func(h string) bool { return normal(h) == name }); k >= 0 {
				*x.at = k
				break
			}
		}
		if *x.at < 0 && x.needed {
			return fmt.Errorf("no column is called %s; found %s", x.what, strings.Join(header, ", "))
		}
	}
	return nil
}

// normal is a name without what people write differently.
func normal(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// read reads a file, gzipped or not, with commas, semicolons or tabs.
func (b *responseBook) read(path string) (out []response, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	in := bufio.NewReaderSize(f, 1<<16)
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		in = bufio.NewReaderSize(z, 1<<16)
	}
	if out, err = b.rows(in); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

func (b *responseBook) rows(in *bufio.Reader) ([]response, error) {
	if mark, _ := in.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = in.Discard(3) // it was there a moment ago
	}
	r := csv.NewReader(in)
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = separator(in), -1, true, true
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("no header: %w", err)
	}
	var c columns
	if err := c.find(header); err != nil {
		return nil, err
	}
	var out []response
	ordered := c.order >= 0
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		x, ok := b.response(row, c)
		if !ok {
			b.unread++
			continue
		}
		if ordered {
			x.order, err = strconv.ParseFloat(strings.TrimSpace(cell(row, c.order)), 64)
			ordered = err == nil
		}
		out = append(out, x)
	}
	if ordered {
		slices.SortStableFunc(out, func(a, b response) int { return cmp.Compare(a.order, b.order) })
	}
	return out, nil
}

// separator is what stands most often in the first line.
func separator(in *bufio.Reader) rune {
	head, _ := in.Peek(1 << 14)
	line, _, _ := strings.Cut(string(head), "\n")
	best := ','
	for _, s := range []rune{'\t', ';'} {
		if strings.Count(line, string(s)) > strings.Count(line, string(best)) {
			best = s
		}
	}
	return best
}

func cell(row []string, k int) string {
	if k < 0 || k >= len(row) {
		return ""
	}
	return row[k]
}

// response reads a row; false where learner, item or reading are missing.
func (b *responseBook) response(row []string, c columns) (response, bool) {
	learner, item := cell(row, c.learner), cell(row, c.item)
	r, ok := reading(cell(row, c.correct))
	if learner == "" || item == "" || !ok {
		return response{}, false
	}
	x := response{learner: b.learners.number(learner), item: b.items.number(item), skill: scoring.NoSkill, r: r}
	if skill := strings.TrimSpace(cell(row, c.skill)); skill != "" && !strings.EqualFold(skill, "nan") && !strings.EqualFold(skill, "na") {
		x.skill = b.skills.number(skill)
	}
	return x, true
}

// reading is a share of 0..1, or a word for right or wrong.
func reading(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if r, err := strconv.ParseFloat(text, 64); err == nil {
		return r, r >= 0 && r <= 1
	}
	switch strings.ToLower(text) {
	case "true", "yes", "correct", "right":
		return 1, true
	case "false", "no", "incorrect", "wrong":
		return 0, true
	}
	return 0, false
}
