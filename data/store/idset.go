package store

import (
	"encoding/binary"
	"math/bits"
)

// idSet maps statement ids to their comparison form. It is an
// open-addressing table in 256 shards, so that growing one never copies more
// than a small part: about 34 bytes an id, without a pointer for the collector.
type idSet struct {
	shards [256]idShard
	used   int
}

// idSetIDs is how many ids are held in memory, more or less: as many as fill
// tables of one size, 67 MB.
const idSetIDs = 256 * (8 << 10) * 7 / 10

type idShard struct {
	slots []idSlot
	used  int
}

type idSlot struct {
	id   [16]byte
	form uint64
	time uint32
	full bool
}

// add puts an id in. When it was there already, it returns the form it came
// with first and true, and changes nothing.
func (s *idSet) add(id [16]byte, f form) (first form, known bool) {
	h := hashID(id)
	sh := &s.shards[h>>56]
	if sh.used*4 >= len(sh.slots)*3 {
		sh.grow()
	}
	slot := sh.find(id, h)
	if slot.full {
		return form{slot.form, slot.time}, true
	}
	*slot = idSlot{id: id, form: f.hash, time: f.time, full: true}
	sh.used++
	s.used++
	return f, false
}

// each calls do with every id.
func (s *idSet) each(do func(id [16]byte)) {
	for i := range s.shards {
		for j := range s.shards[i].slots {
			if slot := &s.shards[i].slots[j]; slot.full {
				do(slot.id)
			}
		}
	}
}

// find returns the form an id came with first.
func (s *idSet) find(id [16]byte) (first form, known bool) {
	h := hashID(id)
	sh := &s.shards[h>>56]
	if sh.used == 0 {
		return form{}, false
	}
	slot := sh.find(id, h)
	return form{slot.form, slot.time}, slot.full
}

// hashID mixes all bits of an id into all bits of the hash, by the folded
// product of its halves (as wyhash does): ids are often counted up, not random.
func hashID(id [16]byte) uint64 {
	high, low := bits.Mul64(binary.LittleEndian.Uint64(id[:])^0x9e3779b97f4a7c15, binary.LittleEndian.Uint64(id[8:])^0xd1b54a32d192ed03)
	return high ^ low
}

func (sh *idShard) find(id [16]byte, h uint64) *idSlot {
	mask := uint64(len(sh.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
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
			*sh.find(slot.id, hashID(slot.id)) = slot
		}
	}
}
