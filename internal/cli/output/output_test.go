package output_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
)

func column(key string, k query.Kind, priority int) query.Column {
	return query.Column{Key: key, Title: strings.ToUpper(key), Kind: k, Width: 8, Priority: priority}
}

// sample is a sheet with a column of each kind, a full row, a missing row and
// a row of the values that writers get wrong.
func sample() query.Sheet {
	at := time.Date(2026, 3, 2, 9, 30, 0, 500_000_000, time.FixedZone("", 3600))
	none := make([]any, 11)
	return query.Sheet{
		Name: "things", Total: 7, Truncated: true, TZ: time.UTC, AsOf: at,
		Columns: []query.Column{
			column("name", query.KindText, 1), column("id", query.KindID, 2), column("n", query.KindCount, 1),
			column("share", query.KindShare, 1), column("scaled", query.KindScaled, 1), column("secs", query.KindSeconds, 1),
			column("at", query.KindTime, 1), column("ok", query.KindBool, 1), column("ids", query.KindList, 1),
			column("size", query.KindBytes, 3), column("later", query.KindScore, 0),
		},
		Rows: []query.Row{
			{Cells: []any{safetext.Safe("Kim, \"K\" <&>"), safetext.Safe("L-1"), int64(22000), 1.0 / 3, -0.25, 90.0, at, true, []safetext.Safe{"a", "b"}, int64(5), nil}},
			{Cells: none},
			{Cells: []any{safetext.Safe("=1+1"), safetext.Safe("+x"), int64(math.MaxInt64), 0.0, 1.0, 1e21, at, false, []safetext.Safe{}, int64(0), nil}},
		},
	}
}

