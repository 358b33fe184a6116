// Command cost runs another program and writes down what it cost: `cost <file> <program> <argument>…` writes one JSON
// object {"cpuSeconds", "memoryBytesMax"} when the program has ended, and ends with its exit code. Descriptors 3 to 5
// and the signals INT and TERM go through to the program.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
)

type cost struct {
	CPUSeconds     float64 `json:"cpuSeconds"`
	MemoryBytesMax int64   `json:"memoryBytesMax"`
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: cost <file> <program> <argument>…")
		os.Exit(2)
	}
	state, err := run(exec.Command(os.Args[2], os.Args[3:]...))
	if err == nil {
		err = write(os.Args[1], state)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(1)
	}
	os.Exit(state.ExitCode())
}

// inherited gives those of the descriptors 3 to 5 that are open.
func inherited() []*os.File {
	var files []*os.File
	for fd := uintptr(3); fd <= 5; fd++ {
		file := os.NewFile(fd, fmt.Sprint("descriptor ", fd))
		if _, err := file.Stat(); err != nil {
			break
		}
		files = append(files, file)
	}
	return files
}

func run(command *exec.Cmd) (*os.ProcessState, error) {
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.ExtraFiles = inherited()
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	if err := command.Start(); err != nil {
		return nil, err
	}
	// Whoever reads or writes at the other end must see the program's end, not this one's.
	for _, file := range command.ExtraFiles {
		file.Close()
	}
	go func() {
		for s := range signals {
			_ = command.Process.Signal(s)
		}
	}()
	err := command.Wait()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		err = nil
	}
	return command.ProcessState, err
}

func write(file string, state *os.ProcessState) error {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("the system tells no resource usage")
	}
	// Linux counts kilobytes, macOS bytes.
	unitBytes := int64(1024)
	if runtime.GOOS == "darwin" {
		unitBytes = 1
	}
	text, err := json.Marshal(cost{
		CPUSeconds:     (state.UserTime() + state.SystemTime()).Seconds(),
		MemoryBytesMax: int64(usage.Maxrss) * unitBytes,
	})
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}
