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
	Error    string     `json:"error,omitempty"` // why it did not go well
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
		last = LastPull{URL: s.URL}
	}
	last.At, last.Error, last.Kept, last.Complete = now.UTC(), "", 0, ""
	if r != nil {
		last.Kept, last.Complete = r.Total.Kept, r.Complete
	}
	if failed != nil {
		last.Error = failed.What
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
