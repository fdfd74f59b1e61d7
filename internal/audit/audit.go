// Package audit keeps who did what with what is known of people, in a file that
// only grows: audit.ndjson in the folder of a store. Each line holds the hash of
// the one before it, so that a changed or missing line shows, and a head beside
// the file seals how many there are, so that a cut tail shows. That proves
// accident and casual change; it does not bind who holds the key of the seal.
//
// The package knows files and hashes. It knows no stores, learners or commands:
// whom an entry is about is a pseudonym when it comes here, never a name.
package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofrs/flock"
)

// The files of a log in the folder of a store.
const (
	File = "audit.ndjson"
	head = "audit.head"
	lock = "audit.lock"
)

// longest is how much of a purpose or another text is kept, in bytes.
const longest = 1000

// Entry is a line of the log.
type Entry struct {
	At      time.Time `json:"at"`                // UTC
	Who     string    `json:"who"`               // the user of the system
	What    string    `json:"what"`              // a code: "sorted", "report", "unmasked", "profile", …
	About   []string  `json:"about,omitempty"`   // keyed pseudonyms of learners or classes; none = everyone, or nobody
	Purpose string    `json:"purpose,omitempty"` // in the words of who did it
	Before  string    `json:"before,omitempty"`  // hash of the profile before a change, and after it
	After   string    `json:"after,omitempty"`
	Broken  string    `json:"broken,omitempty"` // what was wrong with the log when this was written; filled in
	Prev    string    `json:"prev"`             // SHA-256 of the line before, in hexadecimal; "" in the first
}

// Log is the log of a folder.
type Log struct {
	Dir string

	// Seal makes a keyed hash of a text, which nobody without the key can make.
	// Nil where there is no key yet: then a cut tail does not show.
	Seal func(text string) string
}

// sealed is the content of the head.
type sealed struct {
	Count int    `json:"count"` // lines
	Last  string `json:"last"`  // hash of the last one
	Seal  string `json:"seal"`  // "" = there was no key
}

func (l *Log) path(name string) string { return filepath.Join(l.Dir, name) }

// Append writes an entry behind the others and returns once it is on the disk.
// Prev is filled in. Whoever else writes is waited for.
func (l *Log) Append(ctx context.Context, e Entry) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", File, err)
		}
	}()
	unlock, err := l.hold(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	file, err := os.OpenFile(l.path(File), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	before, err := read(file)
	if err != nil {
		return err
	}
	e.At, e.Prev, e.Broken = e.At.UTC().Truncate(time.Millisecond), before.last, ""
	if h, err := l.readHead(); err != nil {
		e.Broken = err.Error()
	} else if err := l.compare(h, before); err != nil { // the new head would hide it
		e.Broken = err.Error()
	}
	e.Purpose, e.Who = clip(e.Purpose), clip(e.Who)
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	text := append(line, '\n')
	if before.torn { // what was being written when the power went
		text = append([]byte{'\n'}, text...)
	}
	if _, err := file.Write(text); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	return l.writeHead(sealed{Count: before.count + 1, Last: hashOf(line)})
}

// hold takes the lock of the log.
func (l *Log) hold(ctx context.Context) (unlock func() error, err error) {
	held := flock.New(l.path(lock), flock.SetPermissions(0o600))
	if _, err := held.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return nil, err
	}
	return held.Unlock, nil
}

// writeHead puts another head in the place of the present one.
func (l *Log) writeHead(h sealed) error {
	h.Seal = l.seal(h)
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	part := l.path(head + ".tmp")
	if err := os.WriteFile(part, append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(part, l.path(head))
}

func (l *Log) seal(h sealed) string {
	if l.Seal == nil {
		return ""
	}
	return l.Seal(fmt.Sprintf("%s %d %s", File, h.Count, h.Last))
}

// readHead reads the head; nil if there is none.
func (l *Log) readHead() (*sealed, error) {
	text, err := os.ReadFile(l.path(head))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var h sealed
	if err := json.Unmarshal(text, &h); err != nil {
		return nil, fmt.Errorf("%s: %w", head, err)
	}
	return &h, nil
}

func hashOf(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// clip cuts a text that is far too long.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if len(s) <= longest {
		return s
	}
	cut := longest
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
