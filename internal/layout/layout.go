// Package layout holds the tests of what the repository has to keep to as a
// whole: which way imports go, which modules are in use, and the like. It has
// no code of its own, and nothing imports it.
package layout
