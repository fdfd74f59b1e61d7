package data

import (
	"testing"

	"pgregory.net/rapid"
)

func TestResult(t *testing.T) {
	t.Parallel()
	yes, no := ptr(true), ptr(false)
	for _, c := range []struct {
		name, result string
		r            *float64
		right        *bool
	}{
		{"nothing", `{}`, nil, nil},
		{"completion alone", `{"completion":true}`, nil, nil},
		{"scaled", `{"score":{"scaled":0.7}}`, ptr(0.7), yes},
		{"scaled below half", `{"score":{"scaled":0.49}}`, ptr(0.49), no},
		{"scaled negative", `{"score":{"scaled":-0.5}}`, ptr(0.0), no},
		{"scaled before raw", `{"score":{"scaled":0.7,"raw":7,"min":0,"max":10},"success":false}`, ptr(0.7), no},
		{"raw between", `{"score":{"raw":30,"min":20,"max":40}}`, ptr(0.5), yes},
		{"raw of max", `{"score":{"raw":3,"max":4}}`, ptr(0.75), yes},
		{"raw 0 of max", `{"score":{"raw":0,"max":4}}`, ptr(0.0), no},
		{"raw negative without min", `{"score":{"raw":-1,"max":4},"success":true}`, ptr(1.0), yes},
		{"raw alone", `{"score":{"raw":3}}`, nil, nil},
		{"raw alone with success", `{"score":{"raw":3},"success":false}`, ptr(0.0), no},
		{"nothing to gain", `{"score":{"raw":0,"min":0,"max":0}}`, nil, nil},
		{"min alone", `{"score":{"min":0},"success":false}`, ptr(0.0), no},
		{"success", `{"success":true}`, ptr(1.0), yes},
		{"null scaled", `{"score":{"scaled":null,"raw":1,"max":2}}`, ptr(0.5), yes},
		{"flagged scaled", `{"score":{"scaled":1.2},"success":true}`, nil, yes},
		{"flagged raw", `{"score":{"raw":12,"max":10}}`, nil, nil},
		{"flagged raw beside scaled", `{"score":{"scaled":0.5,"raw":12,"max":10},"success":false}`, nil, no},
		{"flagged apart", `{"score":{"scaled":0.5,"raw":6,"max":10}}`, nil, nil},
	} {
		got := decode(t, plain(`"result":`+c.result)).Result
		if !same(got.R, c.r) || !same(got.Right, c.right) {
			t.Errorf("%s: got r %v, right %v; want %v, %v", c.name, show(got.R), show(got.Right), show(c.r), show(c.right))
		}
	}
}

// What is right is what says so; else a reading has to reach the mastery score
// of the context, else half.
func TestMasteryScore(t *testing.T) {
	t.Parallel()
	for _, key := range []string{extMastery, extOldMastery, "http://example.com/masteryscore"} {
		ours := key != "http://example.com/masteryscore"
		for _, c := range []struct {
			name, result, mastery string
			right, elsewhere      *bool // with the mastery score, and without
		}{
			{"below", `{"score":{"scaled":0.7}}`, "0.8", ptr(false), ptr(true)},
			{"reached", `{"score":{"scaled":0.8}}`, "0.8", ptr(true), ptr(true)},
			{"low", `{"score":{"scaled":0.3}}`, "0.3", ptr(true), ptr(false)},
			{"from points", `{"score":{"raw":7,"min":0,"max":10}}`, "0.75", ptr(false), ptr(true)},
			{"success before", `{"success":true,"score":{"scaled":0.1}}`, "0.8", ptr(true), ptr(true)},
			{"no success before", `{"success":false,"score":{"scaled":0.9}}`, "0.8", ptr(false), ptr(false)},
			{"no reading", `{"completion":true}`, "0.8", nil, nil},
			{"nobody's number", `{"score":{"scaled":0.7}}`, `"0.8"`, ptr(true), ptr(true)},
		} {
			result, context := `"result":`+c.result, `"context":{"extensions":{"`+key+`":`+c.mastery+`}}`
			want := c.right
			if !ours {
				want = c.elsewhere
			}
			for _, raw := range [][]byte{plain(result, context), plain(context, result)} {
				if r := decode(t, raw).Result; !same(r.Right, want) {
					t.Errorf("%s, %s: got right %v, want %v", key, c.name, show(r.Right), show(want))
				}
			}
		}
	}
}

func TestResultProperties(t *testing.T) {
	t.Parallel()
	number := rapid.Ptr(rapid.OneOf(rapid.Float64Range(-2, 2), rapid.Float64Range(-100, 100), rapid.Just(0.0)), true)
	rapid.Check(t, func(rt *rapid.T) {
		r := Result{Scaled: number.Draw(rt, "scaled"), Raw: number.Draw(rt, "raw"), Min: number.Draw(rt, "min"), Max: number.Draw(rt, "max"), Success: rapid.Ptr(rapid.Bool(), true).Draw(rt, "success")}
		flags := r.read()
		if r.R != nil && (*r.R < 0 || *r.R > 1 || *r.R != *r.R) {
			rt.Fatalf("r is %v", *r.R)
		}
		if flags != 0 && (r.R != nil || r.Score() != nil) {
			rt.Fatalf("a flagged score is read: %v", flags.Names())
		}
		if r.Success != nil && *r.Right != *r.Success {
			rt.Fatal("right is not success")
		}
		if (r.R == nil && r.Success == nil) != (r.Right == nil) {
			rt.Fatal("right is made from nothing or lost")
		}
	})
}

// same says whether two values are equal or both missing.
func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

func show[T any](v *T) any {
	if v == nil {
		return "none"
	}
	return *v
}
