package lrs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/zalando/go-keyring"
)

// Secret is a password or token. No verb of fmt, no logger and no encoder
// prints it, also not inside other values: it is behind a pointer.
type Secret struct{ text *string }

// NewSecret takes a secret, as from a prompt.
func NewSecret(text string) Secret { return Secret{&text} }

// Empty says that there is no secret.
func (s Secret) Empty() bool { return s.text == nil || *s.text == "" }

// reveal is the only way to the text; it is used to fill a request.
func (s Secret) reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

const hidden = "(hidden)"

// String hides the secret.
func (Secret) String() string { return hidden }

// Format hides the secret from every verb.
func (Secret) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, hidden) // fmt has no way to take an error
}

// MarshalText hides the secret from JSON, TOML and the like.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Where a secret is kept, as Source.Secret says it.
const (
	FromKeyring = "keyring"  // the system's keyring, under the source's name
	FromEnv     = "env:"     // followed by the name of a variable
	FromCommand = "command:" // followed by a command line; its standard output is the secret
	FromPrompt  = "prompt"   // asked for each time
)

// elsewhere says how to do without a keyring.
const elsewhere = "without a keyring there are --secret-command, --secret-env and --ask: lrx source add --help"

// Keyring is where the system keeps secrets.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

// SystemKeyring is the keyring of this user.
func SystemKeyring() Keyring { return systemKeyring{} }

type systemKeyring struct{}

func (systemKeyring) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (systemKeyring) Set(service, user, secret string) error {
	return keyring.Set(service, user, secret)
}
func (systemKeyring) Delete(service, user string) error { return keyring.Delete(service, user) }

// keyringService is what lrx's entries are called in a keyring.
const keyringService = "lrx"

// commandTime is how long a command may take to give a secret; it may have to
// ask for a finger or a PIN.
const commandTime = time.Minute

// Secrets finds the secrets of sources. What it needs of the world is handed in.
type Secrets struct {
	Keyring Keyring
	Getenv  func(string) string
	Prompt  func(ctx context.Context, question string) (Secret, error) // nil: there is nobody to ask
}

// Find returns the secret of a source, an empty one where none is needed. The
// error is an *Error that quotes neither the secret nor what a command printed.
func (r Secrets) Find(ctx context.Context, s Source) (Secret, error) {
	if s.Auth == AuthNone {
		return Secret{}, nil
	}
	found, err := r.find(ctx, s)
	if err != nil {
		return Secret{}, err
	}
	if found.Empty() {
		return Secret{}, s.fail(KindSecret, "put the secret there, or choose another place: lrx source add", "the secret is empty (%s)", s.secretPlace())
	}
	return found, nil
}

func (r Secrets) find(ctx context.Context, s Source) (Secret, error) {
	if name, ok := strings.CutPrefix(s.Secret, FromEnv); ok {
		return NewSecret(strings.TrimSpace(r.Getenv(name))), nil
	}
	if line, ok := strings.CutPrefix(s.Secret, FromCommand); ok {
		return commandSecret(ctx, s, line)
	}
	switch {
	case s.Secret == FromKeyring && r.Keyring != nil:
		text, err := r.Keyring.Get(keyringService, s.keyringUser())
		if err != nil {
			return Secret{}, s.fail(KindSecret, "unlock the keyring or add the source again; "+elsewhere, "the keyring has no secret for it (%s)", keyringCause(err))
		}
		return NewSecret(text), nil
	case s.Secret == FromPrompt && r.Prompt != nil:
		return r.Prompt(ctx, "secret of "+s.Name)
	}
	return Secret{}, s.fail(KindSecret, "run it where it can ask, or keep the secret in the keyring", "there is nobody to ask for the secret")
}

// Keep puts a secret into the keyring.
func (r Secrets) Keep(s Source, secret Secret) error {
	if err := r.Keyring.Set(keyringService, s.keyringUser(), secret.reveal()); err != nil {
		return s.fail(KindSecret, elsewhere, "the keyring did not take the secret (%s)", keyringCause(err))
	}
	return nil
}

// Forget removes a source's secret from the keyring, where it may be missing.
func (r Secrets) Forget(s Source) error {
	if s.Secret != FromKeyring {
		return nil
	}
	if err := r.Keyring.Delete(keyringService, s.keyringUser()); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return s.fail(KindSecret, "remove the entry "+keyringService+" by hand", "the keyring did not remove the secret (%s)", keyringCause(err))
	}
	return nil
}

// ForgetReplaced removes the secret of a source that another one took the place
// of, unless that one has its own in the same entry.
func (r Secrets) ForgetReplaced(old, now Source) error {
	if now.Auth != AuthNone && now.Secret == FromKeyring && now.keyringUser() == old.keyringUser() {
		return nil
	}
	return r.Forget(old)
}

// keyringCause is a reason in our own words: an error of a keyring might quote
// what it was given.
func keyringCause(err error) string {
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return "no entry"
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return "no keyring on this system"
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return "too long"
	}
	return "it is locked or not running"
}

// keyringUser names a source in the keyring. The host is part of it, so that a
// changed address does not get the secret of the old one.
func (s Source) keyringUser() string { return s.Name + " " + s.User + "@" + s.host() }

// secretPlace says where the secret is to be found; the command is not quoted.
func (s Source) secretPlace() string {
	switch {
	case strings.HasPrefix(s.Secret, FromCommand):
		return "printed by a command"
	case strings.HasPrefix(s.Secret, FromEnv):
		return "in the environment as " + strings.TrimPrefix(s.Secret, FromEnv)
	}
	return "from the " + s.Secret
}

// commandSecret runs a command for its standard output.
func commandSecret(ctx context.Context, s Source, line string) (Secret, error) {
	within, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	shell := []string{"sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/C"}
	}
	cmd := exec.CommandContext(within, shell[0], shell[1], line) //nolint:gosec // the command line is the user's own setting
	cmd.WaitDelay = time.Second                                  // for children that hold the pipe
	var out bytes.Buffer
	cmd.Stdout = &out
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return Secret{}, ctx.Err()
	case within.Err() != nil:
		return Secret{}, s.fail(KindSecret, "run the command by hand", "the command for the secret took more than %v", commandTime)
	case errors.As(err, &exit):
		return Secret{}, s.fail(KindSecret, "run the command by hand", "the command for the secret failed (exit %d)", exit.ExitCode())
	case err != nil:
		return Secret{}, s.fail(KindSecret, "run the command by hand", "the command for the secret did not start")
	}
	return NewSecret(strings.TrimSpace(out.String())), nil
}
