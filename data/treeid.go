package data

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// treeIDs finds parents by what ids say.
type treeIDs struct {
	*tree
	courses map[string][]int32 // courses by their Open edX keys
}

func (t *tree) ids() treeIDs {
	ids := treeIDs{t, map[string][]int32{}}
	for i, a := range t.all {
		if key, whole := courseKey(a.IRI); whole {
			ids.courses[key] = append(ids.courses[key], int32(i)) //nolint:gosec // numbers of activities are of 32 bits
		}
	}
	return ids
}

// parent is what the id of an activity says that it is part of, if that is known.
func (ids treeIDs) parent(c int32) (int32, bool) {
	iri := ids.all[c].IRI
	for _, p := range idParents(iri) {
		if i, ok := slices.BinarySearchFunc(ids.all, p, func(a TreeActivity, p string) int { return strings.Compare(a.IRI, p) }); ok && ids.holds[i] {
			return int32(i), true //nolint:gosec // numbers of activities are of 32 bits
		}
	}
	key, whole := courseKey(iri)
	if key == "" || whole {
		return 0, false
	}
	return ids.course(key, iri)
}

// course is the course with a key: one of the same site if there is one, else
// the one whose id is the bare key, else the first. A key without the run, as
// old ids have it, names a course only if there is one run.
func (ids treeIDs) course(key, iri string) (int32, bool) {
	all := ids.courses[key]
	if strings.HasPrefix(key, "i4x:") && len(all) > 1 || len(all) == 0 {
		return 0, false
	}
	for _, c := range all {
		if site(ids.all[c].IRI) == site(iri) {
			return c, true
		}
	}
	for _, c := range all {
		if ids.all[c].IRI == key {
			return c, true
		}
	}
	return all[0], true
}

// site is the scheme and the host of a URL, "" of other ids.
func site(iri string) string {
	scheme, rest, ok := strings.Cut(iri, "://")
	if !ok || !strings.HasPrefix(scheme, "http") {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}

var (
	// Opaque keys of Open edX: course-v1:ORG+COURSE+RUN, a block of it, both of
	// a custom course (ccx), and a library and its blocks.
	courseIDs = regexp.MustCompile(`(?:^|/)((?:course|ccx)-v1:[^/?#]+|library-v1:[^/?#]+)`)
	blockIDs  = regexp.MustCompile(`(?:^|/)((ccx-|lib-)?block-v1:([^/?#]+?)\+type@([^/?#@+]+)\+block@([^/?#]+))`)
	// Before them: i4x://ORG/COURSE/CATEGORY/NAME, ORG/COURSE/RUN in a URL for courses.
	oldIDs     = regexp.MustCompile(`(?:^|/)i4x:(?://|;_;_)([^/;]+)(?:/|;_)([^/;]+)(?:/|;_)([^/;]+)(?:/|;_)([^/?#;]+)$`)
	oldCourses = regexp.MustCompile(`/courses?/([^/?#:]+)/([^/?#:]+)/[^/?#:]+/?$`)
	// The input of a problem: its number and its place behind the problem's id.
	inputs = regexp.MustCompile(`_[0-9]+_[0-9]+$`)
)

// courseKey is the key of the course that an Open edX id is about, "" if it is
// none; whole says that the id is the course's own.
func courseKey(iri string) (key string, whole bool) {
	if !strings.Contains(iri, "-v1") && !strings.Contains(iri, "i4x:") && !strings.Contains(iri, "/course") {
		return "", false
	}
	iri = unescaped(iri)
	if m := blockIDs.FindStringSubmatch(iri); m != nil {
		return map[string]string{"": "course-v1:", "ccx-": "ccx-v1:", "lib-": "library-v1:"}[m[2]] + m[3], false
	}
	if m := courseIDs.FindStringSubmatchIndex(iri); m != nil {
		return iri[m[2]:m[3]], strings.Trim(iri[m[3]:], "/") == ""
	}
	if m := oldIDs.FindStringSubmatch(iri); m != nil {
		return "i4x:" + m[1] + "/" + m[2], m[3] == "course"
	}
	if m := oldCourses.FindStringSubmatch(iri); m != nil {
		return "i4x:" + m[1] + "/" + m[2], true
	}
	return "", false
}

func unescaped(iri string) string {
	if !strings.Contains(iri, "%") {
		return iri
	}
	if text, err := url.PathUnescape(iri); err == nil {
		return text
	}
	return iri
}

// idParents lists the ids that an id may belong to, the nearest first: the
// content of an H5P sub-content, the Open edX problem of an input or a hint, the
// Moodle activity of a part of it.
func idParents(iri string) []string {
	var out []string
	if m := blockIDs.FindStringSubmatchIndex(iri); m != nil {
		block := iri[:m[3]]
		if block != iri {
			out = append(out, block)
		}
		if problem := inputs.ReplaceAllString(block, ""); problem != block {
			out = append(out, problem)
		}
		return out
	}
	base, _, fragment := strings.Cut(iri, "#")
	path, query, ok := strings.Cut(base, "?")
	if !ok {
		return nil
	}
	params := strings.Split(query, "&")
	if i := slices.IndexFunc(params, func(p string) bool { return strings.HasPrefix(p, "subContentId=") }); i >= 0 {
		return []string{withQuery(path, slices.Delete(slices.Clone(params), i, i+1))}
	}
	if !strings.HasSuffix(path, ".php") {
		return nil
	}
	if fragment {
		out = append(out, base)
	}
	return append(out, moodleParents(path, params)...)
}

func withQuery(path string, params []string) string {
	if len(params) == 0 {
		return path
	}
	return path + "?" + strings.Join(params, "&")
}

var moodleModule = regexp.MustCompile(`^(.*)/mod/([a-z0-9_]+)/[a-z0-9_]+\.php$`)

// moodleParents reads the script and the parameters of a Moodle URL: cmid is the
// number of an activity in the course; what stands behind the first parameter
// is a part of the page.
func moodleParents(path string, params []string) []string {
	var out []string
	for _, p := range params {
		number, ok := strings.CutPrefix(p, "cmid=")
		if !ok {
			continue
		}
		if m := moodleModule.FindStringSubmatch(path); m != nil {
			out = append(out, m[1]+"/mod/"+m[2]+"/view.php?id="+number)
		} else if root, ok := strings.CutSuffix(path, "/question/question.php"); ok {
			out = append(out, root+"/mod/quiz/view.php?id="+number)
		}
	}
	if len(params) > 1 && (strings.Contains(path, "/mod/") || strings.Contains(path, "/course/")) {
		out = append(out, path+"?"+params[0])
	}
	for _, of := range []string{"/course/completion.php", "/course/resources.php", "/course/info.php", "/course/edit.php"} {
		if root, ok := strings.CutSuffix(path, of); ok && strings.HasPrefix(params[0], "id=") {
			out = append(out, root+"/course/view.php?"+params[0])
		}
	}
	return out
}
