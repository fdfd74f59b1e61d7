package store

import (
	"encoding/binary"
	"testing"
)

// TestIDSetSpreadsCountedIDs proves that ids which are counted up, at either
// end, do not crowd: an id is found within a few steps.
func TestIDSetSpreadsCountedIDs(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]int{"first bytes": 0, "middle": 4, "last bytes": 8} {
		s := &idSet{}
		const n = 200_000
		for i := range uint64(n) {
			var id [16]byte
			binary.BigEndian.PutUint64(id[at:], i)
			if _, known := s.add(id, form{hash: i}); known {
				t.Fatalf("%s: %d is there already", name, i)
			}
			if first, known := s.add(id, form{}); !known || first.hash != i {
				t.Fatalf("%s: %d is lost", name, i)
			}
		}
		run, longest := 0, 0
		for i := range s.shards {
			for _, slot := range s.shards[i].slots {
				if run++; !slot.full {
					run = 0
				}
				longest = max(longest, run)
			}
		}
		if longest > 200 { // of a table that is three quarters full
			t.Errorf("%s: %d ids stand in a row", name, longest)
		}
	}
}
