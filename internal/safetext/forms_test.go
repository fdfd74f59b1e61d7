package safetext_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"lrx/internal/safetext"
)

func TestJSON(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"plain", `{"a":1}`, `{"a":1}`},
		{"white space", "{\n\t\"a\":\r\n1}", `{  "a":  1}`},
		{"umlaut stays", `{"a":"ü山"}`, `{"a":"ü山"}`},
		{"escapes stay", `["\u001b\n\\\"x"]`, `["\u001b\n\\\"x"]`},
		{"number as written", `[1.50e+3,12345678901234567890]`, `[1.50e+3,12345678901234567890]`},
		{"del", "[\"a\x7fb\"]", `["a\u007fb"]`},
		{"c1", "[\"a\u009bb\"]", `["a\u009bb"]`},
		{"bidi", "[\"a\u202eb\"]", `["a\u202eb"]`},
		{"zwj in emoji", "[\"👨\u200d👩\"]", `["👨\u200d👩"]`},
		{"zwnj in persian", "[\"می\u200cخو\"]", `["می\u200cخو"]`},
		{"tag", "[\"\U000E0041\"]", `["\udb40\udc41"]`},
		{"skin tone", "[\"👩🏽\"]", `["👩\ud83c\udffd"]`},
		{"half a flag", "[\"🇩\"]", `["\ud83c\udde9"]`},
		{"fifth mark", "[\"e\u0301\u0301\u0301\u0301\u0301\"]", "[\"e\u0301\u0301\u0301\u0301" + `\u0301"]`},
		{"in a key", "{\"a\u202e\":1}", `{"a\u202e":1}`},
		{"invalid utf-8", "[\"a\xff\xfeb\"]", "[\"a\uFFFD\uFFFDb\"]"},
		{"line separator", "[\"a\u2028b\"]", `["a\u2028b"]`},
		{"not json, raw control", "[\"a\x1b]0;x\x07\nb", `["a\u001b]0;x\u0007\u000ab`},
		{"not json, outside a string", "\x1b[2J\u009b", `\u001b[2J\u009b`},
		{"not json, backslash before control", "\"\\\x1b[2J", `"\\u001b[2J`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := string(safetext.JSON([]byte(tt.in)))
			if got != tt.want {
				t.Errorf("JSON(%q) = %s, want %s", tt.in, got, tt.want)
			}
			checkSafeJSON(t, got)
		})
	}
}

func TestJSONLeavesItsInputAlone(t *testing.T) {
	t.Parallel()
	in := []byte("[\"a\u202eb\"]")
	before := bytes.Clone(in)
	safetext.JSON(in)
	if !bytes.Equal(in, before) {
		t.Errorf("input changed to %q", in)
	}
}

func checkSafeJSON(t *testing.T, s string) {
	t.Helper()
	checkSafe(t, s)
	if strings.ContainsAny(s, "\u200c\u200d") {
		t.Fatalf("holds a joiner: %q", s)
	}
	if c := string(safetext.Clean(s)); c != s && !strings.ContainsFunc(s, isHangulPart) {
		t.Fatalf("Clean changes %q to %q", s, c)
	}
}

func isHangulPart(r rune) bool { return r >= 0x1160 && r <= 0x11ff }

func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`{"a":[1.5,"\u001b\\\""]}`, "[\"\u009b\u202e\U000E0041\"]", "[\"a\xffb\"]", "{\n\t}", "\"\\\x1b", "[\"👩🏽🇩\"]",
		"[\"e\u0301\u0301\u0301\u0301\u0301\u0301\"]", "[\"می\u200cخو\"]",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		out := safetext.JSON(raw)
		checkSafeJSON(t, string(out))
		if !json.Valid(raw) {
			return
		}
		if !json.Valid(out) {
			t.Fatalf("%q became invalid: %q", raw, out)
		}
		if want, got := decode(t, raw), decode(t, out); !reflect.DeepEqual(want, got) {
			t.Fatalf("%q means %v, rewritten %q means %v", raw, want, out, got)
		}
	})
}

// decode reads JSON with its numbers as written.
func decode(t *testing.T, raw []byte) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("decode %q: %v", raw, err)
	}
	return v
}

func TestSpreadsheet(t *testing.T) {
	t.Parallel()
	for _, same := range []safetext.Safe{
		"", " ", "Ann", "a=b", "-0.5", "+3", "-12", "-1e-7", "+1.25E+3", "12", "'=x", "山田", "( -x)",
	} {
		if got := safetext.Spreadsheet(same); got != same {
			t.Errorf("Spreadsheet(%q) = %q, want no change", same, got)
		}
	}
	for _, formula := range []safetext.Safe{
		"=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "-", "+", "-1.", "-.5", "-1e", "-1-1", " =1", "\u00a0=1", "\u3000＝1", "＋1", "－1", "＠x", "=",
	} {
		if got := safetext.Spreadsheet(formula); got != "'"+formula {
			t.Errorf("Spreadsheet(%q) = %q, want an apostrophe", formula, got)
		}
	}
}

func TestRaw(t *testing.T) {
	t.Parallel()
	const in = "Ann\x1b]52;c;aGk=\x07\u202e Lee"
	raw := safetext.NewRaw(in)
	if got := string(raw.Bytes()); got != in {
		t.Errorf("Bytes = %q", got)
	}
	if got := raw.Safe(); got != "Ann Lee" {
		t.Errorf("Safe = %q", got)
	}
	for format, want := range map[string]string{
		"%v": "Ann Lee", "%s": "Ann Lee", "%+v": "Ann Lee", "%q": `"Ann Lee"`, "%#v": `"Ann Lee"`, "%9s": "  Ann Lee", "%d": "%!d(string=Ann Lee)",
	} {
		if got := fmt.Sprintf(format, raw); got != want {
			t.Errorf("%s prints %q, want %q", format, got, want)
		}
	}
	if got := fmt.Sprint(safetext.Raw{}); got != "" {
		t.Errorf("zero value prints %q", got)
	}
}

func TestRawInsideOtherValues(t *testing.T) {
	t.Parallel()
	const in = "x\x1b[2J\u202ey"
	raw := safetext.NewRaw(in)
	type hidden struct{ name safetext.Raw }
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "name", raw, "in", hidden{raw})
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "name", raw)
	for _, s := range []string{
		fmt.Sprint([]safetext.Raw{raw}), fmt.Sprintf("%v %+v %#v", hidden{raw}, hidden{raw}, &hidden{raw}),
		strings.ReplaceAll(log.String(), "\n", ""),
	} {
		checkSafe(t, s)
	}
	text, err := json.Marshal(map[string]safetext.Raw{"name": raw})
	if err != nil {
		t.Fatal(err)
	}
	checkSafeJSON(t, string(text))
	var back map[string]string
	if err := json.Unmarshal(text, &back); err != nil || back["name"] != in {
		t.Errorf("JSON %s means %q (%v), want %q", text, back["name"], err, in)
	}
}
