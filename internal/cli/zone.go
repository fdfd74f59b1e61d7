package cli

import (
	"errors"
	"io/fs"
	"strings"
	"time"

	"lrx/data/roster"
)

const zoneHelp = "time zone for days and times (Europe/Vienna, UTC, local; default: the store's setting, else local)"

// zone is the reporting time zone: the one that is asked for, else the one set
// in the store's profile.toml, else the system's.
func (a *app) zone(asked string) (*time.Location, error) {
	if asked != "" {
		return parseZone(asked, a.env)
	}
	profile, problems, err := roster.ReadProfile(a.dir())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		a.say("warning: the settings cannot be read, the system's time zone holds: " + err.Error())
	}
	for _, p := range problems {
		if p.Column == "timezone" || p.Column == "" { // another setting is another command's business
			text := "warning: " + p.Error()
			if profile.Timezone == "" {
				text += "; the system's time zone holds"
			}
			a.say(text)
		}
	}
	if profile.Timezone == "" {
		return a.env.localZone(), nil
	}
	return time.LoadLocation(profile.Timezone)
}

// parseZone reads the name of a time zone.
func parseZone(name string, env Env) (*time.Location, error) {
	if name == "" || strings.EqualFold(name, "local") {
		return env.localZone(), nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, usage("write a name such as Europe/Vienna, UTC or local", "--tz: there is no time zone %q", name)
	}
	return loc, nil
}
