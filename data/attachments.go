package data

// attachments checks the attachments (xAPI 1.0.3 Data 2.4.11); nothing of them
// is read, as lrx keeps no files.
func (d *Decoder) attachments(i uint32) *Reject {
	if i == 0 {
		return nil
	}
	if !d.listOf(i, kindObject) {
		return &Reject{Cause: CauseAttachments, Reason: "attachments are not a list of objects"}
	}
	t := &d.tape
	for item := range t.items(i) {
		for _, p := range []struct {
			name     string
			kind     kind
			required bool
		}{
			{"usageType", kindString, true},
			{"display", kindObject, true},
			{"description", kindObject, false},
			{"contentType", kindString, true},
			{"length", kindNumber, true},
			{"sha2", kindString, true},
			{"fileUrl", kindString, false},
		} {
			v := t.find(item, p.name)
			if t.is(v, kindNull) && !p.required {
				v = 0
			}
			if v == 0 && p.required {
				return &Reject{Cause: CauseAttachments, Reason: "attachment has no " + p.name}
			}
			if v != 0 && !t.is(v, p.kind) && !(p.kind == kindObject && t.is(v, kindString)) {
				return &Reject{Cause: CauseAttachments, Reason: "attachment has a " + p.name + " of a wrong type"}
			}
		}
	}
	return nil
}
