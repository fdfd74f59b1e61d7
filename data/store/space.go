package store

import (
	"bytes"
	"io"
	"os"

	"lrx/data/read"
)

// Space is what a load takes of the disk while it runs, and what there is.
type Space struct {
	Input int64 // bytes of the inputs as they lie on disk, as far as they are known
	Least int64 // what even a favourable load needs
	Need  int64 // what a usual load needs
	Free  int64 // -1 when the system does not tell
}

// Tight says whether there is reason to speak of space at all.
func (s Space) Tight() bool {
	return s.Free >= 0 && (s.Input >= bigInput || s.Need > s.Free/2)
}

// Fits says whether the load can succeed.
func (s Space) Fits() bool { return s.Free < 0 || s.Least <= s.Free }

// Measured on exports of several LRSs: a store takes 0.13 to 0.17 of its source,
// and gzip or zstd had made a tenth to a twentieth of that source. The log and
// what does not fit in memory came to 200 MB beside it.
const (
	storeLeast, storeUsual   = 13, 17 // percent
	packedLeast, packedUsual = 8, 15
	loadLog                  = 200 << 20
	bigInput                 = 1 << 30
)

// inputSize is what is known of an input without reading it.
type inputSize struct {
	bytes  int64
	packed bool
}

// estimate is what a load of inputs needs beside a store of present bytes, when
// left bytes of it are there already.
func estimate(inputs []inputSize, present, left int64) Space {
	var s Space
	var least, usual int64 // of the inputs, unpacked
	for _, in := range inputs {
		s.Input += in.bytes
		if in.packed {
			least, usual = least+in.bytes*packedLeast, usual+in.bytes*packedUsual
		} else {
			least, usual = least+in.bytes, usual+in.bytes
		}
	}
	// Readers go on with the present file while the next one is made from a copy.
	s.Least = max(0, present+least*storeLeast/100-left)
	s.Need = max(s.Least, present+usual*storeUsual/100+min(usual, loadLog)-left)
	return s
}

// spaceFor looks at the inputs and the disk. What cannot be told counts as nothing.
func spaceFor(dir string, inputs []read.Input) Space {
	sizes := make([]inputSize, len(inputs))
	for i, in := range inputs {
		sizes[i] = inputSize{in.Size, in.File() != in.Path || packed(in.File())}
	}
	s := estimate(sizes, sizeOf(dbPath(dir)), sizeOf(nextPath(dir))+sizeOf(nextPath(dir)+".wal")+sizeOf(partPath(dir)))
	s.Free = freeBytes(dir)
	return s
}

func sizeOf(path string) int64 {
	if st, err := os.Stat(path); err == nil {
		return st.Size()
	}
	return 0
}

// packed tells from the first bytes whether a file is a gzip or zstd stream.
func packed(path string) bool {
	st, err := os.Stat(path)
	if err != nil || !st.Mode().IsRegular() { // a pipe would lose what is read of it
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // nothing was written
	var head [4]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return false
	}
	return bytes.HasPrefix(head[:], []byte("\x1f\x8b")) || string(head[:]) == "\x28\xb5\x2f\xfd"
}
