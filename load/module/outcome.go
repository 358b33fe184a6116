package headroom

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"

	"go.k6.io/k6/v2/lib/netext"
)

// Why a request has no answer. Answers are told by their status instead.
const (
	outcomeTimeout   = "timeout"   // the client gave up: while connecting, waiting or reading
	outcomeRefused   = "refused"   // nothing listens there
	outcomeReset     = "reset"     // the connection ended before or inside the answer
	outcomeMalformed = "malformed" // what came is no answer by the rules of HTTP
	outcomeDNS       = "dns"       // the name did not resolve
	outcomeTLS       = "tls"       // no agreement on TLS, or a certificate that is not trusted
	outcomeDial      = "dial"      // another fault on the way to a connection: no route, no free local port
	outcomeBlocked   = "blocked"   // the fence or a cap refused it: nothing was sent
	outcomeCanceled  = "canceled"  // cut in flight, because the load was ended at once
	outcomeOther     = "other"
)

// isOK tells the outcomes that are a success by their name: an answer in the 2xx range, an opened WebSocket, a gRPC
// call that ended in OK. A script may judge otherwise.
func isOK(outcome string) bool {
	return len(outcome) == 3 && outcome[0] == '2' || outcome == "101" || outcome == "grpc:0"
}

// errBlocked is inside every error of the fence and of the caps.
var errBlocked = errors.New("refused by headroom")

// failureClass says why a request has no answer: for the native sender and for scripts. The order matters: a dial
// that timed out is a timeout.
func failureClass(err error) string {
	switch {
	case isBlocked(err):
		return outcomeBlocked
	case isTimeout(err):
		return outcomeTimeout
	case errors.Is(err, context.Canceled):
		return outcomeCanceled
	case isAny[*net.DNSError](err):
		return outcomeDNS
	case isTLS(err):
		return outcomeTLS
	case errors.Is(err, syscall.ECONNREFUSED):
		return outcomeRefused
	}
	var operation *net.OpError
	switch {
	case errors.As(err, &operation) && (operation.Op == "dial" || operation.Op == "proxyconnect"):
		return outcomeDial
	case isMalformed(err):
		return outcomeMalformed
	case isReset(err):
		return outcomeReset
	}
	return outcomeOther
}

func isAny[T error](err error) bool {
	var as T
	return errors.As(err, &as)
}

// isBlocked also knows the refusals of k6 itself: the options blockHostnames and blacklistIPs of a script.
func isBlocked(err error) bool {
	return errors.Is(err, errBlocked) || isAny[netext.BlackListedIPError](err) || isAny[netext.BlockedHostError](err)
}

func isTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.Is(err, syscall.ETIMEDOUT) {
		return true
	}
	var timed net.Error
	return errors.As(err, &timed) && timed.Timeout() && !isAny[*net.DNSError](err)
}

func isTLS(err error) bool {
	return isAny[tls.RecordHeaderError](err) || isAny[*tls.CertificateVerificationError](err) ||
		isAny[tls.AlertError](err) || isAny[x509.UnknownAuthorityError](err) || isAny[x509.HostnameError](err) ||
		isAny[x509.CertificateInvalidError](err) || isAlert(err) ||
		containsAny(err.Error(), "tls: ", "server gave HTTP response to HTTPS client")
}

// isAlert finds a TLS alert: crypto/tls gives it as an operation of that name, with an error of a private type.
func isAlert(err error) bool {
	var operation *net.OpError
	return errors.As(err, &operation) && (operation.Op == "remote error" || operation.Op == "local error")
}

// isMalformed finds an answer that breaks the rules of HTTP: of another protocol, or of a server or proxy with a fault. The
// errors of net/http have no type for it. What the peer itself calls an error of HTTP/2 is a stream that it resets.
func isMalformed(err error) bool {
	text := withoutAddress(err).Error()
	if strings.Contains(text, "GOAWAY") {
		return false // what the peer says beside it may be any words
	}
	if containsAny(text, "stream error: ", "connection error: ") {
		return !strings.Contains(text, "received from peer") &&
			containsAny(text, "PROTOCOL_ERROR", "COMPRESSION_ERROR", "FRAME_SIZE_ERROR", "FLOW_CONTROL_ERROR")
	}
	return containsAny(text, "malformed ", "Content-Length", "transfer encoding", "response headers exceeded", "chunk length",
		"chunked line", "chunked encoding", "Trailer key", "trailer key", "long trailer", "http2: frame too large")
}

// isReset covers what a server that hangs up looks like, before or inside the answer. Some of net/http's errors have
// no type: they are told by their text.
func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) ||
		errors.Is(err, syscall.ECONNABORTED) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || containsAny(err.Error(), "server closed idle connection", "connection lost",
		"transport connection broken", "GOAWAY", "stream error: ", "connection error: ", "client conn not usable",
		"client conn could not be established")
}

// withoutAddress is the error of a request without its address, which may hold any words.
func withoutAddress(err error) error {
	var ofRequest *url.Error
	if errors.As(err, &ofRequest) {
		return ofRequest.Err
	}
	return err
}

func containsAny(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
