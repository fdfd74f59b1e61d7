package read

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// found lists the paths of inputs below dir, and the refusals as path: sentence.
func found(t *testing.T, dir string, args ...string) (inputs, refused []string) {
	t.Helper()
	for i, arg := range args {
		if arg != Stdin {
			args[i] = dir + "/" + arg
		}
	}
	ins, refs := Find(args)
	short := func(s string) string { return strings.ReplaceAll(s, dir+"/", "") }
	for _, in := range ins {
		inputs = append(inputs, filepath.ToSlash(short(in.Path)))
	}
	for _, r := range refs {
		refused = append(refused, filepath.ToSlash(short(r.Error())))
	}
	return inputs, refused
}

func TestFind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"b.json", "a.json", "in/z.ndjson", "in/deep/y", "in/.hidden", "in/.git/x", ".dot.json", "odd[1].json"} {
		writeFile(t, filepath.Join(dir, name), []byte(s1))
	}
	must(t, os.MkdirAll(filepath.Join(dir, "empty", ".only"), 0o750))
	must(t, os.Symlink("../a.json", filepath.Join(dir, "in", "link")))
	must(t, os.Symlink("..", filepath.Join(dir, "in", "up")))
	must(t, os.Symlink("nowhere", filepath.Join(dir, "in", "void")))
	must(t, os.Symlink("in/deep", filepath.Join(dir, "way")))
	const (
		up   = "in/up: a link to a folder; name that folder itself to read it"
		void = "in/void: no such file or folder; check the path"
	)
	tests := []struct {
		name            string
		args            []string
		inputs, refused []string
	}{
		{"nothing", nil, nil, nil},
		{"files in the order given", []string{"b.json", "-", "a.json"}, []string{"b.json", "-", "a.json"}, nil},
		{"twice is once", []string{"b.json", "./b.json", "*.json", "-", "-"}, []string{"b.json", "a.json", "odd[1].json", "-"}, nil},
		{"folder", []string{"in"}, []string{"in/deep/y", "in/link", "in/z.ndjson"}, []string{up, void}},
		{"link to a folder", []string{"way"}, []string{"way/y"}, nil},
		{"glob", []string{"[ab].json"}, []string{"a.json", "b.json"}, nil},
		{"glob of folders", []string{"i*/d*"}, []string{"in/deep/y"}, nil},
		{"glob of hidden", []string{".d*"}, []string{".dot.json"}, nil},
		{"hidden when named", []string{"in/.hidden"}, []string{"in/.hidden"}, nil},
		{"brackets in a name", []string{"odd[1].json"}, []string{"odd[1].json"}, nil},
		{"missing", []string{"no", "a.json"}, []string{"a.json"}, []string{"no: no such file or folder; check the path"}},
		{"no match", []string{"*.csv"}, nil, []string{"*.csv: a pattern that no file matches; check the path"}},
		{"bad pattern", []string{"[a"}, nil, []string{"[a: neither a path nor a pattern; [ has no closing ], put \\ before it if it is part of a name"}},
		{"file as a folder", []string{"a.json/x"}, nil, []string{"a.json/x: a path that cannot be opened (not a directory); check the path"}},
		{"empty folder", []string{"empty"}, nil, []string{"empty: a folder without files (hidden ones are not read); name a folder or file with statements"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inputs, refused := found(t, dir, tt.args...)
			if !slices.Equal(inputs, tt.inputs) || !slices.Equal(refused, tt.refused) {
				t.Errorf("got  %q, refused %q\nwant %q, refused %q", inputs, refused, tt.inputs, tt.refused)
			}
		})
	}
}

func TestFindTellsSizes(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a")
	writeFile(t, path, []byte(s1))
	inputs, refused := Find([]string{path, Stdin})
	if len(refused) != 0 || !slices.Equal(inputs, []Input{{Path: path, Size: int64(len(s1))}, {Path: Stdin}}) {
		t.Errorf("got %v, refused %v", inputs, refused)
	}
}

func TestFindRefusesDevicesAndSockets(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "lrx") // a socket's path has to be short
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	sock := filepath.Join(dir, "s")
	l, err := net.Listen("unix", sock) //nolint:noctx // closes with the test
	must(t, err)
	t.Cleanup(func() { _ = l.Close() })
	_, refused := Find([]string{os.DevNull, dir})
	if len(refused) != 2 || !strings.HasPrefix(refused[0].Found, "a device; lrx reads files") || !strings.HasPrefix(refused[1].Found, "a socket; ") {
		t.Errorf("refused %v", refused)
	}
}

func TestUnreadableFile(t *testing.T) {
	t.Parallel()
	const want = "a path that may not be opened (permission denied); give"
	if got := unreadable(&fs.PathError{Op: "open", Path: "a", Err: fs.ErrPermission}); !strings.HasPrefix(got, want) {
		t.Errorf("found %q", got)
	}
	path := filepath.Join(t.TempDir(), "a")
	writeFile(t, path, []byte(s1))
	must(t, os.Chmod(path, 0))
	if f, err := os.Open(path); err == nil {
		_ = f.Close()
		t.Skip("this user may read every file")
	}
	_, refused := Find([]string{path})
	if len(refused) != 1 || !strings.HasPrefix(refused[0].Found, want) {
		t.Errorf("refused %v", refused)
	}
}

// TestEachRefusesWhatFindWould covers paths that changed after Find.
func TestEachRefusesWhatFindWould(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for path, want := range map[string]string{
		filepath.Join(dir, "gone"): "no such file or folder; ",
		dir:                        "a folder; lrx reads files",
		os.DevNull:                 "a device; lrx reads files",
	} {
		_, err := Input{Path: path}.Each(t.Context(), Options{}, func(Value) error { return nil })
		var refused *Refused
		if !errors.As(err, &refused) || refused.Path != path || !strings.HasPrefix(refused.Found, want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestNamedPipe reads what a shell's process substitution passes.
func TestNamedPipe(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	must(t, err)
	defer func() { _ = r.Close() }()
	path := fmt.Sprintf("/dev/fd/%d", r.Fd())
	if _, err := os.Stat(path); err != nil {
		t.Skip("this system has no /dev/fd")
	}
	inputs, refused := Find([]string{path})
	if len(inputs) != 1 || len(refused) != 0 {
		t.Fatalf("inputs %v, refused %v", inputs, refused)
	}
	_, err = w.WriteString(s1)
	must(t, err)
	must(t, w.Close())
	sum, err := inputs[0].Each(t.Context(), Options{}, func(Value) error { return nil })
	must(t, err)
	if sum.Values != 1 {
		t.Errorf("summary %+v", sum)
	}
}
