package lrs

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

func TestNormal(t *testing.T) {
	t.Parallel()
	good := Source{Name: "school", URL: "https://lrs.example.org/xapi", User: "u", Secret: FromKeyring}
	with := func(change func(*Source)) Source { s := good; change(&s); return s }
	for _, c := range []struct {
		s    Source
		url  string
		says string
	}{
		{good, "https://lrs.example.org/xapi", ""},
		{with(func(s *Source) { s.URL = "https://LRS.example.org/xapi/" }), "https://lrs.example.org/xapi", ""},
		{with(func(s *Source) { s.URL = "https://lrs.example.org/xapi/statements?limit=1#x" }), "https://lrs.example.org/xapi", ""},
		{with(func(s *Source) { s.URL = "http://127.0.0.1:80/" }), "http://127.0.0.1:80", ""},
		{with(func(s *Source) { s.URL = "http://localhost/x" }), "http://localhost/x", ""},
		{with(func(s *Source) { s.URL = "http://[::1]/x" }), "http://[::1]/x", ""},
		{with(func(s *Source) { s.URL = "http://lrs.example.org" }), "", "in clear over plain http"},
		{with(func(s *Source) { s.URL, s.Insecure = "http://lrs.example.org", true }), "http://lrs.example.org", ""},
		{with(func(s *Source) { s.URL = "https://u:p@lrs.example.org" }), "", "must not hold a user or password"},
		{with(func(s *Source) { s.URL = "lrs.example.org" }), "", "no http or https address"},
		{with(func(s *Source) { s.URL = "ftp://lrs.example.org" }), "", "no http or https address"},
		{with(func(s *Source) { s.URL = "https://%zz" }), "", "no http or https address"},
		{with(func(s *Source) { s.Name = "a b" }), "", "a name is made of"},
		{with(func(s *Source) { s.Name = "../x" }), "", "a name is made of"},
		{with(func(s *Source) { s.User = "" }), "", "needs a user"},
		{with(func(s *Source) { s.Auth = "digest" }), "", "no authentication"},
		{with(func(s *Source) { s.Auth = AuthOAuth2 }), "", "address that gives tokens"},
		{with(func(s *Source) { s.Auth, s.TokenURL = AuthOAuth2, "http://t.example" }), "", "in clear"},
		{with(func(s *Source) { s.Product = "moodle" }), "", "no product is called"},
		{with(func(s *Source) { s.Secret = "hunter2" }), "", "where the secret is kept"},
		{with(func(s *Source) { s.Secret = "env:" }), "", "where the secret is kept"},
		{with(func(s *Source) { s.Rate = -1 }), "", "not negative"},
	} {
		got, err := c.s.Normal()
		if c.says == "" {
			if err != nil || got.URL != c.url || got.Auth != AuthBasic {
				t.Errorf("%+v: %+v %v", c.s, got, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%+v: %v, want %s", c.s, err, c.says)
		}
	}
}

func TestSourcesFile(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "store")
	if list, err := ReadSources(dir); list != nil || err != nil {
		t.Fatalf("%v %v", list, err)
	}
	want := []Source{
		{Name: "b", URL: "https://b.example/xapi", Auth: AuthBasic, User: "u", Secret: "command:pass show \"b\"\n", Overlap: Duration(90 * time.Minute), Rate: 10, Limit: 50},
		{Name: "a", URL: "https://a.example", Auth: AuthOAuth2, User: "c", TokenURL: "https://t.example", Scope: "x y", Secret: "env:A", Product: "ralph", Version: "2.0.0"},
		{Name: "c", URL: "http://c.example", Auth: AuthNone, Insecure: true},
	}
	for range 2 { // a second time over the first
		if err := WriteSources(dir, want); err != nil {
			t.Fatal(err)
		}
	}
	got, err := ReadSources(dir)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%v\n%+v\n%+v", err, got, want)
	}
	path := filepath.Join(dir, SourcesFile)
	if st, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", st.Mode(), err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%v %v", entries, err)
	}
	for text, says := range map[string]string{
		"[[source]]\nname = \"a\"\nurl = \"https://a\"\npasswort = \"hunter2\"\n":                                    `line 4: there is no setting "passwort"`,
		"[[source]]\nname = \"a\nsecret = hunter2":                                                                   "line 2, column",
		"[[source]]\nname = \"a\"\nurl = \"https://a\"\nuser = \"u\"\nsecret = \"hunter2\"\n":                        "where the secret is kept",
		"[[source]]\nname = \"a\"\nurl = \"https://a\"\noverlap = \"soon\"\n":                                        "line 4",
		strings.Repeat("[[source]]\nname = \"a\"\nurl = \"https://a\"\nuser = \"u\"\nsecret = \"keyring\"\n", 2):     "two sources are called a",
		"[[source]]\nname = \"a\"\nurl = \"https://a\"\nuser = \"u\"\nsecret = \"keyring\"\n[x]\n\"\\u001bb\" = 1\n": "line 6",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadSources(dir)
		if err == nil || !strings.Contains(err.Error(), says) || strings.ContainsAny(err.Error(), "\x1b") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v, want %s", text, err, says)
		}
	}
}

// mapKeyring is a keyring in memory; err is what it fails with.
type mapKeyring struct {
	kept map[string]string
	err  error
}

func (k mapKeyring) Get(service, user string) (string, error) {
	v, ok := k.kept[service+user]
	if !ok && k.err == nil {
		return "", keyring.ErrNotFound
	}
	return v, k.err
}

