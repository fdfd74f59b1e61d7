package lrs

import "time"

// Level says how a finding is meant.
type Level string

// The levels.
const (
	LevelOK      Level = "ok"
	LevelNote    Level = "note"    // good to know
	LevelProblem Level = "problem" // somebody has to do something
)

// Finding is one thing that a check found, in a sentence for whoever runs the
// LRS. The text is printable.
type Finding struct {
	Code  string `json:"code"`
	Level Level  `json:"level"`
	Text  string `json:"text"`
}

// Report is what can be expected of a source. Fields that could not be found
// out are empty.
type Report struct {
	Source   string `json:"source"`
	URL      string `json:"url"`
	OK       bool   `json:"ok"` // statements can be pulled
	Failure  string `json:"failure,omitempty"`
	Product  string `json:"product,omitempty"`
	Verified bool   `json:"verified"` // the product was tried with lrx
	Requests int    `json:"requests"`

	About      bool     `json:"about"`      // there is an /about
	Versions   []string `json:"versions"`   // of xAPI that it names
	Version    string   `json:"version"`    // that it answered with
	Statements int      `json:"statements"` // on the first page; 0 says that this key sees none
	Page       int      `json:"page"`       // statements on a page at most; 0 is unknown
	More       string   `json:"more"`       // "absolute", "path", "query" or "none"
	Ascending  *bool    `json:"ascending"`  // the parameter is honoured
	Filter     Filter   `json:"since"`      // what since compares with
	Through    string   `json:"consistent_through"`
	Skew       *float64 `json:"clock_skew_s"` // the server's clock less ours
	RateLimit  string   `json:"rate_limit"`   // as the server announces it
	Anonymous  bool     `json:"anonymous"`    // statements are shown without a key

	Oldest *time.Time `json:"oldest_stored"` // of those seen
	Newest *time.Time `json:"newest_stored"`

	Findings []Finding `json:"findings"`

	Err *Error `json:"-"` // why OK is false
}
