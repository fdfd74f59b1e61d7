package data

import (
	"bytes"
	"math"
	"slices"
	"strconv"

	"github.com/zeebo/xxh3"
)

// This file writes the comparison form of a statement: two statements with one
// id are the same when their forms are (xAPI 1.0.3 Data 2.3.1 and 2.2).
//
// It is the canonical form with what does not count left out or made equal:
//   - id, stored, authority, version and attachments are left out;
//   - so is the timestamp, which stands beside the form: see Form;
//   - the timestamp of a SubStatement is its instant, whatever the offset, to
//     the nanosecond;
//   - verb display and activity definitions are left out;
//   - a Group's members are sorted;
//   - the host of an mbox, a sha1 and a UUID are in lower case;
//   - one object in contextActivities is a list of one;
//   - an objectType that is the default is left out, and so is a property that
//     is null, but in extensions;
//   - a number is the double it stands for, but an integer, and a number no
//     double holds, is its text;
//   - a duration is its text.
//
// The form is hashed with XXH3 to 128 bits. That is no cryptographic hash, and
// need not be: only forms of one id are compared, the first statement stays
// whatever comes of it, and who can choose both could send equal ones anyway.

// shape is what a value in a statement is.
type shape uint8

const (
	shapePlain shape = iota // an extension, or anything unknown: as it is
	shapeStatement
	shapeSubStatement
	shapeActor
	shapeMembers
	shapeVerb
	shapeObject   // a statement's object: an Activity by default
	shapeActivity // in contextActivities
	shapeActivityList
	shapeActivityLists
	shapeReference
	shapeContext
	shapeResult
	shapeScore
	shapeTime
	shapeMail
	shapeLower // compared without regard to case
)

// Form is what two statements with one id are compared by.
type Form struct {
	Hash [16]byte // of the comparison form
	// Time stands for the timestamp: bit 0 says that the LRS may have set it, as it
	// is missing or equals stored; the others are a hash of its instant, 0 if it
	// is missing.
	Time uint32
}

// Same says whether the statements are the same (xAPI 1.0.3 Data 2.3.1). A
// timestamp the LRS set does not count: a statement sent without one, one that
// came back with both times equal and one that has neither are the same. Two
// equal timestamps are equal whoever set them. A timestamp without stored
// beside it is the sender's.
func (f Form) Same(g Form) bool { return f.Hash == g.Hash && SameTime(f.Time, g.Time) }

// SameTime is what Same says of Form.Time.
func SameTime(a, b uint32) bool { return a&b&1 == 1 || a>>1 == b>>1 }

// form is the form of the statement just read.
func (d *Decoder) form() Form {
	d.buf = d.formOf(d.buf[:0], 0, shapeStatement)
	f := Form{Hash: xxh3.Hash128(d.buf).Bytes()}
	s := d.st.Statement
	if s.Flags&FlagNoTimestamp == 0 {
		d.buf = strconv.AppendInt(strconv.AppendInt(d.buf[:0], s.Timestamp.Unix(), 10), int64(s.Timestamp.Nanosecond())+1e9, 10)
		f.Time = uint32(xxh3.Hash(d.buf)) | 2 //nolint:gosec // a part of a hash
	}
	f.Time &^= 1
	if s.Flags&FlagNoTimestamp != 0 || s.Timestamp.Equal(s.Stored) {
		f.Time |= 1
	}
	return f
}

// formOf appends the comparison form of the value at i.
func (d *Decoder) formOf(out []byte, i uint32, as shape) []byte {
	t := &d.tape
	switch t.nodes[i].kind {
	case kindObject:
		if as == shapeActivityList {
			out = append(out, '[')
			out = d.formObject(out, i, shapeActivity)
			return append(out, ']')
		}
		return d.formObject(out, i, as)
	case kindArray:
		return d.formArray(out, i, as)
	case kindString:
		return d.formString(out, i, as)
	case kindNumber:
		return appendNumber(out, t.text(i))
	default:
		return append(out, t.text(i)...)
	}
}

