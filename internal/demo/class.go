package demo

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// class is everybody with all they said.
type class struct {
	learners []*learner
	out      [Sources][]statement // by the time they were stored
}

func newClass() *class {
	c := &class{}
	for i := range Learners {
		l := newLearner(i)
		l.term()
		l.report()
		c.learners = append(c.learners, l)
	}
	c.discuss()
	for _, l := range c.learners {
		for from := range c.out {
			c.out[from] = append(c.out[from], l.out[from]...)
		}
	}
	c.addOddStatements()
	for from := range c.out {
		slices.SortStableFunc(c.out[from], func(a, b statement) int {
			return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.ID, b.ID))
		})
		for i := range c.out[from] {
			c.out[from][i].stamp(source(from), i)
		}
	}
	c.repeat()
	return c
}

// stamp fills in what the record store adds. The LMS sends each statement
// within seconds, the quiz tool sent all of them on one evening.
func (s *statement) stamp(from source, index int) {
	stored := s.at.Add(time.Duration(1000+index*7919%5000) * time.Millisecond)
	name := "lms-collector"
	if from == tool {
		stored = closing().Add(90*time.Minute + time.Duration(index)*150*time.Millisecond)
		name = "quiz-import"
	}
	collector := demoAgent(name, "")
	s.Authority = &collector
	s.Stored = stored.UTC().Format("2006-01-02T15:04:05.000Z")
	if s.Timestamp == "" {
		s.Timestamp = s.at.Format("2006-01-02T15:04:05.000-07:00")
	}
	s.Version = "1.0.3"
}

// lines encodes the statements of a source in the order of its export: the LMS
// file oldest first, the quiz tool's newest first, as record stores answer.
func (c *class) lines(from source) ([][]byte, error) {
	statements := c.out[from]
	lines := make([][]byte, 0, len(statements)+2)
	for i := range statements {
		text, err := encode(&statements[i])
		if err != nil {
			return nil, err
		}
		lines = append(lines, text)
	}
	lines = spoil(from, lines)
	if from == tool {
		slices.Reverse(lines)
	}
	return lines, nil
}

func encode(s *statement) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return nil, fmt.Errorf("encode statement: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// named is a verb with the name people read: the last part of its IRI.
func named(iri string) *verb {
	name := iri[strings.LastIndexByte(iri, '/')+1:]
	switch name {
	case "login":
		name = "logged in"
	case "submit":
		name = "submitted"
	}
	return &verb{ID: iri, Display: words{"en": name}}
}
