package read

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lrx/data"
)

// exports are the ways in which export tools write the same statements.
func exports(tb testing.TB, list []string) map[string][]byte {
	tb.Helper()
	each := func(format string, change func(string) string) string {
		var b strings.Builder
		for i, s := range list {
			fmt.Fprintf(&b, format+"\n", i, change(s))
		}
		return b.String()
	}
	same := func(s string) string { return s }
	quoted := func(s string) string { b, _ := json.Marshal(s); return string(b) }
	array := func(lines string) string {
		return "[" + strings.ReplaceAll(strings.TrimSpace(lines), "\n", ",\n") + "]"
	}
	source := each(`{"_index":"x","_id":"%d","_source":%s}`, same)
	locker := each(`{"_id":{"$oid":"%d"},"organisation":{"$oid":"5"},"voided":false,"statement":%s,"hash":"x"}`, func(s string) string { return mongo(tb, s) })
	row := each(`{"event_id": "%d", "emission_time": "2020-07-15 06:46:41.5", "event": %s}`, quoted)
	page := `{"more":"","statements":` + array(strings.Join(list, "\n")) + `}`
	hits := func(lines string) string {
		return `{"took":3,"timed_out":false,"_shards":{"total":1,"hits":{}},"hits":{"total":{"value":9,"relation":"eq"},"max_score":null,"hits":` + array(lines) + `},"_scroll_id":"x"}`
	}
	half := strings.Index(source[len(source)/2:], "\n") + len(source)/2 + 1
	query := "{\n\t\"meta\":\n\t[{\"name\": \"event_id\", \"type\": \"UUID\"}, {\"name\": \"event\", \"type\": \"String\"}],\n\n\t\"data\":\n\t" + array(row) + ",\n\n\t\"rows\": 9,\n\t\"statistics\": {\"elapsed\": 0.1}\n}\n"
	chunked := fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 10, page[:10], len(page)-10, page[10:])
	multipart := "--b\r\nContent-Type: application/json\r\n\r\n" + page + "\r\n--b\r\nContent-Type: text/csv\r\nX-Experience-API-Hash: 0\r\n\r\n{\"actor\":1}\r\n--b--\r\n"
	return map[string][]byte{
		"_source":             []byte(source),
		"_source array":       []byte(array(source)),
		"search answer":       []byte(hits(source)),
		"two search answers":  []byte(hits(source[:half]) + "\n" + hits(source[half:])),
		"bulk":                []byte(each(`{"index":{"_index":"x","_id":"%d"}}`+"\n%s", same)),
		"bulk, no ids":        []byte("{ \"create\" : { } }\n" + strings.Join(list, "\n{ \"create\" : { } }\n")),
		"query answer":        []byte(query),
		"Learning Locker":     []byte(locker),
		"ClickHouse":          []byte(row),
		"ClickHouse array":    []byte(array(row)),
		"ClickHouse objects":  []byte(each(`{"event_id": "%d", "event": %s}`, same)),
		"ClickHouse CSV":      rowsOf(tb, list, ','),
		"Learning Locker CSV": partsCSV(tb, list),
		"SQL LRS CSV":         pathsCSV(tb, list),
		"ClickHouse TSV":      rowsOf(tb, list, '\t'),
		"HTTP":                []byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + page),
		"HTTP, bare newlines": []byte("HTTP/1.1 200 OK\nContent-Type: application/json\n\n" + page),
		"HTTP, chunked":       []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked),
		"HTTP, put together":  []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + page),
		"HTTP, gzip":          append([]byte("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"), gzipped(tb, []byte(page))...),
		"multipart":           []byte(multipart),
		"HTTP, multipart":     []byte("HTTP/1.1 200 OK\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\r\n" + multipart),
	}
}

// mongo writes a statement as Learning Locker's database has it.
func mongo(tb testing.TB, s string) string {
	tb.Helper()
	var dots func(v any) any
	dots = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			out := map[string]any{}
			for k, x := range v {
				out[strings.ReplaceAll(k, ".", "&46;")] = dots(x)
			}
			return out
		case []any:
			for i := range v {
				v[i] = dots(v[i])
			}
		case json.Number:
			if !strings.ContainsAny(string(v), ".eE") {
				return map[string]any{"$numberLong": string(v)}
			}
		}
		return v
	}
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	must(tb, d.Decode(&v))
	b, err := json.Marshal(dots(v))
	must(tb, err)
	return string(b)
}

