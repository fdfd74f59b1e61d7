package data

// object reads the object (xAPI 1.0.3 Data 2.4.4). Without an objectType it is
// an Activity. Open edX writes "GroupActivity" for the parts of a problem
// with several; that is taken as an Activity and flagged.
func (d *Decoder) object(s *Statement, i uint32, mayNest bool) *Reject {
	t := &d.tape
	if !t.is(i, kindObject) {
		return &Reject{Cause: CauseObject, Reason: "object is not an object"}
	}
	objectType := "Activity"
	if k := t.find(i, "objectType"); k != 0 {
		if !t.is(k, kindString) {
			return &Reject{Cause: CauseObject, Reason: "object has an objectType that is not a string"}
		}
		objectType = d.memo.text(t.text(k))
	}
	at := place{cause: CauseObject, name: "object", envelope: true}
	switch objectType {
	case "GroupActivity":
		s.Flags |= FlagActivity
		s.Object.Activity.Group = true
		fallthrough
	case "Activity":
		return d.activity(s, &s.Object.Activity, i, at)
	case "Agent", "Group":
		actor, r := d.actor(i, at)
		s.Object.Kind, s.Object.Actor = ObjectAgent, actor
		if r == nil && actor.Group {
			s.Object.Kind = ObjectGroup
		}
		return r
	case "StatementRef":
		s.Object.Kind = ObjectStatementRef
		return d.statementRef(s, i)
	case "SubStatement":
		s.Object.Kind = ObjectSubStatement
		if !mayNest {
			return at.reject("is a SubStatement in a SubStatement")
		}
		return d.subStatement(i)
	}
	return at.reject("has an unknown objectType")
}

// statementRef reads a reference to another statement (Data 2.4.4.3) and, when
// the verb is voided, what it voids (Data 2.3.2).
func (d *Decoder) statementRef(s *Statement, i uint32) *Reject {
	t := &d.tape
	k := t.find(i, "id")
	if !t.is(k, kindString) {
		return &Reject{Cause: CauseObject, Reason: "object is a StatementRef without an id"}
	}
	id, ok := parseUUID(t.text(k))
	if !ok {
		return &Reject{Cause: CauseObject, Reason: "object is a StatementRef whose id is not a UUID"}
	}
	s.Object.Ref = id
	return nil
}

// subStatement checks a SubStatement (Data 2.4.4.3): it is a statement but has
// no id, stored, version or authority and holds no other. Nothing of it is
// kept beside the raw text, for it is an intention and not a deed.
func (d *Decoder) subStatement(i uint32) *Reject {
	p := d.properties(i)
	if p.id != 0 || p.stored != 0 || p.version != 0 || p.authority != 0 {
		return &Reject{Cause: CauseObject, Reason: "substatement has an id, stored, version or authority"}
	}
	var sub Statement
	r := d.deed(&sub, &p, false)
	if r == nil && p.timestamp != 0 {
		_, _, r = d.time(p.timestamp, "timestamp")
	}
	if r == nil {
		r = d.attachments(p.attachments)
	}
	if r != nil {
		return &Reject{Cause: CauseObject, Reason: "in substatement: " + r.Reason}
	}
	return nil
}

// contextType checks the objectType of an activity in contextActivities.
func (d *Decoder) contextType(s *Statement, v uint32, at place) *Reject {
	t := &d.tape
	switch text := t.text(v); {
	case t.is(v, kindNull):
	case t.is(v, kindString) && string(text) == "Activity":
	case t.is(v, kindString) && string(text) == "GroupActivity":
		s.Flags |= FlagActivity
	default:
		return at.reject("is not an Activity")
	}
	return nil
}

// activity reads an Activity (Data 2.4.4.1). The id must be an IRI, but in
// contextActivities a bare UUID is taken too and flagged, as Open edX writes
// the ids of attempts so.
func (d *Decoder) activity(s *Statement, a *Activity, i uint32, at place) *Reject {
	t := &d.tape
	if !t.is(i, kindObject) {
		return at.reject("is not an object")
	}
	for k := range t.keys(i) {
		v := k + 1
		switch string(t.text(k)) {
		case "id":
			if !t.is(v, kindString) {
				return at.reject("has an id that is not a string")
			}
			a.IRI = d.memo.text(t.text(v))
		case "objectType":
			if r := d.contextType(s, v, at); !at.envelope && r != nil {
				return r
			}
		case "definition":
			if r := d.definition(s, a, v, at); r != nil {
				return r
			}
		}
	}
	switch _, uuid := parseUUID([]byte(a.IRI)); {
	case a.IRI == "":
		return at.reject("has no id")
	case IsIRI(a.IRI):
	case uuid && !at.envelope:
		s.Flags |= FlagActivity
	default:
		return at.reject("has an id that is not an IRI")
	}
	return nil
}

// definition reads an Activity Definition. Types must be right; that a type or
// an extension's key is no IRI, or a language no tag, is let pass.
func (d *Decoder) definition(s *Statement, a *Activity, i uint32, at place) *Reject {
	t := &d.tape
	if t.is(i, kindNull) && !at.envelope {
		return nil
	}
	if !t.is(i, kindObject) {
		return at.reject("has a definition that is not an object")
	}
	for k := range t.keys(i) {
		v, ok := k+1, true
		if t.is(v, kindNull) && !at.envelope {
			continue
		}
		switch key := string(t.text(k)); key {
		case "name":
			a.Names, ok = d.langMap(s, v)
		case "description":
			_, ok = d.langMap(s, v)
		case "type":
			if ok = t.is(v, kindString); ok {
				a.Type = d.mapping.typeOf(d.memo.text(t.text(v)))
			}
		case "interactionType":
			if ok = t.is(v, kindString); ok {
				a.Interact = d.memo.text(t.text(v))
			}
		case "moreInfo":
			ok = t.is(v, kindString)
		case "extensions":
			if ok = t.is(v, kindObject); ok {
				a.Due = d.dueDate(v)
			}
		case "correctResponsesPattern":
			ok = d.listOf(v, kindString)
		case "choices", "scale", "source", "target", "steps":
			ok = d.components(s, v)
		}
		if !ok {
			return at.reject("has a definition whose " + string(t.text(k)) + " is of a wrong type")
		}
	}
	return nil
}

func (d *Decoder) listOf(i uint32, k kind) bool {
	t := &d.tape
	if !t.is(i, kindArray) {
		return false
	}
	for item := range t.items(i) {
		if !t.is(item, k) {
			return false
		}
	}
	return true
}

// components checks a list of interaction components: objects with an id, a
// string, and a description (Data 2.4.4.1, "Interaction Components").
func (d *Decoder) components(s *Statement, i uint32) bool {
	t := &d.tape
	if !d.listOf(i, kindObject) {
		return false
	}
	for item := range t.items(i) {
		if !t.is(t.find(item, "id"), kindString) {
			return false
		}
		if v := t.find(item, "description"); v != 0 {
			if _, ok := d.langMap(s, v); !ok {
				return false
			}
		}
	}
	return true
}
