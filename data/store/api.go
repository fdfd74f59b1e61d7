package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// LoadOptions says what to load and how.
type LoadOptions struct {
	WriteOptions
	Paths []string // files, folders, globs; "-" is Stdin
	Stdin io.Reader
	Space func(Space) error // asked before anything is read; an error ends the load; may be nil
}

// WriteOptions are common to all that writes to a store.
type WriteOptions struct {
	Wait     bool             // wait for another writer instead of failing with a *BusyError
	Progress func(Progress)   // called a few times a second at most; may be nil
	Now      func() time.Time // the clock; nil means time.Now

	// Profile is told the hashes of the profile before and after, when scores follow
	// another one from this write on; an error ends the write. May be nil.
	Profile func(ctx context.Context, before, after string) error
}

func (o WriteOptions) now() time.Time {
	if o.Now != nil {
		return o.Now()
	}
	return time.Now()
}

// Progress tells how far a load is.
type Progress struct {
	Phase      string // "reading", "deriving", "finishing"
	Path       string
	Bytes      int64 // of the inputs, as they lie on disk
	TotalBytes int64 // 0 when unknown (stdin)
	Read, Kept int64
	Pages      int64 // of a pull
	Resumed    bool
}

// Counts are the receipt's counts: Read = Kept + Duplicate + Conflicting + Rejected.
type Counts struct {
	Read        int64 `json:"read"`
	Kept        int64 `json:"kept"`
	Duplicate   int64 `json:"duplicate"`
	Conflicting int64 `json:"conflicting"`
	Rejected    int64 `json:"rejected"`
	Flagged     int64 `json:"flagged"` // kept statements with at least one flag
	Voided      int64 `json:"voided"`  // void statements in the whole store afterwards
}

// add adds up what files were read for; Voided is of the whole store.
func (c *Counts) add(d Counts) {
	c.Read, c.Kept, c.Duplicate = c.Read+d.Read, c.Kept+d.Kept, c.Duplicate+d.Duplicate
	c.Conflicting, c.Rejected, c.Flagged = c.Conflicting+d.Conflicting, c.Rejected+d.Rejected, c.Flagged+d.Flagged
}

// FileReceipt accounts for one file of a load, or one page of a pull.
type FileReceipt struct {
	Counts
	Path    string  `json:"path"`
	Bytes   int64   `json:"bytes"`
	Seconds float64 `json:"seconds"`
	Shape   string  `json:"shape"` // "json array", "ndjson", …, with the compression
	Span
	Attachments int64 `json:"attachments"` // of multipart/mixed, passed over
}

// Span is between which times statements lie; nil where there are none.
type Span struct {
	Oldest       *time.Time `json:"oldest"`
	Newest       *time.Time `json:"newest"`
	OldestStored *time.Time `json:"oldest_stored"`
	NewestStored *time.Time `json:"newest_stored"`
}

// Origin is where statements came from by their own words.
type Origin struct {
	Authority  *string `json:"authority"` // name, else account, else key of who vouches for them
	Platform   *string `json:"platform"`
	HomePage   *string `json:"home_page"` // of the actors' accounts
	Statements int64   `json:"statements"`
}

// Day is how many statements lie on a day, in UTC.
type Day struct {
	Day        string `json:"day"` // 2026-03-01
	Statements int64  `json:"statements"`
}

// Gap is a run of days without a statement between days that have some.
type Gap struct {
	From string `json:"from"` // the first such day
	To   string `json:"to"`   // the last
	Days int64  `json:"days"`
}

// Refused is a path nothing was read from.
type Refused struct {
	Path  string `json:"path"`
	Found string `json:"found"` // what was found, and what to do next
}

// Rejected is one value that is no statement.
type Rejected struct {
	Path   string `json:"path"`
	File   int32  `json:"file"`           // its number in the load, from 0
	Line   int64  `json:"line,omitempty"` // for line-based shapes, from 1
	Offset int64  `json:"offset"`         // byte offset in the decompressed stream
	ID     string `json:"id,omitempty"`
	Cause  string `json:"cause"`
	Reason string `json:"reason"`
	Text   string `json:"text"` // the first 4 KB as received
}

// Conflict is a statement whose id was taken by another body; the first stays.
type Conflict struct {
	ID        string `json:"id"`
	Path      string `json:"path"`
	Line      int64  `json:"line,omitempty"`
	Offset    int64  `json:"offset"`
	FirstPath string `json:"first_path"`
	FirstLine int64  `json:"first_line,omitempty"`
}

// How many places a receipt names; the store has the rest.
const (
	ListedRejects   = 20 // of each cause
	ListedConflicts = 100
)

// Receipt is the account of one load.
type Receipt struct {
	Load      int64            `json:"load"`
	Total     Counts           `json:"total"`
	Files     []FileReceipt    `json:"files"`
	Refused   []Refused        `json:"refused"`
	Causes    map[string]int64 `json:"causes"`    // rejected values by cause
	Rejects   []Rejected       `json:"rejects"`   // the first ListedRejects of each cause
	Conflicts []Conflict       `json:"conflicts"` // the first ListedConflicts
	Flags     map[string]int64 `json:"flags"`     // kept statements by flag
	Versions  map[string]int64 `json:"versions"`  // kept statements by xAPI version
	Span
	Origins  []Origin `json:"origins"`          // of kept statements, most first
	Days     []Day    `json:"days"`             // kept statements by day
	Gaps     []Gap    `json:"gaps"`             // longest first
	NoStored []string `json:"no_usable_stored"` // sources whose stored time says nothing of when a record was known
	Resumed  bool     `json:"resumed"`
	Complete string   `json:"complete"`         // "yes", "cannot tell", or "short by n"
	Reason   string   `json:"reason,omitempty"` // for Complete, of a pull
	Pulled   *Pulled  `json:"pulled,omitempty"` // nil for files
}

// Pulled is what the receipt of a pull tells beside.
type Pulled struct {
	Source   string     `json:"source"`
	Requests int64      `json:"requests"`
	Retries  int64      `json:"retries"`
	Through  *time.Time `json:"through"` // all that was stored up to then was delivered
	Notes    []string   `json:"notes"`   // what is odd with the server
}

// ErrNoStore says that a folder holds no store.
var ErrNoStore = errors.New("no store here")

// BusyError says who writes to the store now.
type BusyError struct {
	PID     int
	Command string
	Since   time.Time
}

func (e *BusyError) Error() string {
	if e.PID == 0 { // it did not sign the lock, or is no lrx
		return "the store is being written by another program"
	}
	return fmt.Sprintf("the store is being written by %q (process %d, since %s)", e.Command, e.PID, e.Since.Format("15:04:05"))
}

// NewerError says that the store was made by a newer lrx.
type NewerError struct{ Store, Program int }

func (e *NewerError) Error() string {
	return fmt.Sprintf("the store has version %d, this lrx knows versions up to %d", e.Store, e.Program)
}

// OlderError says that the store was made by an older lrx and has to be written to be used.
type OlderError struct{ Store, Program int }

func (e *OlderError) Error() string {
	return fmt.Sprintf("the store has version %d, this lrx needs version %d", e.Store, e.Program)
}
