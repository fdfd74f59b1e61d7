package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lrx/data/store"
)

// builtProgram is lrx as a user builds it, without the race detector.
func builtProgram(t *testing.T) string {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "lrx")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", exe, "lrx").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return exe
}

// victim loads one file into a store in a process of its own.
type victim struct{ exe, path string }

// load runs the load; after patience it is killed. It says whether it came to its end.
func (v victim) load(t *testing.T, dir string, patience time.Duration) bool {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), v.exe, "load", "--quiet", "--store", dir, v.path)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killer := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer killer.Stop()
	err := cmd.Wait()
	if stderr.Len() > 0 {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	// Some values of the file are rejected, which is exit code 3.
	return err == nil || cmd.ProcessState.ExitCode() == 3
}

const undisturbed = time.Hour

// TestKilledLoadsEndTheSame kills a load at twenty random moments, and again
// while it goes on; the same command then ends in the same store as if nothing
// had happened: the same rows in all tables, the same receipts, the same lists.
func TestKilledLoadsEndTheSame(t *testing.T) {
	t.Parallel()
	v := victim{builtProgram(t), statementsFile(t, 20_000)}
	base := t.TempDir()
	load(t, base, statementsFile(t, 3_000))
	calm := copyOf(t, base)
	began := time.Now()
	if !v.load(t, calm, undisturbed) {
		t.Fatal("the undisturbed load failed")
	}
	whole := time.Since(began)
	want := fingerprint(t, v.exe, calm)
	r := rand.New(rand.NewPCG(7, 11))
	kills := 0
	for i := range 20 {
		dir := copyOf(t, base)
		stamp := store.Stamp(dir)
		var at []time.Duration
		for left := whole; ; {
			wait := time.Duration(r.Float64() * float64(left))
			if len(at) == 2 {
				wait = undisturbed
			}
			began := time.Now()
			if v.load(t, dir, wait) {
				if len(at) == 0 { // the machine is less busy than it was
					whole = min(whole, time.Since(began))
				}
				break
			}
			kills++
			at, left = append(at, wait), left-wait
			if store.Stamp(dir) != stamp {
				break // killed when the load was done and the process not yet
			}
		}
		if got := fingerprint(t, v.exe, dir); got != want {
			t.Errorf("store %d, killed after %v: it differs from an undisturbed one: %s", i, at, firstDifference(want, got))
		}
		if p := store.Pending(dir); p != "" {
			t.Errorf("store %d, killed after %v: something is left: %s", i, at, p)
		}
	}
	if kills < 10 {
		t.Errorf("only %d loads were killed; the file is too small for this machine", kills)
	}
	t.Logf("killed %d times in loads of %v", kills, whole.Round(time.Millisecond))
}

// clocks are the columns that say when or how long something was done, or
// whether it was done in one go.
var clocks = map[string]string{"load": "started, finished, resumed, receipt", "load_file": "seconds"}

// fingerprint is what a store holds and answers, in a form to compare. The rows
// of a table are one sum: their order is the database's affair.
func fingerprint(t *testing.T, exe, dir string) string {
	t.Helper()
	g, err := store.OpenGeneration(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close() //nolint:errcheck // a test
	var b, names, receipts strings.Builder
	dump(t, g, "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND table_name <> 'meta' ORDER BY 1", &names)
	for _, table := range strings.Fields(names.String()) {
		columns := "*"
		if c := clocks[table]; c != "" {
			columns = "* EXCLUDE (" + c + ")"
		}
		b.WriteString(table + " ")
		dump(t, g, "SELECT count(*), sum(hash(t)) FROM (SELECT "+columns+" FROM "+table+") t", &b)
	}
	dump(t, g, "SELECT receipt FROM load ORDER BY load", &receipts)
	for _, line := range strings.Split(strings.TrimSpace(receipts.String()), "\n") {
		b.WriteString(withoutClock(t, line) + "\n")
	}
	for _, list := range []string{"classes", "learners", "activities", "attempts", "statements --voided", "verbs", "store rejects"} {
		args := append(strings.Fields(list), "--store", dir, "--format", "csv", "--limit", "1000", "--tz", "UTC")
		out, err := exec.CommandContext(t.Context(), exe, args...).Output()
		if err != nil {
			t.Fatalf("lrx %s: %v", strings.Join(args, " "), err)
		}
		b.Write(out)
	}
	return b.String()
}

func withoutClock(t *testing.T, receipt string) string {
	t.Helper()
	var r store.Receipt
	if err := json.Unmarshal([]byte(receipt), &r); err != nil {
		t.Fatal(err)
	}
	r.Resumed = false
	for i := range r.Files {
		r.Files[i].Seconds = 0
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
