package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"strconv"
	"time"

	"github.com/google/uuid"

	"lrx/data"
	"lrx/data/lrs"
)

// PullOptions says what to pull.
type PullOptions struct {
	WriteOptions
	Source  lrs.Source
	Options lrs.Options // Have is set by Pull
}

// Pull asks a source for what is new there and returns the receipt. What is
// there already costs a look at the present generation and nothing else: without
// a new statement no new generation is made. A pull that is interrupted or
// killed goes on where it was when it is called again. When the source fails,
// what came before that is kept, with the receipt, and so is the error.
// Errors: *lrs.Error and those of Load.
func Pull(ctx context.Context, dir string, o PullOptions) (r *Receipt, err error) {
	defer func() { err = explainWrite(dir, err) }()
	if o.Source, err = o.Source.Normal(); err != nil {
		return nil, err
	}
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	unlock, err := lock(ctx, dir, "pull "+o.Source.Name, o.Wait, o.now())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()

	dropDeadReaders(dir)
	mapping, err := mappingOf(dir)
	if err != nil {
		return nil, err
	}
	if _, err := remap(ctx, dir, mapping, o.WriteOptions); err != nil {
		return nil, err
	}
	p := &puller{dir: dir, opt: o, mapping: mapping, decoder: data.NewMappedDecoder(mapping), started: o.now().UTC()}
	r, err = p.run(ctx)
	if noted := notePull(dir, o.Source, r, err, p.summary, o.now()); noted != nil {
		err = errors.Join(err, noted)
	}
	return r, err
}

// puller is one run of Pull. Until something new comes it only reads.
type puller struct {
	dir     string
	opt     PullOptions
	mapping data.Mapping
	decoder *data.Decoder
	started time.Time

	present *Generation  // nil: there is no store yet
	known   *known       // of the present generation
	seen    []*fileState // pages with nothing new so far

	*session // nil until something new comes

	pages   int32 // of the load
	before  int32 // of them, those of runs before this one
	chunk   chunk
	summary lrs.Summary
}

func (p *puller) run(ctx context.Context) (*Receipt, error) {
	cursor, err := p.where(ctx)
	if err != nil {
		return nil, errors.Join(err, p.close(err))
	}
	if p.session != nil && p.finished {
		r, err := p.receiptAgain(ctx)
		return r, p.end(ctx, err)
	}
	o := p.opt.Options
	o.Have = p.have(ctx)
	client, err := lrs.NewClient(p.opt.Source, o)
	if err != nil {
		return nil, errors.Join(err, p.close(err))
	}
	defer client.Close()
	var pulled error
	p.summary, pulled = client.Pull(ctx, cursor, func(page lrs.Page) error { return p.page(ctx, page) })
	var failed *lrs.Error
	if pulled != nil && (!errors.As(pulled, &failed) || ctx.Err() != nil) {
		return nil, errors.Join(pulled, p.close(pulled))
	}
	if p.session == nil {
		r := p.nothingNew(pulled)
		return r, errors.Join(pulled, p.close(nil))
	}
	if pulled == nil {
		p.keepCursor(p.summary.Cursor)
	}
	r, err := p.conclude(context.WithoutCancel(ctx), func(r *Receipt) { p.tell(r, pulled) })
	if err = p.end(ctx, err); err != nil {
		return nil, err
	}
	return r, pulled
}

// where finds how far the source was pulled: by an unfinished pull, else by the
// last one.
func (p *puller) where(ctx context.Context) (lrs.Cursor, error) {
	if _, err := os.Stat(nextPath(p.dir)); err == nil {
		n, err := resumeNext(ctx, p.dir, strconv.FormatInt(Stamp(p.dir), 10), p.plan(), loadMemory)
		if err != nil {
			return lrs.Cursor{}, err
		}
		if n != nil {
			return p.goOn(ctx, n)
		}
	}
	g, err := OpenGeneration(ctx, p.dir)
	if errors.Is(err, ErrNoStore) {
		return lrs.Cursor{}, nil
	}
	if err != nil {
		return lrs.Cursor{}, err
	}
	p.present = g
	if p.known, err = newKnown(ctx, g.DB); err != nil {
		return lrs.Cursor{}, err
	}
	return readCursor(ctx, g.DB, p.opt.Source)
}

