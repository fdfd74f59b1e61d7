package lrs

import (
	"bytes"
	"time"
)

// late is how much later than it was done a statement has to be stored to tell
// what since compares with.
const late = time.Minute

// maxProbes is how often it is tried to tell; some servers answer neither way.
const maxProbes = 3

// learnFilter finds out what since and until compare with, where this is not
// known and can be told: it asks for the moment at which one late statement was
// stored, and for that at which it was done. The page at hand stays as it is.
func (p *puller) learnFilter() error {
	if p.cur.Filter != FilterUnknown || p.probes == maxProbes {
		return nil
	}
	kept, start := p.body, p.now()
	p.body = bytes.Buffer{}
	defer func() {
		p.body = kept
		took := p.now().Sub(start)
		p.sum.Checking += took
		p.sum.Pulling -= took // which counts the whole time around it
	}()
	key, s := p.latest()
	if s.stored-s.timestamp < late.Milliseconds() {
		return nil
	}
	p.probes++
	stored, err := p.shown(key, s.stored)
	if err != nil || stored {
		if stored {
			p.cur.Filter = FilterStored
		}
		return err
	}
	done, err := p.shown(key, s.timestamp)
	if done {
		p.cur.Filter = FilterTimestamp
		p.measure()
	}
	return err
}

// latest is the statement that was stored the longest after it was done.
func (p *puller) latest() (key uint64, s stamp) {
	for k, t := range p.seen {
		if d, best := t.stored-t.timestamp, s.stored-s.timestamp; d > best || d == best && k < key {
			key, s = k, t
		}
	}
	return key, s
}

// shown asks for a moment and says whether a statement is among what comes.
func (p *puller) shown(key uint64, at int64) (bool, error) {
	got, err := p.fetch(p.ctx, p.address(ask{since: milli(at - 2), until: milli(at + 2)}))
	if err != nil {
		return false, unlessRefused(err)
	}
	p.sum.Bytes += got.bytes
	for i := range got.statements {
		if got.statements[i].key == key {
			return true, nil
		}
	}
	return false, nil
}

// measure takes the bounds of the run anew, by another time.
func (p *puller) measure() {
	run := p.cur.Run
	run.Low, run.High, run.Order, p.last = 0, 0, OrderMixed, nil
	for _, t := range p.seen {
		at := p.at(t)
		if run.High == 0 {
			run.Low, run.High = at, at
		}
		run.Low, run.High = min(run.Low, at), max(run.High, at)
	}
}
