package lrs

import (
	"cmp"
	"net"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Auth is how a source is told who asks.
type Auth string

// The ways to authenticate.
const (
	AuthNone   Auth = "none"
	AuthBasic  Auth = "basic"
	AuthBearer Auth = "bearer"
	AuthOAuth2 Auth = "oauth2" // client credentials
)

// Source is a connection to an LRS as sources.toml keeps it. It holds no secret.
type Source struct {
	Name     string   `toml:"name"`
	URL      string   `toml:"url"`                 // the xAPI endpoint, without /statements
	Product  string   `toml:"product,omitempty"`   // a key of Products; "" means found out by the address
	Auth     Auth     `toml:"auth"`                //
	User     string   `toml:"user,omitempty"`      // of basic, or the client id of oauth2
	TokenURL string   `toml:"token_url,omitempty"` // of oauth2
	Scope    string   `toml:"scope,omitempty"`     // of oauth2, separated by spaces
	Secret   string   `toml:"secret,omitempty"`    // where the secret is: see FromKeyring and the like
	Version  string   `toml:"version,omitempty"`   // of xAPI to ask for; "" is found out
	Limit    int      `toml:"limit,omitempty"`     // statements of a page to ask for; 0 is the product's
	Rate     float64  `toml:"rate,omitempty"`      // requests a minute at most; 0 is the product's
	Overlap  Duration `toml:"overlap,omitempty"`   // asked for again at each pull; 0 is DefaultOverlap
	Insecure bool     `toml:"insecure,omitempty"`  // plain http to another machine is allowed
}

// DefaultOverlap is how far before the newest statement a pull begins: servers
// that write in parallel show some statements late.
const DefaultOverlap = 10 * time.Minute

// Duration is a time.Duration written as 10m or 1h30m.
type Duration time.Duration

// MarshalText writes the duration.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads a duration that is not negative.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	*d = Duration(max(v, 0))
	return err
}

func (s Source) overlap() time.Duration {
	return time.Duration(cmp.Or(s.Overlap, Duration(DefaultOverlap)))
}

// names are what a source may be called: it stands in commands and files.
var names = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// Normal returns the source with its address in one form, or an *Error that
// says what is wrong with it. Sources are to be kept and used in this form.
func (s Source) Normal() (Source, error) {
	if !names.MatchString(s.Name) {
		return s, Source{Name: "source"}.fail(KindAddress, "", "a name is made of up to 64 letters, digits, dots, - and _") // it is not quoted: it may be an address with a password
	}
	var err error
	if s.URL, err = s.endpoint(s.URL); err != nil {
		return s, err
	}
	if s.Auth == "" {
		s.Auth = AuthBasic
	}
	switch s.Auth {
	case AuthNone, AuthBearer:
	case AuthBasic:
		switch {
		case s.User == "":
			return s, s.fail(KindAddress, "give it with --user", "basic authentication needs a user (the key's name)")
		case strings.Contains(s.User, ":"): // it is not quoted: what follows may be the secret
			return s, s.fail(KindAddress, "give the user alone; the secret is asked for", "a user of basic authentication holds no colon")
		}
	case AuthOAuth2:
		if s.User == "" || s.TokenURL == "" {
			return s, s.fail(KindAddress, "give them with --user and --token-url", "oauth2 needs a client id and the address that gives tokens")
		}
		if err := s.secure(s.TokenURL); err != nil {
			return s, err
		}
	default:
		return s, s.fail(KindAddress, "it is one of none, basic, bearer and oauth2", "there is no authentication %q", string(s.Auth))
	}
	return s, s.settings()
}

// settings checks what is left.
func (s Source) settings() error {
	if _, ok := ProductByKey(s.Product); s.Product != "" && !ok {
		return s.fail(KindAddress, "leave it out, or choose one of "+strings.Join(ProductKeys(), ", "), "no product is called %q", s.Product)
	}
	name, env := strings.CutPrefix(s.Secret, FromEnv)
	line, command := strings.CutPrefix(s.Secret, FromCommand)
	switch {
	case s.Auth == AuthNone, s.Secret == FromKeyring, s.Secret == FromPrompt, env && name != "", command && line != "":
	default: // it is not quoted: somebody may have written the secret itself
		return s.fail(KindAddress, "it is keyring, prompt, env:NAME or command:LINE", "where the secret is kept is not understood")
	}
	if s.Limit < 0 || s.Rate < 0 {
		return s.fail(KindAddress, "leave them out", "limit and rate are not negative")
	}
	return nil
}

// endpoint is the address without what people copy along with it.
func (s Source) endpoint(address string) (string, error) {
	if err := s.secure(address); err != nil {
		return address, err
	}
	u, _ := url.Parse(address) //nolint:errcheck // secure has parsed it
	u.Host = strings.ToLower(u.Host)
	u.Path = strings.TrimRight(u.Path, "/")
	u.Path = strings.TrimRight(strings.TrimSuffix(u.Path, "/statements"), "/")
	u.RawPath, u.RawQuery, u.Fragment = "", "", ""
	return u.String(), nil
}

// secure checks that a secret may be sent to an address.
func (s Source) secure(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https": // not quoted: there may be a password in it
		return s.fail(KindAddress, "it looks like https://lrs.example.org/xapi", "the address is no http or https address")
	case u.User != nil:
		return s.fail(KindAddress, "give the user with --user; the secret is asked for", "an address must not hold a user or password")
	case u.Scheme == "http" && !loopback(u.Hostname()) && !s.Insecure:
		return s.fail(KindAddress, "use https, or --insecure if nobody can listen on the way", "%s would get the secret in clear over plain http", u.Host)
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// host is the host of the address, with its port.
func (s Source) host() string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return ""
	}
	return u.Host
}
