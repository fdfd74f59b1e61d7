package store

// bloom tells of many ids that it has not seen them, in three bytes an id. Of
// those it says it may have seen, one in a hundred thousand is new.
type bloom struct {
	bits []uint64
	used int
}

// A bloom holds as many ids as an idSet of one size takes.
const (
	bloomIDs    = idSetIDs
	bloomBits   = 24 // an id
	bloomProbes = 8
)

func newBloom() *bloom { return &bloom{bits: make([]uint64, bloomIDs*bloomBits/64)} }

func (b *bloom) full() bool { return b.used >= bloomIDs }

// probes calls do with the bits of an id until it says stop. The two halves of
// its hash make all of them (Kirsch and Mitzenmacher).
func (b *bloom) probes(id [16]byte, do func(word int, bit uint64) bool) bool {
	h := hashID(id)
	step := h>>32 | 1
	for i := range uint64(bloomProbes) {
		at := (h*0x9e3779b97f4a7c15 + i*step*0xd6e8feb86659fd93) >> 11 % uint64(len(b.bits)*64)
		if !do(int(at/64), 1<<(at%64)) { //nolint:gosec // below the length
			return false
		}
	}
	return true
}

func (b *bloom) add(id [16]byte) {
	b.used++
	b.probes(id, func(word int, bit uint64) bool {
		b.bits[word] |= bit
		return true
	})
}

// may says whether the id may have been added.
func (b *bloom) may(id [16]byte) bool {
	return b.probes(id, func(word int, bit uint64) bool { return b.bits[word]&bit != 0 })
}