// goOn opens the session of an unfinished pull.
func (p *puller) goOn(ctx context.Context, n *next) (lrs.Cursor, error) {
	p.session = newSession(n, p.opt.WriteOptions, "pull "+p.opt.Source.Name, p.mapping)
	if err := p.begin(ctx); err != nil {
		return lrs.Cursor{}, err
	}
	p.known = p.w.known
	if err := p.w.conn.QueryRowContext(ctx, "SELECT coalesce(max(file), -1) + 1 FROM load_file WHERE load = ?", p.w.load).Scan(&p.pages); err != nil {
		return lrs.Cursor{}, err
	}
	p.before = p.pages
	return readCursor(ctx, p.db, p.opt.Source)
}

func (p *puller) plan() string {
	return planOf("pull "+p.opt.Source.Name+" "+p.opt.Source.URL, nil) + typesOf(p.mapping)
}

// readCursor is the position kept for a source; one of another address is none.
func readCursor(ctx context.Context, db *sql.DB, s lrs.Source) (lrs.Cursor, error) {
	var text string
	err := db.QueryRowContext(ctx, "SELECT cursor FROM cursor JOIN source USING (source) WHERE name = ? AND path = ? AND kind = ?", s.Name, s.URL, SourceLRS).Scan(&text)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return lrs.Cursor{}, err
	}
	return lrs.ParseCursor(text)
}

// have tells the client which statements are kept already.
func (p *puller) have(ctx context.Context) func(uuid.UUID) bool {
	return func(id uuid.UUID) bool {
		if p.known == nil {
			return false
		}
		there, err := p.known.has(ctx, id)
		return err == nil && there
	}
}

// page takes a page in. Once something new was there, all go to the session.
func (p *puller) page(ctx context.Context, page lrs.Page) error {
	c := p.decode(page)
	f := &fileState{file: p.pages, done: true, started: p.opt.now(), before: page.Seconds, FileReceipt: FileReceipt{
		Path: page.Path, Bytes: page.Bytes, Shape: "statement result", Attachments: int64(page.Attachments),
	}}
	p.pages++
	if p.session == nil {
		old, err := p.old(ctx, c)
		if err != nil {
			return err
		}
		if old {
			f.Read, f.Duplicate, f.position = int64(len(c.items)), int64(len(c.items)), int64(len(c.items))
			p.seen = append(p.seen, f)
			return nil
		}
		if err := p.open(ctx); err != nil {
			return err
		}
	}
	f.source = p.w.source(p.opt.Source.Name, p.opt.Source.URL, SourceLRS)
	p.w.enter(f)
	whole := context.WithoutCancel(ctx) // a page is written whole or not at all
	p.keepCursor(page.Cursor)
	if err := p.w.add(whole, c); err != nil {
		return err
	}
	p.progress.Read, p.progress.Kept = p.progress.Read+f.Read, p.progress.Kept+f.Kept
	p.report(Progress{Phase: "reading", Path: p.opt.Source.Name, Bytes: p.progress.Bytes, Read: p.progress.Read, Kept: p.progress.Kept, Pages: int64(p.pages - p.before)})
	return p.w.flush(whole)
}

// decode makes a chunk of a page.
func (p *puller) decode(page lrs.Page) *chunk {
	c := &p.chunk
	c.buf, c.items = c.buf[:0], c.items[:0]
	for i, s := range page.Statements {
		from := len(c.buf)
		c.buf = append(c.buf, s.Raw...)
		c.items = append(c.items, item{from: from, to: len(c.buf), index: int64(i), pos: int64(i), flags: s.Flags, reject: s.Reject})
	}
	c.decode(p.decoder, p.started)
	return c
}

