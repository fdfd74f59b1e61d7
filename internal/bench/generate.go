package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"lrx/internal/bench/statements"
)

// generate writes statements: bench generate N [-seed S] [-o FILE].
func generate(args []string) (err error) {
	if len(args) == 0 {
		return errors.New("generate needs to know how many statements")
	}
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 0 {
		return fmt.Errorf("%q is no number of statements", args[0])
	}
	f := flag.NewFlagSet("generate", flag.ContinueOnError)
	seed := f.Uint64("seed", 1, "others give other statements")
	path := f.String("o", "-", "the file; - is standard output")
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	out := os.Stdout
	if *path != "-" {
		if out, err = os.Create(*path); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, out.Close()) }()
	}
	return statements.Write(out, statements.Options{N: n, Seed: *seed})
}

// version tells the statements of one generator from those of another, so that
// a file of an older one is not taken for today's.
func version(seed uint64) (string, error) {
	var b bytes.Buffer
	if err := statements.Write(&b, statements.Options{N: 1000, Seed: seed}); err != nil {
		return "", err
	}
	sum := sha256.Sum256(b.Bytes())
	return hex.EncodeToString(sum[:4]), nil
}

// file makes the statements, unless a former run did, and returns their file.
func (o *options) file(ctx context.Context) (path string, size int64, err error) {
	v, err := version(o.seed)
	if err != nil {
		return "", 0, err
	}
	path = filepath.Join(o.dir, fmt.Sprintf("statements-%d-%d-%s.ndjson", o.n, o.seed, v))
	if st, err := os.Stat(path); err == nil {
		return path, st.Size(), nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", 0, err
	}
	part := path + ".part"
	if err := generate([]string{strconv.Itoa(o.n), "-seed", strconv.FormatUint(o.seed, 10), "-o", part}); err != nil {
		return "", 0, err
	}
	if err := ctx.Err(); err != nil {
		return "", 0, err
	}
	if err := os.Rename(part, path); err != nil {
		return "", 0, err
	}
	st, err := os.Stat(path)
	if err != nil {
		return "", 0, err
	}
	return path, st.Size(), nil
}
