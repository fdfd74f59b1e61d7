package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lrx/query"
)

// stored is a store with the statements, kept from one run to the next. The
// name holds a sum of the program that loaded it: another program, another store.
func (o *options) stored(ctx context.Context) (string, error) {
	exe, err := o.program(ctx)
	if err != nil {
		return "", err
	}
	sum, err := sumOf(exe)
	if err != nil {
		return "", err
	}
	v, err := version(o.seed)
	if err != nil {
		return "", err
	}
	prefix := fmt.Sprintf("store-%d-%d-", o.n, o.seed)
	dir := filepath.Join(o.dir, prefix+v+"-"+sum)
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	old, err := filepath.Glob(filepath.Join(o.dir, prefix+"*"))
	if err != nil {
		return "", err
	}
	for _, path := range old { // of older programs
		if err := os.RemoveAll(path); err != nil {
			return "", err
		}
	}
	part := dir + ".part"
	if _, err := o.pipedInto(ctx, exe, o.n, part); err != nil {
		return "", err
	}
	return dir, os.Rename(part, dir)
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // read only
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:4]), nil
}

// viewer may see everything, as one who runs lrx on her own machine.
func viewer() query.Viewer { return query.Viewer{Scope: query.AllClasses()} }
