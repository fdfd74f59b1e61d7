package read

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
)

// member is a file inside a zip archive.
type member struct {
	archive string // path
	index   int    // in the archive's directory
	method  uint16
	sum     uint32 // CRC-32 of the text
}

// zipMagic begins a zip archive that is not empty.
const zipMagic = "PK\x03\x04"

// archive takes every member of a zip archive, in its order. Hidden ones are
// left out, as below a folder, and so is what macOS adds.
func (f *finder) archive(path string) {
	z, err := zip.OpenReader(path)
	if err != nil {
		f.refuse(path, "a zip archive that cannot be opened ("+err.Error()+"); get the file once more")
		return
	}
	defer z.Close() //nolint:errcheck // read only
	n := 0
	for i, file := range z.File {
		name := file.Name
		parts := strings.FieldsFunc(name, isSlash)
		folder := name == "" || isSlash(rune(name[len(name)-1]))
		if folder || slices.ContainsFunc(parts, hidden) || slices.Contains(parts, "__MACOSX") {
			continue
		}
		n++
		shown := path + "/" + name
		if file.Flags&1 != 0 {
			f.refuse(shown, "an encrypted file in a zip archive; unpack it first")
			continue
		}
		f.add(Input{Path: shown, Size: int64(file.CompressedSize64), member: &member{archive: path, index: i, method: file.Method, sum: file.CRC32}}) //nolint:gosec // a file's size
	}
	if n == 0 {
		f.refuse(path, "a zip archive without files; name one with statements")
	}
}

// isSlash says what parts the names in a path; some tools write that of Windows.
func isSlash(c rune) bool { return c == '/' || c == '\\' }

// openMember opens a member as it lies in the archive, still compressed.
func (s *source) openMember(in Input) error {
	z, err := zip.OpenReader(in.member.archive)
	if err != nil {
		return &Refused{Path: in.Path, Found: unreadable(err)}
	}
	s.closers = append(s.closers, func() { _ = z.Close() })
	if in.member.index >= len(z.File) {
		s.close()
		return &Refused{Path: in.Path, Found: "no longer in the archive; load it again"}
	}
	raw, err := z.File[in.member.index].OpenRaw()
	if err != nil {
		s.close()
		return &Refused{Path: in.Path, Found: "a file in a broken zip archive (" + err.Error() + "); get it once more"}
	}
	s.disk.file = raw
	return nil
}

// unpack decompresses a member.
func (m *member) unpack(raw *bufio.Reader) (io.Reader, error) {
	switch m.method {
	case zip.Store:
		return &summed{from: raw, want: m.sum}, nil
	case zip.Deflate:
		return &summed{from: flate.NewReader(raw), want: m.sum}, nil
	}
	return nil, fmt.Errorf("compressed by method %d, which lrx does not know", m.method)
}

// summed compares the checksum of a text with what the archive says at its end.
type summed struct {
	from      io.Reader
	sum, want uint32
}

func (s *summed) Read(p []byte) (int, error) {
	n, err := s.from.Read(p)
	s.sum = crc32.Update(s.sum, crc32.IEEETable, p[:n])
	if errors.Is(err, io.EOF) && s.sum != s.want {
		return n, zip.ErrChecksum
	}
	return n, err
}
