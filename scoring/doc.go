// Package scoring says what learning records add up to: factors, the score
// with its interval, mastery, items and areas where a class struggles. It is
// pure: plain values in, plain values out, the same bytes for the same input.
// It knows no database, clock, chance or screen.
//
// A number that is not there is NaN inside, and nil where it is handed on;
// it is never 0.
package scoring