// old says whether a page brings nothing: each statement is there already, and
// what is no statement was noted as such before.
func (p *puller) old(ctx context.Context, c *chunk) (bool, error) {
	if p.known == nil {
		return len(c.items) == 0, nil
	}
	if err := p.known.look(ctx, c); err != nil {
		return false, err
	}
	for i := range c.items {
		it := &c.items[i]
		table, column, value := "reject", "text", firstPart(bytes.Clone(c.raw(it)))
		if it.st != nil {
			form := formOf(it.st)
			first, there := p.known.ids.find(it.st.ID)
			switch {
			case !there:
				return false, nil
			case first.same(form):
				continue
			}
			table, column, value = "conflict", "id::VARCHAR", it.st.ID.String()
		}
		noted := false
		q := "SELECT count(*) > 0 FROM " + table + " WHERE " + column + " = ?" //nolint:gosec // constants
		if err := p.present.DB.QueryRowContext(ctx, q, value).Scan(&noted); err != nil || !noted {
			return false, err
		}
	}
	return true, nil
}

// open begins the next generation, with the pages so far.
func (p *puller) open(ctx context.Context) error {
	n, err := openNext(ctx, p.dir, p.plan(), loadMemory)
	if err != nil {
		return err
	}
	p.session = newSession(n, p.opt.WriteOptions, "pull "+p.opt.Source.Name, p.mapping)
	if err := p.begin(ctx); err != nil {
		return err
	}
	p.known = p.w.known
	for _, f := range p.seen {
		f.source = p.w.source(p.opt.Source.Name, p.opt.Source.URL, SourceLRS)
		p.w.enter(f)
	}
	p.seen = nil
	return nil
}

// keepCursor keeps a cursor with the run at hand.
func (p *puller) keepCursor(c lrs.Cursor) {
	source := p.w.source(p.opt.Source.Name, p.opt.Source.URL, SourceLRS)
	p.w.run.cursor = func(ctx context.Context) error {
		if _, err := p.w.conn.ExecContext(ctx, "DELETE FROM cursor WHERE source = ?", source); err != nil {
			return err
		}
		_, err := p.w.conn.ExecContext(ctx, "INSERT INTO cursor VALUES (?, ?)", source, c.String())
		return err
	}
}

// tell adds to the receipt what only a pull knows.
func (p *puller) tell(r *Receipt, pulled error) {
	s := p.summary
	r.Pulled = &Pulled{Source: p.opt.Source.Name, Requests: int64(s.Requests), Retries: int64(s.Retries), Notes: s.Notes, Through: timeOrNil(s.Cursor.Through)}
	r.Complete, r.Reason = s.Verdict.String(), s.Verdict.Reason
	if pulled != nil {
		var failed *lrs.Error
		errors.As(pulled, &failed)
		r.Complete, r.Reason = "cannot tell", "the pull broke off: "+failed.What
	}
}

// nothingNew is the receipt of a pull that changed nothing.
func (p *puller) nothingNew(pulled error) *Receipt {
	r := newReceipt(0)
	for _, f := range p.seen {
		r.Files = append(r.Files, f.FileReceipt)
		r.Total.add(f.Counts)
	}
	p.tell(r, pulled)
	return r
}

// close gives up what is open; err is what came of it. A session stays for the
// same pull to go on with.
func (p *puller) close(err error) error {
	var closed error
	if p.present != nil {
		closed = p.present.Close()
	}
	if p.session != nil {
		if p.w != nil {
			closed = errors.Join(closed, p.w.conn.Close())
		}
		if err != nil {
			return errors.Join(closed, p.leave())
		}
	}
	return closed
}

// end puts a session's generation in place.
func (p *puller) end(ctx context.Context, err error) error {
	if closed := p.close(nil); err == nil {
		err = closed
	}
	if err != nil {
		return p.stop(err, true)
	}
	p.report(Progress{Phase: "finishing"})
	return p.finish(ctx, p.opt.WriteOptions)
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
