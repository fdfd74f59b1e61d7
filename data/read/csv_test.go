package read

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// rowsText writes rows of CSV, all cells quoted, lines ended by CRLF.
func rowsText(rows ...[]string) string {
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

// TestTextOfCellsIsLossless proves that line breaks of any kind, quotes and what
// else stands in a quoted cell come through as they are.
func TestTextOfCellsIsLossless(t *testing.T) {
	t.Parallel()
	text := "a\r\nb\rc\nd\n\re \"f\" \\ \u2028 \t, ;\x00\x7f ' é😀\r\n"
	quoted, err := json.Marshal(text)
	must(t, err)
	want := `{"actor":{"mbox":"mailto:a@x.y"},"verb":{"id":"v:1"},"object":{"id":"o:1"},"result":{"response":` + string(quoted) + `}}`
	pretty := strings.ReplaceAll(indented(t, want), "\n", "\r\n")
	for name, rows := range map[string]string{
		"SQL LRS":         rowsText([]string{"actor_mbox", "verb_id", "object_id", "result_response"}, []string{"mailto:a@x.y", "v:1", "o:1", text}),
		"Learning Locker": rowsText([]string{"actor", "verb", "object", "result"}, []string{`{"mbox":"mailto:a@x.y"}`, "{\r\n\"id\":\"v:1\"}", `{"id":"o:1"}`, `{"response":` + string(quoted) + `}`}),
		"ClickHouse":      rowsText([]string{"event_id", "event"}, []string{"1", pretty}),
	} {
		all, _, err := readAll(t, []byte(rows), Options{})
		must(t, err)
		if len(all) != 1 || all[0].Reason != "" {
			t.Fatalf("%s: %+v", name, all)
		}
		if name == "ClickHouse" && all[0].Raw != pretty {
			t.Errorf("%s: text changed:\n%q\n%q", name, all[0].Raw, pretty)
		}
		if got := forms(t, raws(all)); !slices.Equal(got, forms(t, []string{want})) {
			t.Errorf("%s: another statement than in JSON: %s", name, all[0].Raw)
		}
		var v struct{ Result struct{ Response string } }
		must(t, json.Unmarshal([]byte(all[0].Raw), &v))
		if v.Result.Response != text {
			t.Errorf("%s: got %q, want %q", name, v.Result.Response, text)
		}
	}
}

// TestCSVForms reads the same two rows in the ways that tools write CSV.
func TestCSVForms(t *testing.T) {
	t.Parallel()
	const a, b = `{"actor":{"mbox":"mailto:a@x.y"},"verb":{"id":"v:1"},"object":{"id":"o:1"}}`, `{"actor":{"mbox":"mailto:b@x.y"},"verb":{"id":"v:1"},"object":{"id":"o:2"}}`
	plain := "id,actor_mbox,verb_id,object_id\n,mailto:a@x.y,v:1,o:1\n,mailto:b@x.y,v:1,o:2\n"
	with := func(from, to string) string { return strings.ReplaceAll(plain, from, to) }
	for name, text := range map[string]string{
		"plain":                  plain,
		"crlf":                   with("\n", "\r\n"),
		"crcrlf":                 with("\n", "\r\r\n"),
		"cr":                     with("\n", "\r"),
		"cr, no last":            strings.TrimSuffix(with("\n", "\r"), "\r"),
		"cr, order mark":         "\ufeff" + with("\n", "\r"),
		"no last line end":       strings.TrimSuffix(plain, "\n"),
		"last line cut at cr":    strings.TrimSuffix(plain, "\n") + "\r",
		"semicolon":              with(",", ";"),
		"tab":                    with(",", "\t"),
		"bar":                    with(",", "|"),
		"sep":                    "sep=;\n" + with(",", ";"),
		"sep, quoted, crlf":      "\"sep=;\"\r\n" + strings.ReplaceAll(with(",", ";"), "\n", "\r\n"),
		"sep, cr":                "sep=,\r" + with("\n", "\r"),
		"spaces":                 with("id,actor_mbox,verb_id", " id , actor_mbox,\tverb_id "),
		"capitals":               with("id,actor_mbox,verb_id,object_id", "ID,Actor_Mbox,VERB_ID,Object_Id"),
		"last comma":             with("\n", ",\n"),
		"last comma in rows":     strings.Replace(with("\n", ",\n"), "object_id,", "object_id", 1),
		"last comma in header":   strings.Replace(plain, "object_id", "object_id,,", 1),
		"rows of nothing":        with("\n", "\n,,,\n\n"),
		"joined, header again":   plain[:strings.LastIndex(plain[:len(plain)-1], "\n")+1] + "id,actor_mbox,verb_id,object_id\n,mailto:b@x.y,v:1,o:2\n",
		"quoted header":          with("id,actor_mbox", `"id","actor_mbox"`),
		"extra empty cells, two": with("o:1\n", "o:1,,\n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, sum, err := readAll(t, []byte(text), Options{})
			must(t, err)
			if got := raws(all); !slices.Equal(got, []string{a, b}) || sum.Shape != "csv (SQL LRS)" || sum.Cut || sum.Bytes != int64(len(strings.TrimPrefix(text, "\ufeff"))) && !strings.HasPrefix(text, "\ufeff") {
				t.Errorf("%+v: %+v", sum, all)
			}
			checkReading(t, []byte(text))
		})
	}
}

