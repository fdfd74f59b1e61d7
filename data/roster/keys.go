package roster

import (
	"crypto/sha1" //nolint:gosec // xAPI's mbox_sha1sum is SHA-1
	"encoding/hex"
	"net/url"
	"strings"

	"lrx/data"
)

const (
	userKey    = "roster:"
	escapedKey = "key:"
)

// UserKey is the canonical key of a user of the roster, for learners that no
// statement names.
func UserKey(id string) string { return userKey + id }

// IsUserKey says whether a key is that of a user of the roster, and of which.
func IsUserKey(key string) (id string, ok bool) {
	id, ok = strings.CutPrefix(key, userKey)
	return id, ok && id != ""
}

// ParseKey reads an identifier as the files of decisions hold it and returns its
// canonical key: all that data.ParseIFI takes, a user of the roster as
// roster:ID, and what FormatIFI writes.
func ParseKey(text string) (key string, ok bool) {
	if escaped, found := strings.CutPrefix(text, escapedKey); found {
		key, err := url.PathUnescape(escaped)
		if err != nil {
			return "", false
		}
		if !isKey(key) {
			return "", false
		}
		return key, true
	}
	if _, ok := IsUserKey(text); ok {
		return text, true
	}
	if key, ok = data.ParseIFI(text); !ok {
		return "", false
	}
	return key, true
}

func isKey(key string) bool {
	if _, ok := IsUserKey(key); ok {
		return true
	}
	same, ok := data.ParseIFI(key)
	return ok && same == key
}

// FormatIFI is a canonical key as the files of decisions hold it: an account as
// HOME|NAME, the SHA-1 of an address as its digits, an OpenID as its IRI, a user
// of the roster as roster:ID. The few keys that cannot be read back from these
// are written percent-encoded behind "key:".
func FormatIFI(key string) string {
	short := key
	for _, prefix := range []string{"sha1:", "openid:", "account:"} {
		if rest, found := strings.CutPrefix(key, prefix); found {
			short = strings.Replace(rest, "\x1f", "|", 1)
			break
		}
	}
	for _, form := range []string{short, key} {
		if oneLine(form) != form || strings.ContainsFunc(form, isControl) {
			continue
		}
		if same, ok := ParseKey(form); ok && same == key {
			return form
		}
	}
	return escapeKey(key)
}

func escapeKey(key string) string { return escapedKey + url.PathEscape(key) }

// accountKey is the key of an account; false if home is no IRI or name is empty.
func accountKey(home, name string) (string, bool) {
	key := "account:" + home + "\x1f" + name
	return key, isKey(key)
}

// mailKey is the key of an e-mail address; false if it is none.
func mailKey(address string) (string, bool) {
	if strings.ContainsAny(address, "| \t") {
		return "", false
	}
	if len(address) < 7 || !strings.EqualFold(address[:7], "mailto:") {
		address = "mailto:" + address
	}
	return data.ParseIFI(address)
}

// writtenKey is the key of an address as it is written, for programs that hash it
// so; mailKey is that of its host in lower case, and most often the same.
func writtenKey(address string) string {
	if len(address) < 7 || !strings.EqualFold(address[:7], "mailto:") {
		address = "mailto:" + address
	}
	sum := sha1.Sum([]byte(address)) //nolint:gosec // see the import
	return "sha1:" + hex.EncodeToString(sum[:])
}

// isIRI says whether text may be the id of an activity; what is an IRI is for
// package data to say, of an OpenID as of all else.
func isIRI(text string) bool {
	return isKey("openid:" + text)
}

// isLearnerID says whether text has the form of a learner's id.
func isLearnerID(text string) bool {
	return len(text) == 12 && strings.HasPrefix(text, "L-") &&
		strings.Trim(text[2:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}
