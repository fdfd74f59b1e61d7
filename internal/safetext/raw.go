package safetext

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Raw is text as received. It is kept for exports that must be lossless and
// cannot be printed by accident: it does not convert to string or Safe, and
// the fmt, log and json packages see the cleaned or escaped text.
type Raw struct {
	_ [0]func() // no ==: two equal texts are two pointers
	// A pointer, because fmt cannot call Format on an unexported field of
	// somebody's struct; it then prints an address instead of the text.
	s *string
}

// NewRaw marks s as text as received.
func NewRaw(s string) Raw { return Raw{s: &s} }

// Bytes returns the text as received, for a file that keeps it whole.
func (r Raw) Bytes() []byte { return []byte(r.text()) }

// Safe returns the text for the screen.
func (r Raw) Safe() Safe { return Clean(r.text()) }

// Format writes the cleaned text, so that no verb prints the received one.
func (r Raw) Format(f fmt.State, verb rune) {
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), string(r.Safe()))
}

// MarshalJSON writes the text as a JSON string that means the same and can be
// printed. An invalid byte becomes U+FFFD, as JSON has no other way.
func (r Raw) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r.text()); err != nil {
		return nil, fmt.Errorf("encode text: %w", err)
	}
	return JSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

func (r Raw) text() string {
	if r.s == nil {
		return ""
	}
	return *r.s
}
