package cli

import (
	"fmt"
	"strings"
)

// The exit codes. exitCodes says what they mean; scripts rely on them.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitPartly      = 3
	exitNotFound    = 4
	exitBusy        = 5
	exitRefused     = 6
	exitUnreachable = 7
	exitAtRisk      = 10
	exitInterrupted = 130
)

// exitCode is one line of the table of exit codes.
type exitCode struct {
	code    int
	meaning string
}

// exitCodes is the one table of exit codes; help and README are made from it.
func exitCodes() []exitCode {
	return []exitCode{
		{exitOK, "ok, an empty list too"},
		{exitFailure, "failure"},
		{exitUsage, "wrong usage"},
		{exitPartly, "partly done: some input was rejected or refused, or a rebuild lost what could not be read"},
		{exitNotFound, "a named learner, class, activity, statement or source does not exist"},
		{exitBusy, "the store is being written by another process"},
		{exitRefused, "a source refused (key or rights), or its secret cannot be had"},
		{exitUnreachable, "a source cannot be reached, or gives no statements there"},
		{exitAtRisk, "somebody is newly at risk (not a failure)"},
		{exitInterrupted, "interrupted"},
	}
}

// ExitCodeTable is the table of exit codes in Markdown, for README.
func ExitCodeTable() string {
	var b strings.Builder
	b.WriteString("| code | meaning |\n|---|---|\n")
	for _, e := range exitCodes() {
		fmt.Fprintf(&b, "| %d | %s |\n", e.code, e.meaning)
	}
	return b.String()
}

// exitCodeText is the same table as plain lines, for the manual page and help.
func exitCodeText() string {
	var b strings.Builder
	for _, e := range exitCodes() {
		fmt.Fprintf(&b, "%3d  %s\n", e.code, e.meaning)
	}
	return b.String()
}
