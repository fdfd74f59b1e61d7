//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lrx/internal/demo"
)

// nobody is a user without rights of its own on most systems.
const nobody = 65534

// ran is what a run of the built program came to.
type ran struct {
	code           int
	stdout, stderr string
}

// run runs a command to its end.
func run(t *testing.T, cmd *exec.Cmd) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ran{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// says checks an exit code, and that an error is for people.
func (r ran) says(t *testing.T, code int, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(r.stderr, word) {
			t.Errorf("%q is not in %q", word, r.stderr)
		}
	}
	if r.code != code || strings.Contains(r.stderr, "Error") || strings.Contains(r.stderr, "database/sql") {
		t.Errorf("exit code %d, not %d: %s", r.code, code, r.stderr)
	}
}

// loads checks that a load came to its end. Some of what is made up is rejected.
func (r ran) loads(t *testing.T) {
	t.Helper()
	if r.code != 0 && r.code != 3 {
		t.Fatalf("exit code %d: %s", r.code, r.stderr)
	}
}

// openFolder is a temporary folder that other users may look into.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "lrx-disk-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // a leftover in a temporary folder
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// madeUp writes the files of the demo: everybody may read them.
func madeUp(t *testing.T, dir string) (first, second string) {
	t.Helper()
	files, err := demo.Write(dir)
	if err != nil || len(files) != 2 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, file := range files {
		if err := os.Chmod(file, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return files[0], files[1]
}

// TestFullDisk lets a load run into the end of the space there is, at several
// sizes: it says so, the store is as it was, and the same command ends well
// once there is room.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	exe, dir := builtProgram(t), openFolder(t)
	first, second := madeUp(t, dir)
	lrx := func(args ...string) *exec.Cmd { return exec.CommandContext(t.Context(), exe, args...) }
	calm := filepath.Join(dir, "calm")
	for _, file := range []string{first, second} {
		run(t, lrx("load", "--quiet", "--store", calm, file)).loads(t)
	}
	lists := func(store string) string {
		return run(t, lrx("statements", "--store", store, "--format", "csv")).stdout + run(t, lrx("attempts", "--store", store, "--format", "csv")).stdout
	}
	want := lists(calm)

	limited := func(t *testing.T, store string, share int64) {
		run(t, lrx("load", "--quiet", "--store", store, first)).loads(t)
		before := lists(store)
		size := fileSize(t, filepath.Join(calm, "lrx.duckdb"))
		shell := fmt.Sprintf("ulimit -f %d; exec %q load --quiet --store %q %q", size*share/100/512, exe, store, second)
		run(t, exec.CommandContext(t.Context(), "sh", "-c", shell)).says(t, 1, "is full", "make room and give the same command again")
		if after := lists(store); after != before {
			t.Error("the store is not as it was before")
		}
		run(t, lrx("load", "--quiet", "--store", store, second)).loads(t)
		if lists(store) != want {
			t.Error("the store differs from one that had room")
		}
		run(t, lrx("store", "verify", "--store", store)).says(t, 0)
	}
	for _, share := range []int64{1, 50, 97} {
		t.Run(fmt.Sprintf("limit at %d percent", share), func(t *testing.T) {
			t.Parallel()
			limited(t, filepath.Join(openFolder(t), "store"), share)
		})
	}
	t.Run("file system", func(t *testing.T) {
		t.Parallel()
		mount := smallDisk(t, 1<<30)
		resize := func(size int64) {
			if err := syscall.Mount("lrx", mount, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%d", size)); err != nil {
				t.Fatal(err)
			}
		}
		store := filepath.Join(mount, "store")
		run(t, lrx("load", "--quiet", "--store", store, first)).loads(t)
		before := lists(store)
		resize(2*fileSize(t, filepath.Join(store, "lrx.duckdb")) + 1<<20) // the copy has room, what is loaded has not
		run(t, lrx("load", "--quiet", "--no-space-check", "--store", store, second)).says(t, 1, "is full", "make room")
		if lists(store) != before {
			t.Error("the store is not as it was before")
		}
		resize(1 << 30)
		run(t, lrx("load", "--quiet", "--store", store, second)).loads(t)
		if lists(store) != want {
			t.Error("the store differs from one that had room")
		}
	})
	t.Run("too small from the start", func(t *testing.T) {
		t.Parallel()
		store := filepath.Join(smallDisk(t, 1<<20), "store")
		big := filepath.Join(openFolder(t), "big.ndjson")
		if err := os.WriteFile(big, bytes.Repeat([]byte("{}\n"), 8<<20), 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, lrx("load", "--store", store, big)).says(t, 1, "the disk is too small: this load needs 3.3 MB at least", "--no-space-check")
		if _, err := os.Stat(filepath.Join(store, "tmp", "next.duckdb")); err == nil {
			t.Error("it was begun all the same")
		}
	})
}

func fileSize(t *testing.T, path string) int64 {
	t.Helper()
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return st.Size()
}

// smallDisk mounts a file system of a size in memory.
func smallDisk(t *testing.T, size int64) string {
	t.Helper()
	dir := openFolder(t)
	if err := syscall.Mount("lrx", dir, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		t.Skipf("no file system can be mounted here (%v): no disk was filled, only limits on files were met", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestReadOnlyStore reads a store that may not be written, and says what
// cannot be done with it. Rights do not bind root, so then it is nobody who tries.
func TestReadOnlyStore(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	exe := filepath.Join(dir, "lrx")
	if err := os.Rename(builtProgram(t), exe); err != nil {
		t.Fatal(err)
	}
	first, second := madeUp(t, dir)
	store := filepath.Join(dir, "store")
	run(t, exec.CommandContext(t.Context(), exe, "load", "--quiet", "--store", store, first)).loads(t)
	file := filepath.Join(store, "lrx.duckdb")
	rights := func(folder, data os.FileMode) {
		if err := errors.Join(os.Chmod(file, data), os.Chmod(filepath.Join(store, "tmp"), folder), os.Chmod(store, folder)); err != nil {
			t.Fatal(err)
		}
	}
	lrx := func(args ...string) ran {
		cmd := exec.CommandContext(t.Context(), exe, append(args, "--store", store)...)
		if os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		return run(t, cmd)
	}
	rights(0o555, 0o444)
	t.Cleanup(func() { rights(0o700, 0o600) }) // so that the folder can be removed
	for _, args := range []string{"learners", "statements", "store info", "store verify", "sql SELECT(1)"} {
		if r := lrx(strings.Fields(args)...); r.code != 0 || r.stdout == "" {
			t.Errorf("%s: exit code %d, %s", args, r.code, r.stderr)
		}
	}
	for _, args := range []string{"load " + second, "store rebuild", "store verify --drop-pending"} {
		lrx(strings.Fields(args)...).says(t, 1, "the store in "+store+" may not be written: ", "permission denied", "it can be read all the same")
	}
	rights(0o555, 0o000)
	lrx("learners").says(t, 1, "the store in "+store+" may not be read: ", "permission denied", "its owner")
	rights(0o555, 0o444)
	t.Run("explorer", func(t *testing.T) {
		m := explorerAsNobody(t, exe, store)
		m.waitFor("Biology 1", "Newest")
		m.press("q")
	})
}

// explorerAsNobody opens the explorer on a real terminal, as nobody where
// rights do not bind who runs the test.
func explorerAsNobody(t *testing.T, exe, store string) *tmux {
	t.Helper()
	command := fmt.Sprintf("%s %s; sleep 600", exe, store)
	if os.Getuid() == 0 {
		setpriv, err := exec.LookPath("setpriv")
		if err != nil {
			t.Skip("there is no setpriv here: the explorer was not tried on a read-only store")
		}
		command = fmt.Sprintf("%s --reuid=%d --regid=%d --clear-groups %s", setpriv, nobody, nobody, command)
	}
	return inTmux(t, command)
}