// TestWrittenTextStaysText proves that what somebody wrote is never taken for JSON.
func TestWrittenTextStaysText(t *testing.T) {
	t.Parallel()
	text := rowsText(
		[]string{"actor_mbox", "verb_id", "object_id", "result_response", "object_definition_correctResponsesPattern_0", "object_definition_name_en", "result_score_raw"},
		[]string{"mailto:a@x.y", "v:1", "o:1", `{"a":[1]}`, "[1]", "[x]", "9007199254740993"})
	all, _, err := readAll(t, []byte(text), Options{})
	must(t, err)
	const want = `{"actor":{"mbox":"mailto:a@x.y"},"verb":{"id":"v:1"},"object":{"id":"o:1","definition":{"correctResponsesPattern":["[1]"],"name":{"en":"[x]"}}},` +
		`"result":{"response":"{\"a\":[1]}","score":{"raw":9007199254740993}}}`
	if got := raws(all); !slices.Equal(got, []string{want}) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestPathsOfColumns(t *testing.T) {
	t.Parallel()
	for column, want := range map[string]string{
		"ACTOR_ACCOUNT_HOMEPAGE":                    "actor account homePage",
		"Actor_Mbox_SHA1Sum":                        "actor mbox_sha1sum",
		"context_contextactivities_Parent_0_id":     "context contextActivities parent 0 id",
		"Context_Extensions_https://X.y/A_b":        "context extensions https://X.y/A_b",
		"object_definition_Name_en-US":              "object definition name en-US",
		"actor_name":                                "actor name",
		"object_definition_correctResponsesPattern": "object definition correctResponsesPattern",
		"event_id":    "event id",
		"Other_Thing": "other Thing",
	} {
		if got := strings.Join(pathOf(column), " "); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
}

// eventRows are rows of ClickHouse whose events are printed over several lines.
func eventRows(n int) (text string, starts []int) {
	b := "event_id,emission_time,event\n"
	for i := range n {
		starts = append(starts, len(b))
		b += fmt.Sprintf("%d,t,\"{\n  \"\"actor\"\": {\n    \"\"name\"\": \"\"a, b\"\"\n  },\n  \"\"verb\"\": [1,\n  2, 3],\n  \"\"n\"\": %d\n}\"\n", i, i)
	}
	return b, starts
}

// TestLostQuote loses one quote of one row, each in turn: no other row is lost,
// and the broken one is one reject at its line, whatever its cells hold.
func TestLostQuote(t *testing.T) {
	t.Parallel()
	const rows = 6
	text, starts := eventRows(rows)
	for row := range rows {
		end := len(text)
		if row+1 < rows {
			end = starts[row+1]
		}
		for at := starts[row]; at < end; at++ {
			if text[at] != '"' {
				continue
			}
			broken := text[:at] + text[at+1:]
			all, _, err := readAll(t, []byte(broken), Options{})
			must(t, err)
			good, bad := split(all)
			kept := map[string]bool{}
			for _, g := range good {
				kept[g.Raw[strings.LastIndex(g.Raw, ": ")+2:strings.LastIndex(g.Raw, "\n")]] = true
			}
			for i := range rows {
				if i != row && !kept[fmt.Sprint(i)] {
					t.Fatalf("quote at %d lost: row %d is gone: %+v", at, i, all)
				}
			}
			if len(bad) > 1 || len(bad) == 1 && bad[0].Line != int64(2+8*row) {
				t.Fatalf("quote at %d lost: %d rejects: %+v", at, len(bad), bad)
			}
		}
	}
}

// TestLostQuoteInLongFile is the way it is met: a row in the middle of many.
func TestLostQuoteInLongFile(t *testing.T) {
	t.Parallel()
	const rows, broken = 2000, 1000
	text, starts := eventRows(rows)
	end := starts[broken+1] - len("\"\n")
	all, sum, err := readAll(t, []byte(text[:end]+text[end+1:]), Options{})
	must(t, err)
	good, bad := split(all)
	if len(good) != rows-1 || len(bad) != 1 || bad[0].Line != 2+8*broken || sum.Cut {
		t.Errorf("%d good, rejects %+v", len(good), bad)
	}
}

func TestBrokenRows(t *testing.T) {
	t.Parallel()
	const head = "event_id,emission_time,event\n"
	for _, tt := range []struct {
		name, text string
		cut        bool
		want       []string // a good value, or ! with line and text below the header
	}{
		{"lines are rows", head + "1,t,{}\n2,t\"x,{}\n3,t\"x,{}\n4,t,{}", false, []string{"{}", "!3 2,t\"x,{}", "!4 3,t\"x,{}", "{}"}},
		{"quote lost, no quote after", head + "1,t,\"{}\n2,t,{}\n3,t,{}\n4,t,{}\n5,t,{}", false, []string{"!2 1,t,\"{}", "{}", "{}", "{}", "{}"}},
		{"quote lost, a quote long after", head + "1,t,\"{}\n2,t,{}\n3,t,{}\n4,t,{}\n5,t,\"{}\"\n", false, []string{"!2 1,t,\"{}", "{}", "{}", "{}", "{}"}},
		{"cut in a cell of many lines", head + "1,t,{}\n2,t,\"{\n\n\n1,", true, []string{"{}", "!3 2,t,\"{\n\n\n1,"}},
		{"cut between cells", head + "1,t,{}\n2,t", true, []string{"{}", "!3 2,t"}},
		{
			"bad rows in a row, of many lines", head + "1,t,\"{\n}\"\n2,t,\"oops\n1,2,3\n\"\n3,t,\"oops\n\",x\n5,t,\"x\"\n6,t,{}", false,
			[]string{"{\n}", "!4 2,t,\"oops\n1,2,3\n\"", "!7 3,t,\"oops\n\",x", "!9 5,t,\"x\"", "{}"},
		},
		{"too many cells", head + "1,t,{},x\n2,t,{}", false, []string{"!2 1,t,{},x", "{}"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all, sum, err := readAll(t, []byte(tt.text), Options{})
			must(t, err)
			var got []string
			for _, g := range all {
				if g.Reason != "" {
					row, below := strings.CutPrefix(g.Raw, head)
					g.Raw = fmt.Sprintf("!%d %s", g.Line, row)
					if !below {
						t.Errorf("no header above %q", g.Raw)
					}
				}
				got = append(got, g.Raw)
			}
			if !slices.Equal(got, tt.want) || sum.Cut != tt.cut || sum.Cut && sum.CutAt != all[len(all)-1].Offset {
				t.Errorf("got  %q, %+v\nwant %q", got, sum, tt.want)
			}
			checkReading(t, []byte(tt.text))
		})
	}
}

// TestCSVCutAtEveryByte checks that a broken tail is one rejected value at most.
func TestCSVCutAtEveryByte(t *testing.T) {
	t.Parallel()
	text, _ := eventRows(3)
	whole, _, err := readAll(t, []byte(text), Options{})
	must(t, err)
	for n := strings.IndexByte(text, '\n'); n < len(text); n++ {
		all, sum, err := readAll(t, []byte(text[:n]), Options{})
		must(t, err)
		good, bad := split(all)
		if !slices.Equal(raws(good), raws(whole[:len(good)])) || len(bad) > 1 || sum.Cut && len(bad) == 0 {
			t.Fatalf("cut at %d: %d good, %+v, %+v", n, len(good), bad, sum)
		}
	}
}

func TestInvalidUTF8InCells(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"actor_mbox,verb_id,object_id,result_response\nmailto:a@x.y,v:1,o:1,\xff\n",
		"id,actor,verb,object\n\xff,{},{},{}\n",
		"event_id,event\n1,\"{\"\"a\"\":\"\"\xff\"\"}\"\n",
	} {
		all, _, err := readAll(t, []byte(text), Options{})
		must(t, err)
		if len(all) != 1 || !strings.Contains(all[0].Reason, "invalid UTF-8 in a string") {
			t.Errorf("%q: %+v", text, all)
		}
	}
}

// TestLongRows checks the limit, and that quotes without an end cost linear time.
func TestLongRows(t *testing.T) {
	t.Parallel()
	const head = "event_id,event\n"
	long := `2,"{` + strings.Repeat("x", 300_000) + `}"`
	all, _, err := readAll(t, []byte(head+"1,{}\n"+long+"\n3,{}\n"), Options{MaxValue: 100_000})
	must(t, err)
	good, bad := split(all)
	if len(good) != 2 || len(bad) != 1 || len(bad[0].Raw) != keptOfReject || bad[0].Reason != fmt.Sprintf("value of %d bytes, the limit is 100000", len(long)) {
		t.Errorf("%d good, %+v", len(good), bad)
	}
	for _, line := range []string{"1,\"\n", "\"\n", "1,\"\"\"\n", "\"\"\"\n1,{}\n", "1,\"{}\n2,{}\n"} {
		values := 0
		_, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: strings.NewReader(head + strings.Repeat(line, 1<<20/len(line)))}, func(Value) error {
			values++
			return nil
		})
		must(t, err)
		if values == 0 {
			t.Errorf("%q: nothing read", line)
		}
	}
}

