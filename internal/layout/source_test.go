package layout

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// module is the path our packages begin with.
const module = "lrx"

// source is one Go file of the repository.
type source struct {
	path    string // from the top of the repository, with slashes
	pkg     string // the package's folder; "" is the top
	test    bool
	lines   int
	imports map[string]string // path to the name it goes by in the file
	tree    *ast.File
	set     *token.FileSet
}

// root is the top of the repository, seen from the folder tests run in.
const root = "../.."

var parseAll = sync.OnceValues(func() ([]source, error) {
	var all []source
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "bin"):
			return filepath.SkipDir
		case entry.IsDir() || filepath.Ext(file) != ".go":
			return nil
		}
		s, err := parseFile(file)
		all = append(all, s)
		return err
	})
	return all, err
})

func parseFile(file string) (source, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return source{}, err
	}
	s := source{
		test:    strings.HasSuffix(file, "_test.go"),
		lines:   strings.Count(string(text), "\n"),
		imports: map[string]string{},
		set:     token.NewFileSet(),
	}
	within, err := filepath.Rel(root, file)
	if err != nil {
		return source{}, err
	}
	s.path = filepath.ToSlash(within)
	if s.pkg = path.Dir(s.path); s.pkg == "." {
		s.pkg = ""
	}
	if s.tree, err = parser.ParseFile(s.set, file, text, parser.SkipObjectResolution); err != nil {
		return source{}, err
	}
	for _, spec := range s.tree.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return source{}, err
		}
		name := path.Base(versionless(imported))
		if spec.Name != nil {
			name = spec.Name.Name
		}
		s.imports[imported] = name
	}
	return s, nil
}

// versionless is an import path without a version at its end.
func versionless(imported string) string {
	if base := path.Base(imported); len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		return path.Dir(imported)
	}
	return imported
}

func sources(t *testing.T) []source {
	t.Helper()
	all, err := parseAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// uses tells each use of a selector such as os.Exit, with its position.
func (s source) uses(imported string, each func(name string, at token.Position)) {
	local, ok := s.imports[imported]
	if !ok {
		return
	}
	ast.Inspect(s.tree, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == local {
				each(sel.Sel.Name, s.position(sel))
			}
		}
		return true
	})
}

func (s source) position(n ast.Node) token.Position {
	at := s.set.Position(n.Pos())
	at.Filename = s.path
	return at
}

// under says whether a package is one of some folders or lies below one. The
// top of the repository is "".
func under(pkg string, folders ...string) bool {
	for _, folder := range folders {
		if pkg == folder || folder != "" && strings.HasPrefix(pkg, folder+"/") {
			return true
		}
	}
	return false
}
