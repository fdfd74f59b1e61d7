package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lrx/data/lrs"
)

// newSource is what `source add` is told.
type newSource struct {
	lrs.Source
	command, env string // where the secret comes from; at most one of these four
	ask, stdin   bool
	replace      bool
}

func (a *app) sourceAddCommand() *cobra.Command {
	var n newSource
	c := &cobra.Command{
		Use: "add NAME URL", Short: "Add a Learning Record Store, and keep its secret in the keyring",
		Long: `Adds a source. URL is its xAPI endpoint, the part before /statements; README has the
forms of known products.

The secret is asked for and goes to the keyring of this system. No flag takes it, as the
list of processes would show it. Other ways: --secret-stdin reads it from standard input,
--secret-env takes it from a variable and --secret-command from the output of a command
each time it is needed, and --ask asks each time. It is never written to the store's
folder, to a log or into a message.`,
		Example: "lrx source add school https://lrs.example.org/xapi --user KEY\n" +
			"pass show lrs | lrx source add school https://lrs.example.org/xapi --user KEY --secret-stdin\n" +
			"lrx source add school https://lrs.example.org/xapi --user KEY --secret-command 'pass show lrs'\n" +
			"lrx source add lms https://school.docebosaas.com/tcapi --auth oauth2 --user CLIENT \\\n" +
			"  --token-url https://school.docebosaas.com/oauth2/token --scope api",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage("lrx source add --help shows examples", "source add takes two arguments, a name and an address; there are %d", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			n.Name, n.URL = args[0], args[1]
			return a.addSource(c.Context(), n)
		},
	}
	f := c.Flags()
	f.StringVar(&n.User, "user", "", "user or key name of basic, client id of oauth2")
	f.StringVar((*string)(&n.Auth), "auth", string(lrs.AuthBasic), "how to authenticate: "+strings.Join(authNames(), ", "))
	f.StringVar(&n.TokenURL, "token-url", "", "address that gives tokens for oauth2")
	f.StringVar(&n.Scope, "scope", "", "scopes to ask for with oauth2, separated by spaces")
	f.StringVar(&n.Product, "product", "", "which product it is (default: told by the address): "+strings.Join(lrs.ProductKeys(), ", "))
	f.StringVar(&n.Version, "version", "", "version of xAPI to ask for (default: found out)")
	f.IntVar(&n.Limit, "limit", 0, "statements of a page to ask for (default: what suits the product)")
	f.Float64Var(&n.Rate, "rate", 0, "requests a minute at most (default: what the product allows)")
	f.DurationVar((*time.Duration)(&n.Overlap), "overlap", 0, fmt.Sprintf("asked for again at each pull, for statements that show late (default: %v)", lrs.DefaultOverlap))
	f.BoolVar(&n.Insecure, "insecure", false, "allow plain http to another machine: whoever is on the way can read the secret")
	f.StringVar(&n.command, "secret-command", "", "take the secret from the output of this command line, each time")
	f.StringVar(&n.env, "secret-env", "", "take the secret from this environment variable, each time")
	f.BoolVar(&n.ask, "ask", false, "ask for the secret each time")
	f.BoolVar(&n.stdin, "secret-stdin", false, "read the secret from standard input, once, and keep it in the keyring")
	f.BoolVar(&n.replace, "replace", false, "take the place of a source of the same name")
	// The only error is a flag that is not defined, and they were defined above.
	_ = c.RegisterFlagCompletionFunc("auth", cobra.FixedCompletions(authNames(), cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("product", cobra.FixedCompletions(lrs.ProductKeys(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

func authNames() []string {
	return []string{string(lrs.AuthNone), string(lrs.AuthBasic), string(lrs.AuthBearer), string(lrs.AuthOAuth2)}
}

// addSource adds a source. Its secret is kept first: a source is never there
// without one.
func (a *app) addSource(ctx context.Context, n newSource) error {
	s, err := n.source()
	if err != nil {
		return err
	}
	all, err := a.sources()
	if err != nil {
		return err
	}
	at := indexOfSource(all, s.Name)
	if at >= 0 && !n.replace {
		return failure("choose another name, or --replace puts this one in its place", "there is a source %s already: %s", s.Name, all[at].URL)
	}
	if err := a.keepSecret(ctx, s, n.stdin); err != nil {
		return err
	}
	if at < 0 {
		if err := lrs.WriteSources(a.dir(), append(all, s)); err != nil {
			return errors.Join(err, a.secrets().Forget(s))
		}
		a.sayAdded("added", s)
		return nil
	}
	old := all[at]
	all[at] = s
	if err := lrs.WriteSources(a.dir(), all); err != nil {
		return err
	}
	a.sayAdded("replaced", s)
	return a.secrets().ForgetReplaced(old, s)
}

// source is the source in its normal form. What is wrong with it is wrong with
// the command.
func (n newSource) source() (lrs.Source, error) {
	s := n.Source
	place, err := n.place()
	if err != nil {
		return s, err
	}
	s.Secret = place
	switch {
	case s.Auth != lrs.AuthOAuth2 && (s.TokenURL != "" || s.Scope != ""):
		return s, usage("add --auth oauth2, or leave them out", "--token-url and --scope are for oauth2 alone")
	case s.User != "" && (s.Auth == lrs.AuthNone || s.Auth == lrs.AuthBearer):
		return s, usage("leave it out", "--user has no meaning with --auth %s", string(s.Auth))
	case s.Overlap < 0:
		return s, usage("10m is usual", "--overlap is not negative")
	}
	s, err = s.Normal()
	var e *lrs.Error
	if errors.As(err, &e) {
		return s, usage(e.Next, "%s", e.What)
	}
	return s, err
}

// variable is what a variable may be called. Anything else may be the secret
// itself, and is not quoted.
var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// place is where the secret is to be found, "" where none is needed.
func (n newSource) place() (string, error) {
	ways := 0
	for _, given := range []bool{n.command != "", n.env != "", n.ask, n.stdin} {
		if given {
			ways++
		}
	}
	switch {
	case ways > 1:
		return "", usage("give one of them", "--secret-command, --secret-env, --secret-stdin and --ask exclude each other")
	case n.Auth == lrs.AuthNone && ways > 0:
		return "", usage("leave it out, or choose how to authenticate with --auth", "without authentication there is no secret")
	case n.Auth == lrs.AuthNone:
		return "", nil
	case n.command != "":
		return lrs.FromCommand + n.command, nil
	case n.env != "" && !variable.MatchString(n.env):
		return "", usage("it is the name of a variable, not the secret", "what --secret-env says is no name of a variable")
	case n.env != "":
		return lrs.FromEnv + n.env, nil
	case n.ask:
		return lrs.FromPrompt, nil
	}
	return lrs.FromKeyring, nil
}

// keepSecret puts the secret of a new source into the keyring, if it is to be there.
func (a *app) keepSecret(ctx context.Context, s lrs.Source, fromStdin bool) error {
	if s.Secret != lrs.FromKeyring {
		return nil
	}
	secret, err := a.newSecret(ctx, s, fromStdin)
	if err != nil {
		return err
	}
	return a.secrets().Keep(s, secret)
}

// newSecret gets the secret of a new source from whoever adds it. Standard input
// is read only when that is said: a script's may hold anything.
func (a *app) newSecret(ctx context.Context, s lrs.Source, fromStdin bool) (lrs.Secret, error) {
	var (
		secret lrs.Secret
		err    error
	)
	switch {
	case a.env.StdinTerminal:
		secret, err = a.askSecret(ctx, "secret of "+s.Name)
	case fromStdin:
		secret, err = readSecret(cancelable(ctx, a.env.Stdin))
	default:
		return secret, usage("--secret-stdin reads it from standard input; --secret-command, --secret-env and --ask find it when it is needed", "there is nobody to ask for the secret of %s", s.Name)
	}
	if err == nil && secret.Empty() {
		err = failure("nothing was added; give the same command again", "the secret of %s is empty", s.Name)
	}
	return secret, err
}

// longestSecret is more than any token has.
const longestSecret = 64 << 10

// readSecret reads a secret to the end: one line.
func readSecret(r io.Reader) (lrs.Secret, error) {
	text, err := io.ReadAll(io.LimitReader(r, longestSecret+1))
	if err != nil {
		return lrs.Secret{}, fmt.Errorf("read the secret: %w", err)
	}
	line := strings.TrimSpace(string(text))
	if len(text) > longestSecret || slices.ContainsFunc([]rune(line), func(c rune) bool { return c == '\n' || c == '\r' }) {
		return lrs.Secret{}, usage("give it the secret and nothing else", "standard input holds more than one line, so it is no secret")
	}
	return lrs.NewSecret(line), nil
}

// sayAdded says what was done, and what is done next.
func (a *app) sayAdded(done string, s lrs.Source) {
	a.say(fmt.Sprintf("%s %s, %s; %s", done, s.Name, s.URL, secretWords(s)))
	a.say(fmt.Sprintf("next: %s says what to expect of it; %s reads its statements", a.command("source check "+s.Name), a.command("pull "+s.Name)))
}

// secretWords say where the secret of a source is.
func secretWords(s lrs.Source) string {
	name, env := strings.CutPrefix(s.Secret, lrs.FromEnv)
	switch {
	case s.Secret == "":
		return "it needs no secret"
	case env:
		return "its secret is taken from $" + name
	case s.Secret == lrs.FromPrompt:
		return "its secret is asked for each time"
	case s.Secret == lrs.FromKeyring:
		return "its secret is in the keyring"
	}
	return "its secret is taken from a command"
}
