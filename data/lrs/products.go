package lrs

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Filter is what a server compares since and until with.
type Filter string

// The ways to filter.
const (
	FilterUnknown   Filter = ""
	FilterStored    Filter = "stored"    // as xAPI says
	FilterTimestamp Filter = "timestamp" // statements that arrive late are missed by since
)

// Paging is how the next page is asked for.
type Paging string

// The ways to page.
const (
	PagingMore   Paging = "more"              // the address in "more", as xAPI says
	PagingLastID Paging = "last_statement_id" // the id of the last statement
)

// Product is what is known of an LRS product. What a server shows goes first:
// the table only saves questions, and helps with the address.
type Product struct {
	Key    string // for --product
	Name   string
	URL    string   // the form of its endpoint
	Hosts  []string // ends of host names that are this product's
	Paths  []string // parts of paths that are this product's
	About  []string // parts of /about's extension names, lower case
	Auths  []Auth
	Limit  int     // statements to ask for on a page; 0 means defaultLimit
	Cap    int     // statements it gives on a page at most; 0 is unknown
	Rate   float64 // requests a minute it allows; 0 is unknown
	Paging Paging
	Bare   bool // it takes no parameter but since, until and limit for large pages
	Filter Filter
	Note   string // for whoever sets it up

	// Verified says that lrx was tried against the real thing; else the line is
	// from what its makers or others write.
	Verified bool
}

// defaultLimit is how many statements are asked for at a time. Servers clamp it.
const defaultLimit = 1000

// Products is the table of products.
func Products() []Product {
	return []Product{
		{
			Key: "ralph", Name: "Ralph", URL: "https://HOST/xAPI", About: []string{"ralph"},
			Auths: []Auth{AuthBasic, AuthOAuth2, AuthBearer}, Cap: 100, Paging: PagingMore, Filter: FilterTimestamp, Verified: true,
			Note: "since compares the time of the deed, so everything is asked for at each pull unless overlap is set",
		},
		{
			Key: "learninglocker", Name: "Learning Locker", URL: "https://HOST/data/xAPI", Paths: []string{"/data/xapi"},
			Auths: []Auth{AuthBasic}, Paging: PagingMore, Filter: FilterStored, Verified: true,
			Note: "a key sees the statements of its own store",
		},
		{
			Key: "sqllrs", Name: "SQL LRS", URL: "https://HOST/xapi", About: []string{"yetanalytics"},
			Auths: []Auth{AuthBasic}, Cap: 50, Paging: PagingMore, Filter: FilterStored,
			Note: "the key needs the scope statements/read; statements/read/mine shows only what it wrote",
		},
		{
			Key: "scormcloud", Name: "SCORM Cloud", URL: "https://cloud.scorm.com/lrs/APPID", Hosts: []string{"cloud.scorm.com"},
			Auths: []Auth{AuthBasic}, Paging: PagingMore,
			Note: "each application has an endpoint of its own; the key is an activity provider's, with the right to read",
		},
		{
			Key: "rustici", Name: "Rustici Engine", URL: "https://HOST/RusticiEngine/lrs/TENANT", Paths: []string{"/rusticiengine/", "/scormengineinterface/"},
			Auths: []Auth{AuthBasic}, Paging: PagingMore, Note: "each tenant has an endpoint of its own",
		},
		{
			Key: "watershed", Name: "Watershed", URL: "https://watershedlrs.com/api/organizations/ID/lrs", Hosts: []string{"watershedlrs.com"},
			Auths: []Auth{AuthBasic}, Paging: PagingMore, Note: "a key of the organisation's settings, with the right to read",
		},
		{
			Key: "veracity", Name: "Veracity Learning", URL: "https://NAME.lrs.io/xapi", Hosts: []string{"lrs.io"},
			Auths: []Auth{AuthBasic}, Paging: PagingMore, Note: "an access key of the LRS's management page, with the right to read",
		},
		{
			Key: "trax", Name: "TRAX LRS", URL: "https://HOST/trax/api/CLIENT/xapi/std", Paths: []string{"/trax/"},
			Auths: []Auth{AuthBasic}, Cap: 100, Paging: PagingMore, Note: "each client has an endpoint of its own",
		},
		{
			Key: "cornerstone", Name: "Cornerstone", URL: "https://PORTAL.csod.com/x/v1", Hosts: []string{"csod.com"},
			Auths: []Auth{AuthOAuth2, AuthBearer}, Limit: 1000, Cap: 32000, Rate: 10, Paging: PagingLastID, Bare: true,
			Note: "client id and secret come from Cornerstone's support; ten requests a minute are allowed",
		},
		{
			Key: "docebo", Name: "Docebo", URL: "https://PLATFORM.docebosaas.com/tcapi", Hosts: []string{"docebosaas.com"}, Paths: []string{"/tcapi"},
			Auths: []Auth{AuthOAuth2, AuthBearer}, Paging: PagingMore,
			Note: "tokens come from https://PLATFORM.docebosaas.com/oauth2/token",
		},
	}
}

// ProductByKey finds a product by its key.
func ProductByKey(key string) (Product, bool) {
	return find(func(p Product) bool { return p.Key == key })
}

// productByURL tells a product by its address.
func productByURL(address string) (Product, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return Product{}, false
	}
	host, path := strings.ToLower(u.Hostname()), strings.ToLower(u.Path)+"/"
	return find(func(p Product) bool {
		return slices.ContainsFunc(p.Hosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) }) ||
			slices.ContainsFunc(p.Paths, func(part string) bool { return strings.Contains(path, strings.TrimSuffix(part, "/")+"/") })
	})
}

// productByAbout tells a product by what /about says of it.
func productByAbout(text string) (Product, bool) {
	text = strings.ToLower(text)
	return find(func(p Product) bool {
		return slices.ContainsFunc(p.About, func(part string) bool { return strings.Contains(text, part) })
	})
}

// ProductTable is the table of products in Markdown, for README.
func ProductTable() string {
	var b strings.Builder
	b.WriteString("| product | `--product` | endpoint | authentication | tried | good to know |\n|---|---|---|---|---|---|\n")
	for _, p := range Products() {
		var auths []string
		for _, a := range p.Auths {
			auths = append(auths, string(a))
		}
		tried := "no"
		if p.Verified {
			tried = "yes"
		}
		fmt.Fprintf(&b, "| %s | `%s` | `%s` | %s | %s | %s |\n", p.Name, p.Key, p.URL, strings.Join(auths, ", "), tried, p.Note)
	}
	return b.String()
}

func find(is func(Product) bool) (Product, bool) {
	all := Products()
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	return Product{Paging: PagingMore}, false
}

// ProductKeys are the keys of the table of products, as --product takes them.
func ProductKeys() []string {
	var keys []string
	for _, p := range Products() {
		keys = append(keys, p.Key)
	}
	return keys
}

// ProductOf is the product of a source: as it says, else by its address. One
// that is not known has no key.
func ProductOf(s Source) Product {
	if p, ok := ProductByKey(s.Product); ok {
		return p
	}
	p, _ := productByURL(s.URL)
	return p
}
