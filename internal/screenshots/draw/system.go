package draw

import (
	"cmp"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// systemFolder is where Linux systems keep fonts for everybody.
const systemFolder = "/usr/share/fonts"

// systemFonts are the fonts of the system, the plain cuts that cover many
// scripts first. Where the folder is missing there are none.
func systemFonts() []*typeface {
	var files []string
	_ = filepath.WalkDir(systemFolder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && preference(path) < unsuitable {
			files = append(files, path)
		}
		return nil // what cannot be read is not there
	})
	slices.SortFunc(files, func(a, b string) int {
		return cmp.Or(cmp.Compare(preference(a), preference(b)), cmp.Compare(a, b))
	})
	var all []*typeface
	for _, file := range files {
		if faces, err := load(file); err == nil { // formats we do not know are skipped
			all = append(all, faces...)
		}
	}
	return all
}

const unsuitable = 100

// preference orders font files; lower is better.
func preference(path string) int {
	name := strings.ToLower(filepath.Base(path))
	rank := 8
	switch filepath.Ext(name) {
	case ".ttf", ".otf", ".ttc", ".otc":
	default:
		return unsuitable
	}
	for _, cut := range []string{"bold", "italic", "oblique", "light", "thin", "black", "condensed", "medium", "serif", "color"} {
		if strings.Contains(name, cut) {
			return unsuitable
		}
	}
	for _, good := range []string{"noto", "sans", "mono", "regular"} {
		if strings.Contains(name, good) {
			rank--
		}
	}
	return rank
}
