package headroom

import (
	"strings"
	"testing"
)

func TestModulesThatCantBeFencedAreRefusedHoweverTheyAreNamed(t *testing.T) {
	for name, test := range map[string]struct {
		vouchedFor  []string
		wantRefused bool
	}{"nobody": {nil, true}, "the config": {[]string{"k6/browser"}, false}} {
		document := planOf(1)
		document.Plan.Fence.AllowUnfenced = test.vouchedFor
		got := scriptJob{document: document, script: `
			const { browser } = require(['k6', 'browser'].join('/'));
			export default function () { return browser; }`}.run(t)
		refused := strings.Contains(got.log, "k6/browser opens connections of its own")
		if refused != test.wantRefused || (got.exitCode != 0) != refused || got.sum("arrivals") == 0 != refused {
			t.Errorf("%s vouches for it: refused %v, exit code %d, %d arrivals\n%s", name, refused, got.exitCode,
				got.sum("arrivals"), got.log)
		}
	}
}

func TestExtensionsNeedSomebodyWhoVouchesForThem(t *testing.T) {
	if err := refuseUnfenced([]string{"k6", "k6/http", moduleName, "k6/x/sql"}, []string{"k6/x/sql"}); err != nil {
		t.Error(err)
	}
	if err := refuseUnfenced([]string{"k6/x/sql", "k6/x/redis"}, []string{"k6/x/sql"}); err == nil {
		t.Error("an extension that nobody vouched for was let in")
	}
}