func TestCSVRow(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"event_id,event\n1,{\n2": {"event_id,event", "1,{\n2"},
		"event_id;Event\n1":      {"event_id;Event", "1"},
		"event_id,event\n":       {"event_id,event", ""},
		"event_id,event":         {"", "event_id,event"},
		s1:                       {"", s1},
		"oops\n" + s1:            {"", "oops\n" + s1},
		"":                       {"", ""},
	} {
		header, row := CSVRow([]byte(text))
		if got := [2]string{string(header), string(row)}; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// checkReading checks that a text gives the same values however it arrives and
// wherever reading goes on again.
func checkReading(t *testing.T, text []byte) {
	t.Helper()
	want, wantSum, err := readAll(t, text, Options{})
	must(t, err)
	for _, size := range []int{1, 2, 3, 5, 7, 11, 64, 1000} {
		var all []got
		sum, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: &pieces{bytes.NewReader(text), size}}, func(v Value) error {
			all = append(all, keep(v))
			return nil
		})
		must(t, err)
		if !slices.Equal(all, want) || sum != wantSum {
			t.Errorf("in pieces of %d bytes: %+v, %+v\nwant %+v, %+v", size, all, sum, want, wantSum)
		}
	}
	for skip := range len(want) + 1 {
		rest, sum, err := readAll(t, text, Options{Skip: int64(skip)})
		must(t, err)
		if !slices.Equal(rest, want[skip:]) || sum != wantSum {
			t.Errorf("going on after %d: %+v, %+v", skip, rest, sum)
		}
	}
}

