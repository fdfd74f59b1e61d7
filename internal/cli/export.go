package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

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
		Use: "export", Short: "Write a view into a file", GroupID: groupData,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			return usage("lrx export view --help shows examples", "export needs to know what: view or rejects")
		},
	}
	c.AddCommand(a.exportViewCommand(), a.exportRejectsCommand())
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
		Long: "Writes the text of each rejected value on a line of its own, as it was received. Mend the file and\n" +
			"load it: what is a statement now is added. Of a long value its first 4 KB are kept.",
		Example: "lrx export rejects --output mend.ndjson\n" +
			"lrx export rejects --load 3 --output mend.ndjson && $EDITOR mend.ndjson && lrx load mend.ndjson",
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
	var n, cut int64
	err := writeFile(path, force, func(w io.Writer) error {
		return s.RejectedTexts(ctx, query.Viewer{Scope: query.AllClasses()}, load, func(raw safetext.Raw) error {
			text := raw.Bytes()
			if n++; len(text) >= store.KeptOfReject {
				cut++
			}
			_, err := w.Write(append(text, '\n'))
			return err
		})
	})
	if errors.Is(err, fs.ErrExist) {
		return failure("name another file, or add --force to overwrite it", "%q exists", path)
	}
	if err != nil {
		return err
	}
	text := counted(n, "values") + " written to " + path
	if cut > 0 {
		text += fmt.Sprintf("; %s cut at 4 KB", thousands(cut))
	}
	a.say(text)
	return nil
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
			if err := r.read(c, a.env); err != nil {
				return err
			}
			return a.askFor(c.Context(), &r, func(s *query.Store) error {
				sheet, err := l.sheet(c.Context(), s, r.viewer, r.filter)
				if err != nil {
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
