package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"lrx/data/store"
)

// Sizes in a store's file: three headers, then blocks.
const (
	headers   = 3 * 4096
	blockSize = 256 << 10
)

func storeFile(dir string) string { return filepath.Join(dir, "lrx.duckdb") }

// copyOf is a store folder with the same file in it.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(storeFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	if err := os.WriteFile(storeFile(to), b, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// flip turns the bits of one byte over.
func flip(t *testing.T, path string, at int64) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b [1]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		t.Fatal(err)
	}
	b[0] ^= 0xff
	if _, err := f.WriteAt(b[:], at); err != nil {
		t.Fatal(err)
	}
}

// leftovers are the files in the temporary folder of a store.
func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "tmp"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// saysPlainly checks that an error is for people, and about the store's file.
func saysPlainly(t *testing.T, dir string, err error) {
	t.Helper()
	var damaged *store.DamagedError
	if !errors.As(err, &damaged) {
		t.Errorf("got %v", err)
		return
	}
	if damaged.Path != storeFile(dir) || damaged.Next() == "" {
		t.Errorf("it names %s and advises %q", damaged.Path, damaged.Next())
	}
	for _, word := range []string{"Error", "database/sql", "checksum", "DuckDB", "next.duckdb"} {
		if strings.Contains(damaged.Error(), word) {
			t.Errorf("the driver speaks: %s", damaged)
		}
	}
	if left := leftovers(t, dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// TestDamagedStoresSpeakPlainly puts what is no store in a store's place: all
// that opens it says the same, and leaves it as it is.
func TestDamagedStoresSpeakPlainly(t *testing.T) {
	t.Parallel()
	path := statementsFile(t, 500)
	whole := t.TempDir()
	load(t, whole, path)
	text := func(s string) func(*testing.T, string) error {
		return func(_ *testing.T, file string) error { return os.WriteFile(file, []byte(s), 0o600) }
	}
	for _, c := range []struct {
		name, says string
		make       func(t *testing.T, file string) error
	}{
		{"empty", "empty", text("")},
		{"short", "begin", text("hi")},
		{"text", "begin", text(strings.Repeat("a letter, and no record\n", 4000))},
		{"folder", "folder", func(_ *testing.T, file string) error { return os.Mkdir(file, 0o700) }},
		{"foreign", "not one of lrx", foreignDatabase("CREATE TABLE invoice (n INTEGER)")},
		{"foreign with meta", "not one of lrx", foreignDatabase("CREATE TABLE meta (key VARCHAR, value VARCHAR)")},
		{"headers alone", "opened", func(t *testing.T, file string) error {
			return errors.Join(os.Rename(storeFile(copyOf(t, whole)), file), os.Truncate(file, headers))
		}},
		{"first header", "opened", func(t *testing.T, file string) error {
			err := os.Rename(storeFile(copyOf(t, whole)), file)
			flip(t, file, 100)
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := c.make(t, storeFile(dir)); err != nil {
				t.Fatal(err)
			}
			for name, do := range openers(dir, path) {
				err := do(t.Context())
				if saysPlainly(t, dir, err); err != nil && !strings.Contains(err.Error(), c.says) {
					t.Errorf("%s: %q is not in %q", name, c.says, err)
				}
			}
		})
	}
}

// openers is all that opens a store.
func openers(dir, path string) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"open": func(ctx context.Context) error {
			g, err := store.OpenGeneration(ctx, dir)
			if err == nil {
				err = g.Close()
			}
			return err
		},
		"load": func(ctx context.Context) error {
			_, err := store.Load(ctx, dir, store.LoadOptions{Paths: []string{path}})
			return err
		},
		"verify": func(ctx context.Context) error {
			_, err := store.Verify(ctx, dir)
			return err
		},
		"rebuild": func(ctx context.Context) error { return store.Rebuild(ctx, dir, store.WriteOptions{}) },
	}
}

func foreignDatabase(text string) func(*testing.T, string) error {
	return func(t *testing.T, file string) error {
		db, err := sql.Open("duckdb", file)
		if err != nil {
			return err
		}
		_, err = db.ExecContext(t.Context(), text)
		return errors.Join(err, db.Close())
	}
}

