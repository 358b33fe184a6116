package headroom

import "testing"

func TestOnlySomeModulesHaveRequestsThatSamplesAloneTell(t *testing.T) {
	for name, want := range map[string]bool{
		"k6/http": false, "k6/metrics": false, moduleName: false, "file:///home/me/k6/ws": false,
		"k6/ws": true, "k6/net/grpc": true, "k6/x/redis": true, anyModule: true,
	} {
		if got := hasOperations([]string{"k6", name}); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAnotherK6MayHaveImportedAnything(t *testing.T) {
	if !hasOperations(importsOf(&runner{})) {
		t.Error("a runner without the list of imports was taken for one without imports")
	}
}