func write(t *testing.T, f output.Format, s query.Sheet) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := output.Sheet(&b, f, s, output.Terminal{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type answer struct {
	Rows      []map[string]any `json:"rows"`
	Total     int              `json:"total"`
	Truncated bool             `json:"truncated"`
	AsOf      string           `json:"as_of"`
	TZ        string           `json:"tz"`
}

func readJSON(t *testing.T, text string, to any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(to); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}

func TestFormatsAgreeCellByCell(t *testing.T) {
	t.Parallel()
	s := sample()
	var a answer
	readJSON(t, write(t, output.JSON, s), &a)
	if a.Total != 7 || !a.Truncated || a.AsOf != "2026-03-02T08:30:00.5Z" || a.TZ != "UTC" {
		t.Errorf("the frame is %+v", a)
	}
	records, err := csv.NewReader(strings.NewReader(write(t, output.CSV, s))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(write(t, output.NDJSON, s)), "\n")
	table := strings.Split(write(t, output.Table, s), "\n")
	if len(a.Rows) != 3 || len(records) != 4 || len(lines) != 3 || len(table) != 5 {
		t.Fatalf("rows: %d JSON, %d CSV, %d NDJSON, %d table", len(a.Rows), len(records), len(lines), len(table))
	}
	for r, row := range s.Rows {
		var one map[string]any
		readJSON(t, lines[r], &one)
		for i, c := range s.Columns {
			v, ok := a.Rows[r][c.Key]
			if !ok {
				t.Fatalf("row %d has no %s", r, c.Key)
			}
			if want := asField(t, v); records[r+1][i] != want {
				t.Errorf("row %d %s: CSV %q, JSON %q", r, c.Key, records[r+1][i], want)
			}
			if asField(t, one[c.Key]) != asField(t, v) {
				t.Errorf("row %d %s: NDJSON %v, JSON %v", r, c.Key, one[c.Key], v)
			}
			if cell := string(query.Cell(c.Kind, row.Cells[i], s.TZ)); c.Priority > 0 && !strings.Contains(table[r+1], cell) {
				t.Errorf("row %d %s: the table lacks %q: %s", r, c.Key, cell, table[r+1])
			}
		}
	}
}

// asField is the CSV field that a JSON value should have.
func asField(t *testing.T, v any) string {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return string(safetext.Spreadsheet(safetext.Safe(v)))
	case json.Number:
		return v.String()
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestKeysStandInColumnOrder(t *testing.T) {
	t.Parallel()
	got := write(t, output.NDJSON, sample())
	want := `{"name":"Kim, \"K\" <&>","id":"L-1","n":22000,"share":0.3333333333333333,"scaled":-0.25,"secs":90,` +
		`"at":"2026-03-02T08:30:00.5Z","ok":true,"ids":["a","b"],"size":5,"later":null}`
	if first, _, _ := strings.Cut(got, "\n"); first != want {
		t.Errorf("got  %s\nwant %s", first, want)
	}
}

func TestEmptyListIsAnAnswer(t *testing.T) {
	t.Parallel()
	s := sample()
	s.Rows, s.Total, s.Truncated, s.AsOf = nil, 0, false, time.Time{}
	if got, want := write(t, output.JSON, s), `{"rows":[],"total":0,"truncated":false,"as_of":null,"tz":"UTC","period":null,"filters":{}}`+"\n"; got != want {
		t.Errorf("JSON is %q", got)
	}
	if got := write(t, output.CSV, s); strings.Count(got, "\n") != 1 {
		t.Errorf("CSV is %q", got)
	}
	if got := write(t, output.NDJSON, s); got != "" {
		t.Errorf("NDJSON is %q", got)
	}
}

// What an answer was asked with stands beside it.
func TestPeriodAndFiltersInJSON(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 2, 15, 23, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		period query.Period
		chosen []query.Choice
		want   string
	}{
		{query.Period{Name: "Spring", Since: since, Until: since.AddDate(0, 1, 0)}, nil, `"period":{"name":"Spring","since":"2026-02-15T23:00:00Z","until":"2026-03-15T23:00:00Z"},"filters":{}}`},
		{query.Period{Since: since}, nil, `"period":{"name":null,"since":"2026-02-15T23:00:00Z","until":null},"filters":{}}`},
		{query.Period{}, []query.Choice{{Filter: "verb", Value: "answered"}, {Filter: "group", Value: `A"`}}, `"period":null,"filters":{"verb":"answered","group":"A\""}}`},
	} {
		s := sample()
		s.Period, s.Chosen = tt.period, tt.chosen
		if got := write(t, output.JSON, s); !strings.HasSuffix(got, tt.want+"\n") || !json.Valid([]byte(got)) {
			t.Errorf("got %s\nwant … %s", got, tt.want)
		}
	}
}

// A user's own SQL can yield what no column of ours holds.
func TestAnyValue(t *testing.T) {
	t.Parallel()
	huge, _ := new(big.Int).SetString("170141183460469231731687303715884105727", 10)
	for _, tt := range []struct {
		v             any
		json, csvText string
	}{
		{huge, "170141183460469231731687303715884105727", "170141183460469231731687303715884105727"},
		{int32(-4), "-4", "-4"},
		{uint8(4), "4", "4"},
		{float32(0.5), "0.5", "0.5"},
		{math.NaN(), "null", ""},
		{math.Inf(1), "null", ""},
		{"=cmd()", `"=cmd()"`, "'=cmd()"},
		{"-2", `"-2"`, "-2"},
		{"a\x1b[31mb\x00", `"a\u001b[31mb\u0000"`, "ab"},
		{"a\u2028b\u2029\u202e<", `"a\u2028b\u2029\u202e<"`, "a b <"},
		{[]byte("x"), `"x"`, "x"},
		{[]any{int32(1), "\x1b[1mz", nil}, `[1,"\u001b[1mz",null]`, `[1,"\u001b[1mz",null]`},
		{map[string]any{"b": 1.5, "a": "\a"}, `{"a":"\u0007","b":1.5}`, `{"a":"\u0007","b":1.5}`},
		{struct{ A string }{"x\a"}, `"{x}"`, "{x}"},
	} {
		s := query.Sheet{Columns: []query.Column{{Key: "v", Kind: query.KindAny}, {Key: "w", Kind: query.KindAny}}, Rows: []query.Row{{Cells: []any{tt.v, int64(1)}}}}
		if got, want := write(t, output.NDJSON, s), `{"v":`+tt.json+`,"w":1}`+"\n"; got != want {
			t.Errorf("%v: got %s want %s", tt.v, got, want)
		}
		records, err := csv.NewReader(strings.NewReader(write(t, output.CSV, s))).ReadAll()
		if err != nil || records[1][0] != tt.csvText {
			t.Errorf("%v: CSV %q, %v", tt.v, records, err)
		}
	}
}

func TestThing(t *testing.T) {
	t.Parallel()
	s := sample()
	s.Rows = s.Rows[:1]
	raw := []byte("{ \"b\" : 1.50,\n\t\"a\":\"\u202e\x7f\" }")
	var b bytes.Buffer
	if err := output.Thing(&b, output.JSON, s, raw, output.Terminal{}); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.HasPrefix(got, `{"name":"Kim`) ||
		!strings.HasSuffix(got, `"later":null,"raw":{"b":1.50,"a":"\u202e\u007f"},"as_of":"2026-03-02T08:30:00.5Z","tz":"UTC","period":null,"filters":{}}`+"\n") {
		t.Errorf("JSON is %s", got)
	}
	b.Reset()
	if err := output.Thing(&b, output.Table, s, raw, output.Terminal{}); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, "NAME    Kim, \"K\" <&>\n") || !strings.Contains(got, "\n{\n  \"b\": 1.50,\n") || strings.Contains(got, "LATER") {
		t.Errorf("the table is %s", got)
	}
	b.Reset()
	if err := output.Thing(&b, output.JSON, s, []byte(`{"a":`), output.Terminal{}); err != nil {
		t.Fatal(err)
	}
	var one map[string]any
	readJSON(t, b.String(), &one)
	if one["raw"] != `{"a":` {
		t.Errorf("text that is no JSON is %v", one["raw"])
	}
}

type brokenPipe struct{}

var errBroken = errors.New("broken")

func (brokenPipe) Write([]byte) (int, error) { return 0, errBroken }

func TestWriteErrorsComeBack(t *testing.T) {
	t.Parallel()
	for _, f := range []output.Format{output.Table, output.CSV, output.JSON, output.NDJSON} {
		if _, err := output.Sheet(brokenPipe{}, f, sample(), output.Terminal{}); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

// FuzzText proves that no control byte and no formula gets out, whatever the data says.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"=1", "\t=1", "\x1b]0;x\a", "a\r\nb", "\u202e", "\u009b31m", "\"", "+-1", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := query.Sheet{
			Columns: []query.Column{column("a", query.KindText, 1), column("b", query.KindAny, 1)},
			Rows:    []query.Row{{Key: text, Cells: []any{safetext.Clean(text), text}}},
		}
		for _, format := range []output.Format{output.Table, output.CSV, output.JSON, output.NDJSON} {
			out := write(t, format, s)
			if strings.IndexFunc(out, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 }) >= 0 {
				t.Fatalf("%s: control character in %q", format, out)
			}
		}
		records, err := csv.NewReader(strings.NewReader(write(t, output.CSV, s))).ReadAll()
		if err != nil || len(records) != 2 {
			t.Fatalf("CSV of %q: %q, %v", text, records, err)
		}
		for _, cell := range records[1] {
			if cell != "" && strings.ContainsRune("=@\t", rune(cell[0])) {
				t.Fatalf("a spreadsheet would run %q", cell)
			}
		}
	})
}
