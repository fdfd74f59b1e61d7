//go:build linux || darwin

package store

import "syscall"

// freeBytes is what a user may still write to the file system of a folder; -1
// when it cannot be told.
func freeBytes(dir string) int64 {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return -1
	}
	return int64(st.Bavail) * int64(st.Bsize) //nolint:gosec // far from the limits
}
