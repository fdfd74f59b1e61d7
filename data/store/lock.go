package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// writerInfo stands in store.lock so that a second writer can say who is first.
type writerInfo struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
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
	info, err := json.Marshal(writerInfo{PID: os.Getpid(), Command: command, Since: now})
	if err != nil {
		return nil, errors.Join(err, l.Unlock())
	}
	if err := os.WriteFile(path, info, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("sign the lock: %w", err), l.Unlock())
	}
	return l.Unlock, nil
}

func busy(path string) error {
	var info writerInfo
	if b, err := os.ReadFile(path); err == nil {
		_ = json.Unmarshal(b, &info) // a half-written signature names nobody
	}
	return &BusyError{PID: info.PID, Command: info.Command, Since: info.Since}
}