// rowsOf writes statements as ClickHouse writes its rows as CSV.
func rowsOf(tb testing.TB, list []string, comma rune) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	must(tb, w.Write([]string{"event_id", "emission_time", "event"}))
	for i, s := range list {
		must(tb, w.Write([]string{fmt.Sprint(i), "2020-07-15 06:46:41.5", s}))
	}
	w.Flush()
	must(tb, w.Error())
	return b.Bytes()
}

// partsCSV writes statements as CSV with a column for each part, as JSON.
func partsCSV(tb testing.TB, list []string) []byte {
	tb.Helper()
	columns := []string{"id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version", "attachments"}
	rows := [][]string{columns}
	for _, s := range list {
		var parts map[string]json.RawMessage
		must(tb, json.Unmarshal([]byte(s), &parts))
		row := make([]string, len(columns))
		for i, name := range columns {
			row[i] = string(parts[name])
			if text := ""; slices.Contains([]string{"id", "timestamp", "stored", "version"}, name) && json.Unmarshal(parts[name], &text) == nil {
				row[i] = text
			}
		}
		rows = append(rows, row)
	}
	return []byte(rowsText(rows...))
}

// pathsCSV writes statements as CSV with a column for each path in them.
func pathsCSV(tb testing.TB, list []string) []byte {
	tb.Helper()
	var columns []string
	cells := make([]map[string]string, len(list))
	for i, s := range list {
		d := json.NewDecoder(strings.NewReader(s))
		d.UseNumber()
		var v any
		must(tb, d.Decode(&v))
		cells[i] = map[string]string{}
		flatten(v, "", cells[i])
		columns = append(columns, slices.Collect(maps.Keys(cells[i]))...)
	}
	slices.Sort(columns)
	columns = slices.Compact(columns)
	rows := [][]string{columns}
	for _, c := range cells {
		row := make([]string, len(columns))
		for i, name := range columns {
			row[i] = c[name]
		}
		rows = append(rows, row)
	}
	return []byte(rowsText(rows...))
}

// flatten puts the leaves of a value under their paths. What an extension holds
// stays JSON, as do objects and arrays that are empty.
func flatten(v any, path string, out map[string]string) {
	inside := strings.TrimPrefix(path+"_", "_")
	object, _ := v.(map[string]any)
	array, _ := v.([]any)
	text, isText := v.(string)
	switch {
	case strings.Contains(path, "extensions_"):
		isText = false
	case len(object) > 0:
		for key, x := range object {
			flatten(x, inside+key, out)
		}
		return
	case len(array) > 0:
		for i, x := range array {
			flatten(x, inside+fmt.Sprint(i), out)
		}
		return
	}
	if !isText {
		b, _ := json.Marshal(v)
		text = string(b)
	}
	out[path] = text
}

// forms are what statements come to, to compare them whatever their text is.
func forms(tb testing.TB, list []string) []string {
	tb.Helper()
	d := data.NewDecoder()
	out := make([]string, len(list))
	for i, s := range list {
		st, reject := d.Decode([]byte(s), time.Unix(0, 0))
		if reject != nil {
			out[i] = reject.Error()
			continue
		}
		out[i] = fmt.Sprintf("%s %x %v", st.ID, st.Form, st.Flags.Names())
	}
	return out
}

