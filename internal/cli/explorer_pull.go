package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lrx/data/lrs"
	"lrx/data/store"
	"lrx/internal/safetext"
)

// pullFrom pulls for the explorer: from a source by name, or from all for "".
// When one fails the others are asked all the same. The words say what came, the
// error what did not and what to do next.
func (a *app) pullFrom(ctx context.Context, name string, progress func(safetext.Safe)) (safetext.Safe, error) {
	var names []string
	if name != "" {
		names = []string{name}
	}
	sources, err := a.sourcesNamed(names)
	switch {
	case err != nil:
		return "", inOneLine(ctx, err)
	case len(sources) == 0:
		return "", errors.New("there is no source to pull from; in a shell: " + a.command("source add"))
	}
	var brought []string
	var failed []error
	for _, s := range sources {
		r, err := a.pullOne(ctx, s, progress)
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if err != nil {
			failed = append(failed, inOneLine(ctx, err))
		}
		if r != nil && (err == nil || r.Total.Kept > 0) {
			brought = append(brought, broughtBy(s.Name, r))
		}
	}
	return clean(strings.Join(brought, "; ")), oneError(failed)
}

// pullOne pulls from one source where there is nobody to ask for a secret.
func (a *app) pullOne(ctx context.Context, s lrs.Source, progress func(safetext.Safe)) (*store.Receipt, error) {
	if s.Secret == lrs.FromPrompt && s.Auth != lrs.AuthNone {
		return nil, failure("in a shell: "+a.command("pull "+s.Name), "%s: its secret has to be typed", s.Name)
	}
	progress(clean("asking " + s.Name))
	secrets := a.secrets()
	secrets.Prompt = nil // the explorer has the terminal
	secret, err := secrets.Find(ctx, s)
	if err != nil {
		return nil, err
	}
	return store.Pull(ctx, a.dir(), store.PullOptions{
		WriteOptions: store.WriteOptions{Now: a.env.Now, Profile: a.keepProfile, Progress: func(p store.Progress) { progress(pullProgress(s.Name, p)) }},
		Source:       s,
		Options:      lrs.Options{Secret: secret, UserAgent: userAgent(), Now: a.env.Now, Notice: func(text string) { progress(clean(text)) }},
	})
}

// pullProgress says how far a pull is.
func pullProgress(name string, p store.Progress) safetext.Safe {
	if p.Phase != "reading" {
		return clean(fmt.Sprintf("%s: putting %s in place", name, counted(p.Kept, "new statements")))
	}
	return clean(fmt.Sprintf("%s: %s, %s", name, counted(p.Pages, "pages"), counted(p.Read, "statements")))
}

// broughtBy says what a pull came to.
func broughtBy(name string, r *store.Receipt) string {
	text := "nothing new from " + name
	if r.Total.Kept > 0 {
		text = counted(r.Total.Kept, "new statements") + " from " + name
	}
	switch r.Complete {
	case "yes":
		return text + ", complete"
	case "cannot tell":
		return text + ", and no telling whether that is all"
	}
	return text + ", " + r.Complete
}

// inOneLine is an error with its advice, as one sentence.
func inOneLine(ctx context.Context, err error) error {
	f := explain(ctx, err)
	if f.next == "" || strings.HasSuffix(f.what, f.next) {
		return errors.New(string(clean(f.what)))
	}
	return fmt.Errorf("%s; %s", clean(f.what), clean(f.next))
}

// oneError joins errors in one line.
func oneError(all []error) error {
	if len(all) == 0 {
		return nil
	}
	texts := make([]string, len(all))
	for i, err := range all {
		texts[i] = err.Error()
	}
	return errors.New(strings.Join(texts, "; "))
}
