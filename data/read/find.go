package read

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Input is one file to read, or standard input.
type Input struct {
	Path string // as given, or as found below a folder; Stdin is standard input
	Size int64  // bytes on disk, before decompression; 0 if unknown

	member *member // in a zip archive; nil if it is a file itself
}

// File is the file on disk that the input lies in; Stdin is standard input.
func (in Input) File() string {
	if in.member != nil {
		return in.member.archive
	}
	return in.Path
}

// Find lists the inputs that args name: files, folders (with everything below
// them, sorted, hidden entries left out), zip archives (with every file in
// them), globs and "-". What cannot be read is
// refused with a reason. The order is that of args; a path named twice counts once.
func Find(args []string) ([]Input, []*Refused) {
	f := finder{seen: map[string]bool{}}
	for _, arg := range args {
		f.arg(arg)
	}
	return f.inputs, f.refused
}

type finder struct {
	inputs  []Input
	refused []*Refused
	seen    map[string]bool
}

func (f *finder) refuse(path, found string) {
	f.refused = append(f.refused, &Refused{Path: path, Found: found})
}

func (f *finder) add(in Input) {
	key := in.Path
	switch {
	case in.member != nil: // an archive may have several files of one name
		key = fmt.Sprintf("%s\x00%d", filepath.Clean(in.member.archive), in.member.index)
	case key != Stdin:
		key = filepath.Clean(key)
	}
	if !f.seen[key] {
		f.seen[key] = true
		f.inputs = append(f.inputs, in)
	}
}

func (f *finder) arg(arg string) {
	if arg == Stdin {
		f.add(Input{Path: Stdin})
		return
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil:
		f.named(arg, info)
	case strings.ContainsAny(arg, "*?["):
		f.glob(arg)
	default:
		f.refuse(arg, unreadable(err))
	}
}

// glob expands a pattern that the shell did not expand. As in a shell, hidden
// files have to be asked for with a dot.
func (f *finder) glob(pattern string) {
	paths, err := filepath.Glob(pattern)
	if err != nil {
		f.refuse(pattern, "neither a path nor a pattern; [ has no closing ], put \\ before it if it is part of a name")
		return
	}
	if !hidden(filepath.Base(pattern)) {
		paths = slices.DeleteFunc(paths, func(p string) bool { return hidden(filepath.Base(p)) })
	}
	if len(paths) == 0 {
		f.refuse(pattern, "a pattern that no file matches; check the path")
	}
	slices.Sort(paths)
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil {
			f.refuse(path, unreadable(err))
		} else {
			f.named(path, info)
		}
	}
}

// named takes a path that was asked for itself. A pipe is taken here, so that
// a shell's process substitution works, but not when it lies in a folder:
// opening it would wait for a writer.
func (f *finder) named(path string, info fs.FileInfo) {
	switch {
	case info.IsDir():
		if f.folder(path) == 0 {
			f.refuse(path, "a folder without files (hidden ones are not read); name a folder or file with statements")
		}
	case info.Mode()&fs.ModeNamedPipe != 0:
		f.add(Input{Path: path})
	default:
		f.file(path, info)
	}
}

// folder takes everything below a folder and tells how many entries there were.
func (f *finder) folder(dir string) int {
	entries, err := os.ReadDir(dir)
	if err != nil {
		f.refuse(dir, unreadable(err))
		return 1
	}
	n := 0
	for _, entry := range entries {
		if hidden(entry.Name()) {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		if entry.IsDir() {
			n += f.folder(path)
			continue
		}
		n++
		f.entry(path)
	}
	return n
}

// entry takes one entry of a folder. Links to files are followed; links to
// folders are not, because they can lead back up.
func (f *finder) entry(path string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		f.refuse(path, unreadable(err))
	case info.IsDir():
		f.refuse(path, "a link to a folder; name that folder itself to read it")
	default:
		f.file(path, info)
	}
}

// file takes a regular file that can be opened.
func (f *finder) file(path string, info fs.FileInfo) {
	if !info.Mode().IsRegular() {
		f.refuse(path, irregular(info.Mode()))
		return
	}
	file, err := os.Open(path) //nolint:gosec // reading what is named is the purpose
	if err != nil {
		f.refuse(path, unreadable(err))
		return
	}
	magic := make([]byte, len(zipMagic))
	_, err = io.ReadFull(file, magic)
	_ = file.Close() // nothing was written
	if err == nil && string(magic) == zipMagic {
		f.archive(path)
		return
	}
	f.add(Input{Path: path, Size: info.Size()})
}

func hidden(name string) bool {
	return len(name) > 1 && name[0] == '.' && name != ".."
}

// irregular says what a path is that is neither file, folder nor pipe.
func irregular(mode fs.FileMode) string {
	what := "no regular file"
	switch {
	case mode.IsDir():
		what = "a folder"
	case mode&fs.ModeDevice != 0:
		what = "a device"
	case mode&fs.ModeSocket != 0:
		what = "a socket"
	case mode&fs.ModeNamedPipe != 0:
		what = "a pipe in a folder"
	}
	return what + "; lrx reads files, folders, pipes named by themselves, and - for standard input"
}

// unreadable says why a path cannot be opened and what to do next.
func unreadable(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file or folder; check the path"
	case errors.Is(err, fs.ErrPermission):
		return "a path that may not be opened (permission denied); give your user the right to read it"
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return "a path that cannot be opened (" + err.Error() + "); check the path"
}
