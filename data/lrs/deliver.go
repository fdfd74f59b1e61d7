package lrs

import (
	"net/url"
	"time"
)

// deliver hands a page on with the cursor to keep.
func (p *puller) deliver(got *page, u *url.URL, began time.Time, recount bool) error {
	if len(got.statements) == 0 {
		return nil
	}
	if !recount {
		p.sum.Pages++
		p.sum.Statements += int64(len(got.statements))
		p.sum.Broken += got.broken
	}
	run := *p.cur.Run
	cursor := p.cur
	cursor.Run = &run
	return p.fn(Page{
		Path: u.RequestURI(), Statements: got.statements, Bytes: got.bytes, Attachments: got.attachments,
		Recount: recount, Seconds: p.now().Sub(began).Seconds(), Cursor: cursor,
	})
}
