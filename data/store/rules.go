package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"lrx/data"
)

// metaRule holds the name of the store's attempt rule; absent, it is the
// default one. metaKeptRules holds the rules that what is kept was made with.
const (
	metaRule      = "attempt_rule"
	metaKeptRules = "kept_rules"
)

// readRules is the attempt rule of activities without one of their own, and
// whether that or another rule is not what the present sums were kept with;
// they are kept with these from now on.
func (w *writer) readRules(ctx context.Context) (rule data.AttemptRule, changed bool, err error) {
	read := func(question string) (text string) {
		if err == nil {
			err = w.conn.QueryRowContext(ctx, question).Scan(&text)
		}
		return text
	}
	rule, err = ruleOf(ctx, w.conn)
	of := read("SELECT coalesce(string_agg(activity || ' ' || rule, ', ' ORDER BY activity, rule), '') FROM activity_rule")
	was := read("SELECT coalesce(max(value), '') FROM meta WHERE key = '" + metaKeptRules + "'")
	if err != nil {
		return rule, false, err
	}
	now := string(rule) + "; " + of
	return rule, now != was, setMeta(ctx, w.conn, metaKeptRules, now)
}

// AttemptRule is the attempt rule of activities without one of their own: what
// is kept was made with it.
func (g *Generation) AttemptRule(ctx context.Context) (data.AttemptRule, error) {
	return ruleOf(ctx, g.DB)
}

// asker is a pool or one connection of it.
type asker interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func ruleOf(ctx context.Context, db asker) (data.AttemptRule, error) {
	var text string
	err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", metaRule).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return data.DefaultAttemptRule, nil
	}
	if err != nil {
		return "", err
	}
	rule, err := data.ParseAttemptRule(text)
	if err != nil {
		return "", fmt.Errorf("the store's attempt rule: %w", err)
	}
	return rule, nil
}
