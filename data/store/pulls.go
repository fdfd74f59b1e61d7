package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lrx/data/lrs"
)

// pullsName is the file that says when each source was last asked. It is apart
// from the store, which a pull without anything new leaves as it is.
const pullsName = "pulls.json"

// LastPull is how the last pull of a source went.
type LastPull struct {
	URL      string     `json:"url"`
	At       time.Time  `json:"at"`
	Through  *time.Time `json:"through"` // all that was stored up to then was delivered; of the last pull that went well
	Fresh    *time.Time `json:"fresh"`   // when a pull last went well
	Kept     int64      `json:"kept"`
	Complete string     `json:"complete"`
	Reason   string     `json:"reason,omitempty"`  // for Complete
	Error    string     `json:"error,omitempty"`   // why it did not go well
	Next     string     `json:"next,omitempty"`    // what to do about it
	Refused  bool       `json:"refused,omitempty"` // the source was there and would not answer this key
}

// Connection is a source on a server as sources.toml has it, and how its last
// pull went.
type Connection struct {
	Name, URL string
	Last      *LastPull // nil: it was never pulled
}

// Connections are the sources of a store folder that can be pulled, in the
// order they were added. A pull from another address of that name is not theirs.
func Connections(dir string) ([]Connection, error) {
	sources, err := lrs.ReadSources(dir)
	if err != nil || len(sources) == 0 {
		return nil, err
	}
	pulls, err := LastPulls(dir)
	if err != nil {
		return nil, err
	}
	all := make([]Connection, len(sources))
	for i, s := range sources {
		all[i] = Connection{Name: s.Name, URL: s.URL}
		if last, ok := pulls[s.Name]; ok && last.URL == s.URL {
			all[i].Last = &last
		}
	}
	return all, nil
}

// LastPulls are the last pulls by the name of the source.
func LastPulls(dir string) (map[string]LastPull, error) {
	all := map[string]LastPull{}
	text, err := os.ReadFile(filepath.Join(dir, pullsName))
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil {
		return nil, fmt.Errorf("read when the sources were pulled: %w", err)
	}
	return all, nil
}

// notePull notes how a pull went. An interrupted one says nothing of the source.
func notePull(dir string, s lrs.Source, r *Receipt, err error, sum lrs.Summary, now time.Time) error {
	var failed *lrs.Error
	if err != nil && !errors.As(err, &failed) {
		return nil
	}
	all, readErr := LastPulls(dir)
	if readErr != nil {
		all = map[string]LastPull{} // it is made anew: it tells of the last pulls and no more
	}
	last := all[s.Name]
	if last.URL != s.URL {
		last = LastPull{}
	}
	last = LastPull{URL: s.URL, At: now.UTC(), Through: last.Through, Fresh: last.Fresh}
	if r != nil {
		last.Kept, last.Complete, last.Reason = r.Total.Kept, r.Complete, r.Reason
	}
	if failed != nil {
		last.Error, last.Next, last.Refused = failed.What, failed.Next, failed.Refused()
	} else {
		last.Fresh = &last.At
		if t := sum.Cursor.Through; !t.IsZero() {
			last.Through = &t
		}
	}
	all[s.Name] = last
	return writePulls(dir, all)
}

func writePulls(dir string, all map[string]LastPull) (err error) {
	text, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return fmt.Errorf("note the pull: %w", err)
	}
	path := filepath.Join(dir, pullsName)
	if err = os.WriteFile(path+".new", append(text, '\n'), 0o600); err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return fmt.Errorf("note the pull: %w", err)
	}
	return nil
}
