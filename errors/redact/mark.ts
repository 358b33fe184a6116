/** What stands where a secret stood: here and in what the module writes (`load/module/redact.go`). */
export const redacted = '[redacted]';
