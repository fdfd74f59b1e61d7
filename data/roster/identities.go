package roster

import (
	"cmp"
	"slices"
)

// Conflict is an identifier that several users of the roster have: it links none
// of them.
type Conflict struct {
	Key   string
	Users []string // sourcedIds, sorted
}

// Identities says which identifiers the users of a roster have: their e-mail
// address (hashed as xAPI says, and as it is written), the keys a plain CSV names, and for each of Homes the accounts that
// are called by their sourcedId, username or one of their userIds. Each link goes
// from the user's own key (UserKey) to one of these. A user without any has no
// link. Links and conflicts are in one order whatever the order of the users.
func (r *Roster) Identities() ([]Link, []Conflict) {
	type claim struct{ key, user string }
	var claims []claim
	for i := range r.Users {
		for _, key := range r.keysOf(&r.Users[i]) {
			claims = append(claims, claim{key, r.Users[i].ID})
		}
	}
	slices.SortFunc(claims, func(a, b claim) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.user, b.user)) })
	claims = slices.Compact(claims)
	links := make([]Link, 0, len(claims))
	var conflicts []Conflict
	for begin := 0; begin < len(claims); {
		end := begin + 1
		for end < len(claims) && claims[end].key == claims[begin].key {
			end++
		}
		if end-begin == 1 {
			links = append(links, Link{A: UserKey(claims[begin].user), B: claims[begin].key})
		} else {
			c := Conflict{Key: claims[begin].key}
			for _, other := range claims[begin:end] {
				c.Users = append(c.Users, other.user)
			}
			conflicts = append(conflicts, c)
		}
		begin = end
	}
	return links, conflicts
}

func (r *Roster) keysOf(u *User) []string {
	keys := slices.Clone(u.Keys)
	if key, ok := mailKey(u.Email); ok {
		keys = append(keys, key, writtenKey(u.Email))
	}
	for _, home := range r.Homes {
		for _, name := range append([]string{u.ID, u.Username}, u.UserIDs...) {
			if key, ok := accountKey(home, name); ok {
				keys = append(keys, key)
			}
		}
	}
	return keys
}
