package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lrx/data/read"
	"lrx/data/store"
	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
)

// ExportView returns the function the explorer exports a view with: it writes
// the sheet into a new file in a folder ("" = the current one) and returns the
// file's path. A file that exists is never touched.
func ExportView(dir string) func(sheet query.Sheet, format string) (string, error) {
	return func(sheet query.Sheet, format string) (string, error) {
		f, err := output.Parse(format, fileFormats()...)
		if err != nil {
			return "", err
		}
		name := "lrx-" + sheet.Name
		if !sheet.AsOf.IsZero() {
			name += "-" + sheet.AsOf.Format("2006-01-02")
		}
		for n := 1; ; n++ {
			path := filepath.Join(dir, name+"."+string(f))
			if n > 1 {
				path = filepath.Join(dir, fmt.Sprintf("%s-%d.%s", name, n, f))
			}
			err := writeFile(path, false, func(w io.Writer) error {
				_, err := output.Sheet(w, f, sheet, output.Terminal{})
				return err
			})
			if errors.Is(err, fs.ErrExist) {
				continue
			}
			return path, err
		}
	}
}

func fileFormats() []output.Format {
	return []output.Format{output.CSV, output.JSON, output.NDJSON}
}

func (a *app) exportCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "export", Short: "Write a view or a printable report into a file", GroupID: groupData,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			return usage("lrx export view --help shows examples", "export needs to know what: view, report or rejects")
		},
	}
	c.AddCommand(a.exportViewCommand(), a.exportReportCommand(), a.exportRejectsCommand())
	return c
}

func (a *app) exportRejectsCommand() *cobra.Command {
	var (
		load  int64
		path  string
		force bool
	)
	c := &cobra.Command{
		Use: "rejects", Short: "Write the rejected values as they were received, to mend and load them",
		Long: "Writes each rejected value: JSON on a line of its own, what is no JSON as it was received, and a row\n" +
			"of CSV below its header. JSON and CSV do not fit in one file, nor do two headers: the first kind goes to\n" +
			"the file that is named, the others to NAME-2, NAME-3 and so on. Mend the files and load them: what\n" +
			"is a statement now is added. Of a long value its first 4 KB are kept.",
		Example: "lrx export rejects --output mend.ndjson\n" +
			"lrx export rejects --load 3 --output mend.ndjson && $EDITOR mend*.* && lrx load mend*.*",
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if path == "" {
				return usage("lrx export rejects --output mend.ndjson; lrx store rejects shows them", "raw texts go to a file: name it with --output")
			}
			return a.ask(c.Context(), func(s *query.Store) error { return a.exportRejects(c.Context(), s, load, path, force) })
		},
	}
	c.Flags().Int64Var(&load, "load", 0, "only those of this load; 0 = all")
	c.Flags().StringVarP(&path, "output", "o", "", "file to write")
	c.Flags().BoolVar(&force, "force", false, "overwrite the file if it exists")
	return c
}

func (a *app) exportRejects(ctx context.Context, s *query.Store, load int64, path string, force bool) error {
	headers, err := rejectedHeaders(ctx, s, load)
	if err != nil {
		return err
	}
	paths := make([]string, len(headers))
	for i, header := range headers {
		paths[i] = mendPath(path, i, header)
		if _, err := os.Lstat(paths[i]); err == nil && !force { // all or none
			return failure("name another file, or add --force to overwrite it", "%q exists", paths[i])
		}
	}
	for i, header := range headers {
		said, err := writeRejects(ctx, s, load, header, paths[i], force)
		if err != nil {
			return err
		}
		a.say(said)
	}
	return nil
}

// rejectedHeaders are the headers above rejected rows of CSV, "" for JSON first.
func rejectedHeaders(ctx context.Context, s *query.Store, load int64) ([]string, error) {
	seen := map[string]bool{}
	err := eachReject(ctx, s, load, func(header, _ []byte) error {
		seen[string(header)] = true
		return nil
	})
	if len(seen) == 0 {
		seen[""] = true // an empty file says that there are none
	}
	return slices.Sorted(maps.Keys(seen)), err
}

// mendPath is the path of the file with rejects of the i-th kind.
func mendPath(path string, i int, header string) string {
	if i == 0 {
		return path
	}
	ending := ".ndjson"
	if header != "" {
		ending = ".csv"
	}
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path, filepath.Ext(path)), i+1, ending)
}

// writeRejects writes the rejects below a header ("" = JSON) and says how many.
func writeRejects(ctx context.Context, s *query.Store, load int64, header, path string, force bool) (string, error) {
	var n, cut int64
	err := writeFile(path, force, func(w io.Writer) error {
		if header != "" {
			if _, err := io.WriteString(w, header+"\n"); err != nil {
				return err
			}
		}
		return eachReject(ctx, s, load, func(above, text []byte) error {
			if string(above) != header {
				return nil
			}
			if n++; len(above)+len(text)+1 >= store.KeptOfReject {
				cut++
			}
			_, err := w.Write(append(text, '\n'))
			return err
		})
	})
	said := counted(n, "values") + " written to " + path
	if cut > 0 {
		said += fmt.Sprintf("; %s cut at 4 KB", thousands(cut))
	}
	return said, err
}

