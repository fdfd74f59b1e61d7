package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// Writer is who writes to a store, and how far that is. It stands in store.lock,
// so that a second writer and the explorer can say so.
type Writer struct {
	PID      int       `json:"pid"`
	Command  string    `json:"command"`
	Since    time.Time `json:"since"`
	Progress *Progress `json:"progress,omitempty"`
	At       time.Time `json:"at"` // of the progress
}

// Writing is who writes to the store now; false if nobody does.
func Writing(dir string) (w Writer, ok bool) {
	b, err := os.ReadFile(filepath.Join(dir, lockName))
	if err != nil || json.Unmarshal(b, &w) != nil || w.PID == 0 {
		return w, false
	}
	p, err := os.FindProcess(w.PID)
	return w, err == nil && p.Signal(syscall.Signal(0)) == nil // one that was killed has left its name
}

// sign writes into the lock who holds it.
func sign(dir string, w Writer) error {
	b, err := json.Marshal(w)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, lockName), b, 0o600)
}

// lock takes the writer's lock of a store folder. Without wait a held lock is
// a *BusyError at once. The lock ends with the process, however it ends.
func lock(ctx context.Context, dir, command string, wait bool, now time.Time) (unlock func() error, err error) {
	path := filepath.Join(dir, lockName)
	l := flock.New(path, flock.SetPermissions(0o600))
	got, err := l.TryLock()
	if err == nil && !got && wait {
		got, err = l.TryLockContext(ctx, 200*time.Millisecond)
	}
	if err != nil {
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return nil, err
		}
		return nil, fmt.Errorf("lock the store: %w", err)
	}
	if !got {
		return nil, busy(path)
	}
	if err := sign(dir, Writer{PID: os.Getpid(), Command: command, Since: now}); err != nil {
		return nil, errors.Join(fmt.Errorf("sign the lock: %w", err), l.Unlock())
	}
	return func() error { return errors.Join(sign(dir, Writer{}), l.Unlock()) }, nil
}

func busy(path string) error {
	var info Writer
	if b, err := os.ReadFile(path); err == nil {
		_ = json.Unmarshal(b, &info) // a half-written signature names nobody
	}
	return &BusyError{PID: info.PID, Command: info.Command, Since: info.Since}
}