// TestDamageIsFound flips a byte in every block of a store, and cuts it at
// random places: verify finds it, or every answer is as before. Rebuild keeps
// what can be read and says what cannot, and the same export brings it back.
func TestDamageIsFound(t *testing.T) {
	t.Parallel()
	path := statementsFile(t, 6_000)
	whole := t.TempDir()
	load(t, whole, path)
	before := content(t, whole)
	st, err := os.Stat(storeFile(whole))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	type damage struct {
		at  int64
		cut bool
	}
	var all []damage
	for at := int64(headers); at < st.Size(); at += blockSize {
		all = append(all, damage{at: at + r.Int64N(blockSize)})
	}
	for range 6 {
		all = append(all, damage{at: headers + r.Int64N(st.Size()-headers), cut: true})
	}
	found, mended := 0, 0
	for _, d := range all {
		t.Run(fmt.Sprintf("%+v", d), func(t *testing.T) {
			dir := copyOf(t, whole)
			if !d.cut {
				flip(t, storeFile(dir), d.at)
			} else if err := os.Truncate(storeFile(dir), d.at); err != nil {
				t.Fatal(err)
			}
			report, err := store.Verify(t.Context(), dir)
			switch {
			case err != nil:
				saysPlainly(t, dir, err)
				found++
			case !report.OK:
				found++
				if mend(t, dir, path, before, report) {
					mended++
				}
			default:
				if after := content(t, dir); after != before {
					t.Errorf("verify found nothing, but the store differs: %s", firstDifference(before, after))
				}
			}
		})
	}
	if found == 0 || mended == 0 {
		t.Errorf("of %d damages %d were found and %d mended", len(all), found, mended)
	}
}

// mend rebuilds a damaged store and loads the export again.
func mend(t *testing.T, dir, path, before string, report store.Report) bool {
	t.Helper()
	if report.Damage == nil {
		t.Fatalf("a checksum fits a damaged block: %+v", report)
	}
	err := store.Rebuild(t.Context(), dir, store.WriteOptions{})
	var loss *store.LossError
	switch {
	case err == nil:
		if after := content(t, dir); after != before {
			t.Errorf("nothing was lost, but the store differs: %s", firstDifference(before, after))
		}
		return true
	case !errors.As(err, &loss):
		saysPlainly(t, dir, err) // nothing at all could be read
		return false
	}
	if kept := loss.Of - loss.Statements; kept != report.Damage.Statements {
		t.Errorf("verify promised %d statements, rebuild kept %d: %v", report.Damage.Statements, kept, err)
	}
	if _, err := os.Stat(loss.Kept); err != nil {
		t.Error(err)
	}
	after, err := store.Verify(t.Context(), dir)
	if err != nil || !after.OK {
		t.Errorf("after the rebuild: %+v, %v", after, err)
	}
	if again := load(t, dir, path); again.Total.Kept != loss.Statements {
		t.Errorf("%d statements were lost, the export brought %d back", loss.Statements, again.Total.Kept)
	}
	if after, err = store.Verify(t.Context(), dir); err != nil || !after.OK {
		t.Errorf("after another load: %+v, %v", after, err)
	}
	return true
}

// TestDamagedLeftoverIsDropped damages what a killed load left behind: the same
// command says so once, and then begins anew.
func TestDamagedLeftoverIsDropped(t *testing.T) {
	t.Parallel()
	path := statementsFile(t, 20_000)
	calm, torn := t.TempDir(), t.TempDir()
	load(t, calm, path)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := store.Load(ctx, torn, store.LoadOptions{Paths: []string{path}, WriteOptions: store.WriteOptions{Progress: func(p store.Progress) {
		if p.Phase == "deriving" {
			cancel()
		}
	}}})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	next := filepath.Join(torn, "tmp", "next.duckdb")
	st, err := os.Stat(next)
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(headers); at+1000 < st.Size(); at += blockSize {
		flip(t, next, at+1000)
	}
	for range 2 {
		if _, err = store.Load(t.Context(), torn, store.LoadOptions{Paths: []string{path}}); err == nil {
			break
		}
		var damaged *store.DamagedError
		if !errors.As(err, &damaged) || damaged.Path != next {
			t.Fatal(err)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if a, b := content(t, calm), content(t, torn); a != b {
		t.Errorf("the store differs: %s", firstDifference(a, b))
	}
}

// TestHeldByAnotherTool opens a store that the database's own shell, say, has
// open for writing: that is no damage.
func TestHeldByAnotherTool(t *testing.T) {
	t.Parallel()
	path, dir := statementsFile(t, 100), t.TempDir()
	load(t, dir, path)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), childHold+"="+storeFile(dir))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := stdout.Read(make([]byte, 1)); err != nil {
		t.Error(err)
	}
	for name, do := range openers(dir, path) {
		var busy *store.BusyError
		if err := do(t.Context()); !errors.As(err, &busy) || !strings.Contains(busy.Error(), "another program") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := errors.Join(stdin.Close(), cmd.Wait()); err != nil {
		t.Error(err)
	}
}
