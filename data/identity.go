package data

import (
	"crypto/sha1" //nolint:gosec // xAPI's mbox_sha1sum is SHA-1 (Data 2.4.2.3)
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"slices"
	"strings"
)

// Canonical keys of identity. Two actors are the same when their keys are.
const (
	keySHA1    = "sha1:"
	keyOpenID  = "openid:"
	keyAccount = "account:"
	keyGroup   = "group:"
	keySplit   = "\x1f" // between an account's homePage and name
)

// LearnerID is the id a learner is shown by: "L-" and the first 10 characters
// of the base32 text (RFC 4648, upper case) of SHA-256 over the smallest of the
// learner's canonical keys; "" without keys.
func LearnerID(keys ...string) string {
	if len(keys) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(slices.Min(keys)))
	return "L-" + base32.StdEncoding.EncodeToString(sum[:])[:10]
}

// ParseIFI reads an identifier as people write it and returns its canonical
// key: an e-mail address with or without mailto:, 40 hexadecimal digits, an
// account as homePage|name or homePage name, an OpenID, or a canonical key.
// False if text is none of these.
func ParseIFI(text string) (key string, ok bool) {
	if isKey(text) {
		return text, true
	}
	if home, name, found := strings.Cut(text, "|"); found && IsIRI(home) && !isMailto(home) {
		return accountKey(home, name), name != ""
	}
	text = strings.TrimSpace(text)
	if home, name, found := strings.Cut(text, " "); found {
		return accountKey(home, strings.TrimSpace(name)), IsIRI(home) && !isMailto(home)
	}
	if isSHA1(text) {
		return keySHA1 + strings.ToLower(text), true
	}
	if strings.Contains(text, "@") && !IsIRI(text) {
		text = "mailto:" + text
	}
	if isMailto(text) {
		key, _, ok = mailKey(text)
		return key, ok
	}
	return openidKey(text), IsIRI(text) && strings.Contains(text, "://")
}

// isKey says whether text is the canonical key of an identifier.
func isKey(text string) bool {
	if hex, found := strings.CutPrefix(text, keySHA1); found {
		return isSHA1(hex) && strings.ToLower(hex) == hex
	}
	if iri, found := strings.CutPrefix(text, keyOpenID); found {
		return IsIRI(iri)
	}
	rest, found := strings.CutPrefix(text, keyAccount)
	home, name, split := strings.Cut(rest, keySplit)
	return found && split && IsIRI(home) && name != ""
}

func openidKey(iri string) string { return keyOpenID + iri }

func accountKey(home, name string) string { return keyAccount + home + keySplit + name }

// SplitAccount takes the canonical key of an account apart; false for another
// identifier.
func SplitAccount(key string) (home, name string, ok bool) {
	rest, account := strings.CutPrefix(key, keyAccount)
	home, name, split := strings.Cut(rest, keySplit)
	return home, name, account && split
}

// groupKey is the key of a Group with an identifier: that and, if it lists
// members, the set of them, for another set is another group of people.
func groupKey(ifi string, members []Actor) string {
	if len(members) == 0 {
		return keyGroup + ifi
	}
	keys := make([]string, len(members))
	for i := range members {
		keys[i] = members[i].Key
	}
	slices.Sort(keys)
	sum := sha256.Sum256([]byte(strings.Join(slices.Compact(keys), "\x1e")))
	return keyGroup + ifi + "#" + hex.EncodeToString(sum[:8])
}

// isMailto says whether text has the mailto scheme.
func isMailto(text string) bool { return len(text) > 7 && strings.EqualFold(text[:7], "mailto:") }

// mailKey is the key of a mailto IRI: the SHA-1 of the IRI with its host in
// lower case, so that mbox and mbox_sha1sum of one address give one key. The
// alias is the key of the IRI as written, for those who hashed it so; "" if it
// is the same.
func mailKey(mbox string) (key, alias string, ok bool) {
	at := strings.LastIndexByte(mbox, '@')
	if !isMailto(mbox) || at < 8 || at == len(mbox)-1 || strings.ContainsAny(mbox, " \t\r\n") {
		return "", "", false
	}
	lower := lowerHost(mbox)
	if lower != mbox {
		alias = keySHA1 + sha1Hex(mbox)
	}
	return keySHA1 + sha1Hex(lower), alias, true
}

func sha1Hex(text string) string {
	sum := sha1.Sum([]byte(text)) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])
}

// lowerHost writes a mailto IRI with its scheme and host in lower case.
func lowerHost(mbox string) string {
	at := strings.LastIndexByte(mbox, '@') + 1
	return "mailto:" + mbox[7:at] + strings.ToLower(mbox[at:])
}

func isSHA1[T string | []byte](text T) bool {
	if len(text) != 40 {
		return false
	}
	for i := range len(text) {
		if hexDigit(text[i]) > 15 {
			return false
		}
	}
	return true
}

// mailKey is what mailKey says of an mbox, and its address as written, remembered.
func (m *memo) mailKey(mbox []byte) (key, alias, mail string, ok bool) {
	if k, ok := m.keys[string(mbox)]; ok {
		return k.key, k.alias, k.mail, true
	}
	text := string(mbox)
	if key, alias, ok = mailKey(text); !ok {
		return "", "", "", false
	}
	mail = text[len("mailto:"):]
	if len(mbox) <= memoText {
		m.grow()
		m.keys[text] = mailKeys{key, alias, mail}
	}
	return key, alias, mail, ok
}