func (d *Decoder) formObject(out []byte, i uint32, as shape) []byte {
	t := &d.tape
	mark := len(d.sort.buf)
	out = append(out, '{')
	first := true
	for _, k := range d.sort.take(t, i) {
		part, keep := d.formPart(as, k)
		if !keep {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = t.appendText(out, k)
		out = append(out, ':')
		out = d.formOf(out, k+1, part)
	}
	d.sort.release(mark)
	return append(out, '}')
}

// formPart says what the value of key k in a value of a shape is, and whether it counts.
func (d *Decoder) formPart(in shape, k uint32) (as shape, keep bool) {
	t := &d.tape
	key, v := t.text(k), k+1
	if in != shapePlain && t.is(v, kindNull) {
		return shapePlain, false
	}
	switch in {
	case shapeStatement:
		return d.formStatementPart(string(key), v)
	case shapeSubStatement:
		if string(key) == "timestamp" {
			return shapeTime, true
		}
		return d.formStatementPart(string(key), v)
	case shapeActor:
		return formActorPart(string(key), string(t.text(v)) == "Agent")
	case shapeObject, shapeActivity:
		return formObjectPart(string(key), string(t.text(v)) == "Activity")
	case shapeVerb:
		return shapePlain, string(key) != "display"
	case shapeContext:
		return formContextPart(string(key)), true
	case shapeActivityLists:
		switch string(key) {
		case "parent", "grouping", "category", "other":
			return shapeActivityList, true
		}
	case shapeReference:
		if string(key) == "id" {
			return shapeLower, true
		}
	case shapeResult:
		if string(key) == "score" {
			return shapeScore, true
		}
	default:
	}
	return shapePlain, true
}

func (d *Decoder) formStatementPart(key string, v uint32) (as shape, keep bool) {
	switch key {
	case "id", "timestamp", "stored", "authority", "version", "attachments":
		return shapePlain, false
	case "actor":
		return shapeActor, true
	case "verb":
		return shapeVerb, true
	case "object":
		return d.formObjectShape(v), true
	case "context":
		return shapeContext, true
	case "result":
		return shapeResult, true
	}
	return shapePlain, true
}

// formObjectShape is the shape of a statement's object. An actor's objectType
// stays there, as it is no default in that place.
func (d *Decoder) formObjectShape(v uint32) shape {
	if k := d.tape.find(v, "objectType"); k != 0 {
		switch string(d.tape.text(k)) {
		case "SubStatement":
			return shapeSubStatement
		case "StatementRef":
			return shapeReference
		}
	}
	return shapeObject
}

func formActorPart(key string, isDefault bool) (as shape, keep bool) {
	switch key {
	case "objectType":
		return shapePlain, !isDefault
	case "mbox":
		return shapeMail, true
	case "mbox_sha1sum":
		return shapeLower, true
	case "member":
		return shapeMembers, true
	}
	return shapePlain, true
}

// formObjectPart is for activities and for the actors that stand as objects;
// their properties have different names.
func formObjectPart(key string, isDefault bool) (as shape, keep bool) {
	if key == "definition" {
		return shapePlain, false
	}
	return formActorPart(key, isDefault)
}

func formContextPart(key string) shape {
	switch key {
	case "registration":
		return shapeLower
	case "instructor", "team":
		return shapeActor
	case "contextActivities":
		return shapeActivityLists
	case "statement":
		return shapeReference
	}
	return shapePlain
}

func (d *Decoder) formArray(out []byte, i uint32, as shape) []byte {
	item := shapePlain
	switch as {
	case shapeActivityList:
		item = shapeActivity
	case shapeMembers:
		return d.formMembers(out, i)
	default:
	}
	out = append(out, '[')
	for v := range d.tape.items(i) {
		if v > i+1 {
			out = append(out, ',')
		}
		out = d.formOf(out, v, item)
	}
	return append(out, ']')
}

// formMembers appends a Group's members in the order of their forms.
func (d *Decoder) formMembers(out []byte, i uint32) []byte {
	var members [][]byte
	for v := range d.tape.items(i) {
		members = append(members, d.formOf(nil, v, shapeActor))
	}
	slices.SortFunc(members, bytes.Compare)
	out = append(out, '[')
	for n, m := range members {
		if n > 0 {
			out = append(out, ',')
		}
		out = append(out, m...)
	}
	return append(out, ']')
}

func (d *Decoder) formString(out []byte, i uint32, as shape) []byte {
	t := &d.tape
	switch as {
	case shapeTime:
		at := d.st.Timestamp
		if i != d.st.part.timestamp { // a SubStatement's
			at, _, _ = parseTime(t.text(i))
		}
		out = strconv.AppendInt(out, at.Unix(), 10)
		out = append(out, '.')
		return strconv.AppendInt(out, int64(at.Nanosecond()), 10)
	case shapeMail:
		if text := string(t.text(i)); isMailto(text) {
			return appendString(out, []byte(lowerHost(text)))
		}
	case shapeLower:
		return appendString(out, bytes.ToLower(t.text(i)))
	default:
	}
	return t.appendText(out, i)
}

// appendText appends a string as canonical does. One without escapes stands
// in the text as it must.
func (t *tape) appendText(out []byte, i uint32) []byte {
	n := &t.nodes[i]
	if n.escaped {
		return appendString(out, t.text(i))
	}
	return append(out, t.raw[n.from-1:n.to+1]...)
}

// appendNumber appends a number so that equal values are equal texts.
func appendNumber(out, text []byte) []byte {
	if settled(text) {
		return append(out, text...)
	}
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return append(out, text...)
	}
	if v == 0 {
		return append(out, '0')
	}
	if size := math.Abs(v); size < 1e-15 || size >= 1e21 {
		return strconv.AppendFloat(out, v, 'e', -1, 64)
	}
	return strconv.AppendFloat(out, v, 'f', -1, 64)
}

// settled says whether a number is written as appendNumber would write it: an
// integer, however long, or a fraction of at most 15 digits (so many come
// through a double unchanged) that does not end in 0.
func settled(text []byte) bool {
	digits := len(text)
	if text[0] == '-' {
		digits--
		if text[1] == '0' && digits == 1 {
			return false
		}
	}
	point := false
	for _, c := range text {
		switch c {
		case '.':
			point = true
		case 'e', 'E':
			return false
		}
	}
	return !point || digits <= 16 && text[len(text)-1] != '0'
}
