// Package read finds statements in files: containers, shapes and positions.
// It knows bytes and JSON text boundaries; what a statement means is data's,
// where statements are kept is the store's, and neither is known here.
package read

import (
	"context"
	"io"

	"lrx/data"
)

// Value is one JSON value tried as a statement.
type Value struct {
	Raw    []byte       // the text as received; valid only until the callback returns
	Index  int64        // ordinal in the file, from 0; counts every value, rejected ones too
	Line   int64        // 1-based line for line-based shapes, else 0
	Offset int64        // byte offset of the value in the decompressed stream
	Flags  data.Flags   // what a wrapper around the statement tells of it
	Reject *data.Reject // set when the text itself is no JSON value (broken, too long, too deep); Raw then holds at most the first 4 KB, a row of CSV below its header
}

const (
	// DefaultMaxValue is the longest value taken, in bytes, unless Options says otherwise.
	DefaultMaxValue = 32 << 20
	// MaxDepth is how many arrays and objects a value may have inside each other.
	MaxDepth = 512

	keptOfReject = 4 << 10 // bytes of a rejected text that are handed on
)

// Options say how an input is read. The zero value reads everything.
type Options struct {
	Stdin    io.Reader          // what "-" stands for; nil means os.Stdin
	Skip     int64              // values already processed: they are scanned and counted, not delivered
	MaxValue int                // the longest value taken, in bytes; 0 means DefaultMaxValue
	Progress func(onDisk int64) // told the bytes read so far as they lie on disk, from the caller's goroutine; may be nil
}

// Summary tells what was read, also when reading ended with an error.
type Summary struct {
	Shape       string // in words: "ndjson", "json values", "json array", "statement result", "one statement", then " (WRAPPER)", and ", gzip" and the like for each layer
	Values      int64  // values seen: delivered, skipped and rejected ones
	Bytes       int64  // bytes of text read, after decompression
	Cut         bool   // the text ends before it is complete; its last value is then rejected
	Attachments int    // of multipart/mixed, passed over
	CutAt       int64  // offset in the decompressed stream where that last, broken value begins
}

// Refused says why nothing is read from a path. It is an error.
type Refused struct {
	Path  string
	Found string // what was found; what is accepted or can be done next
}

func (r *Refused) Error() string { return r.Path + ": " + r.Found }

// Each hands every value of the input to fn, in order, and tells what it read.
//
// The error is a *Refused if the input holds nothing that lrx reads; the error
// of fn, as it is, if fn returned one; the context's error once ctx is done
// (a read that blocks on a pipe is not interrupted); else an error of the disk.
// Broken text is no error: it is delivered as a Value with Reject set.
func (in Input) Each(ctx context.Context, opt Options, fn func(Value) error) (Summary, error) {
	src, err := openSource(ctx, in, opt)
	if err != nil {
		return Summary{}, err
	}
	defer src.close()
	return newReader(ctx, src, opt, fn).run()
}
