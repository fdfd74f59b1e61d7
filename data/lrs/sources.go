package lrs

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/pelletier/go-toml/v2"
)

// SourcesFile is the name of the file with the sources in a store folder.
const SourcesFile = "sources.toml"

const sourcesHead = "# Connections to Learning Record Stores, written by lrx source. No secrets are kept here.\n\n"

type sourcesFile struct {
	Source []Source `toml:"source"`
}

// ReadSources reads the sources of a folder, in the order they were added; no
// file is no source. An unknown key is an error that names its line.
func ReadSources(dir string) ([]Source, error) {
	path := filepath.Join(dir, SourcesFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the sources: %w", err)
	}
	var file sourcesFile
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&file); err != nil {
		return nil, fmt.Errorf("%s: %s; correct it or take the line out", path, tomlCause(err))
	}
	for i, s := range file.Source {
		if file.Source[i], err = s.Normal(); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if slices.ContainsFunc(file.Source[:i], func(other Source) bool { return other.Name == s.Name }) {
			return nil, fmt.Errorf("%s: two sources are called %s; rename one", path, s.Name)
		}
	}
	return file.Source, nil
}

// tomlCause says what is wrong and where. The line itself is not quoted: a
// secret may stand in it.
func tomlCause(err error) string {
	var (
		strict *toml.StrictMissingError
		decode *toml.DecodeError
	)
	switch {
	case errors.As(err, &strict) && len(strict.Errors) > 0:
		line, _ := strict.Errors[0].Position()
		key := strict.Errors[0].Key()
		return printable(fmt.Sprintf("line %d: there is no setting %q", line, key[len(key)-1]))
	case errors.As(err, &decode):
		line, column := decode.Position()
		return printable(fmt.Sprintf("line %d, column %d is not understood", line, column))
	}
	return "it is no TOML"
}

// WriteSources replaces the sources of a folder as a whole: either the old
// file is there or the new one. Only the user may read it.
func WriteSources(dir string, sources []Source) (err error) {
	text, err := toml.Marshal(sourcesFile{sources})
	if err != nil {
		return fmt.Errorf("write the sources: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write the sources: %w", err)
		}
	}()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, SourcesFile+".*") // 0600
	if err != nil {
		return err
	}
	_, err = file.Write(append([]byte(sourcesHead), text...))
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), filepath.Join(dir, SourcesFile))
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
