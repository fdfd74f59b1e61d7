package cli_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/zalando/go-keyring"
)

// The key that the LRS of the scripts takes. The secret is found in no other text.
const (
	lrsUser   = "class key"
	lrsSecret = "Zq7-gehéim-Xw3"
	lrsToken  = "tok-Jb5-Xw9"
)

// scriptLRS is a Learning Record Store for scripts. Data/lrs has one with the ways
// of many servers; this one only has to make each command end in each of its ways.
type scriptLRS struct {
	list []json.RawMessage
	way  string
	work string // the script's folder
}

// serveLRS starts an LRS on loopback until the script ends, and says in $LRS where:
//
//	lrs [empty|forbid|html|missing|gone]
//
// empty shows nothing, forbid knows the key but says no, html answers with a page,
// missing has another address, gone does not run at all.
func serveLRS(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: lrs [WAY]")
	}
	l := &scriptLRS{way: strings.Join(args, ""), work: ts.Getenv("WORK")}
	if l.way != "empty" {
		for line := range bytes.Lines([]byte(ts.ReadFile(ts.Getenv("CLASS")))) {
			l.list = append(l.list, bytes.TrimSpace(line))
		}
	}
	server := httptest.NewServer(l)
	ts.Defer(server.Close)
	if l.way == "gone" {
		server.Close()
	}
	ts.Setenv("LRS", server.URL+"/xapi")
	ts.Setenv("TOKENS", server.URL+"/token")
}

func (l *scriptLRS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	root := "/xapi"
	if l.way == "missing" {
		root = "/data/xAPI"
	}
	switch {
	case running(lrsSecret, l.work):
		http.Error(w, "the secret stands in the list of processes", http.StatusTeapot)
	case l.way == "html":
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html>Log in")
	case r.URL.Path == "/token":
		l.token(w, r)
	case r.URL.Path != root+"/statements":
		http.NotFound(w, r)
	case !knows(r):
		w.WriteHeader(http.StatusUnauthorized)
	case l.way == "forbid":
		w.WriteHeader(http.StatusForbidden)
	default:
		l.statements(w, r.URL.Query())
	}
}

// knows says whether a request comes with the key, by any way to authenticate.
func knows(r *http.Request) bool {
	user, secret, _ := r.BasicAuth()
	bearer := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	return user == lrsUser && secret == lrsSecret || bearer == lrsSecret || bearer == lrsToken
}

// token gives a token to a client that says who it is in the header or the form.
func (*scriptLRS) token(w http.ResponseWriter, r *http.Request) {
	user, secret, ok := r.BasicAuth()
	if unescaped, err := url.QueryUnescape(secret); ok && err == nil {
		secret = unescaped // RFC 6749 escapes it first
	}
	if user, _ = url.QueryUnescape(user); user != lrsUser || secret != lrsSecret || r.PostFormValue("scope") != "read all" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"access_token":%q,"token_type":"bearer","expires_in":3600}`, lrsToken)
}

// statements answers with a page of those stored after since.
func (l *scriptLRS) statements(w http.ResponseWriter, q url.Values) {
	since, _ := time.Parse(time.RFC3339, q.Get("since"))
	list := slices.Clone(l.list)
	if q.Get("ascending") != "true" {
		slices.Reverse(list)
	}
	page := []json.RawMessage{}
	for _, raw := range list {
		var s struct{ Stored time.Time }
		if json.Unmarshal(raw, &s) == nil && s.Stored.After(since) {
			page = append(page, raw)
		}
	}
	if limit, _ := strconv.Atoi(q.Get("limit")); limit > 0 {
		page = page[:min(limit, len(page))]
	}
	w.Header().Set("X-Experience-API-Version", "1.0.3")
	w.Header().Set("X-Experience-API-Consistent-Through", time.Now().UTC().Format(time.RFC3339Nano))
	_ = json.NewEncoder(w).Encode(map[string]any{"statements": page, "more": ""}) // to a client that may have gone
}

// running says whether a text stands in the list of processes, where there is one to read.
func running(text, work string) bool {
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	return slices.ContainsFunc(lines, func(path string) bool {
		// Other scripts run beside this one, and try to write a secret where none belongs.
		if at, _ := os.Readlink(filepath.Join(filepath.Dir(path), "cwd")); !strings.HasPrefix(at, work) {
			return false
		}
		line, _ := os.ReadFile(path) // the process may be gone by now
		return bytes.Contains(line, []byte(text))
	})
}

// hides checks that the secret stands neither in what the last command wrote nor
// in a file of a folder, also not as requests hold it: hides FOLDER.
func hides(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hides FOLDER")
	}
	check := func(name, text string) {
		for _, secret := range []string{
			lrsSecret, lrsToken, url.QueryEscape(lrsSecret), strings.Trim(strconv.QuoteToASCII(lrsSecret), `"`),
			base64.StdEncoding.EncodeToString([]byte(lrsSecret)), base64.StdEncoding.EncodeToString([]byte(lrsUser + ":" + lrsSecret)),
		} {
			if strings.Contains(text, secret) {
				ts.Fatalf("the secret stands in %s", name)
			}
		}
	}
	check("stdout", ts.ReadFile("stdout"))
	check("stderr", ts.ReadFile("stderr"))
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // nothing was written
		}
		if err == nil && !d.IsDir() {
			check(path, ts.ReadFile(path))
		}
		return err
	}))
}

// fileKeyring is a keyring in a file; one without a name does not run.
type fileKeyring struct{ path string }

var errNoKeyring = errors.New("no keyring runs here")

func (k fileKeyring) all() (map[string]string, error) {
	if k.path == "" {
		return nil, errNoKeyring
	}
	kept := map[string]string{}
	text, err := os.ReadFile(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return kept, nil
	}
	if err != nil {
		return nil, err
	}
	return kept, json.Unmarshal(text, &kept)
}

func (k fileKeyring) Get(service, user string) (string, error) {
	kept, err := k.all()
	secret, ok := kept[service+" "+user]
	if err == nil && !ok {
		err = keyring.ErrNotFound
	}
	return secret, err
}

func (k fileKeyring) Set(service, user, secret string) error {
	return k.change(func(kept map[string]string) { kept[service+" "+user] = secret })
}

func (k fileKeyring) Delete(service, user string) error {
	if _, err := k.Get(service, user); err != nil {
		return err
	}
	return k.change(func(kept map[string]string) {
		delete(kept, service+" "+user)
	})
}

func (k fileKeyring) change(how func(map[string]string)) error {
	kept, err := k.all()
	if err != nil {
		return err
	}
	how(kept)
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	return os.WriteFile(k.path, text, 0o600)
}
