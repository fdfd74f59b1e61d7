package store

import (
	"context"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"lrx/data"
	"lrx/data/read"
)

// A chunk carries values from the reader over a decoder to the writer. Its
// buffer holds their text, so a chunk in flight costs a bounded amount.
type chunk struct {
	buf   []byte
	items []item
	disk  int64         // bytes of the input read from disk so far
	ready chan struct{} // closed when the items are decoded
}

type item struct {
	from, to         int // raw text in the buffer
	index, line, pos int64
	flags            data.Flags // what the export tells of the statement
	st               *data.Statement
	reject           *data.Reject
}

// Bounds of a chunk. One value may be larger than chunkBytes; it then has a chunk of its own.
const (
	chunkBytes = 512 << 10
	chunkItems = 512
)

// Bounds of a group of chunks.
const (
	groupItems = 16 << 10
	groupBytes = 16 << 20
)

func (c *chunk) raw(it *item) []byte { return c.buf[it.from:it.to] }

func (c *chunk) full() bool { return len(c.buf) >= chunkBytes || len(c.items) >= chunkItems }

// decodeInput reads one input from the value after skip on, decodes it on all
// cores and hands the chunks to write in the order of the file, several at a
// time: what is asked of the store is asked for all of them at once.
func decodeInput(
	ctx context.Context, in read.Input, opt read.Options, loaded time.Time, m data.Mapping, write func([]*chunk) error,
) (read.Summary, error) {
	workers := max(2, runtime.GOMAXPROCS(0))
	var (
		pool    = sync.Pool{New: func() any { return &chunk{buf: make([]byte, 0, chunkBytes)} }}
		todo    = make(chan *chunk)
		ordered = make(chan *chunk, workers)
		summary read.Summary
	)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		defer close(todo)
		defer close(ordered)
		summary, err = chop(ctx, in, opt, &pool, func(c *chunk) error {
			for _, to := range []chan *chunk{ordered, todo} {
				select {
				case to <- c:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
		return err
	})
	for range workers {
		g.Go(func() error {
			decoder := data.NewMappedDecoder(m)
			for c := range todo {
				c.decode(decoder, loaded)
				close(c.ready)
			}
			return nil
		})
	}
	g.Go(func() error {
		var group []*chunk
		var items, bytes int
		pass := func() error {
			if err := write(group); err != nil {
				return err
			}
			for _, c := range group {
				if cap(c.buf) <= 4*chunkBytes { // a giant value's buffer is not kept
					pool.Put(c)
				}
			}
			group, items, bytes = group[:0], 0, 0
			return nil
		}
		for c := range ordered {
			select {
			case <-c.ready:
			case <-ctx.Done():
				return ctx.Err()
			}
			group, items, bytes = append(group, c), items+len(c.items), bytes+len(c.buf)
			if items >= groupItems || bytes >= groupBytes {
				if err := pass(); err != nil {
					return err
				}
			}
		}
		if len(group) == 0 {
			return nil
		}
		return pass()
	})
	err := g.Wait()
	return summary, err
}

// chop cuts the values of an input into chunks.
func chop(ctx context.Context, in read.Input, opt read.Options, pool *sync.Pool, emit func(*chunk) error) (read.Summary, error) {
	var c *chunk
	fresh := func() {
		c = pool.Get().(*chunk) //nolint:forcetypeassert // the pool holds nothing else
		c.buf, c.items, c.ready = c.buf[:0], c.items[:0], make(chan struct{})
	}
	fresh()
	var disk int64
	opt.Progress = func(n int64) { disk = n }
	summary, err := in.Each(ctx, opt, func(v read.Value) error {
		from := len(c.buf)
		c.buf = append(c.buf, v.Raw...)
		c.items = append(c.items, item{from: from, to: len(c.buf), index: v.Index, line: v.Line, pos: v.Offset, flags: v.Flags, reject: v.Reject})
		if !c.full() {
			return nil
		}
		c.disk = disk
		if err := emit(c); err != nil {
			return err
		}
		fresh()
		return nil
	})
	if err == nil && len(c.items) > 0 {
		c.disk = disk
		err = emit(c)
	}
	return summary, err
}

func (c *chunk) decode(d *data.Decoder, loaded time.Time) {
	for i := range c.items {
		it := &c.items[i]
		if it.reject == nil {
			if it.st, it.reject = d.Decode(c.raw(it), loaded); it.st != nil {
				it.st.Flags |= it.flags
			}
		}
	}
}
