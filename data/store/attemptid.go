package store

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strings"
)

// attemptID is the stable number of an attempt: 60 bits of SHA-256 over what
// makes it one, so that a rebuild or another order of loading gives the same.
// Among ten million attempts two meet with a chance of 1 in 20,000.
func attemptID(kind, learner, activity, firstStatement string) int64 {
	h := sha256.Sum256([]byte(strings.Join([]string{kind, learner, activity, firstStatement}, "\x1f")))
	return int64(binary.BigEndian.Uint64(h[:]) >> 4) //nolint:gosec // 60 bits
}

// AttemptText writes an attempt's number as people see it: "T-" and 12 base32 characters.
func AttemptText(id int64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(id)<<4) //nolint:gosec // 60 bits
	return "T-" + base32.StdEncoding.EncodeToString(b[:])[:12]
}

// ParseAttempt reads what AttemptText wrote; false when it is no attempt id.
func ParseAttempt(text string) (int64, bool) {
	rest, ok := strings.CutPrefix(strings.ToUpper(text), "T-")
	if !ok || len(rest) != 12 {
		return 0, false
	}
	b, err := base32.StdEncoding.DecodeString(rest + "A===")
	if err != nil || len(b) != 8 {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(b) >> 4), true //nolint:gosec // 60 bits
}
