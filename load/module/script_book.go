package headroom

import (
	"slices"
	"strings"
	"sync"

	"go.k6.io/k6/v2/metrics"
)

// beforeStart is the second of what setup() measured: it is shown in the first second of the plan.
const beforeStart = int64(-1)

// scriptBook collects a script's checks and custom metrics, by planned second and phase.
type scriptBook struct {
	mu    sync.Mutex
	cells map[cellKey]*scriptCell
}

// scriptCell is what came for one key since it was last taken out.
type scriptCell struct {
	checks   map[string][2]int
	counters map[string]float64
	rates    map[string][2]int
	trends   map[string]*sketch
	gauges   map[string]float64
}

func newScriptBook() *scriptBook { return &scriptBook{cells: make(map[cellKey]*scriptCell)} }

func (b *scriptBook) change(key cellKey, change func(*scriptCell)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	cell := b.cells[key]
	if cell == nil {
		cell = &scriptCell{
			checks: map[string][2]int{}, counters: map[string]float64{}, rates: map[string][2]int{},
			trends: map[string]*sketch{}, gauges: map[string]float64{},
		}
		b.cells[key] = cell
	}
	change(cell)
}

// check books one check: passed or not.
func (b *scriptBook) check(key cellKey, name string, passed bool) {
	b.change(key, func(cell *scriptCell) {
		counts := cell.checks[name]
		if passed {
			counts[0]++
		} else {
			counts[1]++
		}
		cell.checks[name] = counts
	})
}

// custom books one value of a metric that the script made.
func (b *scriptBook) custom(key cellKey, metric *metrics.Metric, value float64) {
	b.change(key, func(cell *scriptCell) {
		switch metric.Type {
		case metrics.Counter:
			cell.counters[metric.Name] += value
		case metrics.Gauge:
			cell.gauges[metric.Name] = value
		case metrics.Rate:
			counts := cell.rates[metric.Name]
			if value != 0 {
				counts[0]++
			}
			counts[1]++
			cell.rates[metric.Name] = counts
		case metrics.Trend:
			trend := cell.trends[metric.Name]
			if trend == nil {
				trend = new(sketch)
				cell.trends[metric.Name] = trend
			}
			trend.add(value)
		}
	})
}

// keyedScriptCell is a cell taken out of the book.
type keyedScriptCell struct {
	key  cellKey
	cell *scriptCell
}

// take removes up to atMost cells, the oldest second first; what stays keeps adding up.
func (b *scriptBook) take(atMost int) []keyedScriptCell {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := make([]keyedScriptCell, 0, len(b.cells))
	for key, cell := range b.cells {
		taken = append(taken, keyedScriptCell{key, cell})
	}
	slices.SortFunc(taken, func(a, b keyedScriptCell) int { return a.key.compare(b.key) })
	taken = taken[:min(len(taken), max(atMost, 0))]
	for _, of := range taken {
		delete(b.cells, of.key)
	}
	return taken
}

// scriptLine is a cell as the stream has it.
func (g *generator) scriptLine(of keyedScriptCell) *scriptLine {
	key := of.key
	if key.second == beforeStart {
		key = cellKey{second: g.startedAt.Unix()}
	}
	out := &scriptLine{
		lineHead: g.head("script"), lineSource: g.source(key), Checks: of.cell.checks, Counters: of.cell.counters,
		Rates: of.cell.rates, Gauges: of.cell.gauges, Trends: make(map[string]*sketchLine, len(of.cell.trends)),
	}
	for name, trend := range of.cell.trends {
		out.Trends[name] = trend.line()
	}
	return out
}

// checkName is a check's name with the groups around it, as k6's own summary has them.
func checkName(tags *metrics.TagSet) string {
	name, _ := tags.Get("check")
	group, _ := tags.Get("group")
	return strings.TrimPrefix(group+"::"+name, "::")
}