// eachReject gives each rejected text in the form in which it can be mended: a
// row of CSV with its header apart, JSON on one line, the rest as received.
func eachReject(ctx context.Context, s *query.Store, load int64, do func(header, text []byte) error) error {
	return s.RejectedTexts(ctx, query.Viewer{Scope: query.AllClasses()}, load, func(raw safetext.Raw) error {
		header, text := read.CSVRow(raw.Bytes())
		var line bytes.Buffer
		if header == nil && json.Compact(&line, text) == nil {
			text = line.Bytes()
		}
		if len(text) == 0 { // what was wrong stood between values
			return nil
		}
		return do(header, text)
	})
}

func (a *app) exportViewCommand() *cobra.Command {
	var (
		r     request
		path  string
		force bool
	)
	c := &cobra.Command{
		Use:   "view VIEW",
		Short: "Write a list as CSV, JSON or NDJSON: " + strings.Join(viewNames(), ", "),
		Long:  "Writes one list with all its rows. The keys and values are those of the list command with the same format.",
		Example: "lrx export view learners --output learners.csv\n" +
			"lrx export view statements --since 2026-03-01 --format ndjson > march.ndjson\n" +
			"lrx export view attempts --class everyone --mask --output attempts.csv --force",
		ValidArgs: viewNames(),
		Args:      oneArgument("the name of a view"),
		RunE: func(c *cobra.Command, args []string) error {
			l, err := findView(c, args[0])
			if err != nil {
				return err
			}
			if !c.Flags().Changed("format") {
				r.format = formatOf(path, r.format)
			}
			if err := r.read(c, a); err != nil {
				return err
			}
			if err := r.checkPurpose(l.name); err != nil {
				return err
			}
			return a.askFor(c.Context(), &r, func(s *query.Store) error {
				sheet, err := l.sheet(c.Context(), s, r.viewer, r.filter)
				if err != nil {
					return err
				}
				if err := a.keepPurpose(c.Context(), s, &r, l.name); err != nil {
					return err
				}
				return a.export(sheet, r.out, path, force)
			})
		},
	}
	r.addFilters(c, allFilters(lists()))
	r.addOutput(c, output.CSV, fileFormats()...)
	r.addMask(c)
	c.Flags().StringVarP(&path, "output", "o", "", "file to write (default: standard output)")
	c.Flags().BoolVar(&force, "force", false, "overwrite the file if it exists")
	return c
}

func (a *app) export(sheet query.Sheet, f output.Format, path string, force bool) error {
	if path == "" || path == "-" {
		_, err := output.Sheet(a.env.Stdout, f, sheet, output.Terminal{})
		return err
	}
	err := writeFile(path, force, func(w io.Writer) error {
		_, err := output.Sheet(w, f, sheet, output.Terminal{})
		return err
	})
	if errors.Is(err, fs.ErrExist) {
		return failure("name another file, or add --force to overwrite it", "%q exists", path)
	}
	if err == nil {
		a.say(counted(int64(len(sheet.Rows)), sheet.Name) + " written to " + path)
	}
	return err
}

// findView finds the list with a name, and refuses filters it does not have.
func findView(c *cobra.Command, name string) (list, error) {
	all := lists()
	i := slices.IndexFunc(all, func(l list) bool { return l.name == name })
	if i < 0 {
		return list{}, usage("views: "+strings.Join(viewNames(), ", "), "there is no view %q", name)
	}
	for _, f := range filterFlags() {
		if all[i].filters&f.which == 0 && c.Flags().Changed(f.name) {
			return list{}, usage("lrx "+name+" --help shows what it can be filtered by", "--%s has no meaning for %s", f.name, name)
		}
	}
	return all[i], nil
}

func viewNames() []string {
	var names []string
	for _, l := range lists() {
		names = append(names, l.name)
	}
	return names
}

func allFilters(all []list) (s selection) {
	for _, l := range all {
		s |= l.filters
	}
	return s
}

// formatOf takes the format from a file's name when the user did not say it.
func formatOf(path, fallback string) string {
	for _, f := range fileFormats() {
		if strings.EqualFold(filepath.Ext(path), "."+string(f)) {
			return string(f)
		}
	}
	if strings.EqualFold(filepath.Ext(path), ".parquet") {
		return "parquet"
	}
	return fallback
}

// writeFile writes a file as a whole or not at all: the content goes to a
// temporary file beside it, which then takes the name. Exports hold personal
// data, so only the user may read them.
func writeFile(path string, force bool, write func(io.Writer) error) (err error) {
	if _, err := os.Lstat(path); err == nil && !force {
		return &fs.PathError{Op: "write", Path: path, Err: fs.ErrExist}
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".lrx-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name())
		}
	}()
	err = write(tmp)
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
