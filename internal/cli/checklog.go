package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// checksFile keeps, in the folder of a store, who was at risk at each check. Learners and
// classes stand in it by their pseudonyms, as under a mask.
const checksFile = "checks.ndjson"

// checked is a line of it: a class as of a check.
type checked struct {
	At      time.Time `json:"at"`
	Class   string    `json:"class"`
	AsOf    time.Time `json:"as_of"`
	Profile string    `json:"profile"` // hash
	AtRisk  []string  `json:"at_risk"`
}

// lastChecks reads the last check of each class; a line that cannot be read, such as
// one that was cut by a full disk, is no check.
func lastChecks(dir string) (last map[string]checked, err error) {
	last = map[string]checked{}
	file, err := os.Open(filepath.Join(dir, checksFile))
	if errors.Is(err, fs.ErrNotExist) {
		return last, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the checks before: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	in := bufio.NewReader(file)
	for {
		line, err := in.ReadBytes('\n')
		var c checked
		if json.Unmarshal(line, &c) == nil && c.Class != "" {
			last[c.Class] = c
		}
		if errors.Is(err, io.EOF) {
			return last, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the checks before: %w", err)
		}
	}
}

// keepChecks adds checks at the end of the file, in one write. Only the user may read it.
func keepChecks(dir string, all []checked) (err error) {
	if len(all) == 0 {
		return nil
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", checksFile, err)
		}
	}()
	var lines bytes.Buffer
	for _, c := range all {
		line, err := json.Marshal(c)
		if err != nil {
			return err
		}
		lines.Write(append(line, '\n'))
	}
	path := filepath.Join(dir, checksFile)
	whole, err := endsWhole(path)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	content := lines.Bytes()
	if !whole { // what was cut ends here
		content = append([]byte{'\n'}, content...)
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// endsWhole says whether a file ends with a line break, or is not there.
func endsWhole(path string) (bool, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return true, err
	}
	last := make([]byte, 1)
	_, err = file.ReadAt(last, info.Size()-1)
	return last[0] == '\n', err
}
