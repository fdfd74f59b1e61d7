package data

import (
	"math"
	"strconv"
)

// result reads the result (xAPI 1.0.3 Data 2.4.5) and what it comes to.
func (d *Decoder) result(s *Statement, i uint32) *Reject {
	if i == 0 {
		return nil
	}
	t := &d.tape
	if !t.is(i, kindObject) {
		return &Reject{Cause: CauseResult, Reason: "result is not an object"}
	}
	r := &s.Result
	for k := range t.keys(i) {
		v, ok := k+1, true
		if t.is(v, kindNull) {
			continue
		}
		switch string(t.text(k)) {
		case "score":
			if rej := d.score(r, v); rej != nil {
				return rej
			}
		case "success":
			r.Success, ok = d.boolean(v)
		case "completion":
			r.Completion, ok = d.boolean(v)
		case "response":
			if ok = t.is(v, kindString); ok {
				r.Response = d.memo.text(t.text(v))
			}
		case "duration":
			if ok = t.is(v, kindString); ok {
				var seconds float64
				var right bool
				if seconds, right = parseDuration(t.text(v)); right {
					r.Duration = &seconds
				} else {
					r.Duration = nil
					s.Flags |= FlagDuration
				}
			}
		case "extensions":
			ok = t.is(v, kindObject)
		}
		if !ok {
			return &Reject{Cause: CauseResult, Reason: "result " + string(t.text(k)) + " is of a wrong type"}
		}
	}
	s.Flags |= r.read()
	return nil
}

func (d *Decoder) boolean(i uint32) (*bool, bool) {
	v := d.tape.is(i, kindTrue)
	return &v, v || d.tape.is(i, kindFalse)
}

// score reads the score object (Data 2.4.5.1). Its bounds are not checked
// here: numbers out of bounds are kept and flagged.
func (d *Decoder) score(r *Result, i uint32) *Reject {
	t := &d.tape
	if !t.is(i, kindObject) {
		return &Reject{Cause: CauseResult, Reason: "score is not an object"}
	}
	r.Scaled, r.Raw, r.Min, r.Max = nil, nil, nil, nil
	for k := range t.keys(i) {
		var field **float64
		switch string(t.text(k)) {
		case "scaled":
			field = &r.Scaled
		case "raw":
			field = &r.Raw
		case "min":
			field = &r.Min
		case "max":
			field = &r.Max
		default:
			continue
		}
		*field = nil
		if t.is(k+1, kindNull) {
			continue
		}
		v, err := strconv.ParseFloat(string(t.text(k+1)), 64)
		if err != nil || !t.is(k+1, kindNumber) {
			return &Reject{Cause: CauseResult, Reason: "score " + string(t.text(k)) + " is not a number"}
		}
		*field = &v
	}
	return nil
}

// scoreFlags are those that leave a score out of all readings.
const scoreFlags = FlagScaledRange | FlagRawRange | FlagScaledRawMismatch

// mismatch is how far scaled and raw/max may lie apart, with room for rounding.
const mismatch = 0.01 + 1e-9

// read fills R and Right from the rest (data.md "Result") and says what is odd.
func (r *Result) read() Flags {
	flags := r.check()
	if flags == 0 {
		if score := r.Score(); score != nil {
			v := math.Max(0, *score)
			r.R = &v
		} else if r.Success != nil {
			v := 0.0
			if *r.Success {
				v = 1
			}
			r.R = &v
		}
	}
	switch {
	case r.Success != nil:
		v := *r.Success
		r.Right = &v
	case r.R != nil:
		need := 0.5
		if r.MasteryScore != nil {
			need = *r.MasteryScore
		}
		v := *r.R >= need
		r.Right = &v
	}
	return flags
}

// check says what is wrong with the score.
func (r *Result) check() (flags Flags) {
	if r.Scaled != nil && (*r.Scaled < -1 || *r.Scaled > 1) {
		flags |= FlagScaledRange
	}
	if r.Raw == nil {
		return flags
	}
	if r.Min != nil && *r.Raw < *r.Min || r.Max != nil && *r.Raw > *r.Max {
		flags |= FlagRawRange
	}
	if r.Scaled == nil || r.Max == nil || *r.Max <= 0 {
		return flags
	}
	apart := math.Abs(*r.Scaled - *r.Raw / *r.Max)
	if r.Min != nil && *r.Max > *r.Min {
		// Between a minimum and a maximum, either way of scaling is right.
		apart = math.Min(apart, math.Abs(*r.Scaled-(*r.Raw-*r.Min)/(*r.Max-*r.Min)))
	}
	if apart > mismatch {
		flags |= FlagScaledRawMismatch
	}
	return flags
}

// Score is the valid reading of the score: scaled as written (-1..1), else
// (raw-min)/(max-min), else raw/max when there is no min and raw is in 0..max.
// Nil when there is none or the score contradicts its own bounds.
func (r *Result) Score() *float64 {
	if r.check()&scoreFlags != 0 {
		return nil
	}
	if r.Scaled != nil {
		v := *r.Scaled
		return &v
	}
	if r.Raw == nil || r.Max == nil {
		return nil
	}
	low := 0.0
	if r.Min != nil {
		low = *r.Min
	}
	if *r.Raw < low || *r.Max <= low {
		return nil
	}
	v := (*r.Raw - low) / (*r.Max - low)
	return &v
}

// Bears says whether the result says success, completion or a score.
func (r *Result) Bears() bool {
	return r.Success != nil || r.Completion != nil || r.Scaled != nil || r.Raw != nil
}
