package data

import (
	"bytes"
	"time"

	"github.com/google/uuid"
)

// Decoder reads statements. It reuses its buffers and remembers texts that
// come again and again, so it is for one goroutine; what it returns shares
// nothing that a later Decode changes.
type Decoder struct {
	tape  tape
	sort  keySorter
	buf   []byte  // canonical and comparison forms
	st    reading // of the statement at hand
	memo  memo
	space uuid.UUID // of ids made from content

	mapping Mapping
}

// NewDecoder makes a Decoder.
func NewDecoder() *Decoder { return NewMappedDecoder(Mapping{}) }

// NewMappedDecoder makes a Decoder that reads verbs and types as a mapping has
// them: a verb keeps its IRI and has what it means beside it, a type becomes
// the other one.
func NewMappedDecoder(m Mapping) *Decoder {
	return &Decoder{memo: newMemo(), space: uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://lrx/statement")), mapping: m}
}

// reading is the statement being read.
type reading struct {
	*Statement

	part properties
}

// properties are the values of a statement by name; 0 is absent.
type properties struct {
	id, actor, verb, object, result, context, timestamp, stored, authority, version, attachments uint32
}

// Decode reads one statement: raw is one JSON object in valid UTF-8, loaded is
// the time of the load, which stands in for a missing timestamp. It returns
// either the statement or why raw is none. Neither refers to raw afterwards.
// Maps in the statement (LangMap) may be shared between statements and must
// not be changed.
//
// The envelope is checked as xAPI 1.0.3 Data 2.2 to 2.4 say; the rest is taken
// as it comes as long as types are right. A property that is null counts as
// absent, but for actor, verb and object and their parts, where it is wrong.
func (d *Decoder) Decode(raw []byte, loaded time.Time) (*Statement, *Reject) {
	defer d.forget()
	t := &d.tape
	if err := t.parse(raw); err != nil {
		return nil, &Reject{Cause: CauseJSON, Reason: err.Error()}
	}
	if t.nodes[0].kind != kindObject {
		return nil, &Reject{Cause: CauseJSON, Reason: "value is not an object"}
	}
	s := &Statement{}
	d.st = reading{Statement: s, part: d.properties(0)}
	if r := d.statement(loaded); r != nil {
		if id := d.st.part.id; t.is(id, kindString) {
			r.ID = string(firstPart(t.text(id)))
		}
		return nil, r
	}
	s.Form = d.form()
	return s, nil
}

// firstPart is the beginning of a text that may be far too long for an id.
func firstPart(text []byte) []byte {
	const enough = 100
	if len(text) > enough {
		return bytes.ToValidUTF8(text[:enough], nil)
	}
	return text
}

// keepBytes is how large a buffer may be to be used again; one giant
// statement must not hold its memory for the rest of a load.
const keepBytes = 1 << 20

// forget lets go of the last statement and of buffers that grew too large.
func (d *Decoder) forget() {
	d.st, d.tape.raw = reading{}, nil
	if cap(d.tape.nodes) > keepBytes/8 || cap(d.tape.arena) > keepBytes || cap(d.buf) > keepBytes || cap(d.sort.buf) > keepBytes/8 {
		d.tape, d.sort, d.buf = tape{}, keySorter{}, nil
	}
}

// properties finds the properties of a statement. The last of equal keys
// counts, and null counts as absent where the envelope is not touched.
func (d *Decoder) properties(object uint32) (p properties) {
	t := &d.tape
	for k := range t.keys(object) {
		v := k + 1
		switch string(t.text(k)) {
		case "id":
			p.id = v
		case "actor":
			p.actor = v
		case "verb":
			p.verb = v
		case "object":
			p.object = v
		case "result":
			p.result = v
		case "context":
			p.context = v
		case "timestamp":
			p.timestamp = v
		case "stored":
			p.stored = v
		case "authority":
			p.authority = v
		case "version":
			p.version = v
		case "attachments":
			p.attachments = v
		}
	}
	for _, v := range []*uint32{&p.id, &p.result, &p.context, &p.timestamp, &p.stored, &p.authority, &p.version, &p.attachments} {
		if t.is(*v, kindNull) {
			*v = 0
		}
	}
	return p
}

// statement reads the parts. The id comes first, because a group without an
// IFI is known by the statement it stands in.
func (d *Decoder) statement(loaded time.Time) *Reject {
	s, p := d.st.Statement, &d.st.part
	if r := d.id(p.id); r != nil {
		return r
	}
	if r := d.deed(s, p, true); r != nil {
		return r
	}
	if r := d.times(loaded); r != nil {
		return r
	}
	d.voids()
	if p.authority != 0 {
		a, r := d.actor(p.authority, place{cause: CauseAuthority, name: "authority"})
		if r != nil {
			return r
		}
		s.Authority = a
	}
	if r := d.version(p.version); r != nil {
		return r
	}
	if r := d.attachments(p.attachments); r != nil {
		return r
	}
	if s.Actor.Group {
		s.Flags |= FlagGroup
	}
	if s.Actor.Key == "" || s.Actor.Group && len(s.Actor.Members) == 0 {
		s.Flags |= FlagNoIFI
	}
	return nil
}

// deed reads what a statement and a SubStatement have in common.
func (d *Decoder) deed(s *Statement, p *properties, mayNest bool) *Reject {
	if p.actor == 0 {
		return &Reject{Cause: CauseActor, Reason: "no actor"}
	}
	if p.verb == 0 {
		return &Reject{Cause: CauseVerb, Reason: "no verb"}
	}
	if p.object == 0 {
		return &Reject{Cause: CauseObject, Reason: "no object"}
	}
	actor, r := d.actor(p.actor, place{cause: CauseActor, name: "actor", envelope: true})
	if r != nil {
		return r
	}
	s.Actor = *actor
	if r := d.verb(s, p.verb); r != nil {
		return r
	}
	if r := d.object(s, p.object, mayNest); r != nil {
		return r
	}
	if r := d.context(s, p.context); r != nil {
		return r
	}
	if s.AttemptKey == "" {
		s.AttemptKey = attemptActivity(s)
	}
	return d.result(s, p.result)
}

// voids notes what a voiding statement voids (Data 2.3.2).
func (d *Decoder) voids() {
	s := d.st.Statement
	if !IsVoiding(s.Verb.IRI) {
		return
	}
	if s.Object.Kind != ObjectStatementRef {
		s.Flags |= FlagVoidNoRef
		return
	}
	ref := s.Object.Ref
	s.Voids = &ref
}

// id reads the statement's id, or makes one from the content (data.md "id missing").
func (d *Decoder) id(i uint32) *Reject {
	s, t := d.st.Statement, &d.tape
	if i == 0 {
		s.ID, s.IDMade = d.madeID(), true
		s.Flags |= FlagNoID
		return nil
	}
	if !t.is(i, kindString) {
		return &Reject{Cause: CauseID, Reason: "id is not a string"}
	}
	id, ok := parseUUID(t.text(i))
	if !ok {
		return &Reject{Cause: CauseID, Reason: "id is not a UUID"}
	}
	s.ID = id
	return nil
}

// verb reads the verb (xAPI 1.0.3 Data 2.4.3).
func (d *Decoder) verb(s *Statement, i uint32) *Reject {
	t := &d.tape
	if !t.is(i, kindObject) {
		return &Reject{Cause: CauseVerb, Reason: "verb is not an object"}
	}
	for k := range t.keys(i) {
		switch string(t.text(k)) {
		case "id":
			if !t.is(k+1, kindString) || !IsIRI(t.text(k+1)) {
				return &Reject{Cause: CauseVerb, Reason: "verb id is not an IRI"}
			}
			s.Verb.IRI = d.memo.text(t.text(k + 1))
			s.Verb.Means = d.mapping.Verbs[s.Verb.IRI]
		case "display":
			names, ok := d.langMap(s, k+1)
			if !ok {
				return &Reject{Cause: CauseVerb, Reason: "verb display is not a language map"}
			}
			s.Verb.Names = names
		}
	}
	if s.Verb.IRI == "" {
		return &Reject{Cause: CauseVerb, Reason: "verb has no id"}
	}
	return nil
}

// version reads the version. Those lrx knows are 0.95 to 2.0.0 (data.md).
func (d *Decoder) version(i uint32) *Reject {
	if i == 0 {
		return nil
	}
	if !d.tape.is(i, kindString) {
		return &Reject{Cause: CauseVersion, Reason: "version is not a string"}
	}
	s := d.st.Statement
	s.Version = d.memo.text(d.tape.text(i))
	if !knownVersion(s.Version) {
		s.Flags |= FlagVersion
	}
	return nil
}

// parseUUID reads a UUID in its one written form, of either case; any version.
func parseUUID(text []byte) (id uuid.UUID, ok bool) {
	if len(text) != 36 {
		return id, false
	}
	id, err := uuid.ParseBytes(text)
	return id, err == nil
}

// madeID is the id of a statement that came without one: a name-based UUID
// (RFC 9562, version 5) of its canonical form, but for an id that is null. Rows
// that differ in anything else, be it only the authority, are two statements:
// without an id nobody said that they are one.
func (d *Decoder) madeID() uuid.UUID {
	d.buf = d.tape.canonical(d.buf[:0], 0, &d.sort, "id")
	return uuid.NewSHA1(d.space, d.buf)
}
