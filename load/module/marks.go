package headroom

import (
	"strconv"
	"sync"
	"time"

	"go.k6.io/k6/v2/metrics"
)

// phaseTag is the tag by which every sample of an iteration tells its phase.
const phaseTag = "phase"

// markMetadata is the name under which every sample of an iteration carries its mark. Metadata, unlike tags, makes no
// new time series in k6.
const markMetadata = "headroom_mark"

// keptFor is how long a mark, or an iteration with operations, can be found after its end: samples reach the output a
// little later.
const keptFor = 5 * time.Second

// mark tells whose a sample is and where it counts. A user gets a new one only when its second or phase changes:
// one for each iteration cost 4 % of all CPU in a script with one request.
type mark struct {
	user *user
	key  cellKey
}

// markBook finds the mark of a sample.
type markBook struct {
	mu     sync.Mutex
	byText map[string]*mark
	number int
	over   []overMark // oldest first
}

type overMark struct {
	text string
	at   time.Time
}

// add gives a mark its text. The user's mark before it is forgotten a while later.
func (b *markBook) add(m *mark, before string, now time.Time) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.byText == nil {
		b.byText = make(map[string]*mark)
	}
	text := strconv.Itoa(b.number)
	b.number++
	b.byText[text] = m
	if before != "" {
		b.over = append(b.over, overMark{before, now})
	}
	forgotten := 0
	for forgotten < len(b.over) && now.Sub(b.over[forgotten].at) > keptFor {
		delete(b.byText, b.over[forgotten].text)
		forgotten++
	}
	b.over = b.over[forgotten:]
	return text
}

// of is the mark of a sample with this metadata; nil for what belongs to no arrival.
func (b *markBook) of(metadata map[string]string) *mark {
	text, marked := metadata[markMetadata]
	if !marked {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.byText[text]
}

// beginIteration makes everything that a user sends and measures from now on belong to an arrival.
func (g *generator) beginIteration(u *user, it *iteration) {
	if u.markText == "" || u.markedKey != it.key {
		g.markAnew(u, it)
	}
	g.chooseScenario(u, it)
	u.operations.begin(it)
	u.iteration.Store(it)
}

func (g *generator) markAnew(u *user, it *iteration) {
	u.markedKey = it.key
	u.markText = g.marks.add(&mark{u, it.key}, u.markText, it.firedAt)
	u.state.Tags.Modify(func(tags *metrics.TagsAndMeta) {
		tags.SetTag(phaseTag, g.plan.Phases[it.key.phase].Name)
		tags.SetMetadata(markMetadata, u.markText)
	})
}

// endIteration ends that.
func (g *generator) endIteration(u *user) { u.iteration.Store(nil) }

// operationIterations keeps the last iterations of a user who opened a connection for WebSocket or gRPC: only they
// can have operations, whose samples come later than they.
type operationIterations struct {
	mu     sync.Mutex
	active bool
	list   []*iteration // oldest first
}

// begin notes an iteration, if the user has operations at all.
func (o *operationIterations) begin(it *iteration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.active {
		o.add(it)
	}
}

// activate notes the iteration that opens a connection, and from now on all others of its user.
func (o *operationIterations) activate(it *iteration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.active = true
	o.add(it)
}

// add needs the lock.
func (o *operationIterations) add(it *iteration) {
	if last := len(o.list) - 1; last >= 0 && !it.firedAt.After(o.list[last].firedAt) {
		return
	}
	old := 0
	for old+1 < len(o.list) && it.firedAt.Sub(o.list[old+1].firedAt) > keptFor {
		old++ // the one after it has begun so long ago that nothing of it is still to come
	}
	o.list = append(o.list[old:], it)
}

// at is the iteration that ran at a moment; nil if it is not known.
func (o *operationIterations) at(moment time.Time) *iteration {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := len(o.list) - 1; i >= 0; i-- {
		if !o.list[i].firedAt.After(moment) {
			return o.list[i]
		}
	}
	return nil
}
