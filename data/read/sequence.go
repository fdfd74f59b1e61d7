package read

import "bytes"

// maxRescans bounds how often broken text is read again in search of values
// that start inside it; after that it is read line by line. Without it, hostile
// text costs a scan of hundreds of lines for each of its lines.
const maxRescans = 8

// sequence is what is known of values that follow one another: one a line
// (NDJSON), several on a line, or each printed over many lines.
type sequence struct {
	multiline bool  // the last good value went over several lines
	anyMulti  bool  // one of them did
	brokenTo  int64 // offset of the furthest fault
	rescans   int   // values begun before brokenTo
}

func looksSequence(h *head) bool {
	return h.first == '{' && h.holdsStatement() || h.later
}

func readSequence(r *reader) error {
	for {
		c, err := r.next()
		if err != nil {
			return err
		}
		if c < 0 {
			break
		}
		if err := r.step(); err != nil {
			return err
		}
	}
	switch {
	case r.seq.anyMulti && r.sum.Values > 1:
		r.sum.Shape = "json values"
	case r.sum.Values == 1:
		r.sum.Shape = "one statement"
	}
	return nil
}

// step reads one value of a sequence. After a broken one it goes on with the
// next line, or, where values are printed over several lines, with the next
// line that begins a value.
func (r *reader) step() error {
	q := &r.seq
	at, line := r.offset(), r.line
	if at >= q.brokenTo {
		q.rescans = 0
	}
	q.rescans++
	scanValue := r.value
	if q.rescans > maxRescans {
		scanValue = r.valueInLine
	}
	n, why, err := scanValue()
	if err != nil {
		return err
	}
	if why == "" {
		err := r.accept(n)
		q.multiline = r.line > line
		q.anyMulti = q.anyMulti || q.multiline
		return err
	}
	q.brokenTo = max(q.brokenTo, at+int64(n))
	var to resync = toLineEnd{r.eol}
	if q.rescans <= maxRescans && r.printed(n) {
		to = &toTopLevel{eol: r.eol}
	}
	if err := r.reject(why, n, to); err != nil {
		return err
	}
	if why == faultShort && r.tail == at {
		return r.cut(why)
	}
	return nil
}

// printed tells whether the broken value of n good bytes seems to be printed
// over several lines, so that its own lines must not be taken for values. A
// line that was cut runs into the next one or two at most before it is a fault.
func (r *reader) printed(n int) bool {
	good := r.rest()[:n]
	first, _, several := bytes.Cut(good, []byte{r.eol})
	bare := several && len(bytes.Trim(first, "{[ \t\r")) == 0
	return bare || r.seq.multiline || bytes.Count(good, []byte{r.eol}) > 3
}
