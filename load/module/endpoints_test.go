package headroom

import (
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// ofEndpoint picks the lines of an endpoint.
func ofEndpoint(lines []map[string]any, name string) []map[string]any {
	var found []map[string]any
	for _, one := range lines {
		if one["endpoint"] == name {
			found = append(found, one)
		}
	}
	return found
}

func TestEachEndpointGetsTheCountsOfThePlan(t *testing.T) {
	arrivals := planArrivals{
		Placement: "random", PerSecond: []int{5, 0, 9}, PerEndpoint: [][]int{{3, 0, 2}, {0, 0, 6}, {2, 0, 1}},
	}
	places := &schedule{arrivals: &arrivals, seed: 1, part: wholePlan}
	turns := make([]int, 3)
	for second := range arrivals.PerSecond {
		counts := make([]int, 3)
		for _, at := range places.second(second) {
			counts[at.endpoint]++
			if at.turn != turns[at.endpoint] {
				t.Errorf("arrival %d of endpoint %d is said to be its %d.", turns[at.endpoint], at.endpoint, at.turn)
			}
			turns[at.endpoint]++
		}
		for endpoint := range counts {
			if counts[endpoint] != arrivals.PerEndpoint[endpoint][second] {
				t.Errorf("second %d has %v arrivals by endpoint", second, counts)
			}
		}
	}
}

func TestWhichArrivalsGoToAnEndpointIsDrawnBySeed(t *testing.T) {
	arrivals := planArrivals{Placement: "even", PerSecond: make([]int, 2000), PerEndpoint: make([][]int, 2)}
	arrivals.PerEndpoint[0], arrivals.PerEndpoint[1] = make([]int, 2000), make([]int, 2000)
	for second := range arrivals.PerSecond {
		arrivals.PerSecond[second], arrivals.PerEndpoint[0][second], arrivals.PerEndpoint[1][second] = 4, 3, 1
	}
	at := func(seed uint64) (byPlace [4]int, order string) {
		places := &schedule{arrivals: &arrivals, seed: seed, part: wholePlan}
		for second := range arrivals.PerSecond {
			for k, spot := range places.second(second) {
				byPlace[k] += spot.endpoint
				order += fmt.Sprint(spot.endpoint)
			}
		}
		return byPlace, order
	}
	byPlace, order := at(1)
	for _, count := range byPlace {
		// Binomial: 500 of 2,000 expected at each place, standard deviation 19.4.
		if math.Abs(float64(count)-500) > 4*19.4 {
			t.Errorf("the second endpoint has %v of the places in a second, want about 500 of each", byPlace)
		}
	}
	if _, again := at(1); again != order {
		t.Error("the same seed gave another order")
	}
	if _, other := at(2); other == order {
		t.Error("another seed gave the same order")
	}
}

func TestEachEndpointIsSentItsOwnRequest(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch got := r.Method + " " + r.URL.Path + " " + r.Header.Get("X-Key") + " " + string(body); got {
		case "POST /score first {\"data\":[1]}":
		case "PUT /embed second text":
			http.Error(w, "no room for text", http.StatusServiceUnavailable)
		default:
			t.Errorf("the server got %q", got)
		}
	}))
	defer server.Close()
	document := aPlan(server.URL, 5)
	addEndpoint(document, "embed", 3)
	document.Plan.Arrivals.PerSecond = []int{8}
	document.Plan.Endpoints[1].Method = "PUT"
	document.Secret.Endpoints[0] = endpointSecret{
		URL: server.URL + "/score", Headers: map[string]string{"X-Key": "first"}, Payloads: document.Secret.Endpoints[0].Payloads,
	}
	document.Secret.Endpoints[1] = endpointSecret{
		URL: server.URL + "/embed", Headers: map[string]string{"X-Key": "second"}, Payloads: [][]byte{[]byte("text")},
	}
	g, out := aGenerator(t, document)
	s, err := newSender(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	places := &schedule{arrivals: &document.Plan.Arrivals, seed: 1, part: wholePlan}
	for _, at := range places.second(0) {
		s.fire(arrival{planned: time.Now(), turn: at.turn, key: g.keyOf(0, at.endpoint)})
	}
	<-s.idle()
	g.finish(nil)
	lines := out.lines(t)
	score, embed := ofEndpoint(lines, "default"), ofEndpoint(lines, "embed")
	if got := outcomes(score); got["200"] != 5 || total(kind(score, "counts"), "unexpected") != 0 {
		t.Errorf("score: %v", got)
	}
	if got := outcomes(embed); got["503"] != 3 || len(kind(embed, "sample")) != 3 {
		t.Errorf("embed: %v, %d samples", got, len(kind(embed, "sample")))
	}
}