func (k mapKeyring) Set(service, user, secret string) error {
	k.kept[service+user] = secret
	return k.err
}

func (k mapKeyring) Delete(service, user string) error {
	if _, ok := k.kept[service+user]; !ok {
		return keyring.ErrNotFound
	}
	delete(k.kept, service+user)
	return k.err
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the commands of this test are those of a POSIX shell")
	}
	ring := mapKeyring{kept: map[string]string{}}
	r := Secrets{
		Keyring: ring,
		Getenv:  func(name string) string { return map[string]string{"KEY": " s3cret\n"}[name] },
		Prompt:  func(context.Context, string) (Secret, error) { return NewSecret("s3cret"), nil },
	}
	source := func(where string) Source {
		return Source{Name: "school", URL: "https://lrs.example.org", Auth: AuthBasic, User: "u", Secret: where}
	}
	if err := r.Keep(source(FromKeyring), NewSecret("s3cret")); err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{FromKeyring, "env:KEY", "command:echo ' s3cret '; echo s3cret >&2", FromPrompt} {
		if got, err := r.Find(t.Context(), source(where)); err != nil || got.reveal() != "s3cret" {
			t.Errorf("%s: %v", where, err)
		}
	}
	moved := source(FromKeyring)
	moved.URL = "https://evil.example.org"
	for where, says := range map[*Source]string{
		ptr(source("env:NONE")):                          "the secret is empty (in the environment as NONE)",
		ptr(source("command:echo s3cret >&2; exit 3")):   "the command for the secret failed (exit 3)",
		ptr(source("command:true")):                      "the secret is empty (printed by a command)",
		&moved:                                           "the keyring has no secret for it (no entry)",
		ptr(source("command:echo 's3cret\ns3cret' | b")): "the command for the secret failed (exit 127)",
	} {
		_, err := r.Find(t.Context(), *where)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.What, says) || !e.Refused() || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", where.Secret, err)
		}
	}
	if err := r.ForgetReplaced(source(FromKeyring), source(FromKeyring)); err != nil || len(ring.kept) != 1 {
		t.Errorf("the same entry: %v, %d left", err, len(ring.kept))
	}
	if err := r.ForgetReplaced(source(FromKeyring), source("env:KEY")); err != nil || len(ring.kept) > 0 {
		t.Errorf("another place: %v, %d left", err, len(ring.kept))
	}
	if err := r.Keep(source(FromKeyring), NewSecret("s3cret")); err != nil {
		t.Fatal(err)
	}
	if err := r.ForgetReplaced(source(FromKeyring), moved); err != nil || len(ring.kept) > 0 {
		t.Errorf("another address: %v, %d left", err, len(ring.kept))
	}
	if err := r.Keep(source(FromKeyring), NewSecret("s3cret")); err != nil {
		t.Fatal(err)
	}
	if err := r.Forget(source(FromKeyring)); err != nil || len(ring.kept) > 0 {
		t.Errorf("%v, %d left", err, len(ring.kept))
	}
	if err := r.Forget(source(FromKeyring)); err != nil {
		t.Error(err)
	}
	broken := Secrets{Keyring: mapKeyring{kept: map[string]string{}, err: errors.New("s3cret is not accepted")}}
	if err := broken.Keep(source(FromKeyring), NewSecret("s3cret")); err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Error(err)
	}
	if _, err := (Secrets{}).Find(t.Context(), source(FromPrompt)); err == nil || !strings.Contains(err.Error(), "nobody to ask") {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := r.Find(ctx, source("command:sleep 60")); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func ptr[T any](v T) *T { return &v }

// TestProducts checks the table against itself.
func TestProducts(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{}
	place := strings.NewReplacer("HOST", "lrs.example.org", "APPID", "A1", "TENANT", "default", "ID", "7", "NAME", "school", "CLIENT", "c", "PORTAL", "school", "PLATFORM", "school")
	for _, p := range Products() {
		if keys[p.Key] || p.Key == "" || p.Name == "" || p.Paging == "" || p.Note == "" || len(p.Auths) == 0 {
			t.Errorf("%+v", p)
		}
		keys[p.Key] = true
		s := Source{Name: "s", URL: place.Replace(p.URL), User: "u", Secret: FromKeyring}
		s, err := s.Normal()
		if err != nil {
			t.Errorf("%s: %v", p.Key, err)
		}
		if told, ok := productByURL(s.URL); ok != (len(p.Hosts)+len(p.Paths) > 0) || ok && told.Key != p.Key {
			t.Errorf("%s: %s is taken for %q", p.Key, s.URL, told.Key)
		}
		if got, ok := ProductByKey(p.Key); !ok || got.Name != p.Name {
			t.Errorf("%s is not found", p.Key)
		}
		if p.Verified != (p.Key == "ralph" || p.Key == "learninglocker") {
			t.Errorf("%s: verified %t; say so in servers_test.go too", p.Key, p.Verified)
		}
	}
	for _, url := range []string{"https://notlrs.io/xapi", "https://lrs.io.evil.example/xapi", "https://example.org/tcapix"} {
		if p, ok := productByURL(url); ok {
			t.Errorf("%s is taken for %s", url, p.Name)
		}
	}
	if lines := strings.Count(ProductTable(), "\n"); lines != len(Products())+2 {
		t.Errorf("%d lines:\n%s", lines, ProductTable())
	}
	if p, _ := productByAbout("https://www.YetAnalytics.com/lrs"); p.Key != "sqllrs" {
		t.Errorf("told as %q", p.Key)
	}
}
