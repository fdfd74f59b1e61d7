package data

import (
	"strconv"
	"strings"
)

// context reads the context (xAPI 1.0.3 Data 2.4.6).
func (d *Decoder) context(s *Statement, i uint32) *Reject {
	if i == 0 {
		return nil
	}
	t := &d.tape
	if !t.is(i, kindObject) {
		return &Reject{Cause: CauseContext, Reason: "context is not an object"}
	}
	for k := range t.keys(i) {
		if t.is(k+1, kindNull) {
			continue
		}
		if r := d.contextProperty(s, string(t.text(k)), k+1); r != nil {
			return r
		}
	}
	return nil
}

func (d *Decoder) contextProperty(s *Statement, key string, v uint32) (r *Reject) {
	t := &d.tape
	switch key {
	case "registration":
		if !t.is(v, kindString) {
			return &Reject{Cause: CauseContext, Reason: "registration is not a string"}
		}
		id, ok := parseUUID(t.text(v))
		if !ok {
			return &Reject{Cause: CauseContext, Reason: "registration is not a UUID"}
		}
		s.Registration = id.String()
	case "instructor":
		s.Instructor, r = d.actor(v, place{cause: CauseContext, name: "instructor"})
	case "team":
		s.Team, r = d.actor(v, place{cause: CauseContext, name: "team", team: true})
		if r == nil && !s.Team.Group {
			r = &Reject{Cause: CauseContext, Reason: "team is not a Group"}
		}
	case "contextActivities":
		r = d.contextActivities(s, v)
	case "platform":
		s.Platform, r = d.contextString(v, key)
	case "language":
		s.Language, r = d.contextString(v, key)
	case "revision":
		_, r = d.contextString(v, key)
	case "statement":
		r = d.contextStatement(v)
	case "extensions":
		if !t.is(v, kindObject) {
			return &Reject{Cause: CauseContext, Reason: "context extensions are not an object"}
		}
		d.contextExtensions(s, v)
	}
	return r
}

func (d *Decoder) contextString(v uint32, name string) (string, *Reject) {
	if !d.tape.is(v, kindString) {
		return "", &Reject{Cause: CauseContext, Reason: name + " is not a string"}
	}
	return d.memo.text(d.tape.text(v)), nil
}

func (d *Decoder) contextStatement(v uint32) *Reject {
	t := &d.tape
	if t.is(v, kindObject) {
		kind, id := t.find(v, "objectType"), t.find(v, "id")
		if t.is(kind, kindString) && string(t.text(kind)) == "StatementRef" && t.is(id, kindString) {
			if _, ok := parseUUID(t.text(id)); ok {
				return nil
			}
		}
	}
	return &Reject{Cause: CauseContext, Reason: "context statement is not a StatementRef with a UUID"}
}

// contextActivities reads the four lists; one object counts as a list of one
// (Data 2.4.6.2). Other keys are unknown properties and kept.
func (d *Decoder) contextActivities(s *Statement, i uint32) *Reject {
	t := &d.tape
	if !t.is(i, kindObject) {
		return &Reject{Cause: CauseContext, Reason: "contextActivities is not an object"}
	}
	for k := range t.keys(i) {
		var list *[]Activity
		name := string(t.text(k))
		switch name {
		case "parent":
			list = &s.Parents
		case "grouping":
			list = &s.Groupings
		case "category":
			list = &s.Categories
		case "other":
			list = &s.Others
		default:
			continue
		}
		*list = nil
		if t.is(k+1, kindNull) {
			continue
		}
		if r := d.activities(s, list, k+1, place{cause: CauseContext, name: "contextActivities " + name}); r != nil {
			return r
		}
	}
	return nil
}

func (d *Decoder) activities(s *Statement, list *[]Activity, i uint32, at place) *Reject {
	t := &d.tape
	add := func(i uint32) *Reject {
		*list = append(*list, Activity{})
		return d.activity(s, &(*list)[len(*list)-1], i, at)
	}
	if t.nodes[i].kind != kindArray {
		return add(i)
	}
	for item := range t.items(i) {
		if r := add(item); r != nil {
			return r
		}
	}
	return nil
}

// The extensions lrx reads. cmi5 moved its IRIs from purl.org to w3id.org with
// the Quartz edition.
const (
	extSession    = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
	extMastery    = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
	extOldSession = "http://purl.org/xapi/cmi5/context/extensions/sessionid"
	extOldMastery = "http://purl.org/xapi/cmi5/context/extensions/masteryscore"
	extAttempt    = "/extension/attempt-id" // http://id.tincanapi.com and others
)

func (d *Decoder) contextExtensions(s *Statement, i uint32) {
	t := &d.tape
	for k := range t.keys(i) {
		switch key := t.text(k); {
		case string(key) == extSession, string(key) == extOldSession, strings.HasSuffix(string(key), extAttempt):
			if t.is(k+1, kindString) || t.is(k+1, kindNumber) {
				s.AttemptKey = string(t.text(k + 1))
			}
		case string(key) == extMastery, string(key) == extOldMastery:
			if v, err := strconv.ParseFloat(string(t.text(k+1)), 64); err == nil && t.is(k+1, kindNumber) {
				s.Result.MasteryScore = &v
			}
		}
	}
}

// attemptActivity is the id of the activity that stands for the attempt: the
// object, a parent or a grouping of type attempt; "" if none.
func attemptActivity(s *Statement) string {
	if s.Object.Activity.IsAttempt() {
		return s.Object.Activity.IRI
	}
	for _, list := range [][]Activity{s.Parents, s.Groupings} {
		for i := range list {
			if list[i].IsAttempt() {
				return list[i].IRI
			}
		}
	}
	return ""
}
