package lrs

import (
	"encoding/json"
	"fmt"
	"net/url"
	"time"
)

// Cursor is how far a source was pulled. It is kept with each page, in one
// transaction, as the small JSON text that String gives. The zero value begins
// at the beginning.
type Cursor struct {
	Through time.Time `json:"through,omitzero"`  // all that was stored up to then was delivered, as far as the server showed it
	Checked bool      `json:"checked,omitempty"` // that it is all was checked another way, whatever came of it
	Filter  Filter    `json:"filter,omitempty"`  // what since was seen to compare with
	Largest int       `json:"largest,omitempty"` // statements of the largest page seen
	Run     *Run      `json:"run,omitempty"`     // a pull that is not finished
}

// Run is where an unfinished pull stands.
type Run struct {
	Since  time.Time `json:"since,omitzero"` // what it began with; zero is the beginning
	More   string    `json:"more,omitempty"` // the next page, without scheme and host
	Order  Order     `json:"order,omitempty"`
	Low    int64     `json:"low,omitempty"`    // the earliest and latest time seen, by what since
	High   int64     `json:"high,omitempty"`   // compares with, in milliseconds since 1970
	Newest time.Time `json:"newest,omitzero"`  // the latest stored
	Bound  time.Time `json:"through,omitzero"` // Consistent-Through when it began; zero if not sent
}

// String is the cursor as text.
func (c Cursor) String() string {
	text, err := json.Marshal(c)
	if err != nil { // times beyond the year 9999 alone
		return "{}"
	}
	return string(text)
}

// ParseCursor reads what String wrote; "" is the zero Cursor.
func ParseCursor(text string) (c Cursor, err error) {
	if text == "" {
		return c, nil
	}
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return Cursor{}, fmt.Errorf("the source's position cannot be read: %w", err)
	}
	return c, nil
}

// Order is in which order a server was seen to give statements, page by page:
// inside a page any order is taken.
type Order string

// The orders.
const (
	OrderUnknown    Order = ""
	OrderAscending  Order = "ascending"
	OrderDescending Order = "descending"
	OrderMixed      Order = "mixed"
)

// ask is a question for statements by time; zero times are no bounds.
type ask struct {
	since, until time.Time
	descending   bool
}

// sinceForm is how times are asked for; more digits are refused by some.
const sinceForm = "2006-01-02T15:04:05.000Z"

func (c *Client) address(a ask) *url.URL {
	q := url.Values{}
	if c.style.limit > 0 {
		q.Set("limit", fmt.Sprint(c.style.limit))
	}
	if c.style.ascending {
		q.Set("ascending", fmt.Sprint(!a.descending))
	}
	if !a.since.IsZero() {
		q.Set("since", a.since.UTC().Format(sinceForm))
	}
	if !a.until.IsZero() {
		q.Set("until", a.until.UTC().Format(sinceForm))
	}
	u := c.resource("statements")
	u.RawQuery = q.Encode()
	return u
}

// next is the address of the page after one, nil if there is none. Foreign is
// the host it lies on if that is not the source's: it is not asked then.
//
// "more" is written in many forms: with a host or without, as a bare query, and
// with http by servers that do not know of the proxy before them. The last is
// asked at the address that is known to be safe.
func (c *Client) next(at *url.URL, p *page) (u *url.URL, foreign string) {
	if c.product.Paging == PagingLastID {
		return c.afterLast(at, p), ""
	}
	if p.more == "" {
		return nil, ""
	}
	more, err := url.Parse(p.more)
	if err != nil {
		return nil, ""
	}
	u = at.ResolveReference(more)
	u.Fragment, u.User = "", nil
	if u.Hostname() == c.base.Hostname() && u.Scheme == "http" && c.base.Scheme == "https" && u.Port() == "" {
		u.Scheme, u.Host = c.base.Scheme, c.base.Host
	}
	if !sameOrigin(u, c.base) {
		return nil, u.Host
	}
	return u, ""
}

// afterLast asks for what comes after the last statement of a page.
func (c *Client) afterLast(at *url.URL, p *page) *url.URL {
	if len(p.statements) == 0 {
		return nil
	}
	u := *at
	q := u.Query()
	q.Set("last_statement_id", p.statements[len(p.statements)-1].ID.String())
	u.RawQuery = q.Encode()
	return &u
}
