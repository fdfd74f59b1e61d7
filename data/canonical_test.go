package data

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// canonicalText is the canonical form of a JSON text.
func canonicalText(tb testing.TB, text string) string {
	tb.Helper()
	var t tape
	if err := t.parse([]byte(text)); err != nil {
		tb.Fatalf("parse %q: %v", text, err)
	}
	return string(t.canonical(nil, 0, &keySorter{}, ""))
}

func TestCanonical(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"scalars", ` [ null , true,false , "" ] `, `[null,true,false,""]`},
		{"empty", `{ }`, `{}`},
		{"nested", "{\"b\":[ { } , [ ] ],\n\"a\":{\"y\":1,\"x\":2}}", `{"a":{"x":2,"y":1},"b":[{},[]]}`},
		// The example of RFC 8785 3.2.2, but for its numbers, which stay as written.
		{
			"RFC 8785 values", `{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],` +
				`"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
			`{"literals":[null,true,false],"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],` +
				`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
		},
		// The example of RFC 8785 3.2.3: U+FB33 comes after the pair D83D DE00.
		{
			"RFC 8785 order",
			`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
			`{"\r":"Carriage Return","1":"One","` + "\u0080" + `":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","` + "\ufb33" + `":"Hebrew Letter Dalet With Dagesh"}`,
		},
		{"short escapes", `"\b\f\n\r\t\u0000\u001f\u007f"`, `"\b\f\n\r\t\u0000\u001f` + "\u007f" + `"`},
		{"last of equal keys", `{"a":1,"b":2,"a":3,"\u0061":4}`, `{"a":4,"b":2}`},
		{"half a pair", `"\ud83dx\ude00"`, `"` + "\ufffdx\ufffd" + `"`},
		{"half a pair before an escape", `"\ud83d\u0041"`, `"` + "\ufffdA" + `"`},
		{"numbers", `[-0,1.0,1e400,123456789012345678901234567890]`, `[-0,1.0,1e400,123456789012345678901234567890]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := canonicalText(t, c.in)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if again := canonicalText(t, got); again != got {
				t.Errorf("not idempotent: %s", again)
			}
		})
	}
}

func TestManyKeys(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 2000 {
		key, _ := json.Marshal(strings.Repeat("k", i%500+1))
		text.WriteString("," + string(key) + ":" + strings.Repeat("1", i/500+1))
	}
	got := canonicalText(t, "{"+text.String()[1:]+"}")
	if n := strings.Count(got, ":1111"); n != 500 || strings.Count(got, ":") != 500 {
		t.Errorf("%d keys of the last round of 500", n)
	}
}

// anyJSON draws a value as encoding/json reads it with numbers as text.
func anyJSON(depth int) *rapid.Generator[any] {
	text := rapid.StringOf(rapid.RuneFrom([]rune{'a', 'b', '"', '\\', '/', '\n', 0, 0x1f, 0x7f, 'é', 0xfffd, 0xe000, 0xffff, 0x10000, 0x10ffff}))
	leaf := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Bool().AsAny(), text.AsAny(),
		rapid.Map(rapid.StringMatching(`-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?`), func(s string) any { return json.Number(s) }),
	}
	if depth == 0 {
		return rapid.OneOf(leaf...)
	}
	return rapid.OneOf(append(leaf,
		rapid.SliceOfN(anyJSON(depth-1), 0, 4).AsAny(),
		rapid.MapOfN(text, anyJSON(depth-1), 0, 5).AsAny())...)
}

func readJSON(tb rapid.TB, text string) (v any) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		tb.Fatalf("encoding/json: %v in %q", err, text)
	}
	return v
}

func TestCanonicalProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text, err := json.Marshal(anyJSON(3).Draw(rt, "value"))
		if err != nil {
			rt.Fatal(err)
		}
		form := canonicalText(t, string(text))
		if !reflect.DeepEqual(readJSON(rt, string(text)), readJSON(rt, form)) {
			rt.Fatalf("values differ: %s and %s", text, form)
		}
		if canonicalText(t, form) != form {
			rt.Fatalf("not idempotent: %s", form)
		}
	})
}

func TestCompareUTF16(t *testing.T) {
	t.Parallel()
	text := rapid.StringOf(rapid.RuneFrom([]rune{'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff}))
	rapid.Check(t, func(rt *rapid.T) {
		a, b := text.Draw(rt, "a"), text.Draw(rt, "b")
		want := slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
		got := compareUTF16([]byte(a), []byte(b))
		if (got < 0) != (want < 0) || (got > 0) != (want > 0) {
			rt.Fatalf("compare %q and %q: got %d, want %d", a, b, got, want)
		}
	})
}
