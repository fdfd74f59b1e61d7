package read

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zlib"
)

func zlibbed(tb testing.TB, text string) string {
	tb.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, err := w.Write([]byte(text))
	must(tb, err)
	must(tb, w.Close())
	return b.String()
}

func deflated(tb testing.TB, text string) string {
	tb.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	must(tb, err)
	_, err = w.Write([]byte(text))
	must(tb, err)
	must(tb, w.Close())
	return b.String()
}

// TestSeveralAnswers reads files in which captured HTTP answers follow one
// another, in all the ways in which a body may be packed.
func TestSeveralAnswers(t *testing.T) {
	t.Parallel()
	page := func(s string) string { return `{"statements":[` + s + `],"more":""}` }
	answer := func(header, body string) string { return "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + body }
	chunked := func(body string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body) }
	multipart := func(body string) string {
		return "--b\r\nContent-Type: application/json\r\n\r\n" + body + "\r\n--b\r\nContent-Type: text/plain\r\n\r\nHTTP/1.1 is a protocol\r\n--b--\r\n"
	}
	const plain = "Content-Type: application/json"
	spoken := `{"actor":{"name":"HTTP/1.1 200 OK\nServer: x"},"verb":"HTTP/2 404","object":"HHTTP/HTTP/"}`
	long := `{"actor":"` + strings.Repeat("HTTP/1.1 200 ", 50_000) + `"}`
	for name, tt := range map[string]struct {
		text  string
		want  []string
		parts int
	}{
		"glued":            {answer(plain, page(s1)) + answer(plain, page(s2)) + answer(plain, page(s3)), []string{s1, s2, s3}, 0},
		"on lines":         {answer(plain, page(s1)) + "\n" + answer(plain, page(s2)) + "\n\n", []string{s1, s2}, 0},
		"bare newlines":    {"HTTP/2 200 \nserver: x\n\n" + page(s1) + "\nHTTP/2 200 \nserver: x\n\n" + page(s2), []string{s1, s2}, 0},
		"no header fields": {"HTTP/1.0 200\n\n" + s1 + "HTTP/1.0 200\n\n" + s2, []string{s1, s2}, 0},
		"interim":          {"HTTP/1.1 100 Continue\r\n\r\n" + answer(plain, page(s1)), []string{s1}, 0},
		"proxy, redirect":  {"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n" + answer(plain, page(s1)), []string{s1}, 0},
		"no statements":    {answer(plain, page("")) + answer(plain, page(s1)), []string{s1}, 0},
		"length too short": {answer("Content-Length: 3", page(s1)) + answer("Content-Length: 9999", page(s2)), []string{s1, s2}, 0},
		"chunked":          {answer("Transfer-Encoding: chunked", chunked(page(s1))) + answer("Transfer-Encoding: chunked", chunked(page(s2))), []string{s1, s2}, 0},
		"gzip":             {answer("Content-Encoding: gzip", string(gzipped(t, []byte(page(s1))))) + answer("Content-Encoding: gzip", string(gzipped(t, []byte(page(s2))))), []string{s1, s2}, 0},
		"deflate, zlib":    {answer("Content-Encoding: deflate", zlibbed(t, page(s1))) + answer("Content-Encoding: deflate", zlibbed(t, page(s2))), []string{s1, s2}, 0},
		"deflate, raw":     {answer("Content-Encoding: deflate", deflated(t, page(s1))) + answer("Content-Encoding: deflate", deflated(t, page(s2))), []string{s1, s2}, 0},
		"deflate, chunked": {answer("Content-Encoding: deflate\r\nTransfer-Encoding: chunked", chunked(deflated(t, page(s1)))), []string{s1}, 0},
		"deflate, unpacked": {
			answer("Content-Encoding: deflate", page(s3)) + answer("content-encoding: DEFLATE", "\r\n "+page(s1)), []string{s3, s1}, 0,
		},
		"multipart": {answer("Content-Type: multipart/mixed; boundary=b", multipart(page(s1))) + answer("Content-Type: multipart/mixed; boundary=b", multipart(page(s2))), []string{s1, s2}, 2},
		"mixed": {
			answer("Content-Encoding: gzip", string(gzipped(t, []byte(page(s1))))) + answer(plain, page(s2)) + answer("Transfer-Encoding: chunked", chunked(page(s3))) +
				answer("Content-Type: multipart/mixed; boundary=b", multipart(page(s1))), []string{s1, s2, s3, s1}, 1,
		},
		"lines":       {answer(plain, s1+"\n"+s2) + answer(plain, s3), []string{s1, s2, s3}, 0},
		"order marks": {answer(plain, "\ufeff"+page(s1)) + answer(plain, "\ufeff"+page(s2)), []string{s1, s2}, 0},
		"spoken of":   {answer(plain, page(spoken)) + answer(plain, page(long)), []string{spoken, long}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, sum, err := readAll(t, []byte(tt.text), Options{})
			must(t, err)
			if got := raws(all); !slices.Equal(got, tt.want) || sum.Cut || sum.Attachments != tt.parts || !strings.Contains(sum.Shape, ", http") {
				t.Errorf("%d values, %+v: %.300q", len(all), sum, got)
			}
			if len(tt.text) < 10_000 {
				checkReading(t, []byte(tt.text))
			}
		})
	}
}

// TestBrokenAnswer proves that what follows a broken body is not lost in silence.
func TestBrokenAnswer(t *testing.T) {
	t.Parallel()
	good := "HTTP/1.1 200 OK\r\n\r\n" + `{"statements":[` + s1 + `]}`
	broken := "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + string(gzipped(t, []byte(s2))[:40])
	all, sum, err := readAll(t, []byte(good+broken+good), Options{})
	must(t, err)
	if goods, bad := split(all); len(goods) != 1 || len(bad) != 1 || !sum.Cut || !strings.Contains(bad[0].Reason, "gzip") {
		t.Errorf("%+v, %+v", all, sum)
	}
	for _, text := range []string{"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n\x78\x9c\xff\xff\xff", "HTTP/1.1 200 OK\r\nno end"} {
		if _, _, err := readAll(t, []byte(text), Options{}); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
