// Package lrs pulls statements out of a Learning Record Store by the xAPI
// resource GET /statements (versions 1.0.3 and 2.0.0) and tells what can be
// expected of one. It knows HTTP, pages and cursors; what a statement means is
// data's, where statements are kept is the store's, and neither DuckDB nor
// screens are known here. It reads no environment and asks no questions: the
// command line hands in what it needs.
package lrs
