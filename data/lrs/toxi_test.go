package lrs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// TestToxics pulls through a proxy that spoils the connection below HTTP, and
// heals after some failures.
func TestToxics(t *testing.T) {
	t.Parallel()
	for _, toxic := range []string{
		`"type":"latency","attributes":{"latency":20,"jitter":10}`,
		`"type":"bandwidth","attributes":{"rate":400}`,
		`"type":"slicer","attributes":{"average_size":2000,"size_variation":1000,"delay":100}`,
		`"type":"limit_data","attributes":{"bytes":30000}`, // cut in the middle of a page
		`"type":"reset_peer","attributes":{"timeout":5}`,
		`"type":"timeout","attributes":{"timeout":30}`, // nothing comes, then the end
	} {
		t.Run(toxic, func(t *testing.T) {
			t.Parallel()
			f := (&fake{list: made(300, time.Minute), cap: 50}).serve(t)
			server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
			proxy := toxiproxy.NewProxy(server, "lrs", "127.0.0.1:0", f.srv.Listener.Addr().String())
			if err := proxy.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(proxy.Stop)
			if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(fmt.Sprintf(`{"name":"t",%s}`, toxic))); err != nil {
				t.Fatal(err)
			}
			failures := 0
			c := f.client(t, func(s *Source, o *Options) {
				s.URL = "http://" + proxy.Listen + "/xapi"
				o.Idle = time.Second
				o.Notice = func(string) {
					if failures++; failures == 3 {
						if err := proxy.Toxics.RemoveToxic(t.Context(), "t"); err != nil {
							t.Error(err)
						}
					}
				}
			})
			g := newGot()
			sum, err := c.Pull(t.Context(), Cursor{}, g.take)
			if err != nil {
				t.Fatal(err)
			}
			g.same(t, f.list)
			if sum.Verdict.State != VerdictComplete || sum.Requests > 40 {
				t.Errorf("%v %s, %d requests", sum.Verdict, sum.Verdict.Reason, sum.Requests)
			}
		})
	}
}
