package store

import "encoding/binary"

// idSet maps statement ids to the hash of their comparison form. It is an
// open-addressing table in 256 shards, so that growing one never copies more
// than a small part: about 34 bytes an id, without a pointer for the collector.
type idSet struct{ shards [256]idShard }

type idShard struct {
	slots []idSlot
	used  int
}

type idSlot struct {
	id   [16]byte
	form uint64
	full bool
}

// add puts an id in. When it was there already, it returns the form it came
// with first and true, and changes nothing.
func (s *idSet) add(id [16]byte, form uint64) (first uint64, known bool) {
	sh := &s.shards[id[7]] // a random byte in UUID versions 1 (clock), 4 and 5 alike
	if sh.used*4 >= len(sh.slots)*3 {
		sh.grow()
	}
	slot := sh.find(id)
	if slot.full {
		return slot.form, true
	}
	*slot = idSlot{id: id, form: form, full: true}
	sh.used++
	return form, false
}

func (sh *idShard) find(id [16]byte) *idSlot {
	mask := uint64(len(sh.slots) - 1)
	h := (binary.LittleEndian.Uint64(id[:]) ^ binary.LittleEndian.Uint64(id[8:])) * 0x9e3779b97f4a7c15
	for i := h >> 32 & mask; ; i = (i + 1) & mask {
		if slot := &sh.slots[i]; !slot.full || slot.id == id {
			return slot
		}
	}
}

func (sh *idShard) grow() {
	old := sh.slots
	sh.slots = make([]idSlot, max(16, 2*len(old)))
	for _, slot := range old {
		if slot.full {
			*sh.find(slot.id) = slot
		}
	}
}
