package headroom

// streamSchemaVersion is the form of the lines below; its other side is runs/schema/load-series.ts.
const streamSchemaVersion = 2

// line is one JSON object of the stream. Its number is given when it is queued.
type line interface{ numbered(seq int) }

// lineHead stands first in every line.
type lineHead struct {
	Kind      string `json:"kind"`
	Seq       int    `json:"seq"`
	Generator string `json:"generator"`
}

func (h *lineHead) numbered(seq int) { h.Seq = seq }

// lineSource tells to which arrivals a line belongs. Second is the epoch second of the planned arrival.
type lineSource struct {
	Second   int64  `json:"second"`
	Endpoint string `json:"endpoint"`
	Phase    string `json:"phase"`
}

// armedLine says that one of several runners is ready and waits for its start. It stands before the header.
type armedLine struct {
	lineHead
	SchemaVersion int    `json:"schemaVersion"`
	Module        string `json:"module"`
	AtMs          int64  `json:"atMs"` // by the clock of this machine
}

type headerLine struct {
	lineHead
	SchemaVersion int    `json:"schemaVersion"`
	Module        string `json:"module"`
	StartedAtMs   int64  `json:"startedAtMs"`
}

// sketchLine is the histogram of planner/stats/sketch.ts.
type sketchLine struct {
	Scale     int      `json:"scale"`
	Offset    int      `json:"offset"`
	Counts    []uint32 `json:"counts"`
	ZeroCount int      `json:"zeroCount"`
	Count     int      `json:"count"`
	Sum       float64  `json:"sum"`
	Min       float64  `json:"min"`
	Max       float64  `json:"max"`
}

// countsLine adds to whatever came before of the same second, generator, endpoint and phase.
type countsLine struct {
	lineHead
	lineSource
	Arrivals   int            `json:"arrivals"`
	Dropped    int            `json:"dropped,omitempty"`
	Exceptions int            `json:"exceptions,omitempty"`
	Requests   int            `json:"requests,omitempty"`
	Retries    int            `json:"retries,omitempty"`
	Outcomes   map[string]int `json:"outcomes"`
	Unexpected int            `json:"unexpected,omitempty"`
	// JudgedOtherwise: of Outcomes, those that the script judges against their status: an expected 409.
	JudgedOtherwise map[string]int         `json:"judgedOtherwise,omitempty"`
	LatencyMs       map[string]*sketchLine `json:"latencyMs,omitempty"`
	// TriesMs holds each try by itself, where requests are tried again.
	TriesMs     map[string]*sketchLine `json:"triesMs,omitempty"`
	LatenessMs  *sketchLine            `json:"latenessMs,omitempty"`
	UserWaitMs  *sketchLine            `json:"userWaitMs,omitempty"`
	ConnectMs   *sketchLine            `json:"connectMs,omitempty"`
	TLSMs       *sketchLine            `json:"tlsMs,omitempty"`
	FirstByteMs *sketchLine            `json:"firstByteMs,omitempty"`
	BodyMs      *sketchLine            `json:"bodyMs,omitempty"`
	Connections int                    `json:"connections,omitempty"`
	Resent      int                    `json:"resent,omitempty"`
	ServiceMs   *sketchLine            `json:"serviceMs,omitempty"`
}

// gaugeLine is the state of this process, once a second.
type gaugeLine struct {
	lineHead
	AtMs            int64   `json:"atMs"`
	InFlight        int     `json:"inFlight"`
	Overdue         int     `json:"overdue"`
	VirtualUsers    int     `json:"virtualUsers"`
	VirtualUsersMax int     `json:"virtualUsersMax"`
	Queued          int     `json:"queued"`
	CPUSeconds      float64 `json:"cpuSeconds"`
	MemoryBytes     int64   `json:"memoryBytes"`
	// Both since the start of the load, and only where the system tells them.
	ThrottledSeconds   *float64 `json:"throttledSeconds,omitempty"`
	CPUPressureSeconds *float64 `json:"cpuPressureSeconds,omitempty"`
}

// scriptLine has a script's own metrics: additive, as counts are.
type scriptLine struct {
	lineHead
	lineSource
	Checks   map[string][2]int      `json:"checks,omitempty"` // passes, fails
	Counters map[string]float64     `json:"counters,omitempty"`
	Rates    map[string][2]int      `json:"rates,omitempty"` // nonzero, total
	Trends   map[string]*sketchLine `json:"trends,omitempty"`
	Gauges   map[string]float64     `json:"gauges,omitempty"` // last value
}

// sampleLine shows one failing answer.
type sampleLine struct {
	lineHead
	lineSource
	Outcome string            `json:"outcome"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    string            `json:"body,omitempty"`
	Error   string            `json:"error,omitempty"`
}

// exceptionLine shows one fault of the script.
type exceptionLine struct {
	lineHead
	Second  int64    `json:"second"`
	Phase   string   `json:"phase"`
	Message string   `json:"message"`
	Stack   []string `json:"stack"`
}

// stallLine says that this process did not run for a while.
type stallLine struct {
	lineHead
	FromMs int64 `json:"fromMs"`
	ToMs   int64 `json:"toMs"`
}

// refusedLine names a connection that the fence refused.
type refusedLine struct {
	lineHead
	Second   int64  `json:"second"`
	Address  string `json:"address"`
	Host     string `json:"host,omitempty"`
	Protocol string `json:"protocol"`
}

// noteLine tells what is no fault but should be known, such as options of a script that are not used.
type noteLine struct {
	lineHead
	Code  string   `json:"code"`
	Names []string `json:"names"`
}

// lostLine counts lines that the queue could not hold.
type lostLine struct {
	lineHead
	FromMs int64  `json:"fromMs"`
	ToMs   int64  `json:"toMs"`
	Reason string `json:"reason"`
}

// thresholdLine is how one threshold of the script came out.
type thresholdLine struct {
	Metric     string `json:"metric"`
	Expression string `json:"expression"`
	OK         bool   `json:"ok"`
}

// endLine is the last line of every load that ended in order. Planned = Fired + Dropped + NotStarted.
type endLine struct {
	lineHead
	Reason               string          `json:"reason"`
	Detail               string          `json:"detail"` // what the script or k6 said, or the name of the signal
	AutoStop             *autoStopFacts  `json:"autoStop,omitempty"`
	RequestsPerSecondMax float64         `json:"requestsPerSecondMax,omitempty"`
	Planned              int             `json:"planned"`
	Fired                int             `json:"fired"`
	Dropped              int             `json:"dropped"`
	NotStarted           int             `json:"notStarted"`
	Requests             int             `json:"requests"`
	Ended                int             `json:"ended"`
	Cut                  int             `json:"cut"`
	Exceptions           int             `json:"exceptions"`
	Retries              int             `json:"retries"`
	Refused              int             `json:"refused"`
	Lines                int             `json:"lines"`
	LinesLost            int             `json:"linesLost"`
	CPUSeconds           float64         `json:"cpuSeconds"`
	MemoryBytesMax       int64           `json:"memoryBytesMax"`
	EndedAtMs            int64           `json:"endedAtMs"`
	Thresholds           []thresholdLine `json:"thresholds"`
	SetupRequests        int             `json:"setupRequests"`
}
