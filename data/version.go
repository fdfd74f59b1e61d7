package data

import (
	"strconv"
	"strings"
)

// knownVersion says whether a version is one of 0.95 to 2.0.0, the third
// number left out or not.
func knownVersion(version string) bool {
	var n [3]int
	parts := strings.Split(version, ".")
	if len(parts) < 2 || len(parts) > 3 {
		return false
	}
	for i, part := range parts {
		v, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return false
		}
		n[i] = int(v) //nolint:gosec // 16 bits
	}
	switch n[0] {
	case 0:
		return n[1] >= 95
	case 1:
		return true
	}
	return n == [3]int{2, 0, 0}
}