func TestEveryExportGivesTheSameStatements(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"openedx-erb.ndjson", "xapi-spec-examples.ndjson", "cts-1.0.3-accepted.ndjson", "moodle-logstore.ndjson", "h5p-report.ndjson"} {
		list := strings.Split(strings.TrimSpace(string(unpacked(t, name))), "\n")
		want := forms(t, list)
		for export, text := range exports(t, list) {
			if export == "SQL LRS CSV" && strings.Contains(strings.Join(list, ""), `""`) {
				continue // a cell cannot tell an empty text from none
			}
			if export == "Learning Locker CSV" && name == "xapi-spec-examples.ndjson" {
				continue // it has a property that xAPI does not know and no column has
			}
			for container, file := range map[string][]byte{"plain": text, "gzip": gzipped(t, text), "zstd": zstded(t, text)} {
				t.Run(name+"/"+export+"/"+container, func(t *testing.T) {
					t.Parallel()
					all, sum, err := readAll(t, file, Options{})
					must(t, err)
					if sum.Cut || sum.Values != int64(len(list)) {
						t.Errorf("summary %+v, want %d values", sum, len(list))
					}
					if strings.Contains(export, "multipart") && sum.Attachments != 1 {
						t.Errorf("%d attachments", sum.Attachments)
					}
					if got := forms(t, raws(all)); !slices.Equal(got, want) {
						for i := range got {
							if i < len(want) && got[i] != want[i] {
								t.Fatalf("value %d is\n%s, want\n%s\n%s", i, got[i], want[i], all[i].Raw)
							}
						}
						t.Error("the statements differ from those of the fixture")
					}
				})
			}
		}
	}
}

// TestExportFixtures reads real exports and compares them with what they were made of.
func TestExportFixtures(t *testing.T) {
	t.Parallel()
	erb := forms(t, strings.Split(strings.TrimSpace(string(unpacked(t, "openedx-erb.ndjson"))), "\n"))
	for _, tt := range []struct {
		name, shape string
		values      int64
		attachments int
		want        []string
	}{
		{"aspects-clickhouse-rows.csv", "csv (ClickHouse rows)", 85, 0, erb},
		{"aspects-clickhouse-rows.jsoneachrow", "ndjson (ClickHouse rows)", 85, 0, erb},
		{"learninglocker-mongoexport.ndjson", "ndjson (Learning Locker)", 150, 0, nil},
		{"page-learninglocker.http", "statement result, http", 3, 0, nil},
		{"page-xapi-lrs.http", "statement result, http", 3, 0, nil},
		{"page-ralph.http", "statement result, http", 3, 0, nil},
		{"page-ralph-last-no-more.http", "statement result, http", 0, 0, nil},
		{"multipart-xapi-lrs.http", "statement result, http, multipart", 1, 1, nil},
		{"multipart-learninglocker.http", "statement result, http, multipart", 1, 1, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(fixture(t, "formats/"+tt.name))
			must(t, err)
			all, sum, err := readAll(t, text, Options{})
			must(t, err)
			if sum.Shape != tt.shape || sum.Values != tt.values || sum.Attachments != tt.attachments || sum.Cut {
				t.Errorf("summary %+v", sum)
			}
			got := forms(t, raws(all))
			if tt.want != nil && !slices.Equal(got, tt.want) {
				t.Error("the statements differ from those they were made of")
			}
			for i, f := range got {
				if tt.want == nil && strings.Contains(f, ": ") {
					t.Errorf("value %d: %s", i, f)
				}
				if strings.Contains(all[i].Raw, "&46;") {
					t.Errorf("value %d has dots replaced in its keys", i)
				}
			}
		})
	}
}

func TestZip(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "all.zip")
	f, err := os.Create(path)
	must(t, err)
	z := zip.NewWriter(f)
	for _, m := range []struct{ name, text string }{
		{"b.ndjson", s1 + "\n" + s2},
		{"folder/a.json.gz", string(gzipped(t, []byte("["+s3+"]")))},
		{"folder/", ""},
		{".hidden", s1},
		{".git/a.ndjson", s1},
		{"folder/.cache/deep/a.ndjson", s1},
		{`folder\.cache\a.ndjson`, s1},
		{"folder/__MACOSX/a.ndjson", s1},
		{"__MACOSX/b.ndjson", s1},
		{"read me.txt", "not a statement"},
		{"in.zip", "PK\x03\x04xxxx"},
	} {
		w, err := z.Create(m.name)
		must(t, err)
		_, err = w.Write([]byte(m.text))
		must(t, err)
	}
	must(t, z.Close())
	must(t, f.Close())
	inputs, refused := Find([]string{path})
	if len(refused) != 0 {
		t.Fatalf("refused %v", refused[0])
	}
	want := []struct {
		name string
		raws []string
		says string
	}{
		{"b.ndjson", []string{s1, s2}, ""},
		{"folder/a.json.gz", []string{s3}, ""},
		{"read me.txt", nil, "text that begins with \"not a statement\" inside zip"},
		{"in.zip", nil, "a zip archive inside another file or a pipe"},
	}
	if len(inputs) != len(want) {
		t.Fatalf("inputs %v", inputs)
	}
	for i, w := range want {
		in := inputs[i]
		if in.Path != path+"/"+w.name || in.File() != path || in.Size == 0 {
			t.Errorf("input %+v", in)
		}
		var got []string
		_, err := in.Each(t.Context(), Options{}, func(v Value) error {
			got = append(got, string(v.Raw))
			return nil
		})
		if w.says == "" && err != nil || w.says != "" && (err == nil || !strings.Contains(err.Error(), w.says)) || !slices.Equal(got, w.raws) {
			t.Errorf("%s: %q, %v", w.name, got, err)
		}
	}
}

