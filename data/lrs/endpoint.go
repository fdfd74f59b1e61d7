package lrs

import (
	"errors"
	"net/http"
	"slices"
)

// usualPaths are where endpoints lie below a host.
func usualPaths() []string {
	return []string{"/xAPI", "/xapi", "/data/xAPI", "/lrs/xapi", "/lrs", "/tcapi", "/TCAPI"}
}

// elsewhere looks for the endpoint on the same host, without the key, when
// there are no statements at the address; the error stays what it was.
func (d *doctor) elsewhere(err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Kind != KindNotFound && e.Kind != KindNotLRS {
		return err
	}
	paths := usualPaths()
	if d.base.Path != "" {
		paths = append(paths, d.base.Path+"/xAPI", d.base.Path+"/xapi")
	}
	for _, path := range slices.DeleteFunc(paths, func(p string) bool { return p == d.base.Path }) {
		u := *d.base
		u.Path = path + "/statements"
		a, err := d.do(d.ctx, &u, nil)
		if err != nil {
			if d.ctx.Err() != nil {
				return err
			}
			continue
		}
		found := a.status == http.StatusUnauthorized && !looksHTML(a.header, a.body)
		if a.status == http.StatusOK {
			_, err := d.parse(a)
			found = err == nil
		}
		if found {
			u.Path = path
			d.find("endpoint", LevelNote, "There seems to be an LRS at %s, on the same host.", u.String())
			return e
		}
	}
	d.find("endpoint", LevelNote, "None of the usual addresses on %s answers like an LRS.", d.base.Host)
	return e
}
