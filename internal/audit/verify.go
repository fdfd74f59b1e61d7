package audit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// lines is what a log was found to hold.
type lines struct {
	count int
	last  string // hash of the last line; "" = there is none
	torn  bool   // the last line has no end
	wrong error  // the first line that does not follow from the one before
}

// read reads a log from its beginning.
func read(file io.Reader) (l lines, err error) {
	in := bufio.NewReader(file)
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return l, nil
		}
		l.torn = errors.Is(err, io.EOF)
		if err != nil && !l.torn {
			return l, err
		}
		line = bytes.TrimSuffix(line, []byte{'\n'})
		l.count++
		var e Entry
		if json.Unmarshal(line, &e) != nil {
			l.found("is no entry")
		} else if e.Prev != l.last {
			l.found("does not follow from the one before: one of them was changed, or some are missing between them")
		} else if e.Broken != "" {
			l.found("was written when this was found: " + e.Broken)
		}
		l.last = hashOf(line)
	}
}

func (l *lines) found(wrong string) {
	if l.wrong == nil {
		l.wrong = fmt.Errorf("%s, line %d %s", File, l.count, wrong)
	}
}

// Verify says how many entries there are, and as an error what is wrong with
// them: a line that does not follow from the one before, or a tail that is
// missing by what the head seals. Lines behind those that the head knows are no
// error when they follow: the head is written after them.
func (l *Log) Verify() (count int, err error) {
	h, err := l.readHead() // first, as it is written last
	if err != nil {
		return 0, err
	}
	file, err := os.Open(l.path(File))
	if errors.Is(err, fs.ErrNotExist) {
		if h != nil && h.Count > 0 {
			return 0, fmt.Errorf("%s is missing; it had %d entries", File, h.Count)
		}
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	found, err := read(file)
	if err != nil {
		return 0, err
	}
	if found.wrong != nil {
		return found.count, found.wrong
	}
	return found.count, l.compare(h, found)
}

// compare holds what was found against the head.
func (l *Log) compare(h *sealed, found lines) error {
	switch {
	case h == nil && found.count > 1:
		return fmt.Errorf("%s is missing, so that nothing says how many entries there were", head)
	case h == nil:
		return nil
	case h.Seal != "" && l.Seal != nil && h.Seal != l.seal(*h):
		return fmt.Errorf("%s was not sealed with this store's key", head)
	case found.count < h.Count:
		return fmt.Errorf("%s has %d entries and had %d: its tail is missing", File, found.count, h.Count)
	case found.count == h.Count && found.last != h.Last:
		return fmt.Errorf("the last entry of %s is not the one that %s seals", File, head)
	}
	return nil
}