// pieces reads a few bytes at a time.
type pieces struct {
	io.Reader
	size int
}

func (p *pieces) Read(b []byte) (int, error) { return p.Reader.Read(b[:min(len(b), p.size)]) }

// FuzzCSV compares the splitter with encoding/csv on what both accept: the same
// cells, but for the line breaks that encoding/csv changes. What it refuses,
// the splitter refuses.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"a,b,c\n", `a,"b ""x"" c",d`, "\"a\r\nb\",c\r\nd", `a"b,c`, `"a"b,c`, `"a`, `""`, `"",""`, `,,`, "a\rb,c", "\"a\"\r\rb", "a,b\r\r\n", " \"a\",b", `a,"`,
	} {
		f.Add([]byte(seed), byte(','))
	}
	f.Add(rowsOf(f, []string{s1, s2, s3}, '\t'), byte('\t'))
	addFormats(f, func(text []byte) { f.Add(text, byte(',')) })
	f.Fuzz(func(t *testing.T, text []byte, comma byte) {
		if bytes.IndexByte([]byte(separators), comma) < 0 {
			comma = ','
		}
		text = bytes.TrimLeft(text, "\r\n")
		s := splitter{comma: comma, eol: '\n'}
		n, why := s.split(text, true)
		if n < 0 || n > len(text) {
			t.Fatalf("%d of %d bytes", n, len(text))
		}
		for cut := range min(len(text), 200) {
			early := splitter{comma: comma, eol: '\n'}
			if m, whyEarly := early.split(text[:cut], false); whyEarly != faultShort && (m != n || whyEarly != why) {
				t.Fatalf("%q cut at %d is %d %q, whole %d %q", text, cut, m, whyEarly, n, why)
			}
		}
		if len(text) == 0 || bytes.Contains(text, []byte("\r\r\n")) || bytes.HasSuffix(text, []byte("\r\r")) {
			return // of several carriage returns encoding/csv keeps the first ones
		}
		in := csv.NewReader(bytes.NewReader(text))
		in.Comma, in.FieldsPerRecord = rune(comma), -1
		want, err := in.Read()
		if (err == nil) != (why == "") {
			t.Fatalf("%q: encoding/csv says %v, the splitter %q at %d", text, err, why, n)
		}
		if err != nil {
			return
		}
		var got []string
		for _, cell := range s.cells {
			got = append(got, strings.ReplaceAll(string(cell), "\r\n", "\n"))
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q: got %q, want %q", text, got, want)
		}
	})
}

// TestDiskErrorInRow proves that a row that a bad disk ended is no reject.
func TestDiskErrorInRow(t *testing.T) {
	t.Parallel()
	bad := errors.New("bad disk")
	for _, tail := range []string{"2", "2,\"{"} {
		text := "event_id,event\n" + strings.Repeat("1,{}\n", 100_000) + tail
		_, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: io.MultiReader(strings.NewReader(text), iotest.ErrReader(bad))}, func(v Value) error {
			if v.Reject != nil {
				return v.Reject
			}
			return nil
		})
		if !errors.Is(err, bad) {
			t.Errorf("%q: %v", tail, err)
		}
	}
}
