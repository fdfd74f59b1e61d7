package data

import "strings"

// place says where in the statement an actor stands.
type place struct {
	cause    Cause
	name     string // for reasons and for the key of a group without IFI
	envelope bool   // part of actor or object: nulls and groups of nobody are wrong here
	agent    bool   // only an Agent may stand here
	team     bool   // who is in the Group does not make it another one
}

func (p place) reject(reason string) *Reject {
	return &Reject{Cause: p.cause, Reason: p.name + " " + reason}
}

// agent are an actor's properties; 0 is absent.
type agent struct{ objectType, name, mbox, sha1, openid, account, member uint32 }

// actor reads an Agent or a Group (xAPI 1.0.3 Data 2.4.2).
func (d *Decoder) actor(i uint32, at place) (*Actor, *Reject) {
	t := &d.tape
	if !t.is(i, kindObject) {
		return nil, at.reject("is not an object")
	}
	p, null := d.agentProperties(i)
	if null && at.envelope {
		return nil, at.reject("has a property that is null")
	}
	a := &Actor{}
	if p.objectType != 0 {
		switch {
		case t.is(p.objectType, kindString) && string(t.text(p.objectType)) == "Agent":
		case t.is(p.objectType, kindString) && string(t.text(p.objectType)) == "Group" && !at.agent:
			a.Group = true
		default:
			return nil, at.reject("has a wrong objectType")
		}
	}
	if p.name != 0 {
		if !t.is(p.name, kindString) {
			return nil, at.reject("has a name that is not a string")
		}
		a.Name = d.memo.text(t.text(p.name))
	}
	if r := d.ifi(a, &p, at); r != nil {
		return nil, r
	}
	if a.Group {
		return a, d.group(a, &p, at)
	}
	if p.member != 0 {
		return nil, at.reject("has members but is not a Group")
	}
	return a, nil
}

func (d *Decoder) agentProperties(i uint32) (p agent, null bool) {
	t := &d.tape
	for k := range t.keys(i) {
		v := k + 1
		var property *uint32
		switch string(t.text(k)) {
		case "objectType":
			property = &p.objectType
		case "name":
			property = &p.name
		case "mbox":
			property = &p.mbox
		case "mbox_sha1sum":
			property = &p.sha1
		case "openid":
			property = &p.openid
		case "account":
			property = &p.account
		case "member":
			property = &p.member
		default:
			continue
		}
		*property = v
		if t.is(v, kindNull) {
			*property, null = 0, true
		}
	}
	return p, null
}

// ifi reads the inverse functional identifier; there is one at most (Data 2.4.2.3).
func (d *Decoder) ifi(a *Actor, p *agent, at place) *Reject {
	t := &d.tape
	count := 0
	for _, i := range []uint32{p.mbox, p.sha1, p.openid, p.account} {
		if i != 0 {
			count++
		}
	}
	if count > 1 {
		return at.reject("has more than one identifier")
	}
	switch {
	case p.mbox != 0:
		if !t.is(p.mbox, kindString) {
			return at.reject("has an mbox that is not a string")
		}
		var ok bool
		if a.Key, a.Alias, a.Mail, ok = d.memo.mailKey(t.text(p.mbox)); !ok {
			return at.reject("has an mbox that is not a mailto IRI")
		}
	case p.sha1 != 0:
		if !t.is(p.sha1, kindString) || !isSHA1(t.text(p.sha1)) {
			return at.reject("has an mbox_sha1sum that is not 40 hexadecimal digits")
		}
		a.Key = keySHA1 + strings.ToLower(string(t.text(p.sha1)))
	case p.openid != 0:
		if !t.is(p.openid, kindString) || !IsIRI(t.text(p.openid)) {
			return at.reject("has an openid that is not an IRI")
		}
		a.Key = openidKey(string(t.text(p.openid)))
	case p.account != 0:
		return d.account(a, p.account, at)
	}
	return nil
}

// account reads an account object (Data 2.4.2.4).
func (d *Decoder) account(a *Actor, i uint32, at place) *Reject {
	t := &d.tape
	if !t.is(i, kindObject) {
		return at.reject("has an account that is not an object")
	}
	home, name := t.find(i, "homePage"), t.find(i, "name")
	if !t.is(home, kindString) || !IsIRI(t.text(home)) {
		return at.reject("has an account without a homePage that is an IRI")
	}
	if !t.is(name, kindString) || len(t.text(name)) == 0 {
		return at.reject("has an account without a name")
	}
	a.Account = d.memo.text(t.text(name))
	d.buf = append(append(append(append(d.buf[:0], keyAccount...), t.text(home)...), keySplit...), t.text(name)...)
	a.Key = d.memo.text(d.buf)
	return nil
}

// group reads a Group's members and gives it a key of its own: of its
// identifier and its members, or of the statement and the place it stands in
// when it has no identifier, for then no two are the same (Data 2.4.2.2).
func (d *Decoder) group(a *Actor, p *agent, at place) *Reject {
	t := &d.tape
	identified := a.Key != ""
	if p.member != 0 {
		if !t.is(p.member, kindArray) {
			return at.reject("has a member list that is not an array")
		}
		for i := range t.items(p.member) {
			m, r := d.actor(i, place{cause: at.cause, name: "member of " + at.name, envelope: at.envelope, agent: true})
			if r != nil {
				return r
			}
			if m.Key != "" {
				a.Members = append(a.Members, *m)
			}
		}
	}
	if at.team {
		a.Members = nil
	}
	if identified {
		a.Key = groupKey(a.Key, a.Members)
		return nil
	}
	if at.envelope && (p.member == 0 || t.nodes[p.member].next == p.member+1) {
		return at.reject("is a Group without an identifier and without members")
	}
	if !at.team { // a team nobody can name again is none
		a.Key = keyGroup + d.st.ID.String() + "#" + at.name
	}
	return nil
}