// TestZipReadsEveryMember proves that members of one name are all read, and that
// one whose checksum is wrong is told.
func TestZipReadsEveryMember(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "twice.zip")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, text := range []string{s1, s2} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: "x.ndjson", Method: zip.Store})
		must(t, err)
		_, err = w.Write([]byte(text))
		must(t, err)
	}
	must(t, z.Close())
	writeFile(t, path, bytes.Replace(b.Bytes(), []byte("mailto:a@x.y"), []byte("mailto:b@x.y"), 1))
	inputs, _ := Find([]string{path})
	if len(inputs) != 2 {
		t.Fatalf("inputs %v", inputs)
	}
	for i, cut := range []bool{true, false} {
		sum, err := inputs[i].Each(t.Context(), Options{}, func(Value) error { return nil })
		if err != nil || sum.Cut != cut {
			t.Errorf("member %d: %+v, %v", i, sum, err)
		}
	}
}

// TestRows is the table of what becomes of rows of CSV; a reason begins with !.
func TestRows(t *testing.T) {
	t.Parallel()
	const head = "event_id,emission_time,event\n"
	for _, tt := range []struct {
		name, text string
		cut        bool
		want       []string
	}{
		{"one", head + `1,t,"{""actor"":1}"`, false, []string{`{"actor":1}`}},
		{"crlf, blank lines, first cell empty", "event_id,emission_time,event\r\n\r\n,,{}\r\n\r\n", false, []string{`{}`}},
		{"line break in a cell", head + "1,t,\"{\n}\"\n2,t,{}\n", false, []string{"{\n}", "{}"}},
		{"too few cells", head + "1,t\n2,t,{}", false, []string{"!a row of 2 cells, the header has 3", "{}"}},
		{"no JSON", head + "1,t,oops\n2,t,{}", false, []string{"!event: no JSON value at byte 0 of it", "{}"}},
		{"two values", head + "1,t,{}{}\n", false, []string{"!event: something after the value at byte 2 of it"}},
		{"bare quote", head + "1,t,a\"b\"c\n2,t,{}", false, []string{"!quotes that are not those of CSV at byte 34", "{}"}},
		{"quote never closed", head + "1,t,\"{}\n2,t,{}", false, []string{"!a quote that is never closed at byte 29", "{}"}},
		{"cut", head + "1,t,{}\n2,t,\"{", true, []string{"{}", "!a quote that is never closed at byte 36"}},
		{
			"Learning Locker", "id,actor,verb,object,result,other\n" + `7,"{""mbox"":""mailto:a@x.y""}","{""id"":""v:1""}","{""id"":""o:1""}",,x`, false,
			[]string{`{"id":"7","actor":{"mbox":"mailto:a@x.y"},"verb":{"id":"v:1"},"object":{"id":"o:1"}}`},
		},
		{
			"SQL LRS", "id,actor_mbox_sha1sum,verb_id,verb_display_en-US,object_id,object_definition_name_en-US,result_score_scaled,result_success,context_contextActivities_parent_0_id,context_extensions_https://x.y/a_b,timestamp\n" +
				"7,ab,v:1,did,o:1,\"The, one\",0.50,true,p:1,5,2020-01-01T00:00:00Z\n", false,
			[]string{`{"id":"7","actor":{"mbox_sha1sum":"ab"},"verb":{"id":"v:1","display":{"en-US":"did"}},"object":{"id":"o:1","definition":{"name":{"en-US":"The, one"}}},` +
				`"result":{"score":{"scaled":0.50},"success":true},"context":{"contextActivities":{"parent":[{"id":"p:1"}]},"extensions":{"https://x.y/a_b":5}},"timestamp":"2020-01-01T00:00:00Z"}`},
		},
		{
			"SQL LRS, account", "actor_name,actor_account_name,actor_account_homePage,verb_id,object_id\nAnn_B,5,https://x.y,v:1,o:1", false,
			[]string{`{"actor":{"name":"Ann_B","account":{"name":"5","homePage":"https://x.y"}},"verb":{"id":"v:1"},"object":{"id":"o:1"}}`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all, sum, err := readAll(t, []byte(tt.text), Options{})
			must(t, err)
			var got []string
			for _, g := range all {
				if g.Reason != "" {
					got = append(got, "!"+g.Reason)
				} else {
					got = append(got, g.Raw)
				}
			}
			if !slices.Equal(got, tt.want) || sum.Cut != tt.cut {
				t.Errorf("got  %q, cut %v\nwant %q", got, sum.Cut, tt.want)
			}
		})
	}
}

