package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/internal/cli/output"
	"lrx/internal/demo"
	"lrx/query"
)

// The demo's store is told from a real one by the folder of its files. Beside
// them lies what they were made of, to see when the demo changed.
const (
	demoFiles = "made-up"
	demoMark  = "made-up.sha256"
)

// isDemo says whether a folder holds the store of the demo.
func isDemo(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, demoFiles))
	return err == nil
}

func (a *app) demoCommand() *cobra.Command {
	var (
		r      request
		noOpen bool
	)
	c := &cobra.Command{
		Use: "demo", Short: "Look around in a made-up class", GroupID: groupStart,
		Long: `Makes the records of a made-up class, loads them into a store of their own and opens
the explorer on it. The class is the same on every machine; nobody in it exists.`,
		Example: "lrx demo\n" +
			"lrx demo --no-open --store ./demo\n" +
			"lrx learners --store ./demo",
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if r.tz == "" {
				r.tz = demo.Zone // its days end where the class is
			}
			if err := r.read(c, a); err != nil {
				return err
			}
			if a.store == "" { // LRX_STORE names the user's own store, which is none of the demo's business
				a.store = filepath.Join(a.env.CacheHome, "lrx", "demo")
			}
			receipt, err := a.makeDemo(c.Context(), r.viewer)
			if err != nil {
				return err
			}
			if noOpen || !a.env.interactive() {
				a.say(demo.Label)
				return a.writeReceipt(receipt, r)
			}
			return a.openExplorer(c, r.viewer)
		},
	}
	r.addOutput(c, output.Table, output.Table, output.JSON)
	r.addMask(c)
	c.Flags().BoolVar(&noOpen, "no-open", false, "print the receipt instead of opening the explorer")
	return c
}

// makeDemo brings the demo's store up to date and returns the receipt of its load.
func (a *app) makeDemo(ctx context.Context, v query.Viewer) (*store.Receipt, error) {
	dir := a.dir()
	if _, err := os.Stat(dir); err == nil && !isDemo(dir) && !empty(dir) {
		return nil, failure("name another folder with --store", "%q is not the demo's, so the demo is not written there", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	files, sum, err := writeDemo(dir)
	if err != nil {
		return nil, fmt.Errorf("make the demo: %w", err)
	}
	mark := filepath.Join(dir, demoMark)
	if old, err := os.ReadFile(mark); err == nil && string(old) == sum {
		if receipt, err := a.demoReceipt(ctx, v); err == nil {
			return receipt, nil
		}
	}
	if err := dropDemo(dir); err != nil {
		return nil, fmt.Errorf("make the demo anew: %w", err)
	}
	if err := roster.WriteProfile(dir, demoProfile()); err != nil {
		return nil, fmt.Errorf("make the demo anew: %w", err)
	}
	receipt, err := a.load(ctx, files, loading{wait: true})
	if err != nil {
		return nil, err
	}
	return receipt, os.WriteFile(mark, []byte(sum), 0o600)
}

// demoProfile is how the demo's school counts: its days are those of where it
// is, so that what is kept of them holds for every reader.
func demoProfile() roster.Profile {
	p := roster.DefaultProfile()
	p.Timezone = demo.Zone
	return p
}

// writeDemo writes the files of the demo and returns a sum over them.
func writeDemo(dir string) (files []string, sum string, err error) {
	folder := filepath.Join(dir, demoFiles)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, "", err
	}
	if files, err = demo.Write(folder); err != nil {
		return nil, "", err
	}
	h := sha256.New()
	for _, path := range files {
		if err := addFile(h, path); err != nil {
			return nil, "", err
		}
	}
	return files, hex.EncodeToString(h.Sum(nil)), nil
}

func addFile(h io.Writer, path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(h, f)
	return err
}

// dropDemo empties the demo's folder but for the files just written.
func dropDemo(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == demoFiles {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// demoReceipt is the receipt of the load that made the demo's store.
func (a *app) demoReceipt(ctx context.Context, v query.Viewer) (receipt *store.Receipt, err error) {
	err = a.ask(ctx, func(s *query.Store) error {
		loads, err := s.Loads(ctx, v, query.Filter{})
		if err != nil {
			return err
		}
		if len(loads.Rows) == 0 {
			return errors.New("the demo's store holds no load")
		}
		receipt = &loads.Rows[len(loads.Rows)-1].Receipt // newest first
		return nil
	})
	return receipt, err
}

func empty(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && len(entries) == 0
}
