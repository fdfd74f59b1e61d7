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

func TestMasteryScore(t *testing.T) {
	t.Parallel()
	for _, key := range []string{extMastery, extOldMastery} {
		r := decode(t, plain(`"result":{"score":{"scaled":0.7}}`, `"context":{"extensions":{"`+key+`":0.8}}`)).Result
		if r.Right == nil || *r.Right {
			t.Errorf("%s: got right %v", key, show(r.Right))
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
