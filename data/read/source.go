package read

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	maxLayers     = 4         // multipart in gzip in an HTTP answer in a zip; gzip in gzip is seen in the wild too
	zstdMaxWindow = 128 << 20 // bytes; what the zstd tool accepts unasked, it bounds memory
	diskBuffer    = 128 << 10
)

// source is the decompressed text of an input.
type source struct {
	*bufio.Reader // the text, without a byte order mark
	disk          *disk
	path          string
	layers        []string // what was taken off around it, outermost first: see layerOf
	boundary      string   // of the parts, as an HTTP answer told it
	deflated      bool     // an HTTP answer told so
	attachments   int      // parts that were passed over
	skipped       int64    // bytes of the byte order mark
	closers       []func()
}

// disk counts what is read and keeps its own failures apart from those of the
// decompressors above it: a bad disk is an error, bad compressed data is not.
type disk struct {
	ctx      context.Context // lives as long as one call of Each
	file     io.Reader
	read     int64 // bytes
	err      error // the first error other than io.EOF
	progress func(int64)
}

func (d *disk) Read(p []byte) (int, error) {
	if err := d.ctx.Err(); err != nil {
		d.err = err
		return 0, err
	}
	n, err := d.file.Read(p)
	d.read += int64(n)
	if d.progress != nil && n > 0 {
		d.progress(d.read)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		d.err = err
	}
	return n, err
}

// openSource opens the input and looks through its compression. The error is a
// *Refused or the context's.
func openSource(ctx context.Context, in Input, opt Options) (*source, error) {
	s := &source{path: in.Path, disk: &disk{ctx: ctx, progress: opt.Progress}}
	if err := s.open(in, opt); err != nil {
		return nil, err
	}
	s.Reader = bufio.NewReaderSize(s.disk, diskBuffer)
	if in.member != nil {
		if err := s.unpack(layerZip, in); err != nil {
			s.close()
			return nil, err
		}
	}
	if err := s.unpackAll(); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// unpackAll takes everything off that is around the text, its byte order mark too.
func (s *source) unpackAll() error {
	for layer := s.layer(); layer != ""; layer = s.layer() {
		if err := s.unpack(layer, Input{}); err != nil {
			return err
		}
	}
	if mark, _ := s.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		n, _ := s.Discard(len(mark))
		s.skipped = int64(n)
	}
	return nil
}

func (s *source) open(in Input, opt Options) error {
	if in.Path == Stdin {
		s.disk.file = opt.Stdin
		if s.disk.file == nil {
			s.disk.file = os.Stdin
		}
		return nil
	}
	if in.member != nil {
		return s.openMember(in)
	}
	file, err := os.Open(in.Path) //nolint:gosec // reading what is named is the purpose
	if err != nil {
		return &Refused{Path: in.Path, Found: unreadable(err)}
	}
	s.closers = append(s.closers, func() { _ = file.Close() })
	s.disk.file = file
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() && info.Mode()&fs.ModeNamedPipe == 0 {
		s.close()
		if err != nil {
			return &Refused{Path: in.Path, Found: unreadable(err)}
		}
		return &Refused{Path: in.Path, Found: irregular(info.Mode())}
	}
	return nil
}

// The layers that may be around a text.
const (
	layerGzip      = "gzip"
	layerZstd      = "zstd"
	layerZip       = "zip"
	layerDeflate   = "deflate"
	layerHTTP      = "http"
	layerMultipart = "multipart"
)

// layer names what the next bytes show to be around the text, "" if nothing is.
func (s *source) layer() string {
	magic, _ := s.Peek(8)
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		return layerGzip
	case bytes.HasPrefix(magic, []byte("\x28\xb5\x2f\xfd")),
		len(magic) >= 4 && magic[0]&0xf0 == 0x50 && string(magic[1:4]) == "\x2a\x4d\x18": // a skippable frame, pzstd writes one first
		return layerZstd
	case s.isDeflated():
		return layerDeflate
	case bytes.HasPrefix(magic, []byte("HTTP/")):
		return layerHTTP
	case s.boundary != "" || bytes.HasPrefix(magic, []byte("--")) && s.beginsParts():
		return layerMultipart
	}
	return ""
}

// unpack takes a layer off.
func (s *source) unpack(layer string, in Input) error {
	if len(s.layers) == maxLayers {
		return s.refuse(fmt.Sprintf("packed more than %d times (%s in %s); unpack it first", maxLayers, layer, strings.Join(s.layers, " in ")))
	}
	s.layers = append(s.layers, layer)
	var text io.Reader
	var err error
	switch layer {
	case layerGzip:
		text, err = gzip.NewReader(s.Reader)
	case layerZstd:
		var dec *zstd.Decoder
		dec, err = zstd.NewReader(s.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zstdMaxWindow))
		if err == nil {
			s.closers = append(s.closers, dec.Close)
			text = dec
		}
	case layerZip:
		text, err = in.member.unpack(s.Reader)
	case layerDeflate:
		text, err = s.inflated()
	case layerHTTP:
		text, err = s.httpBodies()
	case layerMultipart:
		text, err = s.firstPart()
	}
	if s.disk.err != nil {
		return s.failed()
	}
	var refused *Refused
	if errors.As(err, &refused) { // by what is inside
		return err
	}
	if err != nil {
		return s.refuse(s.broken(err) + " at its start; get the file once more")
	}
	s.Reader = bufio.NewReaderSize(text, diskBuffer)
	return nil
}

// broken says in words what is wrong with compressed data.
func (s *source) broken(err error) string {
	layer := s.layers[len(s.layers)-1]
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return "the " + layer + " data breaks off"
	}
	return "the " + layer + " data is broken (" + err.Error() + ")"
}

// failed is the error of the disk or the context, nil if there was none.
func (s *source) failed() error {
	if err := s.disk.err; err != nil {
		if s.disk.ctx.Err() != nil {
			return err
		}
		return fmt.Errorf("read %s: %w", s.path, err)
	}
	return nil
}

func (s *source) refuse(found string) error {
	return &Refused{Path: s.path, Found: found}
}

func (s *source) close() {
	for _, c := range s.closers {
		c()
	}
}
