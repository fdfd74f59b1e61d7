package store

import (
	"database/sql/driver"
	"strings"
)

// KeptOfReject is how much of a rejected text a store keeps, in bytes.
const KeptOfReject = 4 << 10

// firstPart is the part of a refused text that is kept, as valid UTF-8.
func firstPart(text []byte) string {
	if len(text) > KeptOfReject {
		text = text[:KeptOfReject]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(text), "�"), "\x00", "�")
}

func (w *writer) rejectRow(it *item, text []byte) []driver.Value {
	return []driver.Value{
		w.load, w.file.file, it.line, it.pos,
		firstPart([]byte(it.reject.ID)), string(it.reject.Cause), firstPart([]byte(it.reject.Reason)), firstPart(text),
	}
}