// TestVoidedAtSource proves that Learning Locker's word on a statement is a flag.
func TestVoidedAtSource(t *testing.T) {
	t.Parallel()
	var flags []data.Flags
	text := `{"organisation":1,"voided":true,"statement":` + s1 + "}\n" + `{"organisation":1,"voided":false,"statement":` + s2 + "}\n"
	_, err := Input{Path: Stdin}.Each(t.Context(), Options{Stdin: strings.NewReader(text)}, func(v Value) error {
		flags = append(flags, v.Flags)
		return nil
	})
	if err != nil || !slices.Equal(flags, []data.Flags{data.FlagVoidedAtSource, 0}) {
		t.Errorf("%v, %v", flags, err)
	}
}

// TestAnswers is the table of objects around statements that are read, and of
// those that look alike and are refused.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text, shape string
		want              []string // nil: refused
	}{
		{"no hits", `{"took":1,"hits":{"total":0,"hits":[]}}`, "search answer (Elasticsearch)", []string{}},
		{"hits first", `{"hits":{"hits":[{"_id":"1","_source":` + s1 + `}],"total":1},"took":1}`, "search answer (Elasticsearch)", []string{s1}},
		{"hit without a document", `{"hits":{"hits":[{"_source":` + s1 + `},{"_id":"2"}]}}`, "search answer (Elasticsearch)", []string{s1, `{"_id":"2"}`}},
		{"hits of another kind", `{"hits":{"hits":[{"url":"x"}]}}`, "", nil},
		{"hits that are a number", `{"hits":5}`, "", nil},
		{"no rows", `{"meta":[{"name":"event"},{"name":"event_id"}],"data":[],"rows":0}`, "query answer (ClickHouse rows)", []string{}},
		{"rows of another kind", `{"meta":[{"name":"x"}],"data":[{"x":1}]}`, "", nil},
		{"data without meta", `{"data":[{"event":"{}","event_id":"1"}]}`, "", nil},
		{"result in a result", `{"x":{"statements":[` + s1 + `]},"statements":[` + s2 + `]}`, "statement result", []string{s2}},
		{"bulk, deleted and updated", `{"index":{"_id":"1"}}` + "\n" + s1 + "\n" + `{"delete":{"_id":"1"}}` + "\n" + `{"index":{"_id":"3"}}` + "\n" + s2, "ndjson (Elasticsearch bulk)", []string{s1, s2}},
		{"bulk of another kind", `{"index":{"_id":"1"}}` + "\n" + `{"a":1}`, "", nil},
		{"statement with a key like an action", s1 + "\n" + `{"index":{}}`, "ndjson", []string{s1, `{"index":{}}`}},
		{"action with more in it", `{"index":{}}` + "\n" + s1 + "\n" + `{"index":{},"actor":1}`, "ndjson (Elasticsearch bulk)", []string{s1, `{"index":{},"actor":1}`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.want == nil {
				refusedAs(t, []byte(tt.text), "a JSON object")
				return
			}
			all, sum, err := readAll(t, []byte(tt.text), Options{})
			must(t, err)
			if got := raws(all); !slices.Equal(got, tt.want) || sum.Shape != tt.shape || sum.Cut {
				t.Errorf("%q, %+v", got, sum)
			}
			checkReading(t, []byte(tt.text))
		})
	}
}
