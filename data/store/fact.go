package store

import (
	"cmp"
	"database/sql/driver"
	"encoding/binary"
	"slices"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"lrx/data"
)

// form is the part of a data.Form that the store keeps.
type form struct {
	hash uint64
	time uint32
}

func formOf(s *data.Statement) form {
	return form{binary.BigEndian.Uint64(s.Form.Hash[:8]), s.Form.Time}
}

func (f form) same(g form) bool { return f.hash == g.hash && data.SameTime(f.time, g.time) }

// fact is a row of the statement table: what a statement says, in keys of the
// dictionaries and plain values. 0 stands for a missing key.
type fact struct {
	seq                                                                  int64
	id                                                                   uuid.UUID
	form                                                                 form
	actor, verb, activity, objectActor, parent, place, authority, source int32
	load, file                                                           int32
	kind                                                                 data.ObjectKind
	objectRef, voids                                                     uuid.NullUUID
	registration, attemptKey, version, platform                          string
	at, stored                                                           time.Time
	result                                                               data.Result
	atParent, interaction, feedback, voiding                             bool
	flags                                                                data.Flags
}

// factOf lays a statement out as a fact; new names get their keys.
func factOf(s *data.Statement, form form, d *dicts) fact {
	// Times are compared as finely as the store keeps them.
	at := s.Timestamp.Truncate(time.Microsecond)
	about, _ := data.EventOf(s, func(a *data.Activity) int32 { return d.activity(a, at) })
	f := fact{
		id: s.ID, form: form, kind: s.Object.Kind,
		registration: s.Registration, attemptKey: s.AttemptKey, version: s.Version, platform: s.Platform,
		at: s.Timestamp, stored: s.Stored, result: s.Result, flags: s.Flags,
		activity: about.Activity, parent: about.Parent, atParent: about.AtParent, interaction: about.Interaction,
		feedback: data.IsFeedbackOnOthers(s), voiding: data.IsVoiding(s.Verb.IRI),
	}
	f.actor = d.actor(&s.Actor, at)
	switch s.Object.Kind {
	case data.ObjectAgent, data.ObjectGroup:
		f.objectActor = d.actor(s.Object.Actor, at)
	case data.ObjectStatementRef:
		f.objectRef = uuid.NullUUID{UUID: s.Object.Ref, Valid: true}
	case data.ObjectActivity, data.ObjectSubStatement:
	}
	f.place = d.place(placesOf(s, f.activity, d, at), d.actor(s.Team, at))
	f.verb, f.authority = d.verb(s.Verb, s.Timestamp), d.actor(s.Authority, at)
	if s.Voids != nil {
		f.voids = uuid.NullUUID{UUID: *s.Voids, Valid: true}
	}
	return f
}

// placesOf are the activities a statement stands in, its object among them. Of
// category and other those are taken that are skills.
func placesOf(s *data.Statement, object int32, d *dicts, at time.Time) []placed {
	set := make([]placed, 0, 8)
	if object != 0 {
		set = append(set, placed{object, data.RoleObject})
	}
	for i := range s.Parents {
		set = append(set, placed{d.activity(&s.Parents[i], at), data.RoleParent})
	}
	for i := range s.Groupings {
		set = append(set, placed{d.activity(&s.Groupings[i], at), data.RoleGrouping})
	}
	for _, list := range [][]data.Activity{s.Categories, s.Others} {
		for i := range list {
			if data.IsCompetency(list[i].Type) {
				set = append(set, placed{d.activity(&list[i], at), data.RoleSkill})
			}
		}
	}
	return set
}

// row appends the columns of the statement table.
func (f *fact) row(row []driver.Value) []driver.Value {
	r := &f.result
	return append(row,
		f.seq, duckdb.UUID(f.id), f.form.hash, f.form.time,
		key(f.actor), f.verb, key(f.activity), uint8(f.kind), key(f.objectActor), uuid0(f.objectRef),
		key(f.parent), f.place, text0(f.registration), text0(f.attemptKey),
		f.at, time0(f.stored),
		opt(r.Scaled), opt(r.Success), opt(r.Completion), opt(r.Duration),
		opt(r.Score()), opt(r.R), opt(r.Right),
		r.Bears(), f.atParent, f.interaction, f.feedback, f.voiding, uuid0(f.voids), false,
		uint32(f.flags), text0(f.version), key(f.authority), text0(f.platform),
		f.source, f.load, f.file, uint8(r.Notes()),
	)
}

// byActor sorts facts by actor and time.
func byActor(facts []fact) []*fact {
	order := make([]*fact, len(facts))
	for i := range facts {
		order[i] = &facts[i]
	}
	slices.SortFunc(order, func(a, b *fact) int {
		return cmp.Or(cmp.Compare(a.actor, b.actor), a.at.Compare(b.at), cmp.Compare(a.seq, b.seq))
	})
	return order
}

// The missing as a column value.

func key(id int32) any {
	if id == 0 {
		return nil
	}
	return id
}

func uuid0(id uuid.NullUUID) any {
	if !id.Valid {
		return nil
	}
	return duckdb.UUID(id.UUID)
}

func text0(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func time0(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

func opt[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}
